/** A Monday's digests of many alliances, without pictures, beside one GROUP BY over the same tables. */
import { query } from '../prisma/scratch.ts';
import { benchDatabase } from './database.ts';
import type { DigestRun } from './digests-run.ts';
import { GROUP_BY, seedDigests } from './digests-world.ts';
import { start } from './processes.ts';
import { median, report, rounded, seconds } from './report.ts';

const ALLIANCES = [1_000, 10_000];
const RUNS = 5;
const GOAL = 5;

/** Prints one line a size. Each run starts from the same rows; the statement runs between the runs. */
export async function benchDigests(runs = RUNS): Promise<void> {
  const bench = await benchDatabase(2);
  try {
    for (const alliances of ALLIANCES) {
      await seedDigests(bench.connectionString, alliances);
      const ours: DigestRun[] = [];
      const statement: number[] = [];
      for (let run = 0; run < runs; run += 1) {
        await startAgain(bench.connectionString);
        ours.push(await runOnce(bench.connectionString));
        statement.push(
          await seconds(() =>
            query(bench.connectionString, `SELECT count(*) FROM (${GROUP_BY}) all_of_them`),
          ),
        );
      }
      await startAgain(bench.connectionString);
      const { liveHeapMb } = await runOnce(bench.connectionString, ['--expose-gc']);
      const of = (figure: (run: DigestRun) => number) => median(ours.map(figure));
      const taken = of(({ planningSeconds, renderingSeconds }) => planningSeconds + renderingSeconds);
      const ratio = taken / median(statement);
      report({
        case: `digests: a Monday of ${alliances} alliances, without pictures`,
        digests: of(({ digests }) => digests),
        seconds: rounded(taken),
        planning_seconds: rounded(of(({ planningSeconds }) => planningSeconds)),
        rendering_seconds: rounded(of(({ renderingSeconds }) => renderingSeconds)),
        group_by_seconds: rounded(median(statement)),
        ratio: rounded(ratio),
        goal_ratio: GOAL,
        queries: of(({ queries }) => queries),
        rss_mb: of(({ rssMb }) => rssMb),
        rss_before_mb: of(({ rssBeforeMb }) => rssBeforeMb),
        // What a batch leaves behind when the collector has been made to run: of one more run, which is not timed.
        live_heap_mb: liveHeapMb,
        runs,
        met: ratio <= GOAL,
      });
    }
  } finally {
    await bench.remove();
  }
}

/** The week's digests are due again, and none is written. */
async function startAgain(connectionString: string): Promise<void> {
  await query(
    connectionString,
    'TRUNCATE digest, item, mailbox',
    `UPDATE digest_plan SET next_on = '2026-01-12', next_at = timestamptz '2026-01-12 09:00Z'`,
    'VACUUM ANALYZE digest_plan',
  );
}

async function runOnce(connectionString: string, execArgv: readonly string[] = []): Promise<DigestRun> {
  const one = await start('./digests-run.ts', { DATABASE_URL: connectionString }, { execArgv });
  const run = await one.ask<DigestRun>('run');
  await one.stop();
  return run;
}
