/** The Postgres of a test run, and what setup, teardown and the test files must agree on. */
import { databaseUrl, query, type Scratch, startScratch } from '../../prisma/scratch.ts';
import { migrate } from '../../src/db/migrate.ts';

/** The environment variable in which test files find the server. */
export const ADMIN_URL = 'ENTENTE_TEST_POSTGRES';
/** The migrated database that `testDatabase` copies. */
export const TEMPLATE = 'template_entente';
/** What the copies' names begin with. */
export const PREFIX = 'test_';

let scratch: Scratch | undefined;

export async function startServer(): Promise<void> {
  scratch = await startScratch();
  process.env[ADMIN_URL] = scratch.adminUrl;
  await query(scratch.adminUrl, `CREATE DATABASE ${TEMPLATE}`);
  await migrate(databaseUrl(scratch.adminUrl, TEMPLATE));
}

/** Throws when a test file has left a database behind. */
export async function stopServer(): Promise<void> {
  if (!scratch) return;
  const left = await query(
    scratch.adminUrl,
    `SELECT datname FROM pg_database WHERE starts_with(datname, '${PREFIX}')`,
  );
  await scratch.remove();
  if (left.length > 0) throw new Error(`${left.length} test databases were not closed`);
}
