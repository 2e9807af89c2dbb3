/**
 * The Postgres that comes with Entente, for machines without DATABASE_URL. Any number of processes may share one
 * data folder: the first starts the server, the others connect to it, the last to stop takes it down. A process
 * that is killed leaves the server running, and the next one takes it over.
 */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { findPlace, type Place } from './embedded-place.ts';
import * as server from './embedded-server.ts';
import type { ServerOptions } from './embedded-settings.ts';
import { errorDetails, type Log, silent } from './log.ts';

export interface EmbeddedOptions {
  /** Where the data belongs; made if it does not exist. */
  readonly dataDir: string;
  readonly log?: Log;
  /** False only for data that nobody would miss after a power cut. */
  readonly fsync?: boolean;
  /** TCP on 127.0.0.1 with a password, instead of a Unix socket. */
  readonly loopback?: boolean;
}

export interface EmbeddedPostgres {
  /** A database of our own on the server, by the name of `entente`. */
  readonly connectionString: string;
  /**
   * Gives up this process's share; the server stops when no other process has one. Close everything that is
   * connected first. Never throws: what could not be stopped goes on running and is taken over by the next start.
   */
  stop(): Promise<void>;
}

const DATABASE = 'entente';
/** Recovery after a power cut may take its time; a start takes 0.2 s otherwise. */
const PATIENCE_MS = 120_000;
const PAUSE_MS = 100;
/** Between attempts to bring a dead server back, when the first has failed. */
const RETRY_MS = 1_000;
const STARTS = 5;
/** Key of the advisory lock that every process which uses the server holds a share of. */
const LEASE = 7_370_001;

/** Postgres goes up or down, and will answer or be gone in a moment. */
const CHANGING = new Set(['57P01', '57P02', '57P03', 'ECONNRESET', 'EPIPE']);
const ABSENT = new Set(['ENOENT', 'ECONNREFUSED']);

/**
 * Connects to the server of a data folder, after starting it if need be. Restarts it if it dies.
 *
 * @throws Error with a sentence for whoever runs the bot, when there is no Postgres for this machine, the data
 * belongs to another version or user, or the server does not answer for two minutes.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? silent;
  const settings = {
    fsync: options.fsync ?? true,
    loopback: options.loopback ?? process.platform === 'win32',
  };
  const place = findPlace(options.dataDir, log);
  const stopping = new AbortController();
  const { signal } = stopping;

  const watch = (client: pg.Client) => {
    client.once('end', () => {
      if (signal.aborted) return;
      log.warn({ data: place.data }, 'Postgres has gone away; starting it again');
      lease = regain();
      lease.catch(() => {});
    });
    return client;
  };
  const regain = async (): Promise<pg.Client> => {
    for (;;) {
      try {
        return watch(await obtainLease(place, settings, log, signal));
      } catch (error) {
        if (signal.aborted) throw error;
        log.error(errorDetails(error), 'Postgres could not be started again');
        await pause(RETRY_MS);
      }
    }
  };

  const first = await obtainLease(place, settings, log, signal);
  await server.createDatabase(first, DATABASE);
  let lease = Promise.resolve(watch(first));
  const connectionString = server.connectionString(place, settings, DATABASE);
  if (!connectionString)
    throw new Error(`Postgres on ${place.data} went away while it was being connected to.`);

  return {
    connectionString,
    async stop() {
      if (signal.aborted) return;
      stopping.abort();
      try {
        const client = await lease;
        if ((await isLast(client)) && !(await server.stop(place))) {
          log.warn({ data: place.data }, 'Postgres did not stop within a minute');
        }
        await client.end();
      } catch (error) {
        log.warn(errorDetails(error), 'Postgres was gone before it could be stopped');
      }
    },
  };
}

/**
 * Gives up our share of the lease and tries to have all of it. Whoever gets all of it is alone; a process that
 * connects meanwhile waits for its share until our stopping the server ends its wait, and then starts it anew.
 */
async function isLast(lease: pg.Client): Promise<boolean> {
  await lease.query('SELECT pg_advisory_unlock_shared($1)', [LEASE]);
  const { rows } = await lease.query('SELECT pg_try_advisory_lock($1) AS last', [LEASE]);
  return rows[0]?.last === true;
}

async function obtainLease(
  place: Place,
  settings: ServerOptions,
  log: Log,
  signal: AbortSignal,
): Promise<pg.Client> {
  const deadline = Date.now() + PATIENCE_MS;
  let failures = 0;
  await server.initialise(place, settings);
  while (Date.now() < deadline) {
    const lease = await connect(place, settings);
    if (lease) return lease;
    signal.throwIfAborted();
    if (!(await server.processRuns(place))) {
      // Of two processes that start it together one fails here, and connects the next time round.
      if (await server.start(place, settings)) log.info({ data: place.data }, 'started Postgres');
      else if (++failures === STARTS) throw new Error(`Postgres does not start: ${server.logTail(place)}`);
    }
    await pause(PAUSE_MS);
  }
  throw new Error(`Postgres on ${place.data} has not answered for ${PATIENCE_MS / 1000} s.`);
}

/** A connection that holds our share of the lease; undefined while there is no server to give it. */
async function connect(place: Place, settings: ServerOptions): Promise<pg.Client | undefined> {
  const connectionString = server.connectionString(place, settings, 'postgres');
  if (!connectionString) return undefined;
  const client = new pg.Client({ connectionString, application_name: 'entente lease', keepAlive: true });
  // A server that dies is reported here as well as by 'end', and nobody listening would end our process.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT pg_advisory_lock_shared($1)', [LEASE]);
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    const code = String((error as { code?: unknown }).code);
    const interrupted = error instanceof Error && error.message.startsWith('Connection terminated');
    if (interrupted || CHANGING.has(code) || ABSENT.has(code)) return undefined;
    throw error;
  }
}
