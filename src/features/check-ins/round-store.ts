/** A round as each of the two may see it. */
import type { Db } from '../../db/client.ts';
import { Prisma } from '../../db/generated/client.ts';
import { cardsById, type MemberCard } from '../../db/people.ts';
import { readableRemarks } from '../../db/visible.ts';
import type { CheckInId, MemberId, PairId } from '../../kernel/ids.ts';
import { Rhythm } from '../../kernel/rhythm.ts';
import { type LocalDate, localDateOf } from '../../kernel/zoned.ts';
import { hasContact } from './contact-store.ts';
import { daysOff, type Round, type Said } from './domain.ts';

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
  const cards = await cardsById(
    db,
    rounds.flatMap(({ aId, bId }) => [aId, bId]),
  );
  const answers = await db.checkInAnswer.findMany({ where: { checkInId: { in: ids } } });
  const readers = wants.flatMap(({ memberId }) => memberId ?? []);
  const remarks = await readableRemarks(db, readers, { checkInIds: ids });
  const promises = await openBetween(db, pairIds);

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
        memberId: other.id,
        name: other.name,
        organisation: other.organisation,
        replyDays: other.replyDays,
        goodWork: other.id === row.aId ? row.aGoodWork : row.bGoodWork,
        ...daysOff(other.calendar, today),
      },
      between: promises
        .filter(({ pairId }) => pairId === row.pairId)
        .map(({ text, ownerId, dueOn }) => ({ text, isMine: ownerId === me.id, dueOn })),
      hasContact: row.hasContact,
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
  readonly hasContact: boolean;
  /** What good work means to the organisation of either. */
  readonly aGoodWork: string;
  readonly bGoodWork: string;
}

const goodWorkOf = (memberId: Prisma.Sql) => Prisma.sql`(
  SELECT o.good_work FROM member m JOIN organisation o ON o.id = m.organisation_id WHERE m.id = ${memberId})`;

function roundRows(db: Db, ids: readonly string[]): Promise<RoundRow[]> {
  return db.$queryRaw<RoundRow[]>`
    SELECT c.id, c.pair_id AS "pairId", p.a_id AS "aId", p.b_id AS "bId", p.rhythm, c.closed_at AS "closedAt",
      CASE WHEN plan.next_at IS NOT NULL THEN plan.next_on END AS "nextOn", ${hasContact} AS "hasContact",
      ${goodWorkOf(Prisma.sql`p.a_id`)} AS "aGoodWork", ${goodWorkOf(Prisma.sql`p.b_id`)} AS "bGoodWork"
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
