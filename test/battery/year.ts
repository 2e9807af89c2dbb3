/**
 * A year of alliances, side by side in one database: people promise, propose, answer, go away, come back, leave and
 * join at random, through all features on the real engine and delivery, to a Slack that keeps what it is told. The
 * principles are checked four times a day, of everything that Slack was told since.
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
const SHOWN = 12;

export async function* year({ adminUrl, full, size, say }: CaseContext): AsyncGenerator<Line> {
  const alliances = size.alliances ?? (full ? FULL : SHORT);
  const weeks = size.weeks ?? WEEKS;
  const stage = await setStage(adminUrl, { connections: 10 });
  try {
    const began = performance.now();
    const histories = fc.sample(historyOf(weeks), { numRuns: alliances, seed: size.seed ?? SEED });
    const { wrong, lost, twice, ...lived } = await liveOut(stage.db, histories, weeks, say);
    for (const one of [...lost, ...twice].slice(0, SHOWN)) say(one);
    yield {
      case: 'a year of alliances',
      tried: alliances,
      lost: lost.length,
      doubled: twice.length,
      worst_recovery_s: null,
      met: wrong.length === 0 && lost.length === 0 && twice.length === 0,
      principles_broken: wrong.length,
      weeks: weeks + 5,
      people: lived.people,
      acts: histories.reduce((sum, { acts }) => sum + acts.length, 0),
      notes: lived.notes,
      items_shown: lived.items,
      nudges: lived.nudges,
      nudges_to_others_than_the_owner: lived.toOthers,
      seconds: rounded((performance.now() - began) / 1000),
    };
  } finally {
    await stage.close();
  }
}
