/** What the policy must know of commitments, a batch at a time. All is read only; what is taken is in store.ts. */
import type { Db } from '../../db/client.ts';
import { Prisma } from '../../db/generated/client.ts';
import type { CommitmentStatus, ItemStatus, MessageStatus } from '../../db/generated/enums.ts';
import { cardsAndSpeakers, type MemberCard } from '../../db/people.ts';
import { rowsOf } from '../../db/rows.ts';
import type { AllianceId, MemberId } from '../../kernel/ids.ts';
import type { LocalDate } from '../../kernel/zoned.ts';

export type { MemberCard };

export interface NudgedCommitment {
  readonly id: string;
  readonly allianceId: AllianceId;
  readonly ownerId: MemberId;
  readonly forId: MemberId | null;
  readonly writtenById: MemberId;
  readonly text: string;
  readonly status: CommitmentStatus;
  readonly dueOn: LocalDate | null;
  readonly reviewOn: LocalDate | null;
  readonly baseAt: Date;
  readonly pausedUntil: Date | null;
}

/** A step that was taken, or passed over. */
export interface TakenStep {
  readonly commitmentId: string;
  readonly baseAt: Date;
  readonly step: string;
  readonly memberId: string | null;
  readonly at: Date;
  readonly deliveredAt: Date | null;
  /** What its message said would come next, whom that asks, and on which of the owner's days. */
  readonly nextStep: string | null;
  readonly nextId: string | null;
  readonly nextOn: string | null;
}

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
  readonly commitments: readonly NudgedCommitment[];
  /** By commitment. */
  readonly steps: ReadonlyMap<string, readonly TakenStep[]>;
  /** Owners, whom it is for, who wrote it down, leaders and coordinators of the alliances, opposite numbers. */
  readonly cards: ReadonlyMap<string, MemberCard>;
  /** The same by alliance, and then by member. */
  readonly candidates: ReadonlyMap<string, ReadonlyMap<string, MemberCard>>;
  /** By the id of either of the two members. */
  readonly contacts: ReadonlyMap<string, readonly Contact[]>;
  /** By commitment: when its proposal reached its owner. */
  readonly proposedAt: ReadonlyMap<string, Date>;
  /** COMMITMENT/MEMBER, where that member wishes to hear no more of it. */
  readonly mutes: ReadonlySet<string>;
  /** Steps whose message will never be seen, because it was settled or untrue before it left. */
  readonly lost: readonly TakenStep[];
}

/**
 * Loads what the policy must know, in a number of queries that does not grow with the batch. By hand: the query builder
 * plans anew for each number of ids, which takes longer than reading the rows.
 */
export async function loadBatch(db: Db, ids: readonly string[]): Promise<Batch> {
  const commitments = await commitmentsOf(db, ids);
  const taken = await stepsOf(db, ids);
  const contacts = await contactsOf(db, [...new Set(commitments.map(({ ownerId }) => ownerId))]);
  const named = commitments.flatMap(({ ownerId, forId, writtenById }) => [ownerId, forId, writtenById]);
  const cards = await cardsAndSpeakers(
    db,
    [...named, ...contacts.flatMap(({ aId, bId }) => [aId, bId])].filter((id) => id !== null),
    commitments.map(({ allianceId }) => allianceId),
  );
  const proposedAt = await proposalsOf(db, commitments);
  const mutes = await mutesOf(db, ids);
  const lost = await lostOf(db, taken);
  const steps = taken.filter((one) => !lost.has(one));
  return {
    commitments,
    steps: Map.groupBy(steps, ({ commitmentId }) => commitmentId),
    cards,
    candidates: new Map(
      [...Map.groupBy(cards.values(), ({ allianceId }) => allianceId as string)].map(([id, own]) => [
        id,
        new Map(own.map((card) => [card.id as string, card])),
      ]),
    ),
    contacts: contactsByMember(contacts),
    proposedAt,
    mutes,
    lost: [...lost],
  };
}

/** The batch as it is once these steps count as not taken. */
export function without(batch: Batch, steps: readonly TakenStep[]): Batch {
  if (steps.length === 0) return batch;
  const kept = [...batch.steps].map(([id, own]) => [id, own.filter((one) => !steps.includes(one))] as const);
  return { ...batch, steps: new Map(kept) };
}

