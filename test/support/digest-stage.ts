import type { PrismaClient } from '../../src/db/generated/client.ts';
import type { driven } from './acting.ts';
import { testAlliance } from './alliance.ts';

/** When Gita's digest is planned, and when it is due. */
export const THURSDAY = new Date('2026-01-08T12:00:00Z');
export const MONDAY = new Date('2026-01-12T09:00:00Z');
export const WEEKLY = 'digests.weekly';

export type DigestStage = Awaited<ReturnType<typeof digestStage>>;

/** An alliance without a past: Gita leads what Ana is of, and Dana is of the other organisation. */
export async function digestStage(db: PrismaClient, app: ReturnType<typeof driven>) {
  for (const table of ['alliance', 'person', 'digestPlan', 'digest', 'digestChoice', 'nudgeStep'] as const)
    await (db[table] as typeof db.person).deleteMany();
  const ours = await testAlliance(db, THURSDAY);
  const gita = await ours.member(ours.south, 'Gita', { role: 'leader' });
  const ana = await ours.member(ours.south, 'Ana');
  const dana = await ours.member(ours.north, 'Dana');
  for (const { id } of [gita, ana, dana]) await app.react(THURSDAY, { kind: 'member', id });
  return { ours, gita, ana, dana };
}
