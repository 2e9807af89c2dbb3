/**
 * Who may read a remark, decided here and nowhere else: no view filters remarks, and no query reads their text but
 * the one below. Tested by a truth table of viewer and label.
 */
import type { AllianceId, MemberId } from '../kernel/ids.ts';
import type { Db } from './client.ts';
import { Prisma } from './generated/client.ts';
import type { Label } from './generated/enums.ts';

/**
 * True for a remark `r` that the member `v` may read.
 * - me: the author. So may they read whatever else they wrote.
 * - pair: the two opposite numbers within whose pair it was said; whatever their roles, nobody else. Where both have
 *   agreed to hand on what they had said by then, also the successor whom one of them named, once they are a pair.
 * - org: members of the author's organisation.
 * - alliance: all members of the alliance.
 * - leaders: the leaders of all its organisations; a coordinator is none.
 * Always of the same alliance, and never somebody who declined or left.
 */
const isVisible = Prisma.sql`(
  v.status = 'active' AND v.alliance_id = r.alliance_id AND (
    r.author_id = v.id
    OR (r.label = 'pair' AND EXISTS (
      SELECT 1 FROM pair p WHERE p.id = r.pair_id AND v.id IN (p.a_id, p.b_id) AND r.author_id IN (p.a_id, p.b_id)))
    OR (r.label = 'pair' AND EXISTS (
      SELECT 1 FROM handover h JOIN pair p ON p.id = h.pair_id JOIN pair s ON s.id = h.successor_pair_id
       WHERE h.pair_id = r.pair_id AND h.successor_id = v.id AND h.leaver_agrees AND h.other_agrees
         AND r.at <= h.agreed_at AND r.author_id IN (p.a_id, p.b_id) AND s.status IN ('active', 'paused')))
    OR (r.label = 'org' AND EXISTS (
      SELECT 1 FROM member w WHERE w.id = r.author_id AND w.organisation_id = v.organisation_id))
    OR r.label = 'alliance'
    OR (r.label = 'leaders' AND v.role = 'leader')
  ))`;

/** Which remarks are asked for; what is left out does not matter. */
export interface RemarkFilter {
  readonly checkInIds?: readonly string[];
  readonly pairIds?: readonly string[];
  readonly allianceIds?: readonly AllianceId[];
  readonly labels?: readonly Label[];
  /** Written from then on, and before then. */
  readonly from?: Date;
  readonly before?: Date;
}

/** A remark as one member may read it. */
export interface ReadableRemark {
  readonly viewerId: MemberId;
  readonly id: string;
  readonly authorId: MemberId;
  readonly allianceId: AllianceId;
  readonly checkInId: string | null;
  readonly pairId: string | null;
  readonly label: Label;
  readonly text: string;
  readonly at: Date;
}

/** The remarks that each of these members may read, oldest first. */
export function readableRemarks(
  db: Db,
  viewerIds: readonly string[],
  { checkInIds, pairIds, allianceIds, labels, from, before }: RemarkFilter,
): Promise<ReadableRemark[]> {
  const conditions = [
    isVisible,
    ...(checkInIds ? [Prisma.sql`r.check_in_id = ANY(${[...checkInIds]}::uuid[])`] : []),
    ...(pairIds ? [Prisma.sql`r.pair_id = ANY(${[...pairIds]}::uuid[])`] : []),
    ...(allianceIds ? [Prisma.sql`r.alliance_id = ANY(${[...allianceIds]}::uuid[])`] : []),
    ...(labels ? [Prisma.sql`r.label::text = ANY(${[...labels]}::text[])`] : []),
    ...(from ? [Prisma.sql`r.at >= ${from}`] : []),
    ...(before ? [Prisma.sql`r.at < ${before}`] : []),
  ];
  return db.$queryRaw<ReadableRemark[]>`
    SELECT v.id AS "viewerId", r.id, r.author_id AS "authorId", r.alliance_id AS "allianceId",
      r.check_in_id AS "checkInId", r.pair_id AS "pairId", r.label, r.text, r.at
    FROM member v JOIN remark r ON r.alliance_id = v.alliance_id
    WHERE v.id = ANY(${[...viewerIds]}::uuid[]) AND ${Prisma.join(conditions, ' AND ')}
    ORDER BY r.at, r.id`;
}
