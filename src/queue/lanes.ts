/** What is to be known about lanes that pg-boss has no call for: these read its table of jobs. */
import type { Db as QueueDb } from 'pg-boss';
import type { Db } from '../db/client.ts';

/** Where pg-boss keeps its tables. */
export const SCHEMA = 'pgboss';

const WAITING = `SELECT id FROM ${SCHEMA}.job WHERE name = $1 AND singleton_key = $2 AND state = 'created'`;

/**
 * Whether a job waits in the lane that will be run at `at` at the latest (now, where undefined). It is not run before
 * the caller's transaction ends, so it sees what that writes. The lock is shared: callers do not wait for each other.
 */
export async function waitsInTime(
  db: Db,
  queue: string,
  lane: string,
  at: Date | undefined,
): Promise<boolean> {
  const sql = `${WAITING} AND start_after <= coalesce($3, clock_timestamp()) FOR SHARE`;
  const rows = await db.$queryRawUnsafe<unknown[]>(sql, queue, lane, at ?? null);
  return rows.length > 0;
}

/** The job that waits in the lane for a later time than `at`, locked so that only the caller moves it. */
export async function waitsTooLong(db: Db, queue: string, lane: string, at: Date | undefined) {
  const sql = `${WAITING} AND start_after > coalesce($3, clock_timestamp()) FOR UPDATE`;
  const [row] = await db.$queryRawUnsafe<{ id: string }[]>(sql, queue, lane, at ?? null);
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
