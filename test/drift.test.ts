import { expect, test } from '@jest/globals';
import { differences, objectsByHand, readCatalog } from '../prisma/catalog.ts';
import { query } from '../prisma/scratch.ts';
import { testDatabase } from './support/database.ts';

const [one, two] = [await testDatabase('empty'), await testDatabase('empty')];

const SAME = `CREATE TYPE mood AS ENUM ('a', 'b');
  CREATE TABLE trial (id int PRIMARY KEY, name text NOT NULL DEFAULT 'x', n int, m mood);`;

test('databases that are made alike do not differ', async () => {
  for (const { connectionString } of [one, two]) await query(connectionString, SAME);
  const catalog = await readCatalog(one.connectionString);
  expect(catalog.get('column trial.name')).toBe("text NOT NULL DEFAULT 'x'::text");
  expect(differences(catalog, await readCatalog(two.connectionString), [])).toEqual([]);
});

test.each([
  ['a type', 'ALTER TABLE trial ALTER n TYPE bigint', 'column trial.n'],
  ['whether null is allowed', 'ALTER TABLE trial ALTER n SET NOT NULL', 'column trial.n'],
  ['a default', "ALTER TABLE trial ALTER name SET DEFAULT 'y'", 'column trial.name'],
  ['a column', 'ALTER TABLE trial ADD more int', 'column trial.more'],
  ['an index', 'CREATE INDEX trial_n ON trial (n)', 'index trial_n'],
  ['a constraint', 'ALTER TABLE trial ADD CONSTRAINT positive CHECK (n > 0)', 'constraint positive'],
  ['an enum', "ALTER TYPE mood ADD VALUE 'c'", 'type mood'],
  ['a table', 'CREATE TABLE other (id int)', 'column other.id'],
])('a difference in %s is found', async (_, statement, object) => {
  const before = await readCatalog(one.connectionString);
  await query(one.connectionString, statement);
  const found = differences(await readCatalog(one.connectionString), before, []);
  expect(found).toEqual([expect.stringMatching(`^${object} `)]);
});

test('what is made by hand is expected in the migrations, and only there', async () => {
  const sql = `CREATE INDEX "plain" ON trial (n);

-- By hand: Prisma knows no partial INDEX of this kind,
-- so here they are.
CREATE UNIQUE INDEX "part" ON trial (n) WHERE n > 0;
ALTER TABLE trial ADD CONSTRAINT "few" CHECK (n < 9);

CREATE INDEX "plain_too" ON trial (n);`;
  expect(objectsByHand(sql)).toEqual(['index part', 'constraint few']);
  const migrated = new Map([['index part', 'p']]);
  expect(differences(migrated, new Map(), ['index part'])).toEqual([]);
  expect(differences(migrated, migrated, ['index part'])).toHaveLength(1);
});
