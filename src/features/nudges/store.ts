/** Plans and steps of the nudge policy, and what the policy must know of a commitment; commitments are read only. */

import { z } from 'zod';
import type { Db, Tx } from '../../db/client.ts';
import { type Commitment, Prisma } from '../../db/generated/client.ts';
import { type MemberCard, memberCards } from '../../db/people.ts';

export type { MemberCard };
export type NudgedCommitment = Commitment;

/** A step that was taken, or passed over. */
export interface TakenStep {
  readonly commitmentId: string;
  readonly baseAt: Date;
  readonly step: string;
  readonly memberId: string | null;
  readonly at: Date;
  readonly deliveredAt: Date | null;
}

const Announced = z.object({ next: z.object({ step: z.string(), who: z.string().nullable() }) });
type Announced = z.infer<typeof Announced>['next'];

/** Why the item of a step exists: which step since which base, and when it was taken, as a lost one is taken again. */
export function keyOf({
  commitmentId,
  baseAt,
  step,
  at,
}: Pick<TakenStep, 'commitmentId' | 'baseAt' | 'step' | 'at'>) {
  return `nudges/${commitmentId}/${baseAt.getTime()}/${step}/${at.getTime()}`;
}

/** A pair of opposite numbers and when the bot last saw contact between the two. */
export interface Contact {
  readonly aId: string;
  readonly bId: string;
  readonly lastAt: Date;
}

/** Everything about the commitments of a batch. */
export interface Batch {
  readonly commitments: readonly Commitment[];
  readonly steps: readonly TakenStep[];
  /** Owners, whom it is for, who wrote it down, leaders and coordinators of the alliances, opposite numbers. */
  readonly cards: ReadonlyMap<string, MemberCard>;
  readonly contacts: readonly Contact[];
  /** By commitment: when its proposal reached its owner. */
  readonly proposedAt: ReadonlyMap<string, Date>;
  /** By item key: what the owner was told would come. */
  readonly announced: ReadonlyMap<string, Announced>;
  /** Steps whose message will never be seen, because it was settled or untrue before it left. */
  readonly lost: readonly TakenStep[];
}

/**
 * Claims plans that have fallen due, for this transaction; those of a paused alliance wait. What is claimed is not
 * due any more, until the plan is written anew.
 */
