/** The two things about lanes that pg-boss has no call for; they read its table of jobs. */
import type { Db as QueueDb } from 'pg-boss';
import type { Db } from '../db/client.ts';

/** Where pg-boss keeps its tables. */
export const SCHEMA = 'pgboss';

/**
 * Whether the job that waits in a lane will do for whoever wants to wake it at `at` (now, if undefined): it is
 * brought forward if need be, and held back until the caller's transaction ends. False when that one has changed
 * meanwhile: ask again. Callers share the lock, so they do not wait for one another.
 */
export async function waitingIsEnough(
  db: Db,
  queue: string,
  lane: string,
  at: Date | undefined,
): Promise<boolean> {
  const held = await db.$queryRawUnsafe<unknown[]>(
    `SELECT id FROM ${SCHEMA}.job
     WHERE name = $1 AND singleton_key = $2 AND state = 'created' AND start_after <= coalesce($3, clock_timestamp())
     FOR SHARE`,
    queue,
    lane,
    at ?? null,
  );
  if (held.length > 0) return true;
  const moved = await db.$executeRawUnsafe(
    `UPDATE ${SCHEMA}.job SET start_after = coalesce($3, clock_timestamp())
     WHERE name = $1 AND singleton_key = $2 AND state = 'created' AND start_after > coalesce($3, clock_timestamp())`,
    queue,
    lane,
    at ?? null,
  );
  return moved > 0;
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
