/** Principle 2 over random histories, through nudges, commitments, planning and delivery as they are. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { testDatabase } from './support/database.ts';
import { liveThroughPromises } from './support/promise-life.ts';
import { aPromiseLife } from './support/promise-lives.ts';

const { db } = await testDatabase();
/** More histories, for whoever has the time. */
const RUNS = Number(process.env.PROMISE_LIVES ?? 2);

test('nobody hears of a promise before its owner, a working day earlier and word for word', async () => {
  const all: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(aPromiseLife, async (life) => {
      const { wrong, told, notes } = await liveThroughPromises(db, life);
      expect(wrong).toEqual([]);
      for (const [what, n] of Object.entries({ ...told, notes })) all[what] = (all[what] ?? 0) + n;
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  process.stdout.write(`nobody before the owner: ${RUNS} histories, ${JSON.stringify(all)}\n`);
  expect(all['ask-peer']).toBeGreaterThan(0);
}, 600_000);
