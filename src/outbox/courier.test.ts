import { expect, test } from '@jest/globals';
import { LANE, laneStage, MONDAY } from '../../test/support/lane-stage.ts';
import { until } from '../../test/support/until.ts';
import { transact } from '../db/client.ts';
import { newId } from '../kernel/ids.ts';
import { createCourier } from './courier.ts';

const stage = await laneStage();

/** Posts in channels of further workspaces. */
async function postsIn(lanes: readonly string[], each = 1): Promise<void> {
  for (const lane of lanes) {
    const id = newId();
    await stage.db.alliance.create({
      data: { id, name: lane, purpose: '', hostTeamId: lane, channelId: `C-${lane}`, createdAt: MONDAY },
    });
    await stage.db.message.createMany({
      data: Array.from({ length: each }, (_, n) => ({
        id: newId(),
        key: `${lane}/${n}`,
        kind: 'post' as const,
        allianceId: id,
        lane,
        payload: { text: `${lane} ${n}`, blocks: [] },
        notBefore: MONDAY,
        createdAt: MONDAY,
      })),
    });
  }
}

test('a slow workspace holds up no other', async () => {
  await postsIn(['T-slow', 'T-a', 'T-b']);
  let answer: () => void = () => {};
  const slow = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const { slack } = stage;
  const post: typeof slack.post = async (...args) => {
    if (args[0] === 'C-T-slow') await slow;
    return slack.post(...args);
  };
  const poster = {
    post,
    open: slack.open,
    update: slack.update,
    pin: slack.pin,
    find: slack.find,
  };
  const courier = createCourier({ ...stage.deps, posterFor: async () => poster });
  const running = courier.run('T-slow');
  await Promise.all([courier.run('T-a'), courier.run('T-b')]);
  expect(slack.posts.map(({ text }) => text).toSorted()).toEqual(['T-a 0', 'T-b 0']);
  answer();
  await running;
  expect(slack.posts).toHaveLength(3);
});

test('many lanes ask the database together', async () => {
  const lanes = Array.from({ length: 40 }, (_, n) => `T-${n}`);
  await postsIn(lanes);
  let transactions = 0;
  const courier = createCourier({
    ...stage.deps,
    transact: (fn) => {
      transactions += 1;
      return transact(stage.db, fn);
    },
  });
  await Promise.all(lanes.map((lane) => courier.run(lane)));
  expect(stage.slack.posts).toHaveLength(40);
  expect(transactions).toBeLessThan(20);
});

test('a channel is posted in at its pace and in the order of writing; what would wait too long is given back', async () => {
  await postsIn(['T-a'], 6);
  const times: number[] = [];
  const { slack } = stage;
  const post: typeof slack.post = (...args) => {
    times.push(Date.now());
    return slack.post(...args);
  };
  const poster = { post, open: slack.open, update: slack.update, pin: slack.pin, find: slack.find };
  // A third of the lease is for waiting: four places in a row.
  const settings = { leaseMs: 1_200, graceMs: 60_000, channelIntervalMs: 100 };
  await createCourier({ ...stage.deps, settings, posterFor: async () => poster }).run('T-a');
  expect(slack.posts.map(({ text }) => text)).toEqual(slack.posts.map((_, n) => `T-a ${n}`));
  expect(slack.posts.length).toBeGreaterThanOrEqual(4);
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual((slack.posts.length - 1) * 100 - 50);
  const waiting = await stage.db.message.count({ where: { status: 'pending', retryAt: { not: null } } });
  expect(slack.posts.length + waiting).toBe(6);
});

test('a process that stops gives back what waits for its turn', async () => {
  await postsIn(['T-a'], 3);
  const settings = { leaseMs: 60_000, graceMs: 60_000, channelIntervalMs: 10_000 };
  const courier = createCourier({ ...stage.deps, settings });
  const running = courier.run('T-a');
  await until(() => stage.slack.posts.length === 1);
  courier.rest();
  await running;
  expect(await stage.db.message.count({ where: { status: 'pending', leaseUntil: null } })).toBe(2);
});

test('an item that cannot be rendered spoils nothing else, and waits for another note', async () => {
  const { render } = stage.deps;
  stage.deps = {
    ...stage.deps,
    render: async (items, now) => {
      if (items.some(({ kind }) => kind === 'test.broken')) throw new TypeError('a bug');
      return render(items, now);
    },
  };
  await stage.add('test.broken');
  await stage.add('test.a');
  await stage.plan();
  await stage.work();
  expect(stage.slack.posts.map(({ text }) => text)).toEqual(['open test.a']);
  const broken = await stage.db.item.findFirst({ where: { kind: 'test.broken' } });
  expect(broken).toMatchObject({ status: 'open', messageId: null, notBefore: new Date('2026-01-12T10:00Z') });
});

test('after "wait", no call of that method is made in this run, nor by the next before it is over', async () => {
  await stage.add('test.a');
  await stage.plan();
  await postsIn([LANE], 5);
  let calls = 0;
  const { slack } = stage;
  const post: typeof slack.post = async () => {
    calls += 1;
    return { kind: 'limited', method: 'chat.postMessage', retryAfterMs: 60_000 };
  };
  const poster = { post, open: slack.open, update: slack.update, pin: slack.pin, find: slack.find };
  const posterFor = async () => poster;
  await createCourier({ ...stage.deps, posterFor }).run(LANE);
  const afterFirst = calls;
  await createCourier({ ...stage.deps, posterFor }).run(LANE);
  expect(calls).toBe(afterFirst);
  expect(afterFirst).toBeLessThanOrEqual(2); // one in each channel, at the same moment
});
