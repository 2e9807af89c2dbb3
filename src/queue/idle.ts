import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../db/client.ts';
import { SCHEMA } from './lanes.ts';

const LOOK_MS = 20;

/**
 * Waits until nothing waits in a queue and nothing runs, so many milliseconds at most; what is to be done again later
 * has had its turn. For whoever moves the clock.
 */
export async function whenIdle(db: Db, queue: string, mostMs: number): Promise<void> {
  const busy = `SELECT 1 FROM ${SCHEMA}.job WHERE name = $1 AND state IN ('created', 'active')
    AND start_after < clock_timestamp() + interval '2 seconds' LIMIT 1`;
  const deadline = Date.now() + mostMs;
  while (Date.now() < deadline) {
    if ((await db.$queryRawUnsafe<unknown[]>(busy, queue)).length === 0) return;
    await sleep(LOOK_MS);
  }
}