async function commitmentsOf(db: Db, ids: readonly string[]): Promise<NudgedCommitment[]> {
  type Row = Omit<NudgedCommitment, 'baseAt' | 'pausedUntil'> & {
    baseAt: string;
    pausedUntil: string | null;
  };
  const rows = await rowsOf<Row>(
    db,
    Prisma.sql`
      SELECT id, alliance_id AS "allianceId", owner_id AS "ownerId", for_id AS "forId", written_by_id AS "writtenById",
        text, status, due_on AS "dueOn", review_on AS "reviewOn", base_at AS "baseAt", paused_until AS "pausedUntil"
      FROM commitment WHERE id = ANY(${[...ids]}::uuid[])`,
  );
  return rows.map(({ baseAt, pausedUntil, ...row }) => {
    return {
      ...row,
      baseAt: new Date(baseAt),
      pausedUntil: pausedUntil === null ? null : new Date(pausedUntil),
    };
  });
}

function stepsOf(db: Db, commitmentIds: readonly string[]): Promise<TakenStep[]> {
  return db.$queryRaw`
    SELECT commitment_id AS "commitmentId", base_at AS "baseAt", step, member_id AS "memberId", at,
      delivered_at AS "deliveredAt", next_step AS "nextStep", next_id AS "nextId", next_on AS "nextOn"
    FROM nudge_step WHERE commitment_id = ANY(${[...commitmentIds]}::uuid[])`;
}

async function mutesOf(db: Db, commitmentIds: readonly string[]): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ commitmentId: string; memberId: string }[]>`
    SELECT commitment_id AS "commitmentId", member_id AS "memberId" FROM nudge_mute
    WHERE commitment_id = ANY(${[...commitmentIds]}::uuid[])`;
  return new Set(rows.map(({ commitmentId, memberId }) => `${commitmentId}/${memberId}`));
}

/** When each proposal reached whoever owns it now, since its base; by commitment. */
async function proposalsOf(db: Db, commitments: readonly NudgedCommitment[]): Promise<Map<string, Date>> {
  const proposed = new Map(
    commitments.filter(({ status }) => status === 'proposed').map((one) => [one.id, one]),
  );
  if (proposed.size === 0) return new Map();
  const rows = await db.$queryRaw<{ ref: string; deliveredAt: Date; memberId: string | null }[]>`
    SELECT ref, delivered_at AS "deliveredAt", member_id AS "memberId" FROM item
    WHERE ref = ANY(${[...proposed.keys()]}::uuid[]) AND kind = 'commitments.proposal' AND delivered_at IS NOT NULL
    ORDER BY seq`;
  return new Map(
    rows.flatMap(({ ref, deliveredAt, memberId }) => {
      const commitment = proposed.get(ref);
      const isCurrent = commitment?.ownerId === memberId && deliveredAt >= commitment.baseAt;
      return isCurrent ? [[ref, deliveredAt] as const] : [];
    }),
  );
}

interface SentRow {
  readonly key: string;
  readonly status: ItemStatus;
  readonly deliveredAt: Date | null;
  readonly messageStatus: MessageStatus | null;
}

/** What was left out of its note when that was sent does not leave any more, and neither does what was settled. */
async function lostOf(db: Db, taken: readonly TakenStep[]): Promise<Set<TakenStep>> {
  const onTheirWay = taken.filter(
    ({ memberId, deliveredAt, step }) => memberId && !deliveredAt && step !== 'coordinator',
  );
  if (onTheirWay.length === 0) return new Set();
  const rows = await db.$queryRaw<SentRow[]>`
    SELECT item.key, item.status::text AS status, item.delivered_at AS "deliveredAt",
      message.status::text AS "messageStatus"
    FROM item LEFT JOIN message ON message.id = item.message_id
    WHERE item.key = ANY(${onTheirWay.map(keyOf)}::text[])`;
  const mayArrive = new Set(
    rows.flatMap(({ key, status, deliveredAt, messageStatus }) =>
      deliveredAt || (status === 'open' && messageStatus !== 'sent') ? [key] : [],
    ),
  );
  return new Set(onTheirWay.filter((one) => !mayArrive.has(keyOf(one))));
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

function contactsByMember(contacts: readonly Contact[]): Map<string, Contact[]> {
  const both = contacts.flatMap((contact) => [
    { id: contact.aId, contact },
    { id: contact.bId, contact },
  ]);
  return new Map(
    [...Map.groupBy(both, ({ id }) => id)].map(([id, own]) => [id, own.map(({ contact }) => contact)]),
  );
}
