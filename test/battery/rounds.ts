/** Rounds of killing: letters on their way, a process dead at a point, and everything back where it should be. */
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../support/until.ts';
import type { Fleet, Member } from './fleet.ts';
import type { Letters, Tally } from './letters.ts';
import { seeded } from './shuffle.ts';
import type { Speaker } from './speaker.ts';

/** Where a process is killed. */
export const POINTS = [
  'before posting',
  'after posting and before recording',
  'while updating',
  'within a batch',
  'within a commit',
  'between commit and ack',
  'accepted late',
  'at random',
] as const;
export type Point = (typeof POINTS)[number];

/** Who is there: what can be killed, and whose loss would show. */
export interface Cast {
  readonly fleet: Fleet;
  readonly letters: Letters;
  readonly speaker: Speaker;
}

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
/** Commits of a letter's way: claimed, sent, recorded, planned; further on they are the next beat's. */
const COMMITS = 8;

/**
 * Kills so many times at one point, with letters on their way each time.
 *
 * @throws where a round does not come to its end; what was lost or seen twice is in the result
 */
export async function playRounds(
  point: Point,
  cast: Cast,
  { rounds, seed = 1, patienceMs = 60_000 }: RoundsOptions,
): Promise<RoundsResult> {
  const { fleet, letters, speaker } = cast;
  const random = seeded(seed);
  const backMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await fleet.whole();
    const act = await killOnce(point, round, cast, random);
    const killedAt = performance.now();
    const whole = fleet.whole(); // while the others go on
    await act?.();
    await until(async () => (await letters.areThrough()) && speaker.isThrough(), patienceMs);
    backMs.push(performance.now() - killedAt);
    await whole;
  }
  const [written, spoken] = [letters.tally(), speaker.tally()];
  return {
    letters: written.letters + spoken.letters,
    lost: [...written.lost, ...spoken.lost],
    twice: [...written.twice, ...spoken.twice],
    kills: rounds,
    backMs,
  };
}

/** What is left to do once the process is dead: what the person does who had no answer. */
type Afterwards = () => Promise<unknown>;

async function killOnce(
  point: Point,
  round: number,
  { fleet, letters, speaker }: Cast,
  random: () => number,
): Promise<Afterwards | undefined> {
  const post = 'chat.postMessage';
  const side = round % 2 === 0 ? 'before' : 'after';
  const withLetters = async (stopped: Promise<Member>): Promise<Member> => {
    await letters.write(EACH);
    return stopped;
  };
  switch (point) {
    case 'before posting':
      await (await withLetters(fleet.firstAt({ method: post, side: 'before' }))).kill();
      return;
    case 'after posting and before recording':
      await (await withLetters(fleet.firstAt({ method: post, side: 'after' }))).kill();
      return;
    case 'while updating': {
      await letters.write(1);
      await until(letters.areThrough, 60_000);
      const stopped = fleet.firstAt({ method: 'chat.update', side });
      await letters.change(3);
      await (await stopped).kill();
      return;
    }
    case 'within a batch': {
      const skip = 1 + Math.floor(random() * 6);
      await (await withLetters(fleet.firstAt({ method: post, side, skip }))).kill();
      return;
    }
    case 'within a commit': {
      const skip = Math.floor(random() * COMMITS);
      await (await withLetters(fleet.firstToCommit(side, skip))).kill();
      return;
    }
    case 'between commit and ack':
      return killBeforeAck(round % 2 === 0 ? 'act' : 'event', fleet, speaker);
    case 'accepted late':
      await (await withLetters(fleet.firstAt({ method: post, side: 'before' }))).killAndSendOn();
      return;
    case 'at random': {
      await letters.write(EACH);
      if (round % 2 === 0) await letters.change(3);
      const said = speaker.say();
      await sleep(random() * LONGEST_RANDOM_MS);
      const members = [...fleet.workers, fleet.web];
      await members[Math.floor(random() * members.length)]?.kill();
      return () => said;
    }
  }
}

/** The bot has kept what somebody did, and has said so; Slack never hears of it. */
async function killBeforeAck(
  what: 'act' | 'event',
  { front, web }: Fleet,
  speaker: Speaker,
): Promise<Afterwards> {
  if (what === 'event') {
    const held = front.holdNext('event');
    const said = speaker.say();
    await held;
    await web.kill();
    front.cut();
    return () => said; // Slack says it again
  }
  const page = await speaker.say();
  const held = front.holdNext('act');
  const pressed = speaker.press(page);
  await held;
  await web.kill();
  front.cut();
  return async () => {
    if (await pressed) throw new Error('it worked though nobody answered');
    await until(() => speaker.press(page), 60_000); // who sees that it did not work presses again
  };
}
