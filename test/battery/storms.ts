/**
 * A Slack in a storm, for one workspace of three: 429 with long waits, 5xx, answers lost, posts accepted late, answers
 * after ten seconds. The same letters before it, without the storm, say how long the others usually wait.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Effect } from '../../sandbox/world/faults.ts';
import { installOver } from '../support/installing.ts';
import { until } from '../support/until.ts';
import { startFleet } from './fleet.ts';
import { letters as lettersTo } from './letters.ts';
import type { SlackCall } from './line.ts';
import { type CaseContext, type Line, percentile, rounded } from './report.ts';
import { setStage } from './stage.ts';

/** In full with the leases and pauses that the bot has on Slack: one message a second in each conversation. */
const FULL = { seconds: 180, longest: 120, everyMs: 2_000, pace: 'slack' };
const SHORT = { seconds: 4, longest: 1, everyMs: 1_000, pace: '' };
/** A call that another process began while the answer was still on its way to the database is no disobedience. */
const HEARD_MS = 100;
const MOST_SLOWER = 1.1;
const OAUTH = {
  SLACK_BOT_TOKEN: '',
  SLACK_STATE_SECRET: 'a state secret of the battery',
  TOKEN_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
};

export async function* storms({ adminUrl, full, size, say }: CaseContext): AsyncGenerator<Line> {
  const usual = full ? FULL : SHORT;
  const seconds = size.seconds ?? usual.seconds;
  const longest = size.longest ?? usual.longest;
  const stage = await setStage(adminUrl);
  try {
    const { slack, db, databaseUrl, alliance } = stage;
    const { teams, world, clientId, clientSecret } = slack;
    const calls: SlackCall[] = [];
    const fleet = await startFleet(slack, databaseUrl, {
      env: (publicUrl) => ({
        ...OAUTH,
        SLACK_CLIENT_ID: clientId,
        SLACK_CLIENT_SECRET: clientSecret,
        PUBLIC_URL: publicUrl,
        TEST_PACE: usual.pace,
      }),
      onCall: (call) => calls.push(call),
    });
    stage.atEnd(() => fleet.close());
    for (const { id } of Object.values(teams)) await installOver(new URL(fleet.front.url).origin, id);
    const letters = lettersTo(
      db,
      slack,
      alliance,
      Object.values(teams).map(({ id }) => id),
    );
    const [stormy, ...calm] = Object.values(teams).map(({ id }) => id);
    const delays = new Map<string, { calm: number[]; stormy: number[] }>();
    const play = async (name: string) => {
      const first = letters.count();
      const began = performance.now();
      for (let n = 0; n * usual.everyMs < seconds * 1_000; n += 1) {
        await letters.write(1);
        await sleep(Math.max(0, (n + 1) * usual.everyMs - (performance.now() - began)));
      }
      return () => {
        const of = (home: (team: string) => boolean) =>
          letters.delays(first, (reader) => home(world.user(reader).teamId));
        delays.set(name, { calm: of((team) => calm.includes(team)), stormy: of((team) => team === stormy) });
      };
    };

    await letters.write(1);
    await until(letters.areThrough, 60_000); // every conversation is open
    const measureCalm = await play('calm');
    await until(letters.areThrough, 60_000);
    measureCalm();
    say('the storm begins');
    calls.length = 0;
    for (const rule of stormOf(longest)) world.faults.add({ ...rule, team: stormy ?? '' });
    const measureStorm = await play('storm');
    world.faults.clear();
    const over = performance.now();
    say(`the storm is over after ${calls.length} calls`);
    await until(letters.areThrough, 900_000);
    const recovery = rounded((performance.now() - over) / 1000);
    measureStorm();

    const { lost, twice, letters: tried } = letters.tally();
    const usualMs = percentile(delays.get('calm')?.calm ?? [], 0.5);
    const othersMs = percentile(delays.get('storm')?.calm ?? [], 0.5);
    const early = disobedient(calls);
    yield {
      case: 'one workspace in a storm',
      tried,
      lost: lost.length,
      doubled: twice.length,
      worst_recovery_s: recovery,
      met: lost.length === 0 && twice.length === 0 && early === 0 && othersMs <= usualMs * MOST_SLOWER,
      seconds,
      retry_after_s: `1 to ${longest}`,
      calls_in_the_storm: calls.length,
      answered_429: calls.filter(({ status }) => status === 429).length,
      answered_5xx: calls.filter(({ status }) => status >= 500).length,
      inside_a_retry_after: early,
      others_p50_ms: {
        without: rounded(usualMs),
        with: rounded(othersMs),
        ratio: rounded(othersMs / usualMs),
      },
      others_p99_ms: {
        without: rounded(percentile(delays.get('calm')?.calm ?? [], 0.99)),
        with: rounded(percentile(delays.get('storm')?.calm ?? [], 0.99)),
      },
    };
  } finally {
    await stage.close();
  }
}

interface Rule {
  readonly method?: string;
  readonly effect: Effect;
  readonly probability: number;
}

/** 30 % of all calls are to wait, 20 % fail; of the posts that are left, some are answered strangely. */
function stormOf(longest: number): Rule[] {
  const waits = [...new Set([1, 2, 5, 15, 40, 80, 120].map((wait) => Math.min(wait, longest)))];
  const effects: { effect: Effect; share: number; method?: string }[] = [
    ...waits.map((retryAfter) => ({
      effect: { kind: 'rate-limit' as const, retryAfter },
      share: 0.3 / waits.length,
    })),
    { effect: { kind: 'status', status: 503 }, share: 0.1 },
    { effect: { kind: 'status', status: 500 }, share: 0.1 },
    { method: 'chat.postMessage', effect: { kind: 'reset', after: true }, share: 0.07 },
    { method: 'chat.postMessage', effect: { kind: 'accept-late', ms: 300, answer: 'error' }, share: 0.07 },
    { method: 'chat.postMessage', effect: { kind: 'delay', ms: 10_000 }, share: 0.03 },
  ];
  let left = 1;
  // The first rule that strikes wins, so each is asked about what those before it have left.
  return effects.map(({ share, ...rule }) => {
    const probability = share / left;
    left -= share;
    return { ...rule, probability };
  });
}

/** How many calls began while Slack had asked that workspace and method to wait. */
function disobedient(calls: readonly SlackCall[]): number {
  const limited = calls.filter(({ status }) => status === 429);
  return calls.filter(({ method, token, startedAt }) =>
    limited.some(
      (asked) =>
        asked.method === method &&
        asked.token === token &&
        startedAt > asked.endedAt + HEARD_MS &&
        startedAt < asked.endedAt + asked.retryAfterMs,
    ),
  ).length;
}
