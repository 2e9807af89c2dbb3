/** What delivery takes: many lanes in one statement. Leases, retries and gates are in real time. */
import type { Db } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import type { Route } from '../db/generated/enums.ts';

export interface LaneMessage {
  readonly id: string;
  readonly key: string;
  readonly kind: 'note' | 'direct' | 'post';
  readonly personId: string | null;
  readonly allianceId: string | null;
  readonly lane: string;
  readonly channelId: string | null;
  readonly ts: string | null;
  readonly route: Route | null;
  /** The day of a note, in its reader's zone. */
  readonly localDate: string | null;
  readonly payload: unknown;
  readonly wantedRevision: number;
  /** How often it was posted and Slack gave no clear answer. */
  readonly attempts: number;
  /** What kept it from being sent the last time. */
  readonly error: string | null;
}

/**
 * Takes the oldest messages of each lane that fit `condition`, unless Slack has asked the lane to wait with `method`.
 * Each lane is asked for by itself, so that the partial index of what waits gives it its few rows.
 */
async function claim(
  db: Db,
  lanes: readonly string[],
  { condition, set, method }: { condition: Prisma.Sql; set: Prisma.Sql; method: string },
  { eachLane, leaseMs }: ClaimLimits,
): Promise<LaneMessage[]> {
  if (lanes.length === 0) return [];
  const rows = await db.$queryRaw<(LaneMessage & { readonly seq: bigint })[]>`
    WITH chosen AS MATERIALIZED (
      SELECT waiting.id FROM unnest(${[...lanes]}::text[]) AS at_work (lane)
      CROSS JOIN LATERAL (
        SELECT id FROM message
        WHERE lane = at_work.lane AND ${condition} AND NOT EXISTS (
          SELECT FROM rate_gate WHERE key = at_work.lane || ${`:${method}`} AND next_allowed_at > now()
        )
        ORDER BY seq LIMIT ${eachLane} FOR UPDATE SKIP LOCKED
      ) waiting
    )
    UPDATE message m SET lease_until = now() + ${leaseMs} * interval '1 millisecond' ${set}
    FROM chosen WHERE m.id = chosen.id
    RETURNING m.seq, m.id, m.key, m.kind::text, m.person_id AS "personId", m.alliance_id AS "allianceId", m.lane,
      m.channel_id AS "channelId", m.ts, m.route::text, m.local_date AS "localDate", m.payload,
      m.wanted_revision AS "wantedRevision", m.attempts, m.error`;
  return rows.toSorted((a, b) => (a.seq < b.seq ? -1 : 1)).map(({ seq: _seq, ...message }) => message);
}

export interface ClaimLimits {
  /** How many of each lane. */
  readonly eachLane: number;
  /** For how long they are ours (milliseconds). */
  readonly leaseMs: number;
}

/** Takes messages that may be sent now, in the order of writing; they are ours until the lease ends. */
export function claimPending(db: Db, lanes: readonly string[], now: Date, limits: ClaimLimits) {
  const condition = Prisma.sql`status = 'pending' AND not_before <= ${now}
    AND (retry_at IS NULL OR retry_at <= now())`;
  const set = Prisma.sql`, status = 'sending'`;
  return claim(db, lanes, { condition, set, method: 'chat.postMessage' }, limits);
}

/** Takes sent messages that should be drawn again. */
export function claimRedraws(db: Db, lanes: readonly string[], limits: ClaimLimits) {
  const condition = Prisma.sql`status = 'sent' AND wanted_revision > shown_revision
    AND (lease_until IS NULL OR lease_until <= now()) AND (retry_at IS NULL OR retry_at <= now())`;
  return claim(db, lanes, { condition, set: Prisma.empty, method: 'chat.update' }, limits);
}

/** Takes messages whose sender is gone since `graceMs`: nobody knows whether they were posted. */
export function claimAbandoned(db: Db, lanes: readonly string[], graceMs: number, limits: ClaimLimits) {
  const condition = Prisma.sql`status = 'sending'
    AND lease_until + ${graceMs} * interval '1 millisecond' <= now()`;
  return claim(db, lanes, { condition, set: Prisma.empty, method: 'conversations.history' }, limits);
}
