/**
 * `npm run drift`: fails when the migrations do not lead to schema.prisma. One database is built from each, and what
 * they consist of is compared, since Prisma's engine cannot read a database through a driver adapter.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrationsFolder, readMigrations } from '../src/db/migrate.ts';
import { differences, objectsByHand, readCatalog } from './catalog.ts';
import { diff } from './engine.ts';
import { databaseUrl, query, startScratch } from './scratch.ts';

const schema = readFileSync(join(migrationsFolder, '..', 'schema.prisma'), 'utf8');
const migrations = readMigrations(migrationsFolder);
const scratch = await startScratch();
try {
  const build = async (name: string, statements: string[]) => {
    await query(scratch.adminUrl, `CREATE DATABASE ${name}`);
    const url = databaseUrl(scratch.adminUrl, name);
    await query(url, ...statements);
    return readCatalog(url);
  };
  const scripts = migrations.map(({ sql }) => sql);
  const migrated = await build('migrated', scripts);
  const wanted = await build('wanted', [await diff(scratch.adminUrl, undefined, schema)]);
  const lines = differences(migrated, wanted, scripts.flatMap(objectsByHand));

  // The next migration starts from the newest copy of the schema, so that has to be true as well.
  const newest = migrations.at(-1)?.name;
  const copy = newest && readFileSync(join(migrationsFolder, newest, 'schema.prisma'), 'utf8');
  const rest = await diff(scratch.adminUrl, copy, schema);
  if (!rest.includes('This is an empty migration')) {
    lines.push(`the copy of schema.prisma beside ${newest} is another one: npm run migration -- NAME`);
  }

  if (lines.length > 0) {
    console.error(
      `The migrations do not lead to schema.prisma:\n${lines.map((line) => `- ${line}`).join('\n')}`,
    );
    process.exitCode = 1;
  } else {
    console.log(`The migrations lead to schema.prisma (${wanted.size} objects compared)`);
  }
} finally {
  await scratch.remove();
}
