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

/**
 * Whether a fetched job is the only one that runs in its lane. Two workers that fetch in the same moment, one a job
 * that is tried again and one that was waiting, do not see each other; here the later of the two does.
 */
export async function isAlone(db: QueueDb, queue: string, lane: string, id: string): Promise<boolean> {
  const { rows } = await db.executeSql(
    `SELECT FROM ${SCHEMA}.job WHERE name = $1 AND group_id = $2 AND state = 'active' AND id <> $3 LIMIT 1`,
    [queue, lane, id],
  );
  return rows.length === 0;
}
