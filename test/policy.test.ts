/** The whole nudge policy over random histories of many people, through all features on the real engine and database. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { testDatabase } from './support/database.ts';
import { liveOut } from './support/policy-life.ts';
import { aHistory } from './support/policy-lives.ts';

const { db } = await testDatabase();
/** More histories, for whoever has the time. */
const RUNS = Number(process.env.POLICY_LIVES ?? 1);

test('whatever happens, nobody hears before the owner, what is held holds the rest, and an end stops everything', async () => {
  const all = { lives: 0, nudges: 0, toOthers: 0, notes: 0 };
  await fc.assert(
    fc.asyncProperty(aHistory, async (history) => {
      const { wrong, lost, twice, nudges, toOthers, notes } = await liveOut(db, [history]);
      expect({ wrong, lost, twice }).toEqual({ wrong: [], lost: [], twice: [] });
      all.lives += 1;
      all.nudges += nudges;
      all.toOthers += toOthers;
      all.notes += notes;
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  process.stdout.write(`nudges: ${JSON.stringify(all)}\n`);
  expect(all.toOthers).toBeGreaterThan(0);
}, 600_000);
