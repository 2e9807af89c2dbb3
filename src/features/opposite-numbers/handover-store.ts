/** What is handed on when one of a pair leaves: who takes over, who agreed, and what the card says. */
import type { Db, Tx } from '../../db/client.ts';
import { cardsById, type MemberCard, memberCards } from '../../db/people.ts';
import { readableRemarks } from '../../db/visible.ts';
import { type MemberId, newId, type PairId } from '../../kernel/ids.ts';
import type { Pair, Side } from './domain.ts';

export interface Handover {
  readonly id: string;
  readonly pairId: PairId;
  readonly leaver: MemberCard;
  readonly other: MemberCard;
  readonly successor: MemberCard | null;
  readonly successorPairId: PairId | null;
  readonly leaverAgrees: boolean | null;
  readonly otherAgrees: boolean | null;
  /** When both had agreed. */
  readonly agreedAt: Date | null;
}

/** Notes that one of a pair leaves it to a colleague; null where that is noted already. */
export async function begin(
  tx: Tx,
  now: Date,
  pair: Pair,
  leaver: Side,
  other: Side,
): Promise<string | null> {
  const ids = { allianceId: pair.allianceId, pairId: pair.id, leaverId: leaver.id, otherId: other.id };
  const id = newId();
  const made = await tx.handover.createMany({ data: [{ id, ...ids, createdAt: now }], skipDuplicates: true });
  return made.count > 0 ? id : null;
}

/** A handover, held until the transaction ends. */
export async function hold(tx: Tx, id: string): Promise<Handover | null> {
  await tx.$queryRaw`SELECT id FROM handover WHERE id = ${id}::uuid FOR UPDATE`;
  return (await byIds(tx, [id])).get(id) ?? null;
}

export function byIds(db: Db, ids: readonly string[]): Promise<Map<string, Handover>> {
  return where(db, { id: { in: [...ids] } });
}

/** Those that lead to a pair. */
export async function leadingTo(db: Db, pairId: string): Promise<Handover[]> {
  return [...(await where(db, { successorPairId: pairId })).values()];
}

/** Those of somebody who leaves. */
export async function ofLeaver(db: Db, leaverId: MemberId): Promise<Handover[]> {
  return [...(await where(db, { leaverId })).values()];
}

/** That of a pair which one of the two leaves. */
export async function ofPair(db: Db, pairId: string): Promise<Handover | null> {
  const [found] = (await where(db, { pairId })).values();
  return found ?? null;
}

async function where(
  db: Db,
  filter: NonNullable<Parameters<Db['handover']['findMany']>[0]>['where'],
): Promise<Map<string, Handover>> {
  const rows = await db.handover.findMany({ where: filter });
  const cards = await cardsById(
    db,
    rows.flatMap(({ leaverId, otherId, successorId }) => [
      leaverId,
      otherId,
      ...(successorId ? [successorId] : []),
    ]),
  );
  return new Map(
    rows.flatMap((row) => {
      const leaver = cards.get(row.leaverId as MemberId);
      const other = cards.get(row.otherId as MemberId);
      if (!leaver || !other) return []; // one of them has been erased
      const successor = row.successorId ? (cards.get(row.successorId as MemberId) ?? null) : null;
      const pairs = { pairId: row.pairId as PairId, successorPairId: row.successorPairId as PairId | null };
      const agreed = {
        leaverAgrees: row.leaverAgrees,
        otherAgrees: row.otherAgrees,
        agreedAt: row.agreedAt,
      };
      return [[row.id, { id: row.id, leaver, other, successor, ...pairs, ...agreed }] as const];
    }),
  );
}

/** Notes what one of the two says to handing on their remarks; once both agree, from then on. */
export async function setAgreement(
  tx: Tx,
  now: Date,
  { id, leaver, leaverAgrees, otherAgrees }: Handover,
  memberId: MemberId,
  agrees: boolean,
): Promise<void> {
  const after =
    memberId === leaver.id ? { leaverAgrees: agrees, otherAgrees } : { leaverAgrees, otherAgrees: agrees };
  const both = after.leaverAgrees === true && after.otherAgrees === true;
  await tx.handover.update({ where: { id }, data: { ...after, agreedAt: both ? now : null } });
}

export async function setSuccessor(
  tx: Tx,
  id: string,
  successorId: MemberId,
  successorPairId: PairId,
): Promise<void> {
  await tx.handover.update({ where: { id }, data: { successorId, successorPairId } });
}

/** Whether somebody was asked who takes over, and nobody has answered yet. */
export async function isAsked(db: Db, ref: string, kind: string, memberId: MemberId): Promise<boolean> {
  return (await db.item.count({ where: { ref, kind, memberId, status: 'open' } })) > 0;
}

/** Whether two wrote anything for each other alone. */
export async function haveRemarks(db: Db, pairId: PairId): Promise<boolean> {
  return (await db.remark.count({ where: { pairId, label: 'pair' } })) > 0;
}

/** Who could take over: the active colleagues of the one who leaves. */
export function colleagues(db: Db, { leaver }: Handover): Promise<MemberCard[]> {
  return memberCards(db, { organisationId: leaver.organisationId, status: 'active', id: { not: leaver.id } });
}

export interface CardFacts {
  readonly open: readonly {
    readonly text: string;
    readonly dueOn: string | null;
    readonly ownerId: string;
  }[];
  /** What both the successor and the other one may read of what was said within the pair. */
  readonly remarks: readonly { readonly authorId: string; readonly text: string; readonly at: Date }[];
  readonly ways: readonly {
    readonly name: string;
    readonly replyDays: number;
    readonly decides: string;
    readonly goodWork: string;
  }[];
}

const MOST = 8;

/** What a card says, the same to both who read it. */
export async function cardFacts(
  db: Db,
  { pairId, leaver, other, successor, agreedAt }: Handover,
): Promise<CardFacts> {
  const ours = { in: [leaver.id, ...(successor ? [successor.id] : [])] };
  const open = await db.commitment.findMany({
    where: {
      status: 'accepted',
      AND: [
        {
          OR: [
            { ownerId: ours, forId: other.id },
            { ownerId: other.id, forId: ours },
          ],
        },
        {
          // What only the people in it may see is handed on like their remarks, if both agreed.
          OR: [
            { label: { not: 'pair' } },
            ...(agreedAt ? [{ createdAt: { lte: agreedAt } }] : []),
            ...(successor ? [{ ownerId: successor.id }, { forId: successor.id }] : []),
          ],
        },
      ],
    },
    orderBy: [{ dueOn: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
    take: MOST,
    select: { text: true, dueOn: true, ownerId: true },
  });
  const readers = successor ? [successor.id, other.id] : [other.id];
  const readable = await readableRemarks(db, readers, { pairIds: [pairId] });
  const readBy = Map.groupBy(readable, ({ id }) => id);
  const remarks = [...readBy.values()].flatMap(([remark, ...more]) =>
    remark && more.length + 1 === readers.length ? [remark] : [],
  );
  const organisations = await db.organisation.findMany({
    where: { id: { in: [leaver.organisationId, other.organisationId] } },
    orderBy: [{ isHost: 'desc' }, { id: 'asc' }],
    select: { name: true, replyDays: true, decides: true, goodWork: true },
  });
  return { open, remarks: remarks.slice(-MOST), ways: organisations };
}
