/**
 * Who may see a commitment, decided here for every list, search, history and export. Tested by a truth table of
 * viewer, label and state.
 */
import type { CommitmentId, MemberId } from '../kernel/ids.ts';
import type { Db } from './client.ts';
import { Prisma } from './generated/client.ts';

/**
 * True for a commitment `c` (owner `o`, for `f`) that the member `v` may see.
 * - Its owner, and whoever it is offered to.
 * - Whoever wrote it down for its owner, while that is unanswered and when it was declined.
 * - The person it is for, once its owner has accepted; what never was accepted is not theirs to know.
 * - Whoever a step has told of it since its day was last set.
 * - While it is in good time, or done: whoever wrote it down; with the label `org` the members of the owner's
 *   organisation and of that of the person it is for; with `alliance` all members.
 * Always of the same alliance, and never somebody who declined or left.
 */
const isVisible = (now: Date) => Prisma.sql`(
  v.status = 'active' AND v.alliance_id = c.alliance_id AND (
    c.owner_id = v.id
    OR c.offered_to_id = v.id
    OR (c.written_by_id = v.id AND c.status IN ('proposed', 'declined'))
    OR (c.for_id = v.id AND (c.status IN ('accepted', 'done') OR (c.status = 'let_go' AND NOT EXISTS (
      SELECT 1 FROM commitment_event e WHERE e.commitment_id = c.id AND e.kind = 'withdraw'))))
    OR EXISTS (
      SELECT 1 FROM nudge_step s WHERE s.commitment_id = c.id AND s.base_at = c.base_at AND s.member_id = v.id
        AND s.delivered_at IS NOT NULL)
    OR (c.status IN ('accepted', 'done')
      AND NOT (c.status = 'accepted' AND c.due_on IS NOT NULL AND c.due_on < to_char(
        ${now}::timestamptz AT TIME ZONE coalesce(op.zone, op.slack_zone, oo.zone), 'YYYY-MM-DD'))
      AND (c.written_by_id = v.id
        OR c.label = 'alliance'
        OR (c.label = 'org' AND v.organisation_id IN (o.organisation_id, f.organisation_id))))
  ))`;

/** Which are asked for; what is left out does not matter. */
export interface CommitmentFilter {
  readonly ids?: readonly string[];
  /** What is proposed or accepted. */
  readonly isOpen?: boolean;
  /** What has ended since then. */
  readonly endedSince?: Date;
  readonly ownerId?: MemberId;
  readonly forId?: MemberId;
  /** Owed by or to the viewer's own organisation. */
  readonly isOurs?: boolean;
  /** In what it is, or in the name of its owner or of the person it is for. */
  readonly word?: string;
}

/** A stretch of a list. */
export interface Stretch {
  readonly skip: number;
  readonly take: number;
}

/** The commitments that a member may see, the nearest day first, and how many there are in all. */
export async function visibleCommitments(
  db: Db,
  viewerId: MemberId,
  now: Date,
  filter: CommitmentFilter,
  { skip, take }: Stretch,
): Promise<{ readonly ids: CommitmentId[]; readonly count: number }> {
  const { ids, isOpen, endedSince, ownerId, forId, isOurs, word } = filter;
  const like = word && `%${word.replaceAll(/[%_\\]/g, '\\$&')}%`;
  const conditions = [
    isVisible(now),
    ...(ids ? [Prisma.sql`c.id = ANY(${[...ids]}::uuid[])`] : []),
    ...(isOpen ? [Prisma.sql`c.status IN ('proposed', 'accepted')`] : []),
    ...(endedSince ? [Prisma.sql`c.ended_at >= ${endedSince}`] : []),
    ...(ownerId ? [Prisma.sql`c.owner_id = ${ownerId}::uuid`] : []),
    ...(forId ? [Prisma.sql`c.for_id = ${forId}::uuid AND c.owner_id <> ${forId}::uuid`] : []),
    ...(isOurs ? [Prisma.sql`v.organisation_id IN (o.organisation_id, f.organisation_id)`] : []),
    ...(like ? [Prisma.sql`(c.text ILIKE ${like} OR op.name ILIKE ${like} OR fp.name ILIKE ${like})`] : []),
  ];
  const rows = await db.$queryRaw<{ id: CommitmentId; count: number }[]>`
    SELECT c.id, (count(*) OVER ())::int AS count
    FROM member v
    JOIN commitment c ON c.alliance_id = v.alliance_id
    JOIN member o ON o.id = c.owner_id
    JOIN person op ON op.id = o.person_id
    JOIN organisation oo ON oo.id = o.organisation_id
    LEFT JOIN member f ON f.id = c.for_id
    LEFT JOIN person fp ON fp.id = f.person_id
    WHERE v.id = ${viewerId}::uuid AND ${Prisma.join(conditions, ' AND ')}
    ORDER BY c.due_on ASC NULLS LAST, c.id
    LIMIT ${take} OFFSET ${skip}`;
  return { ids: rows.map(({ id }) => id), count: rows[0]?.count ?? 0 };
}