export async function claimDue(tx: Tx, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE nudge_plan SET next_at = NULL WHERE commitment_id IN (
      SELECT plan.commitment_id FROM nudge_plan plan
      JOIN alliance ON alliance.id = plan.alliance_id AND alliance.paused_at IS NULL
      WHERE plan.next_at <= ${now} ORDER BY plan.next_at, plan.commitment_id LIMIT ${limit}
      FOR UPDATE OF plan SKIP LOCKED)
    RETURNING commitment_id AS id`;
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

/** The same for all open commitments that a member owes: their days, hours or place in the alliance have changed. */
export async function lookAtMember(tx: Tx, memberId: string, now: Date): Promise<void> {
  const open = await tx.commitment.findMany({
    where: { ownerId: memberId, status: { in: ['proposed', 'accepted'] } },
    select: { id: true },
  });
  await lookNow(
    tx,
    open.map(({ id }) => id),
    now,
  );
}

/** Loads what the policy must know, in a number of queries that does not grow with the batch. */
export async function loadBatch(db: Db, ids: readonly string[]): Promise<Batch> {
  const commitments = await db.commitment.findMany({ where: { id: { in: [...ids] } } });
  const steps = await db.nudgeStep.findMany({ where: { commitmentId: { in: [...ids] } } });
  const owners = [...new Set(commitments.map(({ ownerId }) => ownerId))];
  const contacts = await contactsOf(db, owners);
  const named = commitments.flatMap(({ ownerId, forId, writtenById }) => [ownerId, forId, writtenById]);
  const cards = await memberCards(db, {
    OR: [
      {
        id: { in: [...named, ...contacts.flatMap(({ aId, bId }) => [aId, bId])].filter((id) => id !== null) },
      },
      {
        allianceId: { in: [...new Set(commitments.map(({ allianceId }) => allianceId))] },
        role: { in: ['leader', 'coordinator'] },
        status: 'active',
      },
    ],
  });
  const proposals = await db.item.findMany({
    where: { ref: { in: [...ids] }, kind: 'commitments.proposal', deliveredAt: { not: null } },
    orderBy: { seq: 'asc' },
    select: { ref: true, deliveredAt: true, memberId: true },
  });
  const sent = await db.item.findMany({
    where: { key: { in: steps.map(keyOf) } },
    select: { key: true, status: true, deliveredAt: true, data: true, message: { select: { status: true } } },
  });
  const byId = new Map(commitments.map((commitment) => [commitment.id, commitment]));
  // What was left out of its note when that was sent does not leave any more, and neither does what was settled.
  const mayArrive = new Set(
    sent.flatMap(({ key, status, deliveredAt, message }) =>
      deliveredAt || (status === 'open' && message?.status !== 'sent') ? [key] : [],
    ),
  );
  const lost = steps.filter(
    (one) => one.memberId && !one.deliveredAt && one.step !== 'coordinator' && !mayArrive.has(keyOf(one)),
  );
  return {
    commitments,
    steps: steps.filter((one) => !lost.includes(one)),
    cards: new Map(cards.map((card) => [card.id as string, card])),
    contacts,
    proposedAt: new Map(
      proposals.flatMap(({ ref, deliveredAt, memberId }) => {
        const commitment = byId.get(ref);
        const isCurrent = commitment?.ownerId === memberId && deliveredAt && deliveredAt >= commitment.baseAt;
        return isCurrent ? [[ref, deliveredAt] as const] : [];
      }),
    ),
    announced: new Map(
      sent.flatMap(({ key, data }) => {
        const told = Announced.safeParse(data);
        return told.success ? [[key, told.data.next] as const] : [];
      }),
    ),
    lost,
  };
}

/** The opposite numbers of these members, with the latest answer of either of the two; else when they were paired. */
async function contactsOf(db: Db, memberIds: readonly string[]): Promise<Contact[]> {
  if (memberIds.length === 0) return [];
  return db.$queryRaw<Contact[]>`
    SELECT p.a_id AS "aId", p.b_id AS "bId", coalesce(max(answer.answered_at), p.created_at) AS "lastAt"
    FROM pair p
    LEFT JOIN check_in ON check_in.pair_id = p.id
    LEFT JOIN check_in_answer answer ON answer.check_in_id = check_in.id
    WHERE p.status = 'active' AND (p.a_id = ANY(${[...memberIds]}::uuid[]) OR p.b_id = ANY(${[...memberIds]}::uuid[]))
    GROUP BY p.id`;
}

/** Records steps, each once for a base. */
export async function recordSteps(tx: Tx, steps: readonly TakenStep[]): Promise<void> {
  if (steps.length > 0) await tx.nudgeStep.createMany({ data: [...steps], skipDuplicates: true });
}

type StepKey = Pick<TakenStep, 'commitmentId' | 'baseAt' | 'step'>;

/** A list of steps as rows of SQL. */
function rowsOf(steps: readonly StepKey[]): Prisma.Sql {
  const rows = steps.map(({ commitmentId, baseAt, step }) => ({ id: commitmentId, base_at: baseAt, step }));
  return Prisma.sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS one (id uuid, base_at timestamptz, step text)`;
}

/** Steps whose message was lost before it was seen were not taken. */
export async function forgetLost(tx: Tx, steps: readonly StepKey[]): Promise<void> {
  if (steps.length === 0) return;
  await tx.$executeRaw`
    DELETE FROM nudge_step USING ${rowsOf(steps)}
    WHERE nudge_step.commitment_id = one.id AND nudge_step.base_at = one.base_at AND nudge_step.step = one.step
      AND nudge_step.delivered_at IS NULL`;
}

/** Notes which steps' items, by their keys, have reached their readers; the commitments concerned. */
export async function markDelivered(tx: Tx, keys: readonly string[], now: Date): Promise<string[]> {
  const steps = keys.flatMap((key): StepKey[] => {
    const [, commitmentId = '', base, step = ''] = key.split('/');
    const baseAt = new Date(Number(base));
    return z.uuid().safeParse(commitmentId).success ? [{ commitmentId, baseAt, step }] : [];
  });
  if (steps.length === 0) return [];
  await tx.$executeRaw`
    UPDATE nudge_step SET delivered_at = ${now} FROM ${rowsOf(steps)}
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
