/**
 * Brings a database up to this version's schema. The folder and the table of what was applied are Prisma's own, so
 * `prisma migrate deploy` and `prisma migrate status` agree with this runner, which needs no engine.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { PgBoss } from 'pg-boss';
import { errorDetails, type Log, silent } from './log.ts';
import { SteadyClient, steady } from './steady-client.ts';

export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, in hexadecimal. */
  readonly checksum: string;
}

export interface MigrateOptions {
  readonly log?: Log;
  /** Where the migrations are; the project's own unless told. */
  readonly folder?: string;
}

/** The number that Prisma's own `migrate` locks, so the two never run at once. */
const PRISMA_LOCK = 72_707_369;

const HISTORY = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id                  VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum            VARCHAR(64) NOT NULL,
  finished_at         TIMESTAMPTZ,
  migration_name      VARCHAR(255) NOT NULL,
  logs                TEXT,
  rolled_back_at      TIMESTAMPTZ,
  started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/** The project's migrations, oldest first. */
export const migrationsFolder = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/**
 * Applies what has not been applied, each migration in a transaction of its own, and the queue's own schema.
 * Any number of processes may call this at once: one works, the others wait and find nothing left to do.
 * Migrations that only a newer version knows are allowed: old and new processes share a database for a while.
 *
 * @returns the names of the migrations that were applied.
 * @throws Error with a sentence when an applied migration's file has changed since, or one failed.
 */
export async function migrate(connectionString: string, options: MigrateOptions = {}): Promise<string[]> {
  const { log = silent, folder = migrationsFolder } = options;
  const client = new SteadyClient({ connectionString, application_name: 'entente migrate' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK]);
    await client.query(HISTORY);
    const pending = await pendingOf(client, readMigrations(folder), log);
    for (const migration of pending) {
      await apply(client, migration);
      log.info({ migration: migration.name }, 'applied a migration');
    }
    await prepareQueue(connectionString, log);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/** The migrations of a folder, oldest first. Throws when a folder has no migration.sql. */
export function readMigrations(folder: string): Migration[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries
    .map(({ name }) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function pendingOf(client: pg.Client, known: Migration[], log: Log): Promise<Migration[]> {
  const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM "_prisma_migrations" WHERE rolled_back_at IS NULL`,
  );
  for (const { name, checksum, finished } of rows) {
    const migration = known.find((one) => one.name === name);
    if (!finished) {
      throw new Error(
        `Migration ${name} was begun by Prisma and not finished: see "prisma migrate resolve".`,
      );
    }
    if (!migration) {
      log.warn({ migration: name }, 'the database has a migration of a newer version');
    } else if (migration.checksum !== checksum) {
      throw new Error(
        `Migration ${name} has been changed since it was applied here: restore its file, and put the change into a new one.`,
      );
    }
  }
  const applied = new Set(rows.map(({ name }) => name));
  return known.filter(({ name }) => !applied.has(name));
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  const started = new Date();
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
       VALUES ($1, $2, now(), $3, $4, 1)`,
      [randomUUID(), checksum, name, started],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`Migration ${name} failed and was rolled back: ${String(error)}`, { cause: error });
  }
}

/** pg-boss keeps its own schema and knows how to bring it up to date. */
async function prepareQueue(connectionString: string, log: Log): Promise<void> {
  const boss = new PgBoss({ ...steady, connectionString, max: 2, supervise: false, schedule: false });
  boss.on('error', (error) => log.error(errorDetails(error), 'the queue could not be prepared'));
  try {
    await boss.start();
  } finally {
    await boss.stop({ graceful: false });
  }
}
