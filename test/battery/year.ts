/**
 * A year of alliances: people promise, propose, answer, go away, come back, leave and join at random, through all
 * features on the real engine and database. The principles are checked four times a day, of everything that arrived.
 */
import fc from 'fast-check';
import { liveOut } from '../support/policy-life.ts';
import { historyOf } from '../support/policy-lives.ts';
import { type CaseContext, type Line, rounded } from './report.ts';
import { setStage } from './stage.ts';

const FULL = 200;
const SHORT = 1;
/** A quiet month follows, in which what was promised runs its course. */
const WEEKS = 47;
const SEED = 2026;
const SHOWN = 5;

export async function* year({ adminUrl, full, size, say }: CaseContext): AsyncGenerator<Line> {
  const alliances = size.alliances ?? (full ? FULL : SHORT);
  const weeks = size.weeks ?? WEEKS;
  const stage = await setStage(adminUrl);
  try {
    const began = performance.now();
    const sum = { wrong: 0, nudges: 0, toOthers: 0, notes: 0, acts: 0 };
    for (const [n, history] of fc.sample(historyOf(weeks), { numRuns: alliances, seed: SEED }).entries()) {
      const { wrong, nudges, toOthers, notes } = await liveOut(stage.db, history, weeks);
      sum.wrong += wrong.length;
      sum.nudges += nudges;
      sum.toOthers += toOthers;
      sum.notes += notes;
      sum.acts += history.acts.length;
      for (const one of wrong.slice(0, SHOWN)) say(one);
      say(`${n + 1} lived through, ${sum.wrong} things wrong`);
    }
    yield {
      case: 'a year of alliances',
      tried: alliances,
      lost: 0,
      doubled: 0,
      worst_recovery_s: null,
      met: sum.wrong === 0,
      principles_broken: sum.wrong,
      weeks: weeks + 5,
      people_in_each: 6,
      acts: sum.acts,
      notes: sum.notes,
      nudges: sum.nudges,
      nudges_to_others_than_the_owner: sum.toOthers,
      seconds: rounded((performance.now() - began) / 1000),
    };
  } finally {
    await stage.close();
  }
}
