/** Slack's limits, kept in the database so that all processes share them. All in real time. */
import type { Db } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';

/** The gate of a workspace's calls of one method. */
function gateKey(lane: string, method: string): string {
  return `${lane}:${method}`;
}

/** Holds a lane and method, as Slack asked. */
export async function holdGate(db: Db, lane: string, method: string, ms: number): Promise<void> {
  await db.$executeRaw`
    INSERT INTO rate_gate (key, next_allowed_at)
    VALUES (${gateKey(lane, method)}, now() + ${ms} * interval '1 millisecond')
    ON CONFLICT (key) DO UPDATE SET next_allowed_at = GREATEST(rate_gate.next_allowed_at, excluded.next_allowed_at)`;
}

/** In how many milliseconds a lane and method may be used again, as Slack asked; 0: now. */
export async function gateLeft(db: Db, lane: string, method: string): Promise<number> {
  const [row] = await db.$queryRaw<{ ms: number }[]>`
    SELECT (extract(epoch FROM next_allowed_at - now()) * 1000)::float8 AS ms
    FROM rate_gate WHERE key = ${gateKey(lane, method)}`;
  return Math.max(0, row?.ms ?? 0);
}

/**
 * Takes places in channels, shared by all processes: `count` of them in a row, an interval apart.
 *
 * @returns for each of the calls, in how many milliseconds its first place comes; null where the channel is taken for
 * longer than `reachMs`, and nothing was taken
 */
export async function takePlaces(
  db: Db,
  calls: readonly { readonly channelId: string; readonly count: number }[],
  intervalMs: number,
  reachMs: number,
): Promise<(number | null)[]> {
  if (intervalMs === 0) return calls.map(() => 0);
  const counts = new Map<string, number>();
  for (const { channelId, count } of calls) counts.set(channelId, (counts.get(channelId) ?? 0) + count);
  const channels = [...counts.keys()].sort(); // in one order, so that two processes do not wait for each other
  const rows = await db.$queryRaw<{ key: string; endsInMs: number }[]>`
    INSERT INTO rate_gate AS gate (key, next_allowed_at)
    SELECT key, now() + taken * ${intervalMs} * interval '1 millisecond'
    FROM unnest(${channels}::text[], ${channels.map((key) => counts.get(key))}::int[]) AS asked (key, taken)
    ON CONFLICT (key) DO UPDATE
      SET next_allowed_at = GREATEST(gate.next_allowed_at, now()) + (excluded.next_allowed_at - now())
      WHERE gate.next_allowed_at <= now() + ${reachMs} * interval '1 millisecond'
    RETURNING key, (extract(epoch FROM next_allowed_at - now()) * 1000)::float8 AS "endsInMs"`;
  const next = new Map(
    rows.map(({ key, endsInMs }) => [key, endsInMs - (counts.get(key) ?? 0) * intervalMs] as const),
  );
  return calls.map(({ channelId, count }) => {
    const first = next.get(channelId);
    if (first === undefined) return null;
    next.set(channelId, first + count * intervalMs);
    return Math.max(0, first);
  });
}

/** Lanes with something to do, and in how many milliseconds (real time) they can do it; all, or of those named. */
export async function busyLanes(
  db: Db,
  now: Date,
  graceMs: number,
  lanes: readonly string[] | null = null,
): Promise<{ lane: string; inMs: number }[]> {
  const ofThese = lanes ? Prisma.sql`AND lane = ANY(${[...lanes]}::text[])` : Prisma.empty;
  return db.$queryRaw<{ lane: string; inMs: number }[]>`
    SELECT work.lane, GREATEST(0, extract(epoch FROM min(GREATEST(work.at, gate.next_allowed_at)) - now()) * 1000)::float8
      AS "inMs"
    FROM (
      SELECT lane, 'chat.postMessage' AS method, min(GREATEST(retry_at, now())) AS at FROM message
        WHERE status = 'pending' AND not_before <= ${now} ${ofThese} GROUP BY lane
      UNION ALL
      SELECT lane, 'chat.update', min(GREATEST(retry_at, lease_until, now())) FROM message
        WHERE status = 'sent' AND wanted_revision > shown_revision ${ofThese} GROUP BY lane
      UNION ALL
      SELECT lane, 'conversations.history', min(lease_until + ${graceMs} * interval '1 millisecond') FROM message
        WHERE status = 'sending' ${ofThese} GROUP BY lane
    ) work LEFT JOIN rate_gate gate ON gate.key = work.lane || ':' || work.method
    GROUP BY work.lane ORDER BY work.lane`;
}
