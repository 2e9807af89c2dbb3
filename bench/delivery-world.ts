/** What there is to deliver in a benchmark, and the bot that delivers it as a worker process does. */
import type { Database } from '../src/db/client.ts';
import { type Log, silent } from '../src/db/log.ts';
import { createEngine, type Engine } from '../src/engine.ts';
import { features as allFeatures } from '../src/features/index.ts';
import { newId } from '../src/kernel/ids.ts';
import { createOutbox } from '../src/outbox/create.ts';
import { SLACK_SETTINGS } from '../src/outbox/parcel.ts';
import type { Poster } from '../src/outbox/poster.ts';
import { type JobQueue, openQueue } from '../src/queue/queue.ts';
import { itemKinds, renderItems, shellFeature } from '../src/shell/index.ts';

type Db = Database['prisma'];

/** A Monday, within everybody's hours. */
export const NOW = new Date('2026-01-12T10:00Z');
const DELIVER = 'deliver';
const LANES_AT_A_TIME = 1_000;

/** The worker's part of src/app.ts: queue, engine and all features; only Slack is another one. */
export async function startWorker(
  { db, connectionString }: { readonly db: Db; readonly connectionString: string },
  posterFor: (lane: string) => Poster,
): Promise<{ readonly engine: Engine; readonly queue: JobQueue }> {
  const log: Log = { ...silent, error: (details, message) => console.error(message, details) };
  const queue = openQueue({ connectionString, log });
  await queue.start([DELIVER]);
  const features = [...allFeatures({ doors: () => ({ text: '', blocks: [] }) }), shellFeature];
  const kinds = itemKinds(features);
  const lanes = async () => new Set<string>();
  const engine = createEngine({
    db,
    clock: { now: () => NOW },
    features,
    outbox: createOutbox({ lanes, wake: async () => {} }),
    lanes,
    async wake(tx, names, afterMs = 0) {
      if (afterMs <= 0) return queue.sendAll(tx, DELIVER, new Map(names.map((lane) => [lane, { lane }])));
      for (const lane of names) await queue.send(tx, DELIVER, { lane }, { lane, startAfterMs: afterMs });
    },
    later: async () => {},
    log,
    sending: true,
    delivery: {
      log,
      settings: SLACK_SETTINGS,
      posterFor: async (lane) => posterFor(lane),
      render: (items, now) => renderItems(kinds, { db, now }, items),
    },
  });
  await queue.work(DELIVER, ({ data }) => engine.deliver(data.lane ?? ''), { concurrency: LANES_AT_A_TIME });
  return { engine, queue };
}

/** Nothing is left from before. */
export async function empty(db: Db): Promise<void> {
  await db.$executeRaw`TRUNCATE message, item, dm, rate_gate, alliance, person CASCADE`;
  await db.$executeRaw`VACUUM ANALYZE`;
}

/** An alliance a workspace, each with so many posts in its channel. */
export async function writePosts(db: Db, workspaces: number, each: number): Promise<void> {
  const alliances = Array.from({ length: workspaces }, (_, n) => ({
    id: newId(),
    lane: `T${n}`,
    channelId: `C${n}`,
  }));
  await db.alliance.createMany({
    data: alliances.map(({ id, lane, channelId }) => ({
      ...{ id, name: 'Flood', purpose: 'Dry feet', hostTeamId: lane, channelId, createdAt: NOW },
    })),
  });
  await db.message.createMany({
    data: alliances.flatMap(({ id, lane }) =>
      Array.from({ length: each }, (_, n) => ({
        ...{ id: newId(), key: `bench/${id}/${n}`, kind: 'post' as const, allianceId: id, lane },
        ...{ payload: { text: 'The list', blocks: [] }, notBefore: NOW, createdAt: NOW },
      })),
    ),
  });
}

/** Members with a note each, whose direct messages are known; spread over so many workspaces. */
export async function writeNotes(db: Db, count: number, workspaces: number): Promise<void> {
  const [allianceId, organisationId] = [newId(), newId()];
  const people = Array.from({ length: count }, (_, n) => ({
    ...{ id: newId(), memberId: newId(), messageId: newId(), ref: newId() },
    ...{ userId: `U${n}`, lane: `T${n % workspaces}`, position: n },
  }));
  const base = { createdAt: NOW };
  await db.alliance.create({
    data: { id: allianceId, name: 'Flood', purpose: 'Dry feet', hostTeamId: 'T0', channelId: 'C', ...base },
  });
  await db.organisation.create({
    data: {
      ...{ id: organisationId, allianceId, name: 'Riverbank', teamIds: ['T0'], isHost: true },
      ...{ zone: 'Europe/London', workDays: [1, 2, 3, 4, 5], workFrom: 540, workUntil: 1020 },
    },
  });
  await db.person.createMany({
    data: people.map(({ id, userId, lane }) => ({ id, userId, homeTeamId: lane, name: userId, ...base })),
  });
  await db.member.createMany({
    data: people.map(({ id, memberId, position }) => ({
      ...{ id: memberId, personId: id, allianceId, organisationId, position, joinedAt: NOW },
    })),
  });
  await db.dm.createMany({
    data: people.map(({ id, userId, lane }) => ({
      ...{ teamId: lane, personId: id, channelId: `D${userId}`, checkedAt: NOW },
    })),
  });
  await db.message.createMany({
    data: people.map(({ id, messageId, lane }) => ({
      ...{
        id: messageId,
        key: `note/${id}/2026-01-12`,
        kind: 'note' as const,
        personId: id,
        allianceId,
        lane,
      },
      ...{ localDate: '2026-01-12', weekOf: '2026-01-12', notBefore: NOW, ...base },
    })),
  });
  await db.item.createMany({
    data: people.map(({ id, memberId, messageId, ref }) => ({
      ...{ id: newId(), key: `bench/${ref}`, personId: id, memberId, allianceId, messageId, ref, ...base },
      ...{ kind: 'shell.words', data: { text: 'Today: flood map, for Ben.' }, rank: 20, needsAnswer: true },
      ...{ notBefore: NOW, pushAt: NOW },
    })),
  });
}

/** Delivers all that there is, from the heartbeat that wakes the lanes on; the instant of it. */
export async function deliverAll(db: Db, engine: Engine): Promise<{ startedAt: number; recordedAt: number }> {
  const startedAt = Date.now();
  await engine.wakeLanes();
  for (;;) {
    await new Promise((resume) => setTimeout(resume, 20));
    const [left] = await db.$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM message WHERE status IN ('pending', 'sending')`;
    if (left?.n === 0) return { startedAt, recordedAt: Date.now() };
  }
}
