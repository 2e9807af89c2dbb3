/**
 * Planning: what has fallen due becomes items and notes, at a cost that follows what is due and not how much there is.
 * A thousand promises fall due among 1,000 to 1,000,000; a hundred thousand at once, against one statement that writes
 * the same items and one that moves the same plans; a thousand with a history of a million behind them, planned and
 * delivered.
 */
import { transact } from '../src/db/client.ts';
import { nudges } from '../src/features/nudges/index.ts';
import { type BenchDatabase, benchDatabase, furtherDatabase } from './database.ts';
import { watchedClient } from './explain.ts';
import { fill, makeDue, NOW, planner } from './planning-world.ts';
import { interleaved, report, rounded, seconds } from './report.ts';

const RUNS = Number(process.env.BENCH_RUNS ?? 5);
const DUE = 1_000;
const MANY = 100_000;
const K = 1_000;
/** As the engine has them. */
const BATCH = 500;
const SIDE_BY_SIDE = 2;

type Db = BenchDatabase['db'];

/** Plans all that is due. */
function planned(db: Db, due: number) {
  return async () => {
    await makeDue(db, due);
    const engine = planner(db);
    return seconds(() => engine.plan());
  };
}

/** Plans and delivers all that is due. */
function lived(db: Db) {
  return async () => {
    await makeDue(db, DUE);
    const engine = planner(db);
    return seconds(async () => {
      await engine.plan();
      await engine.deliver('T0');
    });
  };
}

export async function benchPlanning(): Promise<void> {
  const bench = await benchDatabase();
  const others: { close(): Promise<void> }[] = [];
  const filled = async (amounts: Parameters<typeof fill>[1]) => {
    const other = await furtherDatabase(bench);
    others.push(other);
    await fill(other.db, amounts);
    return other;
  };
  try {
    const sizes = [K, 10 * K, 100 * K, 1_000 * K] as const;
    const dbs = await Promise.all(sizes.map((open) => filled({ open })));
    const names = sizes.map((open) => `among ${open}`);
    const medians = await interleaved(
      RUNS,
      Object.fromEntries(dbs.map(({ db }, n) => [names[n], planned(db, DUE)])),
    );
    const [least = Number.NaN] = names.map((name) => medians[name] ?? Number.NaN);
    for (const [n, open] of sizes.entries()) {
      const taken = medians[names[n] ?? ''] ?? Number.NaN;
      report({
        ...{
          case: `planning: 1,000 due among ${open}`,
          seconds: rounded(taken),
          of_1000: rounded(taken / least),
        },
        ...{ goal_of_1000: 1.5, met: taken / least <= 1.5 },
      });
    }
    const [small] = dbs;
    const past = await filled({ open: K, ended: 1_000 * K });
    if (!small) throw new RangeError('no database');
    const history = await interleaved(RUNS, { without: lived(small.db), behind: lived(past.db) });
    report({
      case: 'planning and delivery: 1,000 due, 1,000,000 ended promises and sent messages behind them',
      seconds: rounded(history.behind),
      without_history: rounded(history.without),
      ratio: rounded(history.behind / history.without),
      goal_ratio: 1.5,
      met: history.behind / history.without <= 1.5,
    });
    await explainAll(past);
  } finally {
    for (const other of others) await other.close();
    await bench.remove();
  }
}

/** How the database goes about each statement of planning and delivery, with a million behind. */
async function explainAll({
  connectionString,
  db,
}: BenchDatabase | Awaited<ReturnType<typeof furtherDatabase>>) {
  await makeDue(db, DUE);
  const watched = watchedClient(connectionString);
  const engine = planner(watched.db);
  await watched.watch(async () => {
    await engine.plan();
    await engine.wakeLanes();
    await engine.deliver('T0');
    await engine.nextDue();
  });
  const explained = await watched.explain();
  for (const { sql, ways, scans } of explained) {
    const line = sql.length > 160 ? `${sql.slice(0, 160)}…` : sql;
    report({ case: 'explain', sql: line, ways: ways.join(', '), scans: scans.join(', ') });
  }
  await watched.close();
  const scanning = explained.filter(({ scans }) => scans.length > 0).length;
  report({
    case: 'explain: statements that read a large table from end to end',
    statements: scanning,
    goal: 0,
    met: scanning === 0,
  });
}

/** A hundred thousand due at once, against SQL that writes the same items and moves the same plans. */
export async function benchPlanningMany(): Promise<void> {
  const bench = await benchDatabase();
  const { db } = bench;
  try {
    await fill(db, { open: MANY });
    const medians = await interleaved(RUNS, {
      async ours() {
        await makeDue(db, MANY);
        const { workIn } = planner(db);
        const batch = () =>
          transact(db, async (tx) => (await nudges.due?.run(workIn(tx, NOW), BATCH)) ?? 0, {
            timeoutMs: 60_000,
          });
        return seconds(async () => {
          for (let claimed = [1]; claimed.some((count) => count > 0); )
            claimed = await Promise.all(Array.from({ length: SIDE_BY_SIDE }, batch));
        });
      },
      async sql() {
        await makeDue(db, MANY);
        return seconds(() =>
          db.$transaction(
            async (tx) => {
              await tx.$executeRaw`
                INSERT INTO item (id, key, alliance_id, person_id, member_id, kind, ref, data, needs_answer, rank,
                  not_before, push_at, created_at)
                SELECT gen_random_uuid(), 'nudges/' || c.id || '/due', c.alliance_id, m.person_id, m.id,
                  'commitments.nudge', c.id, '{"step": "due"}', true, 20, ${NOW}, ${NOW}, ${NOW}
                FROM nudge_plan p JOIN commitment c ON c.id = p.commitment_id JOIN member m ON m.id = c.owner_id
                WHERE p.next_at <= ${NOW}`;
              await tx.$executeRaw`UPDATE nudge_plan SET next_at = NULL WHERE next_at <= ${NOW}`;
            },
            { timeout: 120_000 },
          ),
        );
      },
    });
    report({
      case: 'planning: 100,000 promises due at once',
      seconds: rounded(medians.ours),
      insert_select_and_update_seconds: rounded(medians.sql),
      ratio: rounded(medians.ours / medians.sql),
      goal_ratio: 4,
      met: medians.ours / medians.sql <= 4,
    });
  } finally {
    await bench.remove();
  }
}
