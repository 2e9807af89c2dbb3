/** A Postgres of its own, with `fsync` on, to be stopped, killed and filled up. */
import { execFileSync } from 'node:child_process';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseUrl, query } from '../../prisma/scratch.ts';
import { startEmbedded } from '../../src/db/embedded.ts';

export interface Postgres {
  readonly adminUrl: string;
  /** Stops it as an administrator does: what is under way is ended. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** `kill -9` of the server. It is started again at once, and recovers. */
  crash(): Promise<void>;
  /** Ends every connection to the bot's database. */
  terminateConnections(): Promise<void>;
  /** Takes all that is left of the disk; only where it has one of its own. */
  fillDisk(): void;
  /** Writes as much to its log as needs room that was not set aside before; fails where there is none. */
  strainDisk(): Promise<void>;
  freeDisk(): void;
  remove(): Promise<void>;
}

const MB = 1024 * 1024;

/** @param diskMb gives it a disk of so many megabytes of its own, which takes root */
export async function startPostgres(name: string, diskMb?: number): Promise<Postgres> {
  const dataDir = join(tmpdir(), `entente-battery-${process.pid}-${name}`);
  mkdirSync(dataDir, { mode: 0o755 });
  const ballast = join(dataDir, 'ballast');
  const unmount = () => {
    if (diskMb) execFileSync('umount', [dataDir]);
  };
  if (diskMb) execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMb}m,mode=755`, 'tmpfs', dataDir]);
  let server = await startEmbedded({ dataDir });
  const adminUrl = databaseUrl(server.connectionString, 'postgres');
  const folder = String((await query(adminUrl, 'SHOW data_directory'))[0]?.data_directory);
  return {
    adminUrl,
    stop: () => server.stop(),
    async start() {
      server = await startEmbedded({ dataDir });
    },
    async crash() {
      const pid = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
      process.kill(pid, 'SIGKILL'); // whoever started it sees so, and starts it again
    },
    async terminateConnections() {
      await query(
        adminUrl,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE backend_type = 'client backend' AND datname <> 'postgres' AND pid <> pg_backend_pid()`,
      );
    },
    fillDisk() {
      const file = openSync(ballast, 'w');
      try {
        for (const size of [MB, 4096]) {
          const block = Buffer.alloc(size, 1);
          try {
            for (;;) writeSync(file, block);
          } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
          }
        }
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    },
    async strainDisk() {
      await query(adminUrl, `SELECT pg_logical_emit_message(false, 'battery', repeat('x', ${4 * MB}))`);
    },
    freeDisk: () => rmSync(ballast, { force: true }),
    async remove() {
      rmSync(ballast, { force: true });
      await server.stop();
      unmount();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Whether this machine lets us give Postgres a disk of its own. */
export function canHaveDisk(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0;
}
