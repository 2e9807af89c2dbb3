/** A Postgres of its own for a tool or a test run: empty, fast, and gone afterwards. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbedded } from '../src/db/embedded.ts';

const PREFIX = 'entente-scratch-';

export interface Scratch {
  /** The server's `postgres` database; `databaseUrl` gives the others. */
  readonly adminUrl: string;
  /** Stops the server, as if its machine were gone; what is in it is still there after `start`. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops the server and deletes its data. */
  remove(): Promise<void>;
}

/**
 * Starts an empty server whose data may be lost. Leftovers of runs that were killed are deleted. A second one in a
 * process needs a name.
 */
export async function startScratch(name = ''): Promise<Scratch> {
  await removeLeftovers();
  const dataDir = join(tmpdir(), `${PREFIX}${process.pid}${name && `-${name}`}`);
  // Not mkdtemp: the account that Postgres runs as must be able to enter.
  mkdirSync(dataDir, { mode: 0o755 });
  let server = await startEmbedded({ dataDir, fsync: false });
  return {
    adminUrl: databaseUrl(server.connectionString, 'postgres'),
    stop: () => server.stop(),
    async start() {
      server = await startEmbedded({ dataDir, fsync: false });
    },
    remove: () => remove(server, dataDir),
  };
}

/** The same server's address, with another database's name. */
export function databaseUrl(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

/** Runs statements on their own connection, one after another, and returns the last one's rows. */
export async function query(url: string, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}

async function remove(server: EmbeddedPostgres, dataDir: string): Promise<void> {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : Number.NaN;
    if (!Number.isInteger(pid) || isAlive(pid)) continue;
    const dataDir = join(tmpdir(), name);
    try {
      // Its server may have outlived it: taken over, it can be stopped.
      await remove(await startEmbedded({ dataDir, fsync: false }), dataDir);
    } catch {
      // Another user's: theirs to clean up.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
