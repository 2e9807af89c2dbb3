import { beforeEach, expect, test } from '@jest/globals';
import { testAlliance } from '../test/support/alliance.ts';
import { testDatabase } from '../test/support/database.ts';
import type { Work } from './act.ts';
import { takeCare } from './care.ts';
import { silent } from './db/log.ts';
import type { Feature } from './feature.ts';

const { db, connectionString } = await testDatabase();
let now = new Date('2026-01-12T10:00:00Z');
let looked: string[] = [];
let later: string[] = [];
let during: (id: string) => Promise<void> | void = () => {};

const feature: Feature = {
  name: 'x',
  async daily(work, id) {
    looked.push(id);
    await work.later('x.look', id);
    await during(id);
  },
};
const care = (ending = new AbortController().signal) =>
  takeCare(
    {
      ...{ db, connectionString, log: silent, clock: { now: () => now }, features: [feature] },
      engine: { workIn: (tx) => ({ db: tx, now, later: async () => {} }) as unknown as Work },
      later: async (_tx, _job, ...ids) => void later.push(...ids),
    },
    ending,
  );
const aDayLater = () => {
  now = new Date(now.getTime() + 86_400_000);
  looked = [];
  later = [];
  during = () => {};
};

for (let n = 0; n < 3; n += 1) await testAlliance(db, now);
beforeEach(aDayLater);

test('is taken once a day, and asks for jobs that nobody waits for', async () => {
  await care();
  await care();
  expect(looked).toHaveLength(3);
  expect(later).toEqual(looked);
  aDayLater();
  await care();
  expect(looked).toHaveLength(3);
});

test('is taken by one process at a time', async () => {
  await Promise.all([care(), care(), care()]);
  expect(looked).toHaveLength(3);
});

test('ends between two alliances where the process has to stop, and is begun anew', async () => {
  const ending = new AbortController();
  during = () => ending.abort();
  await care(ending.signal);
  expect(looked).toHaveLength(1);
  during = () => {};
  looked = [];
  await care();
  expect(looked).toHaveLength(3);
});

test('does not count as taken before it is: where one process dies, another does it at once', async () => {
  const doneOn = async () => (await db.chore.findUnique({ where: { name: 'care' } }))?.doneOn;
  const today = now.toISOString().slice(0, 10);
  const seen: unknown[] = [];
  during = async () => {
    during = () => {};
    seen.push((await doneOn()) === today);
    await care(); // somebody else is at it
    seen.push(looked.length);
    await db.$queryRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'entente lanes' AND datname = current_database()`;
    await care();
    seen.push(looked.length, (await doneOn()) === today);
  };
  await care();
  expect(seen).toEqual([false, 1, 4, true]);
});

test('one alliance that fails keeps nobody else from it', async () => {
  during = (id) => {
    if (id === looked[0]) throw new Error('no');
  };
  await care();
  expect(looked).toHaveLength(3);
});
