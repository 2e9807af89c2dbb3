import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { query } from '../../prisma/scratch.ts';
import { testDatabase } from '../../test/support/database.ts';
import { silent } from './log.ts';
import { migrate, migrationsFolder, readMigrations } from './migrate.ts';

const folder = mkdtempSync(join(tmpdir(), 'entente-migrations-'));
afterAll(() => rmSync(folder, { recursive: true }));

function writeMigration(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'migration.sql'), sql);
}

writeMigration('0002_second', 'ALTER TABLE trial ADD COLUMN n int;');
writeMigration('0001_first', 'CREATE TABLE trial (id int);\nCREATE INDEX trial_id ON trial (id);\n');

const { connectionString } = await testDatabase('empty');
const url = connectionString;
const { connectionString: old } = await testDatabase('empty');

test('three processes at once apply each migration once, oldest first', async () => {
  const program = new URL('../../test/support/migrating-process.ts', import.meta.url);
  const children = [1, 2, 3].map(() => fork(program, [url, folder], { execArgv: [] }));
  const applied = await Promise.all(children.map(async (child) => (await once(child, 'message'))[0]));
  expect(applied.flat()).toEqual(['0001_first', '0002_second']);
  expect(await query(url, 'SELECT id, n FROM trial')).toEqual([]);
  expect(
    await query(url, "SELECT FROM pg_tables WHERE schemaname = 'pgboss' AND tablename = 'job'"),
  ).toHaveLength(1);
});

test('what was applied is recorded as Prisma does, and is not applied again', async () => {
  expect(await migrate(url, { folder })).toEqual([]);
  const [row] = await query(url, 'SELECT * FROM _prisma_migrations ORDER BY migration_name');
  expect(row).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    checksum: '0f9a10249c2f9d65c611d5222a787e7be36a9ab21c619981007ee91f0f389cc1',
    finished_at: expect.any(Date),
    migration_name: '0001_first',
    logs: null,
    rolled_back_at: null,
    started_at: expect.any(Date),
    applied_steps_count: 1,
  });
});

test('a migration that fails leaves nothing behind, and says which one it was', async () => {
  writeMigration('0003_third', 'CREATE TABLE half (id int); SELECT 1 / 0;');
  await expect(migrate(url, { folder })).rejects.toThrow('Migration 0003_third failed and was rolled back');
  expect(await query(url, "SELECT FROM pg_tables WHERE tablename = 'half'")).toEqual([]);
  writeMigration('0003_third', 'CREATE TABLE half (id int);');
  expect(await migrate(url, { folder })).toEqual(['0003_third']);
});

test('a migration of a newer version is no hindrance', async () => {
  const warned: unknown[] = [];
  rmSync(join(folder, '0003_third'), { recursive: true });
  const log = { ...silent, warn: (...line: unknown[]) => void warned.push(line) };
  expect(await migrate(url, { folder, log })).toEqual([]);
  expect(warned).toEqual([[{ migration: '0003_third' }, 'the database has a migration of a newer version']]);
});

test('a migration that was changed after it was applied is refused', async () => {
  writeMigration('0002_second', 'ALTER TABLE trial ADD COLUMN n bigint;');
  await expect(migrate(url, { folder })).rejects.toThrow('Migration 0002_second has been changed since');
});

test('a migration that Prisma began and did not finish is refused', async () => {
  writeMigration('0002_second', 'ALTER TABLE trial ADD COLUMN n int;');
  await query(url, "UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '0001_first'");
  await expect(migrate(url, { folder })).rejects.toThrow('Migration 0001_first was begun by Prisma');
});

test('an absence that was noted before there could be several is still noted', async () => {
  const before = mkdtempSync(join(tmpdir(), 'entente-before-'));
  for (const { name } of readMigrations(migrationsFolder).filter((one) => one.name < '0017'))
    cpSync(join(migrationsFolder, name), join(before, name), { recursive: true });
  await migrate(old, { folder: before });
  rmSync(before, { recursive: true });
  await query(
    old,
    `INSERT INTO person (id, home_team_id, user_id, name, away_from, away_until, created_at) VALUES
      (gen_random_uuid(), 'T1', 'U1', 'Ana', '2026-08-03', '2026-08-14', '2026-07-01'),
      (gen_random_uuid(), 'T1', 'U2', 'Ben', NULL, NULL, '2026-07-01')`,
  );
  await migrate(old);
  expect(await query(old, 'SELECT name, absences FROM person ORDER BY name')).toEqual([
    { name: 'Ana', absences: [{ from: '2026-08-03', until: '2026-08-14' }] },
    { name: 'Ben', absences: [] },
  ]);
});

test("the project's own migrations have names that sort, each once", () => {
  const names = readMigrations(migrationsFolder).map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    expect(name).toMatch(new RegExp(`^${String(index + 1).padStart(4, '0')}_[a-z][a-z0-9_]*$`));
  }
});
