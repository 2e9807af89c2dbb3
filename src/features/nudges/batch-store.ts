/** What the policy must know of commitments, a batch at a time. All is read only; what is taken is in store.ts. */
import type { Db } from '../../db/client.ts';
import type { Commitment } from '../../db/generated/client.ts';
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
  readonly commitments: readonly Commitment[];
  readonly steps: readonly TakenStep[];
  /** Owners, whom it is for, who wrote it down, leaders and coordinators of the alliances, opposite numbers. */
  readonly cards: ReadonlyMap<string, MemberCard>;
  readonly contacts: readonly Contact[];
  /** By commitment: when its proposal reached its owner. */
  readonly proposedAt: ReadonlyMap<string, Date>;
  /** COMMITMENT/MEMBER, where that member wishes to hear no more of it. */
  readonly mutes: ReadonlySet<string>;
  /** Steps whose message will never be seen, because it was settled or untrue before it left. */
  readonly lost: readonly TakenStep[];
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
    select: { key: true, status: true, deliveredAt: true, message: { select: { status: true } } },
  });
  const mutes = await db.nudgeMute.findMany({ where: { commitmentId: { in: [...ids] } } });
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
    mutes: new Set(mutes.map(({ commitmentId, memberId }) => `${commitmentId}/${memberId}`)),
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
