/** A new pair, planned: Ana is asked at nine and Dana at noon. For the tests of check-ins. */
import { checkIns } from '../../src/features/check-ins/index.ts';
import { driven } from './acting.ts';
import { testAlliance } from './alliance.ts';
import { testDatabase } from './database.ts';

export const FRIDAY = new Date('2026-01-09T12:00:00Z');
export const TUESDAY = new Date('2026-01-13T09:00:00Z');
export const NEXT_TUESDAY = new Date('2026-01-20T09:00:00Z');

export const { db } = await testDatabase();
export const app = driven(db, checkIns);

/** Begins anew: the two, and nobody else. */
export async function newPair() {
  await db.alliance.deleteMany();
  await db.person.deleteMany();
  await db.checkInPlan.deleteMany();
  await db.checkIn.deleteMany();
  const ours = await testAlliance(db, FRIDAY);
  const ana = await ours.member(ours.south, 'Ana');
  const dana = await ours.member(ours.north, 'Dana', { person: { noteMinute: 720 } });
  const pairId = await ours.pair(ana, dana);
  await app.react(FRIDAY, { kind: 'pair', id: pairId });
  return { ours, ana, dana, pairId };
}
