/** One Monday's digests in a process of its own: planned in the heartbeat's batches, then rendered as a lane would. */

import type { Work } from '../src/act.ts';
import { openDatabase, transact } from '../src/db/client.ts';
import { digests } from '../src/features/digests/index.ts';
import type { ItemRow } from '../src/item.ts';
import { createOutbox } from '../src/outbox/create.ts';
import { DIGEST_AT } from './digests-world.ts';

export interface DigestRun {
  readonly digests: number;
  readonly planningSeconds: number;
  readonly renderingSeconds: number;
  readonly queries: number;
  /** The most resident memory at the end of any batch, in MB; and before the first. */
  readonly rssMb: number;
  readonly rssBeforeMb: number;
  /** The most that was still in use at the end of any batch, in MB; null unless node runs with `--expose-gc`. */
  readonly liveHeapMb: number | null;
}

/** As the engine has them. */
const BATCH = 500;
const SIDE_BY_SIDE = 2;
const RENDERED = 200;
const MB = 1024 * 1024;

const { prisma: db, close } = openDatabase(process.env.DATABASE_URL ?? '', { max: 2, freshPlans: true });
let queries = 0;
const counted = db.$extends({
  query: {
    $allOperations({ args, query }) {
      queries += 1;
      return query(args);
    },
  },
}) as unknown as typeof db;
const outbox = createOutbox({ lanes: async () => new Set(['T1']), wake: async () => {} });
let rss = 0;
let liveHeap: number | null = null;
const look = () => {
  if (globalThis.gc) {
    globalThis.gc();
    liveHeap = Math.max(liveHeap ?? 0, process.memoryUsage().heapUsed);
  }
  rss = Math.max(rss, process.memoryUsage.rss());
};

process.send?.('ready');
process.on('message', () => void run().then((done) => process.send?.(done)));
process.on('SIGTERM', () => void close().then(() => process.exit(0)));

async function run(): Promise<DigestRun> {
  look();
  const before = rss;
  const began = performance.now();
  const batch = () =>
    transact(counted, async (tx) => {
      const work: Work = { db: tx, now: DIGEST_AT, outbox, tell: async () => {}, later: async () => {} };
      return (await digests.due?.run(work, BATCH)) ?? 0;
    });
  for (let claimed = [1]; claimed.some((count) => count > 0); ) {
    claimed = await Promise.all(Array.from({ length: SIDE_BY_SIDE }, batch));
    look();
  }
  const planned = performance.now();
  let rendered = 0;
  for (let after = 0n; ; ) {
    const rows = await counted.item.findMany({
      where: { kind: 'digests.weekly', seq: { gt: after } },
      orderBy: { seq: 'asc' },
      take: RENDERED,
    });
    const last = rows.at(-1);
    if (!last) break;
    after = last.seq;
    const views = await digests.items?.['digests.weekly']?.render(
      { db: counted, now: DIGEST_AT },
      rows as unknown as ItemRow[],
    );
    rendered += views?.filter((view) => view !== null).length ?? 0;
    look();
  }
  return {
    digests: rendered,
    planningSeconds: (planned - began) / 1000,
    renderingSeconds: (performance.now() - planned) / 1000,
    queries,
    rssMb: Math.round(rss / MB),
    rssBeforeMb: Math.round(before / MB),
    liveHeapMb: liveHeap === null ? null : Math.round(liveHeap / MB),
  };
}
