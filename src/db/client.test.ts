import { expect, test } from '@jest/globals';
import { testDatabase } from '../../test/support/database.ts';
import { openDatabase, sqlState, transact } from './client.ts';

const { db, connectionString } = await testDatabase();

const count = async () => (await db.$queryRaw<{ n: bigint }[]>`SELECT count(*) AS n FROM trial`)[0]?.n;

/** Both of two come here before either goes on. */
function meeting(): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let here = 0;
  return () => {
    here += 1;
    if (here === 2) resolve();
    return promise;
  };
}

test('what a transaction wrote is there once it returns, and gone when it throws', async () => {
  await db.$executeRaw`CREATE TABLE trial (id int PRIMARY KEY, n int NOT NULL DEFAULT 0)`;
  await transact(db, (tx) => tx.$executeRaw`INSERT INTO trial VALUES (1), (2)`);
  const failing = transact(db, async (tx) => {
    await tx.$executeRaw`INSERT INTO trial VALUES (3)`;
    throw new RangeError('no');
  });
  await expect(failing).rejects.toThrow(RangeError);
  expect(await count()).toBe(2n);
});

test('two transactions that lock each other out are both done in the end', async () => {
  let attempts = 0;
  const met = meeting();
  const inOrder = (first: number, second: number) =>
    transact(db, async (tx) => {
      attempts += 1;
      await tx.$executeRaw`UPDATE trial SET n = n + 1 WHERE id = ${first}`;
      await met();
      await tx.$executeRaw`UPDATE trial SET n = n + 1 WHERE id = ${second}`;
    });
  await Promise.all([inOrder(1, 2), inOrder(2, 1)]);
  expect(attempts).toBeGreaterThan(2);
  expect(await db.$queryRaw`SELECT DISTINCT n FROM trial`).toEqual([{ n: 2 }]);
});

test('two transactions that cannot be put in an order are both done in the end', async () => {
  let attempts = 0;
  const met = meeting();
  const countUp = () =>
    transact(db, async (tx) => {
      attempts += 1;
      await tx.$executeRaw`SET TRANSACTION ISOLATION LEVEL SERIALIZABLE`;
      const [row] = await tx.$queryRaw<{ n: number }[]>`SELECT n FROM trial WHERE id = 1`;
      await met();
      await tx.$executeRaw`UPDATE trial SET n = ${(row?.n ?? 0) + 1} WHERE id = 1`;
    });
  await Promise.all([countUp(), countUp()]);
  expect(attempts).toBeGreaterThan(2);
  expect(await db.$queryRaw`SELECT n FROM trial WHERE id = 1`).toEqual([{ n: 4 }]);
});

test('Postgres itself ends a wait for a lock, and a statement that takes too long', async () => {
  const quick = openDatabase(connectionString, { lockTimeoutMs: 50, statementTimeoutMs: 300 });
  const state = (promise: Promise<unknown>) => promise.then(() => 'none', sqlState);
  try {
    await db.$transaction(async (tx) => {
      await tx.$executeRaw`UPDATE trial SET n = 0 WHERE id = 1`;
      expect(await state(quick.prisma.$executeRaw`UPDATE trial SET n = 9 WHERE id = 1`)).toBe('55P03');
    });
    expect(await state(quick.prisma.$queryRaw`SELECT pg_sleep(1)::text`)).toBe('57014');
    expect(await state(quick.prisma.$executeRaw`INSERT INTO trial VALUES (1)`)).toBe('23505');
  } finally {
    await quick.close();
  }
});

test('an error that did not come from Postgres has no state', () => {
  expect(sqlState(new Error('no'))).toBeUndefined();
  expect(sqlState(undefined)).toBeUndefined();
});
