/** A Postgres for a benchmark: embedded, as users have it, with `fsync` on; gone afterwards. */
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseUrl, query } from '../prisma/scratch.ts';
import { type Database, openDatabase } from '../src/db/client.ts';
import { startEmbedded } from '../src/db/embedded.ts';
import { migrate } from '../src/db/migrate.ts';

export interface BenchDatabase {
  readonly connectionString: string;
  readonly db: Database['prisma'];
  /** Stops the server and deletes its data. */
  remove(): Promise<void>;
}

/** Starts a migrated, empty database; its client is like a worker's. */
export async function benchDatabase(max = 10): Promise<BenchDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'entente-bench-'));
  chmodSync(dataDir, 0o755); // where root starts it, the server runs as somebody else
  const server = await startEmbedded({ dataDir });
  const name = `bench_${Date.now()}`;
  await query(databaseUrl(server.connectionString, 'postgres'), `CREATE DATABASE ${name}`);
  const connectionString = databaseUrl(server.connectionString, name);
  await migrate(connectionString);
  const { prisma, close } = openDatabase(connectionString, { max, freshPlans: true });
  return {
    connectionString,
    db: prisma,
    async remove() {
      await close();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A further database of the same server, migrated and empty; it goes with the server. */
export async function furtherDatabase({ connectionString: first }: BenchDatabase, max = 10) {
  const name = `bench_${randomUUID().replaceAll('-', '')}`;
  await query(databaseUrl(first, 'postgres'), `CREATE DATABASE ${name}`);
  const connectionString = databaseUrl(first, name);
  await migrate(connectionString);
  const { prisma: db, close } = openDatabase(connectionString, { max, freshPlans: true });
  return { connectionString, db, close };
}
