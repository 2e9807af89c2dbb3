/** What is to be known about lanes that pg-boss has no call for: these read its table of jobs. */
import { createHash } from 'node:crypto';
import type { Db as QueueDb } from 'pg-boss';
import type { Db } from '../db/client.ts';

/** Where pg-boss keeps its tables. */
export const SCHEMA = 'pgboss';

/** Where pg-boss has Postgres tell workers which queue has a new job. */
export const CHANNEL = `pgboss_${createHash('sha224').update(SCHEMA).digest('hex').slice(0, 24)}`;

const WAITING = `SELECT id, singleton_key AS lane FROM ${SCHEMA}.job WHERE name = $1 AND state = 'created'`;

/**
 * The lanes in which a job waits that will be run at `at` at the latest (now, where undefined), and has no lower
 * priority. It is not run before the caller's transaction ends, so it sees what that writes. The lock is shared: callers do not wait for each other.
 */
export async function waitInTime(
  db: Db,
  queue: string,
  lanes: readonly string[],
  at: Date | undefined,
  priority: number,
): Promise<ReadonlySet<string>> {
  const sql = `${WAITING} AND singleton_key = ANY($2::text[])
    AND start_after <= coalesce($3, clock_timestamp()) AND priority >= $4 FOR SHARE`;
  const rows = await db.$queryRawUnsafe<{ lane: string }[]>(sql, queue, [...lanes], at ?? null, priority);
  return new Set(rows.map(({ lane }) => lane));
}

/** The job that waits in the lane for a later time or with a lower priority, locked so that only the caller moves it. */
export async function waitsTooLong(
  db: Db,
  queue: string,
  lane: string,
  at: Date | undefined,
  priority: number,
): Promise<string | undefined> {
  const sql = `${WAITING} AND singleton_key = $2
    AND (start_after > coalesce($3, clock_timestamp()) OR priority < $4) FOR UPDATE`;
  const [row] = await db.$queryRawUnsafe<{ id: string }[]>(sql, queue, lane, at ?? null, priority);
  return row?.id;
}

/** A job that runs in a lane. */
export interface LaneJob {
  readonly id: string;
  readonly lane: string;
  readonly data: Readonly<Record<string, string>>;
}

/** The jobs that have been running for a while: whoever took one has had time to say so. */
export async function runningInLanes(db: QueueDb, queue: string): Promise<LaneJob[]> {
  const { rows } = await db.executeSql(
    `SELECT id, group_id AS lane, data FROM ${SCHEMA}.job
     WHERE name = $1 AND state = 'active' AND group_id IS NOT NULL
       AND started_on < clock_timestamp() - interval '250 milliseconds'`,
    [queue],
  );
  return rows;
}
