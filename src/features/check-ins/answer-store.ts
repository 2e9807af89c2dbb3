/** What people answer and remark in a round. */
import type { Db, Tx } from '../../db/client.ts';
import { cardsById, type MemberCard, memberByUser, memberCards } from '../../db/people.ts';
import { readableRemarks } from '../../db/visible.ts';
import { type AllianceId, type CheckInId, type MemberId, newId, type PairId } from '../../kernel/ids.ts';
import type { Answer, RemarkLabel } from './domain.ts';

/** A round that is locked for an answer. */
export interface LockedRound {
  readonly id: CheckInId;
  readonly pairId: PairId;
  readonly allianceId: AllianceId;
  readonly aId: MemberId;
  readonly bId: MemberId;
  readonly closedAt: Date | null;
  /** Who has answered so far. */
  readonly answered: MemberId[];
  /** Who has read what the other shared. */
  readonly shownTo: MemberId[];
}

/**
 * A round, locked until the transaction ends: of two answers at once, the second one then knows of the first.
 * Null where there is none.
 */
export async function lockRound(tx: Tx, checkInId: string): Promise<LockedRound | null> {
  await tx.$queryRaw`SELECT 1 FROM check_in WHERE id = ${checkInId}::uuid FOR UPDATE`;
  const [row] = await tx.$queryRaw<LockedRound[]>`
    SELECT c.id, c.pair_id AS "pairId", c.alliance_id AS "allianceId", p.a_id AS "aId", p.b_id AS "bId",
      c.closed_at AS "closedAt",
      ARRAY(SELECT member_id::text FROM check_in_answer WHERE check_in_id = c.id) AS answered,
      ARRAY(SELECT member_id::text FROM item WHERE ref = c.id AND kind = 'check-ins.shared'
        AND delivered_at IS NOT NULL) AS "shownTo"
    FROM check_in c JOIN pair p ON p.id = c.pair_id WHERE c.id = ${checkInId}::uuid`;
  return row ?? null;
}

/** The pair's open round, if any, and its last number; the plan's lock keeps a second round from being opened. */
export async function currentRound(
  tx: Tx,
  pairId: PairId,
): Promise<{ openId: CheckInId | null; lastRound: number }> {
  await tx.$queryRaw`SELECT 1 FROM check_in_plan WHERE pair_id = ${pairId}::uuid FOR UPDATE`;
  const last = await tx.checkIn.findFirst({
    where: { pairId },
    orderBy: { round: 'desc' },
    select: { id: true, round: true, closedAt: true },
  });
  if (!last) return { openId: null, lastRound: 0 };
  return { openId: last.closedAt ? null : (last.id as CheckInId), lastRound: last.round };
}

/** Whether a member was asked in a round; who was not sees at once what the other tells. */
export async function wasAsked(db: Db, checkInId: CheckInId, memberId: MemberId): Promise<boolean> {
  const item = await db.item.findFirst({
    where: { ref: checkInId, memberId, kind: 'check-ins.prompt' },
    select: { id: true },
  });
  return item !== null;
}

/** Writes an answer, or what it is changed to. */
export async function saveAnswer(
  tx: Tx,
  now: Date,
  { checkInId, memberId, answer }: { checkInId: CheckInId; memberId: MemberId; answer: Answer },
): Promise<void> {
  await tx.checkInAnswer.upsert({
    where: { checkInId_memberId: { checkInId, memberId } },
    create: { checkInId, memberId, answer, answeredAt: now },
    update: { answer, answeredAt: now },
  });
}

/** Marks what a member said as another than they said first. */
export async function markChanged(
  tx: Tx,
  now: Date,
  { checkInId, memberId }: { checkInId: CheckInId; memberId: MemberId },
): Promise<void> {
  await tx.checkInAnswer.updateMany({ where: { checkInId, memberId }, data: { changedAt: now } });
}

/** What a member has said in a round so far; null: nothing. */
export async function saidSoFar(
  db: Db,
  { checkInId, memberId }: { checkInId: CheckInId; memberId: MemberId },
): Promise<{ answer: Answer; text: string; label: string } | null> {
  const given = await db.checkInAnswer.findUnique({ where: { checkInId_memberId: { checkInId, memberId } } });
  if (!given) return null;
  const [own] = (await readableRemarks(db, [memberId], { checkInIds: [checkInId] })).filter(
    ({ authorId }) => authorId === memberId,
  );
  return { answer: given.answer, text: own?.text ?? '', label: own?.label ?? 'pair' };
}

/** Writes a member's one remark in a round; an empty one takes it back. */
export async function saveRemark(
  tx: Tx,
  now: Date,
  round: Pick<LockedRound, 'id' | 'pairId' | 'allianceId'>,
  remark: { authorId: MemberId; text: string; label: RemarkLabel },
): Promise<void> {
  await tx.remark.deleteMany({ where: { checkInId: round.id, authorId: remark.authorId } });
  if (remark.text === '') return;
  const { id: checkInId, pairId, allianceId } = round;
  await tx.remark.create({ data: { id: newId(), checkInId, pairId, allianceId, ...remark, at: now } });
}

/** People by the ids of their memberships; who is gone is missing. */
export function people(db: Db, ids: readonly string[]): Promise<Map<MemberId, MemberCard>> {
  return cardsById(db, ids);
}

/** The active member behind a mention; null where there is none. */
export function mentioned(db: Db, allianceId: AllianceId, userId: string): Promise<MemberCard | null> {
  return memberByUser(db, allianceId, userId);
}

/** The opposite numbers of a member: their active pairs. */
export async function oppositesOf(
  db: Db,
  memberId: MemberId,
): Promise<{ pairId: PairId; card: MemberCard }[]> {
  const pairs = await db.pair.findMany({
    where: { status: 'active', OR: [{ aId: memberId }, { bId: memberId }] },
    select: { id: true, aId: true, bId: true },
  });
  const others = new Map(pairs.map(({ id, aId, bId }) => [aId === memberId ? bId : aId, id]));
  const cards = await memberCards(db, { id: { in: [...others.keys()] }, status: 'active' });
  return cards.flatMap((card) => {
    const pairId = others.get(card.id);
    return pairId ? [{ pairId: pairId as PairId, card }] : [];
  });
}

/** Those of an alliance who lead or coordinate. */
export function supporters(db: Db, allianceId: AllianceId): Promise<MemberCard[]> {
  return memberCards(db, { allianceId, status: 'active', role: { in: ['leader', 'coordinator'] } });
}
