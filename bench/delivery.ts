/**
 * Delivery, with a Slack that answers in 50 ms: 500 workspaces of 10 messages in one channel each (Slack's limit of one
 * a second in a channel is the floor: nine seconds), 5,000 direct messages in one workspace, and workspaces of which
 * some are told to wait. The bot is a worker process's: queue, engine, all features. What is and is not in the figures
 * is in README.md.
 */
import { silent } from '../src/db/log.ts';
import { createPoster } from '../src/outbox/poster.ts';
import { webClients } from '../src/slack/client.ts';
import { type BenchDatabase, benchDatabase } from './database.ts';
import { deliverAll, empty, startWorker, writeNotes, writePosts } from './delivery-world.ts';
import { interleaved, report, rounded, seconds } from './report.ts';
import { httpSlack, SlowSlack, type Tally } from './slow-slack.ts';

const RUNS = Number(process.env.BENCH_RUNS ?? 5);
const NOTES = 5_000;
/** Over HTTP fewer, at the same rate: the run is long enough. */
const NOTES_OVER_HTTP = 2_000;
const AT_ONCE = 100;

interface Run {
  /** Until Slack had answered the last post, and until it was recorded (seconds). */
  readonly posted: number;
  readonly recorded: number;
  readonly tally: Tally;
}

async function inProcess(bench: BenchDatabase, slack: SlowSlack): Promise<Run> {
  const { engine, queue } = await startWorker(bench, (lane) => slack.of(lane));
  const { startedAt, recordedAt } = await deliverAll(bench.db, engine);
  await queue.stop({ gracefulMs: 5_000 });
  const { tally } = slack;
  return { posted: (tally.lastAt - startedAt) / 1000, recorded: (recordedAt - startedAt) / 1000, tally };
}

async function overHttp(bench: BenchDatabase): Promise<Run> {
  const slack = await httpSlack();
  const clients = webClients(slack.apiUrl, silent);
  const { engine, queue } = await startWorker(bench, (lane) => createPoster(clients.of({ token: lane })));
  const { startedAt, recordedAt } = await deliverAll(bench.db, engine);
  await queue.stop({ gracefulMs: 5_000 });
  const tally = await slack.tally();
  slack.close();
  return { posted: (tally.lastAt - startedAt) / 1000, recorded: (recordedAt - startedAt) / 1000, tally };
}

/** The same posts through the same Slack with nothing around them. */
async function bare(): Promise<number> {
  const slack = new SlowSlack().of('T0');
  return seconds(async () => {
    for (let n = 0; n < NOTES; n += AT_ONCE) {
      await Promise.all(
        Array.from({ length: AT_ONCE }, (_, m) => slack.post(`D${n + m}`, { text: '', blocks: [] }, '')),
      );
    }
  });
}

/** Prints one line a case. */
export async function benchDelivery(): Promise<void> {
  const bench = await benchDatabase();
  const last = new Map<string, Run>();
  const kept = async (name: string, run: Promise<Run>) => {
    const done = await run;
    const before = last.get(name);
    const shortestGapMs = Math.min(done.tally.shortestGapMs, before?.tally.shortestGapMs ?? Infinity);
    last.set(name, { ...done, tally: { ...done.tally, shortestGapMs } });
    return done.recorded;
  };
  try {
    const medians = await interleaved(RUNS, {
      async channels() {
        await empty(bench.db);
        await writePosts(bench.db, 500, 10);
        return kept('channels', inProcess(bench, new SlowSlack()));
      },
      async direct() {
        await empty(bench.db);
        await writeNotes(bench.db, NOTES, 1);
        return kept('direct', inProcess(bench, new SlowSlack()));
      },
      async http() {
        await empty(bench.db);
        await writeNotes(bench.db, NOTES_OVER_HTTP, 1);
        return kept('http', overHttp(bench));
      },
      async limited() {
        await empty(bench.db);
        await writeNotes(bench.db, 1_000, 50);
        return kept('limited', inProcess(bench, new SlowSlack(2)));
      },
      bare,
    });
    const of = (name: string) => last.get(name)?.tally;
    report({
      case: 'delivery: 500 workspaces × 10 messages in one channel each, until all is recorded',
      seconds: rounded(medians.channels),
      last_run_until_slack_had_all: rounded(last.get('channels')?.posted ?? Number.NaN),
      floor_seconds: 9,
      goal_seconds: 9.5,
      posts: of('channels')?.posts ?? 0,
      shortest_gap_ms: of('channels')?.shortestGapMs ?? 0,
      met: medians.channels <= 9.5,
    });
    const bareRate = NOTES / medians.bare;
    for (const [name, what, count] of [
      ['direct', 'Slack in this process', NOTES],
      ['http', 'Slack over HTTP', NOTES_OVER_HTTP],
    ] as const) {
      const rate = count / medians[name];
      report({
        case: `delivery: ${count} direct messages in one workspace, ${what}`,
        per_second: rounded(rate),
        [`bare_loop_of_${AT_ONCE}_per_second`]: rounded(bareRate),
        goal_per_second: 500,
        posts: of(name)?.posts ?? 0,
        met: rate >= 500,
      });
    }
    report({
      case: 'delivery: 50 workspaces × 20 direct messages, 2 of 100 posts answered "wait a second"',
      seconds: rounded(medians.limited),
      calls_inside_a_retry_after: of('limited')?.insideRetryAfter ?? -1,
      posts: of('limited')?.posts ?? 0,
      met: of('limited')?.insideRetryAfter === 0,
    });
  } finally {
    await bench.remove();
  }
}
