/**
 * Who is at work in which lane, as locks of a database session: Postgres frees them in the moment in which a process
 * is gone, which no heartbeat can be quick enough to notice (docs/adr/0006-lanes-and-the-dead.md).
 */
import pg from 'pg';
import { errorDetails, type Log } from '../db/log.ts';

export interface LaneLocks {
  /**
   * Takes the lanes in which nobody is at work, neither in this process nor in another; in those we are, until `free`.
   * Each is named once.
   */
  take(lanes: readonly string[]): Promise<ReadonlySet<string>>;
  free(lanes: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** The locks of one process, on a connection of their own that is made when the first one is asked for. */
export function laneLocks(connectionString: string, log: Log): LaneLocks {
  // A session may take its own lock again, so what this process holds is known here too.
  const held = new Set<string>();
  let session: Promise<pg.Client> | null = null;
  /** One statement at a time: the session is one connection. */
  let last: Promise<unknown> = Promise.resolve();

  function lose(lost: pg.Client, error: unknown): void {
    log.warn(errorDetails(error), 'the session that holds lanes was lost');
    session = null;
    held.clear();
    lost.end().catch(() => {});
  }

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString, application_name: 'entente lanes', keepAlive: true });
    client.on('error', (error) => lose(client, error));
    await client.connect();
    return client;
  }

  function opened(): Promise<pg.Client> {
    session ??= connect().catch((error: unknown) => {
      session = null;
      throw error;
    });
    return session;
  }

  function query<Row extends pg.QueryResultRow>(sql: string, lanes: readonly string[]): Promise<Row[]> {
    const asked = last.then(async () => (await (await opened()).query<Row>(sql, [lanes])).rows);
    last = asked.catch(() => {});
    return asked;
  }

  return {
    async take(lanes) {
      const asked = lanes.filter((lane) => !held.has(lane));
      if (asked.length === 0) return new Set();
      for (const lane of asked) held.add(lane);
      const had = new Set<string>();
      try {
        const rows = await query<{ lane: string; had: boolean }>(
          'SELECT lane, pg_try_advisory_lock(hashtextextended(lane, 0)) AS had FROM unnest($1::text[]) AS lane',
          asked,
        );
        for (const row of rows) if (row.had) had.add(row.lane);
        return had;
      } finally {
        for (const lane of asked) if (!had.has(lane)) held.delete(lane);
      }
    },
    async free(lanes) {
      const ours = lanes.filter((lane) => held.has(lane));
      if (ours.length === 0 || !session) return;
      await query(
        'SELECT pg_advisory_unlock(hashtextextended(lane, 0)) FROM unnest($1::text[]) AS lane',
        ours,
      );
      for (const lane of ours) held.delete(lane);
    },
    async close() {
      const client = await session?.catch(() => null);
      session = null;
      await client?.end();
    },
  };
}
