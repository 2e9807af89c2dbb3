/**
 * Delivery, with a Slack that answers in 50 ms: 500 workspaces of 10 messages in one channel each (Slack's limit of one
 * a second in a channel is the floor: nine seconds), and 5,000 direct messages in one workspace. A baseline posts the
 * same number through the same poster with nothing around it, 25 at a time as a lane does.
 */
import { transact } from '../src/db/client.ts';
import { silent } from '../src/db/log.ts';
import { newId } from '../src/kernel/ids.ts';
import { runLane } from '../src/outbox/delivery.ts';
import { busyLanes } from '../src/outbox/gates.ts';
import { type DeliveryDeps, SLACK_SETTINGS } from '../src/outbox/parcel.ts';
import type { Outcome, Poster } from '../src/outbox/poster.ts';
import { type BenchDatabase, benchDatabase } from './database.ts';
import { report, rounded, seconds } from './report.ts';

const NOW = new Date('2026-01-12T09:00Z');
const SLACK_MS = 50;
const LANES_AT_A_TIME = 32;

/** Answers everything after 50 ms, and notes when each channel was posted in. */
class SlowSlack implements Poster {
  readonly postedAt = new Map<string, number[]>();
  #ts = 0;

  async #answer<T>(value: T): Promise<Outcome<T>> {
    await new Promise((resume) => setTimeout(resume, SLACK_MS));
    return { kind: 'done', value };
  }
  open = (userId: string) => this.#answer(`D${userId}`);
  async post(channelId: string) {
    this.postedAt.set(channelId, [...(this.postedAt.get(channelId) ?? []), performance.now()]);
    this.#ts += 1;
    return this.#answer(String(this.#ts));
  }
  update = () => this.#answer<void>(undefined);
  pin = () => this.#answer<void>(undefined);
  find = () => this.#answer<null>(null);

  get posts(): number {
    return [...this.postedAt.values()].reduce((sum, { length }) => sum + length, 0);
  }
  /** The shortest time between two posts in one channel. */
  get shortestGapMs(): number {
    const gaps = [...this.postedAt.values()].flatMap((times) =>
      times.slice(1).map((at, n) => at - (times[n] ?? 0)),
    );
    return Math.min(...gaps);
  }
}

function depsOf({ db }: BenchDatabase, slack: SlowSlack): DeliveryDeps {
  return {
    db,
    transact: (fn) => transact(db, fn, { timeoutMs: 30_000, maxWaitMs: 30_000 }),
    now: () => NOW,
    log: silent,
    posterFor: async () => slack,
    render: async (items) =>
      items.map(() => ({ text: 'Today: flood map, for Ben.', choices: [{ id: 'done', label: 'Done' }] })),
    onDelivered: async () => {},
    settings: SLACK_SETTINGS,
  };
}

/** Works all lanes until nothing is left, as a worker process does. */
async function workAll(bench: BenchDatabase, deps: DeliveryDeps): Promise<void> {
  for (;;) {
    const busy = await busyLanes(bench.db, NOW, deps.settings.graceMs);
    if (busy.length === 0) return;
    const ready = busy.filter(({ inMs }) => inMs <= 0);
    const queue = [...ready];
    await Promise.all(
      Array.from({ length: LANES_AT_A_TIME }, async () => {
        for (let next = queue.shift(); next; next = queue.shift())
          while ((await runLane(deps, next.lane)) > 0);
      }),
    );
    if (ready.length === 0) {
      const wait = Math.min(...busy.map(({ inMs }) => inMs));
      await new Promise((resume) => setTimeout(resume, Math.min(wait, 1_000)));
    }
  }
}

async function posts(bench: BenchDatabase, workspaces: number, each: number): Promise<void> {
  const alliances = Array.from({ length: workspaces }, (_, n) => ({
    id: newId(),
    team: `T${n}`,
    channel: `C${n}`,
  }));
  await bench.db.alliance.createMany({
    data: alliances.map(({ id, team, channel }) => ({
      id,
      name: 'Flood',
      purpose: 'Dry feet',
      hostTeamId: team,
      channelId: channel,
      createdAt: NOW,
    })),
  });
  const rows = alliances.flatMap(({ id, team }) =>
    Array.from({ length: each }, (_, n) => ({
      id: newId(),
      key: `bench/${id}/${n}`,
      kind: 'post' as const,
      allianceId: id,
      lane: team,
      payload: { text: 'The list', blocks: [] },
      notBefore: NOW,
      createdAt: NOW,
    })),
  );
  await bench.db.message.createMany({ data: rows });
}

async function directMessages(bench: BenchDatabase, count: number): Promise<void> {
  const people = Array.from({ length: count }, (_, n) => ({
    id: newId(),
    userId: `U${n}`,
    message: newId(),
  }));
  await bench.db.person.createMany({
    data: people.map(({ id, userId }) => ({ id, userId, homeTeamId: 'T0', name: userId, createdAt: NOW })),
  });
  await bench.db.dm.createMany({
    data: people.map(({ id, userId }) => ({
      teamId: 'T0',
      personId: id,
      channelId: `D${userId}`,
      checkedAt: NOW,
    })),
  });
  await bench.db.message.createMany({
    data: people.map(({ id, message }) => ({
      id: message,
      key: `note/${id}/2026-01-12`,
      kind: 'note' as const,
      personId: id,
      lane: 'T0',
      localDate: '2026-01-12',
      weekOf: '2026-01-12',
      notBefore: NOW,
      createdAt: NOW,
    })),
  });
  await bench.db.item.createMany({
    data: people.map(({ id, message }) => ({
      id: newId(),
      key: `bench/${id}`,
      personId: id,
      kind: 'bench.item',
      ref: newId(),
      needsAnswer: true,
      rank: 20,
      notBefore: NOW,
      pushAt: NOW,
      messageId: message,
      createdAt: NOW,
    })),
  });
}

/** Prints one line a case. */
export async function benchDelivery(): Promise<void> {
  const bench = await benchDatabase(20);
  try {
    const channels = new SlowSlack();
    await posts(bench, 500, 10);
    const inChannels = await seconds(() => workAll(bench, depsOf(bench, channels)));
    report({
      case: 'delivery: 500 workspaces × 10 messages in one channel each',
      seconds: rounded(inChannels),
      floor_seconds: 9,
      goal_seconds: 9.5,
      posts: channels.posts,
      shortest_gap_ms: Math.round(channels.shortestGapMs),
      met: inChannels <= 9.5,
    });

    const direct = new SlowSlack();
    await directMessages(bench, 5_000);
    const inDirect = await seconds(() => workAll(bench, depsOf(bench, direct)));
    const bare = new SlowSlack();
    const inBare = await seconds(async () => {
      for (let n = 0; n < 1_000; n += 25) {
        await Promise.all(Array.from({ length: 25 }, (_, m) => bare.post(`D${n + m}`)));
      }
    });
    report({
      case: 'delivery: 5,000 direct messages in one workspace',
      per_second: rounded(direct.posts / inDirect),
      bare_loop_of_25_per_second: rounded(1_000 / inBare),
      goal_per_second: 500,
      posts: direct.posts,
      met: direct.posts / inDirect >= 500,
    });
  } finally {
    await bench.remove();
  }
}
