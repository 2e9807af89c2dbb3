/** Shared follow-through, counted from the history of commitments; whether it is shared is this feature's to keep. */
import type { Db, Tx } from '../../db/client.ts';
import type { AllianceId } from '../../kernel/ids.ts';
import type { LocalDate } from '../../kernel/zoned.ts';
import type { FollowThrough } from './follow-through-domain.ts';

/** An alliance, and the stretch of time in which its acts are counted. */
export interface Span {
  readonly allianceId: AllianceId;
  readonly from: Date;
  readonly until: Date;
}

interface Row {
  readonly n: number;
  readonly settled: number;
  readonly themselves: number;
  readonly people: number;
  readonly shownOn: LocalDate | null;
  readonly isShared: boolean | null;
}

/**
 * In the order given. An act is what settles a commitment or its date: done, let go, released, declined, a new date,
 * taken over. The bot's own acts have no actor and are left out, as is what coordinators settle of their own. Not by
 * the members themselves is what a coordinator did, and what was settled after a summary had named it to one.
 */
export async function followThroughs(db: Db, spans: readonly Span[]): Promise<FollowThrough[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT span.n::int AS n, coalesce(acts.settled, 0) AS settled, coalesce(acts.themselves, 0) AS themselves,
      coalesce(acts.people, 0) AS people, f.shown_on AS "shownOn", f.is_shared AS "isShared"
    FROM unnest(
      ${spans.map(({ allianceId }) => allianceId)}::uuid[], ${spans.map(({ from }) => from)}::timestamptz[],
      ${spans.map(({ until }) => until)}::timestamptz[]
    ) WITH ORDINALITY AS span (alliance_id, since, until, n)
    LEFT JOIN follow_through f ON f.alliance_id = span.alliance_id
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS settled, count(DISTINCT e.actor_id)::int AS people,
        count(*) FILTER (WHERE actor.role <> 'coordinator' AND NOT EXISTS (
          SELECT 1 FROM nudge_step s WHERE s.commitment_id = e.commitment_id AND s.step = 'coordinator'
            AND s.member_id IS NOT NULL AND s.at < e.at AND NOT EXISTS (
              SELECT 1 FROM commitment_event moved WHERE moved.commitment_id = e.commitment_id
                AND moved.kind IN ('re-date', 'take') AND moved.at > s.at AND moved.at < e.at)))::int AS themselves
      FROM commitment_event e
      JOIN commitment c ON c.id = e.commitment_id
      JOIN member actor ON actor.id = e.actor_id
      WHERE e.alliance_id = span.alliance_id AND e.at >= span.since AND e.at < span.until
        AND e.kind IN ('done', 'let-go', 'release', 'decline', 're-date', 'take')
        AND NOT (actor.role = 'coordinator' AND c.owner_id = actor.id)
    ) acts ORDER BY span.n`;
  return rows.map(({ n: _, ...one }) => one);
}

/** From the first summary that showed it, an alliance's coordinators have it to themselves for a while. */
export async function firstShown(
  tx: Tx,
  shown: readonly { readonly allianceId: AllianceId; readonly shownOn: LocalDate }[],
): Promise<void> {
  await tx.followThrough.createMany({ data: [...shown], skipDuplicates: true });
}

export async function chooseSharing(tx: Tx, allianceId: AllianceId, isShared: boolean): Promise<void> {
  await tx.followThrough.updateMany({ where: { allianceId }, data: { isShared } });
}
