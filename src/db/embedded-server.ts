/** Runs Postgres's own programs: makes a data folder, starts and stops its server, and tells whether one runs. */
import { type SpawnOptions, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { ownFolder, type Place } from './embedded-place.ts';
import { SETTINGS, type ServerOptions, writeSettings } from './embedded-settings.ts';

const MAJOR = '18';
const SUPERUSER = 'entente';
const PASSWORD = 'entente-password';
const LOG_LIMIT_BYTES = 1_000_000;

/**
 * Makes the data folder unless it exists. Safe for processes that start together: each makes a draft, and the
 * first to rename its own wins. Throws with initdb's output when it fails, and for data of another major version.
 */
export async function initialise(place: Place, options: ServerOptions): Promise<void> {
  const version = join(place.data, 'PG_VERSION');
  if (existsSync(version)) {
    const found = readFileSync(version, 'utf8').trim();
    if (found === MAJOR) return;
    throw new Error(`${place.data} holds data of Postgres ${found}; this is ${MAJOR}: dump and restore it.`);
  }
  const draft = `${place.data}.${process.pid}.${randomBytes(3).toString('hex')}`;
  const password = `${draft}.password`;
  try {
    ownFolder(draft, place.account);
    const access = ['-A', 'trust'];
    if (options.loopback) {
      writeFileSync(password, randomBytes(24).toString('hex'), { mode: 0o600 });
      if (place.account) chownSync(password, place.account.uid, place.account.gid);
      access.splice(0, 2, '-A', 'scram-sha-256', `--pwfile=${password}`);
    }
    const habits = [
      '-E',
      'UTF8',
      '--no-locale',
      '--no-instructions',
      ...(options.fsync ? [] : ['--no-sync']),
    ];
    const output = await run(place, 'initdb', ['-D', draft, '-U', SUPERUSER, ...access, ...habits]);
    if (output.code !== 0) throw new Error(`initdb failed: ${output.text}`);
    if (options.loopback) renameSync(password, join(draft, PASSWORD));
    const main = join(draft, 'postgresql.conf');
    writeFileSync(main, `${readFileSync(main, 'utf8')}\ninclude_if_exists '${SETTINGS}'\n`);
    try {
      renameSync(draft, place.data);
    } catch (error) {
      if (!existsSync(version)) throw error;
    }
  } finally {
    rmSync(draft, { recursive: true, force: true });
    rmSync(password, { force: true });
  }
}

/** Starts the server, which outlives us. False when it did not start; `logTail` then tells why. */
export async function start(place: Place, options: ServerOptions): Promise<boolean> {
  await writeSettings(place, options);
  const log = logFile(place);
  // It holds starts and stops only, but it must not grow for ever.
  if (existsSync(log) && statSync(log).size > LOG_LIMIT_BYTES) renameSync(log, `${log}.old`);
  const { code } = await run(
    place,
    'pg_ctl',
    ['-D', place.data, '-l', log, '-w', '-t', '30', 'start'],
    false,
  );
  return code === 0;
}

/** Stops the server and waits for it; open connections are ended. False when it does not stop in 60 s. */
export async function stop(place: Place): Promise<boolean> {
  const { code } = await run(
    place,
    'pg_ctl',
    ['-D', place.data, '-m', 'fast', '-w', '-t', '60', 'stop'],
    false,
  );
  return code === 0;
}

/** The last lines of the server's log. They hold no statements and no values: see the settings. */
export function logTail(place: Place): string {
  const log = logFile(place);
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-5).join(' / ') : '';
}

/** What it takes to connect to the server. On loopback only while postmaster.pid is there to tell the port. */
export function connectionString(place: Place, options: ServerOptions, database: string): string | undefined {
  if (!options.loopback) {
    return `postgresql://${SUPERUSER}@localhost/${database}?host=${encodeURIComponent(place.run)}`;
  }
  const port = pidFile(place)?.[3];
  if (!port) return undefined;
  const password = readFileSync(join(place.data, PASSWORD), 'utf8').trim();
  return `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
}

/**
 * Whether a server's process is alive, answering or not. A postmaster.pid whose number belongs to something else by
 * now (another program, or a process that nobody has reaped) is removed: Postgres itself would refuse to start.
 */
export async function processRuns(place: Place): Promise<boolean> {
  const pid = Number(pidFile(place)?.[0]);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const command = await commandOf(pid);
  if (command === undefined || (command.includes('postgres') && command.includes(place.data))) return true;
  removeStale(place, pid);
  return false;
}

/** Creates a database unless it exists; two processes may try at once. Throws pg's error otherwise. */
export async function createDatabase(client: pg.Client, name: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  if (rowCount) return;
  try {
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    const taken = ['42P04', '23505'].includes(String((error as { code?: string }).code));
    if (!taken) throw error;
  }
}

function logFile(place: Place): string {
  return join(place.run, 'postgres.log');
}

function pidFile(place: Place): string[] | undefined {
  try {
    return readFileSync(join(place.data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
}

/** Takes the file away before looking what it was: another process may have put a live server's there meanwhile. */
function removeStale(place: Place, pid: number): void {
  const file = join(place.data, 'postmaster.pid');
  const taken = `${file}.${process.pid}`;
  try {
    renameSync(file, taken);
  } catch {
    return; // another process was faster
  }
  if (firstNumber(taken) !== pid) {
    renameSync(taken, file);
    return;
  }
  rmSync(taken);
  const socket = join(place.run, '.s.PGSQL.5432');
  if (firstNumber(`${socket}.lock`) === pid)
    for (const left of [socket, `${socket}.lock`]) rmSync(left, { force: true });
}

function firstNumber(file: string): number {
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : Number.NaN;
}

async function commandOf(pid: number): Promise<string | undefined> {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    if (process.platform === 'win32') return undefined;
    const { code, text } = await collect('ps', ['-o', 'args=', '-p', String(pid)], {});
    return code === 0 ? text : undefined;
  }
}

interface Output {
  readonly code: number | null;
  readonly text: string;
}

function run(place: Place, program: string, args: string[], output = true): Promise<Output> {
  const file = join(place.bin, process.platform === 'win32' ? `${program}.exe` : program);
  // Nothing else of our environment: it holds secrets, and PG… variables would redirect the programs.
  const env: NodeJS.ProcessEnv = {};
  for (const name of ['PATH', 'SystemRoot', 'TEMP', 'TMPDIR']) {
    if (process.env[name] !== undefined) env[name] = process.env[name];
  }
  return collect(file, args, { ...place.account, env, cwd: place.run }, output);
}

/** Without `output` nothing is piped: a server would hold its starter's pipes open and keep us waiting. */
function collect(file: string, args: string[], options: SpawnOptions, output = true): Promise<Output> {
  const { promise, resolve, reject } = Promise.withResolvers<Output>();
  const pipe = output ? 'pipe' : 'ignore';
  const child = spawn(file, args, { ...options, windowsHide: true, stdio: ['ignore', pipe, pipe] });
  let text = '';
  child.stdout?.on('data', (chunk) => (text += chunk));
  child.stderr?.on('data', (chunk) => (text += chunk));
  child.once('error', reject);
  child.once('close', (code) => resolve({ code, text: text.trim() }));
  return promise;
}
