/** Slack's limits, kept in the database so that all processes share them. All in real time. */
import type { Db } from '../db/client.ts';

/** The gate of a workspace's calls of one method. */
export function gateKey(lane: string, method: string): string {
  return `${lane}:${method}`;
}

/** Holds a lane and method, as Slack asked. */
export async function holdGate(db: Db, lane: string, method: string, ms: number): Promise<void> {
  await db.$executeRaw`
    INSERT INTO rate_gate (key, next_allowed_at)
    VALUES (${gateKey(lane, method)}, now() + ${ms} * interval '1 millisecond')
    ON CONFLICT (key) DO UPDATE SET next_allowed_at = GREATEST(rate_gate.next_allowed_at, excluded.next_allowed_at)`;
}

/**
 * Takes a channel's place, shared by all processes, if it is free now.
 *
 * @returns how many milliseconds to wait before asking again; 0: the place is taken, post now
 */
export async function takePlace(db: Db, channelId: string, intervalMs: number): Promise<number> {
  if (intervalMs === 0) return 0;
  const taken = await db.$queryRaw<unknown[]>`
    INSERT INTO rate_gate AS gate (key, next_allowed_at)
    VALUES (${channelId}, now() + ${intervalMs} * interval '1 millisecond')
    ON CONFLICT (key) DO UPDATE SET next_allowed_at = excluded.next_allowed_at WHERE gate.next_allowed_at <= now()
    RETURNING key`;
  return taken.length > 0 ? 0 : intervalMs;
}

/** Lanes with something to do, and in how many milliseconds (real time) they can do it. */
export async function busyLanes(
  db: Db,
  now: Date,
  graceMs: number,
): Promise<{ lane: string; inMs: number }[]> {
  return db.$queryRaw<{ lane: string; inMs: number }[]>`
    SELECT lane, GREATEST(0, extract(epoch FROM min(at) - now()) * 1000)::float8 AS "inMs" FROM (
      SELECT lane, GREATEST(retry_at, gate.next_allowed_at, now()) AS at
        FROM message LEFT JOIN rate_gate gate ON gate.key = lane || ':chat.postMessage'
        WHERE status = 'pending' AND not_before <= ${now}
      UNION ALL
      SELECT lane, GREATEST(retry_at, lease_until, now()) FROM message
        WHERE status = 'sent' AND wanted_revision > shown_revision
      UNION ALL
      SELECT lane, lease_until + ${graceMs} * interval '1 millisecond' FROM message WHERE status = 'sending'
    ) work GROUP BY lane ORDER BY lane`;
}
