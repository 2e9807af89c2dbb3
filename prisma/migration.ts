/**
 * `npm run migration -- NAME`: writes the next migration, from the schema that the newest migration leads to (each
 * folder keeps a copy) to prisma/schema.prisma. SQL of one's own may be added to the file until it is committed:
 * what Prisma cannot express goes into a paragraph that begins with `-- By hand`, or the drift check objects.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrationsFolder, readMigrations } from '../src/db/migrate.ts';
import { diff } from './engine.ts';
import { startScratch } from './scratch.ts';

const NAME = /^[a-z][a-z0-9_]*$/;

const [name = ''] = process.argv.slice(2);
if (NAME.test(name)) await write(name);
else {
  console.error('Usage: npm run migration -- NAME (small letters, digits and _)');
  process.exitCode = 1;
}

async function write(label: string): Promise<void> {
  const schema = readFileSync(join(migrationsFolder, '..', 'schema.prisma'), 'utf8');
  const newest = readMigrations(migrationsFolder).at(-1)?.name;
  const previous = newest && readFileSync(join(migrationsFolder, newest, 'schema.prisma'), 'utf8');
  const scratch = await startScratch();
  try {
    const sql = await diff(scratch.adminUrl, previous, schema);
    if (sql.includes('This is an empty migration')) {
      console.log(`Nothing to do: schema.prisma is what ${newest} leads to.`);
      return;
    }
    const number = String(Number(newest?.split('_')[0] ?? 0) + 1).padStart(4, '0');
    const folder = join(migrationsFolder, `${number}_${label}`);
    mkdirSync(folder);
    writeFileSync(join(folder, 'migration.sql'), sql);
    writeFileSync(join(folder, 'schema.prisma'), schema);
    console.log(`Wrote prisma/migrations/${number}_${label}: read it before you commit it.`);
  } finally {
    await scratch.remove();
  }
}
