/** Rounds of killing: letters on their way, a worker dead at a point, and everything back where it should be. */
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../support/until.ts';
import type { Fleet } from './fleet.ts';
import type { Letters, Tally } from './letters.ts';

/** Where in sending a worker is killed. */
export const POINTS = [
  'before posting',
  'after posting and before recording',
  'while updating',
  'within a batch',
  'accepted late',
  'at random',
] as const;
export type Point = (typeof POINTS)[number];

export interface RoundsOptions {
  readonly rounds: number;
  /** The same seed kills at the same random moments. */
  readonly seed?: number;
  /** How long a round may take before it counts as stuck (milliseconds). */
  readonly patienceMs?: number;
}

export interface RoundsResult extends Tally {
  readonly kills: number;
  /** From each kill until nothing was left to do (milliseconds), in order. */
  readonly backMs: readonly number[];
}

const EACH = 2;
const LONGEST_RANDOM_MS = 400;

/**
 * Kills so many times at one point, with letters on their way each time.
 *
 * @throws where a round does not come to its end; what was lost or seen twice is in the result
 */
export async function playRounds(
  point: Point,
  fleet: Fleet,
  letters: Letters,
  { rounds, seed = 1, patienceMs = 60_000 }: RoundsOptions,
): Promise<RoundsResult> {
  const random = seeded(seed);
  const backMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await fleet.whole();
    await killOnce(point, round, fleet, letters, random);
    const killedAt = performance.now();
    const whole = fleet.whole(); // while the others go on
    await until(letters.areThrough, patienceMs);
    backMs.push(performance.now() - killedAt);
    await whole;
  }
  return { ...letters.tally(), kills: rounds, backMs };
}

async function killOnce(
  point: Point,
  round: number,
  fleet: Fleet,
  letters: Letters,
  random: () => number,
): Promise<void> {
  const post = 'chat.postMessage';
  switch (point) {
    case 'before posting': {
      const stopped = fleet.firstAt({ method: post, side: 'before' });
      await letters.write(EACH);
      return (await stopped).kill();
    }
    case 'after posting and before recording': {
      const stopped = fleet.firstAt({ method: post, side: 'after' });
      await letters.write(EACH);
      return (await stopped).kill();
    }
    case 'while updating': {
      await letters.write(1);
      await until(letters.areThrough, 60_000);
      const side = round % 2 === 0 ? 'before' : 'after';
      const stopped = fleet.firstAt({ method: 'chat.update', side });
      await letters.change(3);
      return (await stopped).kill();
    }
    case 'within a batch': {
      const skip = 1 + Math.floor(random() * 6);
      const stopped = fleet.firstAt({ method: post, side: round % 2 === 0 ? 'before' : 'after', skip });
      await letters.write(EACH);
      return (await stopped).kill();
    }
    case 'accepted late': {
      const stopped = fleet.firstAt({ method: post, side: 'before' });
      await letters.write(EACH);
      return (await stopped).killAndSendOn();
    }
    case 'at random': {
      await letters.write(EACH);
      if (round % 2 === 0) await letters.change(3);
      await sleep(random() * LONGEST_RANDOM_MS);
      const worker = fleet.workers[Math.floor(random() * fleet.workers.length)];
      return worker?.kill();
    }
  }
}

/** Numbers in [0, 1), the same row for the same seed (a linear congruential generator). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
