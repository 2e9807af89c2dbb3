/** A database of its own for each test file, a copy of the migrated template. */
import { randomUUID } from 'node:crypto';
import { afterAll } from '@jest/globals';
import { databaseUrl, query } from '../../prisma/scratch.ts';
import { openDatabase } from '../../src/db/client.ts';
import type { PrismaClient } from '../../src/db/generated/client.ts';
import { ADMIN_URL, PREFIX, TEMPLATE } from './server.ts';

export interface TestDatabase {
  readonly connectionString: string;
  readonly db: PrismaClient;
  /** What else is to be closed after the file's tests, before the database goes; the last named is closed first. */
  atEnd(close: () => Promise<void>): void;
}

/** How long a connection that was just closed may take to be gone from the server's list. */
const FAREWELL_MS = 1_000;

/**
 * Makes a database and sees to its end: call it at the top of a test file. `empty` is one without any tables.
 * A connection that is left open fails the file.
 */
export async function testDatabase(kind: 'migrated' | 'empty' = 'migrated'): Promise<TestDatabase> {
  const admin = process.env[ADMIN_URL];
  if (!admin) throw new Error('No Postgres: tests are run with npm test');
  const name = `${PREFIX}${randomUUID().replaceAll('-', '')}`;
  await query(admin, `CREATE DATABASE ${name} TEMPLATE ${kind === 'migrated' ? TEMPLATE : 'template0'}`);
  const connectionString = databaseUrl(admin, name);
  const { prisma, close } = openDatabase(connectionString, { max: 4 });
  const closers = [close];
  afterAll(async () => {
    for (const closer of closers.toReversed()) await closer();
    const left = await connections(admin, name);
    await query(admin, `DROP DATABASE ${name} WITH (FORCE)`);
    if (left.length > 0) throw new Error(`Connections left open (see atEnd): ${left.join('; ')}`);
  });
  return { connectionString, db: prisma, atEnd: (closer) => void closers.push(closer) };
}

async function connections(admin: string, name: string): Promise<string[]> {
  const deadline = Date.now() + FAREWELL_MS;
  for (;;) {
    const rows = await query(
      admin,
      `SELECT application_name, state, left(trim(query), 60) AS query FROM pg_stat_activity
       WHERE datname = '${name}' AND backend_type = 'client backend'`,
    );
    if (rows.length === 0 || Date.now() > deadline) {
      return rows.map((row) => `${row.application_name} (${row.state}): ${row.query}`);
    }
    await new Promise((resume) => setTimeout(resume, 20));
  }
}
