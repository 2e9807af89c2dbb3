import { expect, test } from '@jest/globals';
import { testDatabase } from '../../test/support/database.ts';
import { until } from '../../test/support/until.ts';
import type { Log } from '../db/log.ts';
import { type Job, Later, openQueue } from './queue.ts';

const { db, connectionString, atEnd } = await testDatabase();
const logged: unknown[] = [];
const log: Log = {
  info: () => {},
  warn: (...line) => logged.push(line),
  error: (...line) => logged.push(line),
};
const queue = openQueue({ connectionString, log, superviseSeconds: 1 });
const QUEUES = ['letters', 'lanes', 'fragile', 'held', 'early', 'unhurried', 'put-off'];
await queue.start(QUEUES);
await queue.start(QUEUES); // every process does
atEnd(() => queue.stop({ gracefulMs: 2_000 }));

const states = async (name: string) => {
  const rows = await db.$queryRaw<{ state: string }[]>`
    SELECT state::text FROM pgboss.job WHERE name = ${name} ORDER BY created_on`;
  return rows.map(({ state }) => state);
};

test('a job is there when its transaction has been committed, and not when it was rolled back', async () => {
  const ran: string[] = [];
  await db.$transaction((tx) => queue.send(tx, 'letters', { id: 'kept' }, { lane: 'a' }));
  const failing = db.$transaction(async (tx) => {
    await queue.send(tx, 'letters', { id: 'lost' }, { lane: 'b' });
    throw new RangeError('no');
  });
  await expect(failing).rejects.toThrow(RangeError);
  await queue.work('letters', async ({ data }) => void ran.push(data.id ?? ''), { concurrency: 2 });
  await until(() => ran.length > 0);
  expect(await states('letters')).toHaveLength(1);
  expect(ran).toEqual(['kept']);
});

test('only ids travel, and only to queues that exist', async () => {
  const text = { text: 'x'.repeat(65) };
  await expect(queue.send(db, 'letters', text, { lane: 'a' })).rejects.toThrow('is no id');
  await expect(queue.send(db, 'unknown', {}, { lane: 'a' })).rejects.toThrow('there is no queue');
  await expect(queue.sendAll(db, 'letters', new Map([['a', text]]))).rejects.toThrow('is no id');
  await expect(queue.sendAll(db, 'unknown', new Map())).rejects.toThrow('there is no queue');
});

test('a lane has one job running and one waiting at most, and other lanes are not held up', async () => {
  const ends: (() => void)[] = [];
  const ran: string[] = [];
  await queue.work(
    'lanes',
    async ({ data }: Job) => {
      ran.push(data.lane ?? '');
      if (data.lane === 'a') await new Promise<void>((end) => ends.push(end));
    },
    { concurrency: 3 },
  );
  const wake = (lane: string) => queue.send(db, 'lanes', { lane }, { lane });
  await wake('a');
  await until(() => ran.length === 1);
  for (const lane of ['a', 'a', 'a', 'b', 'c']) await wake(lane);
  await until(() => ran.length === 3);
  expect(ran.toSorted()).toEqual(['a', 'b', 'c']);
  ends.pop()?.();
  await until(() => ran.length === 4);
  ends.pop()?.();
  await until(async () => (await states('lanes')).every((state) => state === 'completed'));
  expect(ran.toSorted()).toEqual(['a', 'a', 'b', 'c']);
});

test('a lane that is to wake later is woken now when somebody asks', async () => {
  const ran: string[] = [];
  await queue.work('early', async () => void ran.push('ran'), { concurrency: 1 });
  await queue.send(db, 'early', {}, { lane: 'a', startAfterMs: 3_600_000 });
  await queue.send(db, 'early', {}, { lane: 'a', startAfterMs: 7_200_000 });
  await new Promise((resume) => setTimeout(resume, 300));
  expect(ran).toEqual([]);
  await queue.send(db, 'early', {}, { lane: 'a' });
  await until(() => ran.length === 1);
  expect(await states('early')).toHaveLength(1);
});

test('what is unhurried comes after all else, until somebody asks for it who is in a hurry', async () => {
  const ran: string[] = [];
  const wake = (lanes: readonly string[], unhurried: boolean) =>
    queue.sendAll(db, 'unhurried', new Map(lanes.map((lane) => [lane, { lane }])), { unhurried });
  await wake(['a', 'b', 'c'], true);
  await wake(['d'], false);
  await wake(['b'], false);
  await wake(['b', 'd'], true); // which changes nothing
  expect(await states('unhurried')).toHaveLength(4);
  const handler = async ({ data }: Job) => void ran.push(data.lane ?? '');
  await queue.work('unhurried', handler, { concurrency: 1 });
  await until(() => ran.length === 4);
  expect(ran.slice(0, 2)).toEqual(['d', 'b']);
  expect(ran.slice(2).toSorted()).toEqual(['a', 'c']);
});

test('what is unhurried stays so when it is to be done again later', async () => {
  let isDone = false;
  await queue.sendAll(db, 'put-off', new Map([['a', { lane: 'a' }]]), { unhurried: true });
  const handler = async () => {
    if (isDone) return;
    isDone = true;
    throw new Later(3_600_000);
  };
  await queue.work('put-off', handler, { concurrency: 1 });
  await until(async () => (await states('put-off')).length === 2);
  const priorities =
    await db.$queryRaw`SELECT priority FROM pgboss.job WHERE name = 'put-off' AND state = 'created'`;
  expect(priorities).toEqual([{ priority: -1 }]);
});

test('a waiting job is not run before whoever relies on it has committed', async () => {
  const ran: string[] = [];
  await queue.send(db, 'held', {}, { lane: 'a' });
  await db.$transaction(async (tx) => {
    await queue.send(tx, 'held', {}, { lane: 'a' });
    await queue.work('held', async () => void ran.push('ran'), { concurrency: 2 });
    await new Promise((resume) => setTimeout(resume, 500));
    expect(ran).toEqual([]);
  });
  await until(() => ran.length === 1);
});

test('a job that throws is tried again, and what it threw is neither kept nor logged', async () => {
  let tries = 0;
  logged.length = 0;
  await queue.work(
    'fragile',
    async () => {
      tries += 1;
      if (tries === 1) throw new TypeError('Ana said so');
    },
    { concurrency: 1 },
  );
  await queue.send(db, 'fragile', { id: 'x' }, { lane: 'a' });
  await until(() => tries === 2);
  expect(logged).toEqual([
    [expect.objectContaining({ queue: 'fragile', error: 'TypeError' }), 'a job failed'],
  ]);
  const kept = await db.$queryRaw`SELECT output::text FROM pgboss.job WHERE name = 'fragile'`;
  expect(JSON.stringify([logged, kept])).not.toContain('Ana');
});
