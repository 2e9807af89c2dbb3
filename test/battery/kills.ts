/** `kill -9`: two workers and a process for Slack, killed at the named points and at random moments. */
import { startFleet } from './fleet.ts';
import { letters as lettersTo } from './letters.ts';
import { type CaseContext, type Line, worstSeconds } from './report.ts';
import { POINTS, type Point, playRounds, type RoundsResult } from './rounds.ts';
import { speakerOf } from './speaker.ts';
import { setStage } from './stage.ts';

/** Of a hundred kills, so many at each point. */
const SHARES: Readonly<Record<Point, number>> = {
  'before posting': 14,
  'after posting and before recording': 14,
  'while updating': 10,
  'within a batch': 14,
  'within a commit': 14,
  'between commit and ack': 10,
  'accepted late': 4,
  'at random': 20,
};
const SHORT = 8;
const FULL = 500;
/** With the leases and pauses that the bot has on Slack; each takes a minute. */
const AT_REAL_PACE: readonly Point[] = ['after posting and before recording', 'before posting', 'at random'];
const REAL_ROUNDS = 2;
const BACK_AT_WORK_S = 60;
/** Slack goes on for six minutes; a process that starts again on a busy machine takes some of them. */
const RETRIES_MS = [0, 1_000, 5_000, 10_000, 30_000];

export async function* kills({ adminUrl, full, size, say }: CaseContext): AsyncGenerator<Line> {
  const rounds = size.rounds ?? (full ? FULL : SHORT);
  const some = (point: Point) => Math.max(1, Math.round((rounds * SHARES[point]) / 100));
  if (!full) {
    const line = await kill(adminUrl, POINTS, some, {}, say);
    yield { ...line, case: 'killed at every point' };
    return;
  }
  const chosen = size.only ? POINTS.slice(size.only - 1, size.only) : POINTS;
  for (const point of chosen) yield await kill(adminUrl, [point], some, {}, say);
  if (size.only) return;
  for (const point of AT_REAL_PACE) {
    const line = await kill(adminUrl, [point], () => REAL_ROUNDS, { TEST_PACE: 'slack' }, say);
    yield { ...line, case: `${line.case}, with the leases that it has on Slack` };
  }
}

async function kill(
  adminUrl: string,
  points: readonly Point[],
  roundsAt: (point: Point) => number,
  env: Readonly<Record<string, string>>,
  say: CaseContext['say'],
): Promise<Line> {
  const stage = await setStage(adminUrl, { world: { retryDelaysMs: RETRIES_MS } });
  try {
    const { slack, db, databaseUrl, alliance } = stage;
    const fleet = await startFleet(slack, databaseUrl, { env });
    stage.atEnd(() => fleet.close());
    const letters = lettersTo(db, slack, { ...alliance, members: alliance.members.slice(0, 6) });
    const speaker = speakerOf(slack, slack.people.cleo.id);
    const backMs: number[] = [];
    let [kills, result]: [number, RoundsResult | null] = [0, null];
    for (const point of points) {
      const rounds = roundsAt(point);
      say(`${point}: ${rounds} rounds`);
      const options = { rounds, seed: rounds, patienceMs: 180_000 };
      result = await playRounds(point, { fleet, letters, speaker }, options);
      backMs.push(...result.backMs);
      kills += result.kills;
    }
    const { lost = [], twice = [], letters: messages = 0 } = result ?? {};
    const worst = worstSeconds(backMs);
    return {
      case: `killed ${points.join(', ')}`,
      tried: kills,
      lost: lost.length,
      doubled: twice.length,
      worst_recovery_s: worst,
      met: lost.length === 0 && twice.length === 0 && worst !== null && worst <= BACK_AT_WORK_S,
      messages,
      unheard: speaker.unheard.size,
    };
  } finally {
    await stage.close();
  }
}
