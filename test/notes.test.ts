/** Notes over random histories of many people, through the real planning and delivery. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { testDatabase } from './support/database.ts';
import { liveThrough } from './support/note-life.ts';
import { aLife } from './support/note-lives.ts';

const { db } = await testDatabase();
/** More histories, for whoever has the time. */
const RUNS = Number(process.env.NOTE_LIVES ?? 2);

test('whatever happens, nobody is written to too often, out of hours, twice or in vain, and nothing is forgotten', async () => {
  const all = { lives: 0, steps: 0, notes: 0, items: {} as Record<string, number> };
  await fc.assert(
    fc.asyncProperty(aLife, async (life) => {
      const { wrong, steps, notes, items } = await liveThrough(db, life);
      expect(wrong).toEqual([]);
      all.lives += 1;
      all.steps += steps;
      all.notes += notes;
      for (const [what, n] of Object.entries(items)) all.items[what] = (all.items[what] ?? 0) + n;
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  process.stdout.write(`notes: ${JSON.stringify(all)}\n`);
  expect(all.notes).toBeGreaterThan(5 * RUNS);
}, 600_000);
