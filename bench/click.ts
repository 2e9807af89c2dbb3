/**
 * A signed click until Slack has its acknowledgement, over HTTP, from a process of its own: the bot beside a bare Bolt
 * app that commits one INSERT, in turns. The bot acknowledges once the click is stored; how soon it takes effect is
 * measured beside it.
 */
import { query } from '../prisma/scratch.ts';
import type { Load, Loaded } from './click-load.ts';
import { type Press, presses, SECRET, seed } from './click-world.ts';
import { type BenchDatabase, benchDatabase } from './database.ts';
import { type Process, start } from './processes.ts';
import { median, percentile, report, rounded } from './report.ts';
import { type SlackStub, slackStub } from './slack-stub.ts';

const PAIRS = 20_000;
const RUNS = 5;
const RUN_MS = 1_500;
const GOAL = 0.6;
const GOAL_P99_MS = 100;

interface Stage {
  readonly bench: BenchDatabase;
  readonly slack: SlackStub;
  readonly load: Process;
  /** What has not been pressed yet. */
  readonly left: Press[];
}

/** Prints one line a case. */
export async function benchClick(): Promise<void> {
  const bench = await benchDatabase(4);
  await seed(bench.connectionString, PAIRS);
  const slack = await slackStub();
  const load = await start('./click-load.ts');
  const stage = { bench, slack, load, left: await presses(bench.connectionString) };
  const running: Process[] = [load];
  const bot = async (...execArgv: string[]) => {
    const one = await start('./click-bot.ts', environment(stage), { execArgv });
    running.push(one);
    return one;
  };
  try {
    const bare = await start('./click-bare.ts', { DATABASE_URL: bench.connectionString });
    running.push(bare);
    const first = await bot();
    await effects(stage, first);
    await acks(stage, [bare], [first], 16);
    await acks(stage, [bare], [first], 64);
    await acks(stage, [bare], [first, await bot()], 16);
  } finally {
    for (const one of running) await one.stop();
    slack.close();
    await bench.remove();
  }
}

function environment({ bench, slack }: Stage): Record<string, string> {
  return {
    DATABASE_URL: bench.connectionString,
    SLACK_MODE: 'http',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_API_URL: slack.apiUrl,
    PORT: '0',
    ROLE: 'web',
  };
}

/** Presses what is left for a while. */
async function press(
  { load, slack, left }: Stage,
  subjects: readonly Process[],
  how: Pick<Load, 'connections' | 'forMs' | 'perSecond'>,
  most = left.length,
): Promise<Loaded> {
  const ports = subjects.map(({ first }) => first as number);
  const presses = left.slice(0, Math.min(most, 6_000));
  const loaded = await load.ask<Loaded>({ ...how, ports, presses, responseUrl: slack.responseUrl });
  left.splice(0, loaded.pressed);
  if (loaded.refused > 0) throw new Error(`${loaded.refused} clicks were not acknowledged`);
  return loaded;
}

/** One click at a time, then at a steady pace: round trips, and how long until its effect is in the tables. */
async function effects(stage: Stage, bot: Process): Promise<void> {
  await press(stage, [bot], { connections: 4, forMs: 2_000 }, 200); // warm
  await settled(stage);
  const trips = async () => (await bot.ask<{ roundTrips: number }>('figures')).roundTrips;
  const before = await trips();
  const alone = await press(stage, [bot], { connections: 1, forMs: 10_000 }, 200);
  await settled(stage);
  report({
    case: 'click: one at a time',
    ack_p50_ms: rounded(median(alone.ms)),
    ack_p99_ms: rounded(percentile(alone.ms, 0.99)),
    round_trips_with_the_effect: rounded(((await trips()) - before) / alone.pressed),
  });
}

/** Waits until every stored click has taken effect; seconds. */
async function settled({ bench }: Stage): Promise<number> {
  const began = performance.now();
  for (;;) {
    const [row] = await query(bench.connectionString, 'SELECT count(*)::int AS n FROM click');
    if (row?.n === 0) return (performance.now() - began) / 1000;
    await new Promise((resume) => setTimeout(resume, 50));
  }
}

async function acks(
  stage: Stage,
  bare: readonly Process[],
  bots: readonly Process[],
  connections: number,
): Promise<void> {
  const figures = { bare: [] as Loaded[], bot: [] as Loaded[] };
  const drains: number[] = [];
  for (let run = 0; run <= RUNS; run += 1) {
    const one = await press(stage, bots, { connections, forMs: RUN_MS });
    drains.push(one.pressed / (one.seconds + (await settled(stage))));
    const other = await pressBare(stage, bare, connections);
    if (run === 0) continue; // the first one warms them
    figures.bot.push(one);
    figures.bare.push(other);
  }
  const perSecond = (runs: readonly Loaded[]) =>
    median(runs.map(({ pressed, seconds }) => pressed / seconds));
  const p99 = (runs: readonly Loaded[]) => median(runs.map(({ ms }) => percentile(ms, 0.99)));
  const ratio = perSecond(figures.bot) / perSecond(figures.bare);
  report({
    case: `click: signed click, stored, acknowledged; ${connections} connections, ${bots.length} web process(es)`,
    acks_per_second: rounded(perSecond(figures.bot)),
    bare_per_second: rounded(perSecond(figures.bare)),
    ratio: rounded(ratio),
    goal_ratio: GOAL,
    p99_ms: rounded(p99(figures.bot)),
    bare_p99_ms: rounded(p99(figures.bare)),
    goal_p99_ms: GOAL_P99_MS,
    effects_per_second: rounded(median(drains)),
    runs: RUNS,
    met: ratio >= GOAL && p99(figures.bot) < GOAL_P99_MS,
  });
}

async function pressBare(stage: Stage, bare: readonly Process[], connections: number): Promise<Loaded> {
  const left = stage.left.slice();
  return press({ ...stage, left }, bare, { connections, forMs: RUN_MS });
}
