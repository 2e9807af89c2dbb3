/**
 * Who is at work in which lane, as locks of a database session: Postgres frees them in the moment in which a process
 * is gone, which no heartbeat can be quick enough to notice (docs/adr/0006-lanes-and-the-dead.md).
 */
import pg from 'pg';
import { errorDetails, type Log } from '../db/log.ts';

export interface LaneLocks {
  /** True where nobody is at work there, neither in this process nor in another; then we are, until `free`. */
  take(lane: string): Promise<boolean>;
  free(lane: string): Promise<void>;
  close(): Promise<void>;
}

/** The locks of one process, on a connection of their own that is made when the first one is asked for. */
export function laneLocks(connectionString: string, log: Log): LaneLocks {
  // A session may take its own lock again, so what this process holds is known here too.
  const held = new Set<string>();
  let session: Promise<pg.Client> | null = null;

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

  return {
    async take(lane) {
      if (held.has(lane)) return false;
      held.add(lane);
      try {
        const client = await opened();
        const { rows } = await client.query<{ had: boolean }>(
          'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS had',
          [lane],
        );
        if (rows[0]?.had) return true;
      } catch (error) {
        held.delete(lane);
        throw error;
      }
      held.delete(lane);
      return false;
    },
    async free(lane) {
      if (!held.has(lane) || !session) return;
      const client = await session;
      await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [lane]);
      held.delete(lane);
    },
    async close() {
      const client = await session?.catch(() => null);
      session = null;
      await client?.end();
    },
  };
}
