/** What the embedded server is told: a file that Postgres's own configuration includes. */
import { chmodSync, chownSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Place } from './embedded-place.ts';

/** The file's name, in the data folder. */
export const SETTINGS = 'entente.conf';

export interface ServerOptions {
  /** False only where losing the data in a power cut does not matter: tests. */
  readonly fsync: boolean;
  /** TCP on 127.0.0.1 with a password instead of a Unix socket: for systems that have none. */
  readonly loopback: boolean;
}

/** Writes what the server is to be told when it starts. Atomic: another process may be doing the same. */
export async function writeSettings(place: Place, { fsync, loopback }: ServerOptions): Promise<void> {
  const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`;
  const file = join(place.data, SETTINGS);
  const port = loopback ? await freePort(portIn(file)) : 5432;
  const lines = [
    `listen_addresses = ${loopback ? "'127.0.0.1'" : "''"}`,
    `port = ${port}`,
    `unix_socket_directories = ${loopback ? "''" : quoted(place.run)}`,
    'unix_socket_permissions = 0700',
    'max_connections = 200',
    // Its disk has no head to move, and most of what is read is in memory: an index is worth its price sooner.
    'random_page_cost = 1.1',
    // Errors quote what people wrote, and so do the statements that caused them: neither is logged.
    'log_min_messages = log',
    'log_min_error_statement = panic',
    'log_error_verbosity = terse',
    'log_checkpoints = off',
    "timezone = 'UTC'",
    "log_timezone = 'UTC'",
    ...(fsync ? [] : ['fsync = off', 'synchronous_commit = off', 'full_page_writes = off']),
  ];
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${lines.join('\n')}\n`);
  chmodSync(draft, 0o600);
  if (place.account) chownSync(draft, place.account.uid, place.account.gid);
  renameSync(draft, file);
}

/** The port of the last run: kept where possible, since pools of connections know no other. */
function portIn(settings: string): number {
  const text = existsSync(settings) ? readFileSync(settings, 'utf8') : '';
  return Number(/^port = (\d+)$/m.exec(text)?.[1] ?? 0);
}

/** The preferred port if nothing listens there, else any free one. */
function freePort(preferred: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const probe = createServer().once('error', (error) => (preferred ? resolve(freePort(0)) : reject(error)));
  probe.listen(preferred, '127.0.0.1', () => {
    const address = probe.address();
    probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
  });
  return promise;
}
