/** What people answer and remark in a round, and a round as each of the two may see it. */
import type { Db, Tx } from '../../db/client.ts';
import { cardsById, type MemberCard, memberByUser, memberCards } from '../../db/people.ts';
import { readableRemarks } from '../../db/visible.ts';
import { type AllianceId, type CheckInId, type MemberId, newId, type PairId } from '../../kernel/ids.ts';
import { Rhythm } from '../../kernel/rhythm.ts';
import { type LocalDate, localDateOf } from '../../kernel/zoned.ts';
import { roundsWithContact } from './contact-store.ts';
import { type Answer, daysOff, type RemarkLabel, type Round, type Said } from './domain.ts';

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

/** A round as `memberId` may see it, with both cards for those who speak of them. */
export interface RoundOf {
  readonly round: Round;
  readonly me: MemberCard;
  readonly other: MemberCard;
  readonly pairId: PairId;
}

/** Rounds as members may see them, in the order given; null where the round is not theirs. */
export async function roundsOf(
  db: Db,
  now: Date,
  wants: readonly { checkInId: string; memberId: string | null }[],
): Promise<(RoundOf | null)[]> {
  const rounds = await roundRows(
    db,
    wants.map(({ checkInId }) => checkInId),
  );
  const [pairIds, ids] = [rounds.map(({ pairId }) => pairId), rounds.map(({ id }) => id)];
  const people = await memberCards(db, { id: { in: rounds.flatMap(({ aId, bId }) => [aId, bId]) } });
  const cards = new Map(people.map((card) => [card.id, card]));
  const norms = await db.organisation.findMany({
    where: { id: { in: people.map(({ organisationId }) => organisationId) } },
    select: { id: true, goodWork: true },
  });
  const answers = await db.checkInAnswer.findMany({ where: { checkInId: { in: ids } } });
  const readers = wants.flatMap(({ memberId }) => memberId ?? []);
  const remarks = await readableRemarks(db, readers, { checkInIds: ids });
  const promises = await openBetween(db, pairIds);
  const inTouch = await roundsWithContact(db, ids);

  return wants.map(({ checkInId, memberId }) => {
    const row = rounds.find(({ id }) => id === checkInId);
    if (!row || (memberId !== row.aId && memberId !== row.bId)) return null;
    const me = cards.get(memberId as MemberId);
    const other = cards.get(memberId === row.aId ? row.bId : row.aId);
    if (!me || !other) return null;
    const today = localDateOf(now, me.calendar.zone);
    const saidBy = (author: MemberCard): Said | null => {
      const given = answers.find((one) => one.checkInId === checkInId && one.memberId === author.id);
      if (!given) return null;
      const remark = remarks.find(
        (one) => one.viewerId === me.id && one.authorId === author.id && one.checkInId === checkInId,
      );
      return {
        answer: given.answer,
        remark: remark?.text ?? null,
        label: remark?.label === 'alliance' ? 'alliance' : 'pair',
        changedOn: given.changedAt && localDateOf(given.changedAt, me.calendar.zone),
      };
    };
    const round: Round = {
      isOpen: row.closedAt === null,
      isDaily: Rhythm.parse(row.rhythm).kind === 'daily',
      level: me.level,
      today,
      until: row.nextOn,
      other: {
        name: other.name,
        organisation: other.organisation,
        replyDays: other.replyDays,
        goodWork: norms.find(({ id }) => id === other.organisationId)?.goodWork ?? '',
        ...daysOff(other.calendar, today),
      },
      between: promises
        .filter(({ pairId }) => pairId === row.pairId)
        .map(({ text, ownerId, dueOn }) => ({ text, isMine: ownerId === me.id, dueOn })),
      hasContact: inTouch.has(row.id),
      mine: saidBy(me),
      theirs: saidBy(other),
    };
    return { round, me, other, pairId: row.pairId };
  });
}

interface RoundRow {
  readonly id: CheckInId;
  readonly pairId: PairId;
  readonly aId: MemberId;
  readonly bId: MemberId;
  readonly rhythm: unknown;
  readonly closedAt: Date | null;
  readonly nextOn: LocalDate | null;
}

function roundRows(db: Db, ids: readonly string[]): Promise<RoundRow[]> {
  return db.$queryRaw<RoundRow[]>`
    SELECT c.id, c.pair_id AS "pairId", p.a_id AS "aId", p.b_id AS "bId", p.rhythm, c.closed_at AS "closedAt",
      CASE WHEN plan.next_at IS NOT NULL THEN plan.next_on END AS "nextOn"
    FROM check_in c JOIN pair p ON p.id = c.pair_id LEFT JOIN check_in_plan plan ON plan.pair_id = p.id
    WHERE c.id = ANY(${[...new Set(ids)]}::uuid[])`;
}

interface PromiseRow {
  readonly pairId: PairId;
  readonly text: string;
  readonly ownerId: MemberId;
  readonly dueOn: LocalDate | null;
}

/** What either of the two owes the other, the next date first. */
function openBetween(db: Db, pairIds: readonly PairId[]): Promise<PromiseRow[]> {
  return db.$queryRaw<PromiseRow[]>`
    SELECT p.id AS "pairId", c.text, c.owner_id AS "ownerId", c.due_on AS "dueOn"
    FROM pair p JOIN commitment c ON c.status = 'accepted'
      AND ((c.owner_id = p.a_id AND c.for_id = p.b_id) OR (c.owner_id = p.b_id AND c.for_id = p.a_id))
    WHERE p.id = ANY(${[...new Set(pairIds)]}::uuid[])
    ORDER BY c.due_on NULLS LAST, c.id`;
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
