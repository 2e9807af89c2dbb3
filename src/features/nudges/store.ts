/** Plans and steps of the nudge policy. What the policy must know of a commitment is read in batch-store.ts. */
import { z } from 'zod';
import type { Db, Tx } from '../../db/client.ts';
import { Prisma } from '../../db/generated/client.ts';
import type { TakenStep } from './batch-store.ts';

/**
 * Claims plans that have fallen due, for this transaction, which must save them; those of a paused alliance wait. What
 * falls due at one moment, as at nine in the morning, is taken alliance by alliance: who is who is looked up for few,
 * and those who plan beside each other write to other people.
 */
export async function claimDue(tx: Tx, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT plan.commitment_id AS id FROM nudge_plan plan
    JOIN alliance ON alliance.id = plan.alliance_id AND alliance.paused_at IS NULL
    WHERE plan.next_at <= ${now} ORDER BY plan.next_at, plan.alliance_id LIMIT ${limit}
    FOR UPDATE OF plan SKIP LOCKED`;
  return rows.map(({ id }) => id);
}

/** When a plan falls due next. */
export async function nextDue(db: Db): Promise<Date | null> {
  const [row] = await db.$queryRaw<{ nextAt: Date }[]>`
    SELECT plan.next_at AS "nextAt" FROM nudge_plan plan
    JOIN alliance ON alliance.id = plan.alliance_id AND alliance.paused_at IS NULL
    WHERE plan.next_at IS NOT NULL ORDER BY plan.next_at LIMIT 1`;
  return row?.nextAt ?? null;
}

/** Writes when each is looked at next, in one statement. */
export async function savePlans(tx: Tx, nextLooks: ReadonlyMap<string, Date | null>): Promise<void> {
  if (nextLooks.size === 0) return;
  await tx.$executeRaw`
    UPDATE nudge_plan SET next_at = chosen.next_at
    FROM unnest(${[...nextLooks.keys()]}::uuid[], ${[...nextLooks.values()]}::timestamptz[])
      AS chosen (commitment_id, next_at)
    WHERE nudge_plan.commitment_id = chosen.commitment_id`;
}

/** Looks at these commitments now, because something about them has changed. */
export async function lookNow(tx: Tx, commitmentIds: readonly string[], now: Date): Promise<void> {
  if (commitmentIds.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO nudge_plan (commitment_id, alliance_id, next_at)
    SELECT id, alliance_id, ${now} FROM commitment
    WHERE id = ANY(${[...commitmentIds]}::uuid[]) ORDER BY id
    ON CONFLICT (commitment_id) DO UPDATE SET next_at = excluded.next_at`;
}

/**
 * The same for all open commitments whose steps a member's days, hours, wishes or place in the alliance may change:
 * what they owe or are owed, what their opposite numbers owe, and for leaders and coordinators all of the alliance's.
 */
export async function lookAtMember(tx: Tx, memberId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO nudge_plan (commitment_id, alliance_id, next_at)
    SELECT id, alliance_id, ${now} FROM (
      SELECT c.id, c.alliance_id FROM commitment c
      WHERE c.owner_id = ${memberId}::uuid AND c.status IN ('proposed', 'accepted')
      UNION SELECT c.id, c.alliance_id FROM commitment c
      WHERE c.for_id = ${memberId}::uuid AND c.status IN ('proposed', 'accepted')
      UNION SELECT c.id, c.alliance_id FROM pair p
      JOIN commitment c ON c.owner_id = p.b_id AND c.status IN ('proposed', 'accepted')
      WHERE p.status = 'active' AND p.a_id = ${memberId}::uuid
      UNION SELECT c.id, c.alliance_id FROM pair p
      JOIN commitment c ON c.owner_id = p.a_id AND c.status IN ('proposed', 'accepted')
      WHERE p.status = 'active' AND p.b_id = ${memberId}::uuid
      UNION SELECT c.id, c.alliance_id FROM member m
      JOIN commitment c ON c.alliance_id = m.alliance_id AND c.status IN ('proposed', 'accepted')
      WHERE m.id = ${memberId}::uuid AND m.role <> 'member') AS touched
    ORDER BY id
    ON CONFLICT (commitment_id) DO UPDATE SET next_at = excluded.next_at`;
}

/** The open commitments of a member of which something is on its way to somebody else. */
export async function waitingForOthers(tx: Tx, ownerId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT c.id FROM commitment c
    JOIN nudge_step s ON s.commitment_id = c.id AND s.base_at = c.base_at
    WHERE c.owner_id = ${ownerId}::uuid AND c.status IN ('proposed', 'accepted')
      AND s.delivered_at IS NULL AND s.member_id <> c.owner_id`;
  return rows.map(({ id }) => id);
}

