/** What passes between two opposite numbers outside of their rounds: their talks, and acts for one another. */
import type { Db } from '../../db/client.ts';
import { Prisma } from '../../db/generated/client.ts';
import type { CheckInId, MemberId, PairId } from '../../kernel/ids.ts';
import { Rhythm } from '../../kernel/rhythm.ts';
import type { PastRound } from './domain.ts';

/** An act `e` about a commitment `x` by one of the pair `p`, in which the other has a part. */
const isContact = Prisma.sql`(
  (e.actor_id = p.a_id AND p.b_id IN (x.owner_id, x.for_id, x.written_by_id, x.offered_to_id))
  OR (e.actor_id = p.b_id AND p.a_id IN (x.owner_id, x.for_id, x.written_by_id, x.offered_to_id)))`;

/** Whether, during the round `c` of a pair `p`, either did something for the other through Entente. */
export const hasContact = Prisma.sql`EXISTS (
  SELECT FROM commitment_event e JOIN commitment x ON x.id = e.commitment_id
  WHERE e.alliance_id = c.alliance_id AND e.at >= c.opened_at AND e.at < coalesce(c.closed_at, 'infinity') AND ${isContact})`;

/** Enough to see past rounds that count for nothing. */
const LOOK_BACK = 12;

/** The latest rounds of pairs that are over, the latest first. A prompt counts for whoever it reached. */
export async function pastRounds(
  db: Db,
  pairIds: readonly PairId[],
  away: readonly MemberId[],
): Promise<Map<PairId, PastRound[]>> {
  if (pairIds.length === 0) return new Map();
  const rows = await db.$queryRaw<(PastRound & { pairId: PairId })[]>`
    SELECT c.pair_id AS "pairId", c.round, ${hasContact} AS "hasContact",
      (SELECT count(*)::int FROM check_in_answer a WHERE a.check_in_id = c.id) AS answers,
      (SELECT count(DISTINCT i.member_id)::int FROM item i WHERE i.ref = c.id AND i.kind = 'check-ins.prompt'
        AND i.delivered_at IS NOT NULL AND NOT i.member_id = ANY(${[...away]}::uuid[])) AS present,
      EXISTS (SELECT FROM item i WHERE i.ref = c.id AND i.kind = 'check-ins.rhythm') AS "askedRhythm"
    FROM pair p CROSS JOIN LATERAL (
      SELECT * FROM check_in r WHERE r.pair_id = p.id AND r.closed_at IS NOT NULL
      ORDER BY r.round DESC LIMIT ${LOOK_BACK}) c
    WHERE p.id = ANY(${[...pairIds]}::uuid[]) ORDER BY c.pair_id, c.round DESC`;
  return Map.groupBy(rows, ({ pairId }) => pairId);
}

/** A pair as one of the two sees it. */
export interface Link {
  readonly pairId: PairId;
  readonly aId: MemberId;
  readonly bId: MemberId;
  readonly rhythm: Rhythm;
  readonly isPaused: boolean;
  /** When either of the two last noted a talk. */
  readonly spokeAt: Date | null;
}

/** Open pairs by id. */
export async function links(db: Db, pairIds: readonly string[]): Promise<Map<string, Link>> {
  const rows = await db.$queryRaw<(Omit<Link, 'rhythm'> & { rhythm: unknown })[]>`
    SELECT p.id AS "pairId", p.a_id AS "aId", p.b_id AS "bId", p.rhythm, p.status = 'paused' AS "isPaused", (
      SELECT max(a.answered_at) FROM check_in c JOIN check_in_answer a ON a.check_in_id = c.id
      WHERE c.pair_id = p.id AND a.answer = 'spoke') AS "spokeAt"
    FROM pair p WHERE p.id = ANY(${[...pairIds]}::uuid[]) AND p.status IN ('active', 'paused')`;
  return new Map(rows.map((row) => [row.pairId, { ...row, rhythm: Rhythm.parse(row.rhythm) }]));
}

/** A round in which a member was asked and has not answered yet. */
export interface Unanswered {
  readonly checkInId: CheckInId;
  readonly otherId: MemberId;
}

/** The rounds in which a member has a prompt before them, the latest first. */
export function unansweredBy(db: Db, memberId: MemberId): Promise<Unanswered[]> {
  return db.$queryRaw<Unanswered[]>`
    SELECT c.id AS "checkInId", CASE WHEN p.a_id = ${memberId}::uuid THEN p.b_id ELSE p.a_id END AS "otherId"
    FROM item i JOIN check_in c ON c.id = i.ref AND c.closed_at IS NULL JOIN pair p ON p.id = c.pair_id
    WHERE i.member_id = ${memberId}::uuid AND i.kind IN ('check-ins.prompt', 'check-ins.rhythm')
      AND i.delivered_at IS NOT NULL
      AND NOT EXISTS (SELECT FROM check_in_answer a WHERE a.check_in_id = c.id AND a.member_id = i.member_id)
    ORDER BY c.opened_at DESC, c.id`;
}