/** COMMITMENT/COORDINATOR, for these commitments that a summary has named to somebody. */
export async function namedInSummaries(db: Db, commitmentIds: readonly string[]): Promise<Set<string>> {
  const rows = await db.digest.findMany({
    where: { hasArrived: true, named: { hasSome: [...commitmentIds] } },
    select: { memberId: true, named: true },
  });
  return new Set(rows.flatMap(({ memberId, named }) => named.map((id) => `${id}/${memberId}`)));
}

/** Records steps, each once for a base. */
export async function recordSteps(tx: Tx, steps: readonly TakenStep[]): Promise<void> {
  if (steps.length === 0) return;
  const rows = steps.map(({ commitmentId, baseAt, step, memberId, at, nextStep, nextId, nextOn }) => ({
    id: commitmentId,
    base_at: baseAt,
    step,
    member_id: memberId,
    at,
    next_step: nextStep,
    next_id: nextId,
    next_on: nextOn,
  }));
  await tx.$executeRaw`
    INSERT INTO nudge_step (commitment_id, base_at, step, member_id, at, next_step, next_id, next_on)
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t (id uuid, base_at timestamptz, step text,
      member_id uuid, at timestamptz, next_step text, next_id uuid, next_on text)
    ON CONFLICT DO NOTHING`;
}

type StepKey = Pick<TakenStep, 'commitmentId' | 'baseAt' | 'step'>;

/** A list of steps as rows of SQL. */
function asTable(steps: readonly StepKey[]): Prisma.Sql {
  const rows = steps.map(({ commitmentId, baseAt, step }) => ({ id: commitmentId, base_at: baseAt, step }));
  return Prisma.sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS one (id uuid, base_at timestamptz, step text)`;
}

/** Steps whose message was lost before it was seen were not taken. */
export async function forgetLost(tx: Tx, steps: readonly StepKey[]): Promise<void> {
  if (steps.length === 0) return;
  await tx.$executeRaw`
    DELETE FROM nudge_step USING ${asTable(steps)}
    WHERE nudge_step.commitment_id = one.id AND nudge_step.base_at = one.base_at AND nudge_step.step = one.step
      AND nudge_step.delivered_at IS NULL`;
}

const Instant = z.coerce.number().transform((ms) => new Date(ms));
/** As `keyOf` writes it. */
const ItemKey = z.tuple([z.literal('nudges'), z.uuid(), Instant, z.string(), Instant]);

/** Notes which steps' items, by their keys, have reached their readers; the commitments concerned. */
export async function markDelivered(tx: Tx, keys: readonly string[], now: Date): Promise<string[]> {
  const steps = keys.flatMap((key): StepKey[] => {
    const parts = ItemKey.safeParse(key.split('/'));
    if (!parts.success) return []; // asked by hand: no step of the policy
    const [, commitmentId, baseAt, step] = parts.data;
    return [{ commitmentId, baseAt, step }];
  });
  if (steps.length === 0) return [];
  await tx.$executeRaw`
    UPDATE nudge_step SET delivered_at = ${now} FROM ${asTable(steps)}
    WHERE nudge_step.commitment_id = one.id AND nudge_step.base_at = one.base_at AND nudge_step.step = one.step
      AND nudge_step.delivered_at IS NULL`;
  return steps.map(({ commitmentId }) => commitmentId);
}

/** Notes what those who were asked have answered since, for whoever counts what is still awaited. */
export async function noteAnswers(tx: Tx, commitmentId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE nudge_step SET answer = (
      SELECT kind FROM commitment_event event
      WHERE event.commitment_id = nudge_step.commitment_id AND event.actor_id = nudge_step.member_id
        AND event.at >= nudge_step.at ORDER BY event.at, event.id LIMIT 1)
    WHERE commitment_id = ${commitmentId}::uuid AND answer IS NULL AND member_id IS NOT NULL`;
}

/** After a rest: days that were named are over, so owners are told anew before anybody else is asked. */
export async function startAnew(tx: Tx, allianceId: string, now: Date): Promise<void> {
  const where = { allianceId, status: { in: ['proposed' as const, 'accepted' as const] } };
  const ids = (await tx.commitment.findMany({ where, select: { id: true } })).map(({ id }) => id);
  await forgetNotices(tx, ids);
  await lookNow(tx, ids, now);
}

/** Takes back what owners were told will come and has not come yet: they are told anew, with another day. */
export async function forgetNotices(tx: Tx, commitmentIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM nudge_step notice
    WHERE notice.commitment_id = ANY(${[...commitmentIds]}::uuid[]) AND notice.next_step IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM nudge_step came WHERE came.commitment_id = notice.commitment_id
        AND came.base_at = notice.base_at AND came.step = notice.next_step)`;
}
