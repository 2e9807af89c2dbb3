import { expect, test } from '@jest/globals';
import { LANE, laneStage, MONDAY } from '../../test/support/lane-stage.ts';
import { transact } from '../db/client.ts';
import { newId } from '../kernel/ids.ts';
import { createCourier } from './courier.ts';
import { busyLanes } from './gates.ts';

const stage = await laneStage();

test('what was answered in a note whose sender died keeps its line when the note is found', async () => {
  const ref = await stage.add('test.a');
  await stage.add('test.b');
  await stage.plan();
  stage.slack.answers = ['lost'];
  await createCourier({ ...stage.deps, settings: { ...stage.deps.settings, graceMs: 60_000 } }).run(LANE);
  await transact(stage.db, (tx) => stage.outbox.settle(tx, MONDAY, { ref }, 'settled'));
  await stage.abandon();
  await stage.work();
  expect(stage.slack.posts.map(({ redrawn }) => redrawn)).toEqual(['settled test.a']);
  expect(stage.delivered).toHaveLength(2);
});

test('what expires while Slack cannot be reached is not sent', async () => {
  const expiresAt = new Date(MONDAY.getTime() + 60_000);
  await stage.add('test.a', newId(), { expiresAt });
  await stage.plan();
  stage.deps = { ...stage.deps, now: () => expiresAt };
  await stage.work();
  expect(stage.slack.posts).toEqual([]);
  expect(await stage.db.item.findFirst({ select: { status: true } })).toEqual({ status: 'expired' });
});

test('an answer lost after the post was accepted: recovery finds it and does not post again', async () => {
  stage.slack.answers = ['lost'];
  await stage.add('test.a');
  await stage.plan();
  await stage.work();
  expect(stage.slack.posts).toHaveLength(1);
  expect(stage.delivered).toHaveLength(1);
  expect(await stage.db.message.findFirst({ select: { status: true, ts: true } })).toEqual({
    status: 'sent',
    ts: '1',
  });
});

test('a sender that died before posting: recovery posts', async () => {
  await stage.add('test.a');
  await stage.plan();
  await stage.db.$executeRaw`UPDATE message SET status = 'sending'`;
  await stage.abandon();
  await stage.work();
  expect(stage.slack.posts).toHaveLength(1);
});

test('a bell that may have been seen is not rung again; what it led to rides on the next note', async () => {
  stage.slack.openFails = { kind: 'refused', error: 'user_not_visible' };
  stage.slack.answers = ['lost'];
  await stage.add('test.a');
  await stage.plan();
  await stage.work();
  expect(stage.slack.posts).toHaveLength(1);
  expect(await stage.db.message.findFirst({ select: { status: true } })).toEqual({ status: 'unknown' });
  expect(await stage.db.item.findFirst({ select: { status: true, messageId: true } })).toEqual({
    status: 'open',
    messageId: null,
  });
  expect((await stage.db.mailbox.findFirst())?.nextAt).toEqual(MONDAY);
});

test('a bell whose sender died before ringing is rung', async () => {
  stage.slack.openFails = { kind: 'refused', error: 'user_not_visible' };
  await stage.add('test.a');
  await stage.plan();
  await stage.db.$executeRaw`UPDATE message SET status = 'sending'`;
  await stage.abandon();
  await stage.work();
  expect(stage.slack.posts).toHaveLength(1);
});

test('a rate limit holds the lane: no call until it is over', async () => {
  stage.slack.answers = [{ kind: 'limited', method: 'chat.postMessage', retryAfterMs: 60_000 }];
  await stage.add('test.a');
  await stage.plan();
  await stage.work();
  await stage.work();
  expect(stage.slack.posts).toEqual([]);
  const [busy] = await busyLanes(stage.db, MONDAY, 0);
  expect(busy?.inMs).toBeGreaterThan(50_000);
  await stage.db.$executeRaw`UPDATE rate_gate SET next_allowed_at = now()`;
  await stage.db.$executeRaw`UPDATE message SET retry_at = now()`;
  await stage.work();
  expect(stage.slack.posts).toHaveLength(1);
});

test('a channel is posted in at most once a second, by all processes together', async () => {
  stage.deps = { ...stage.deps, settings: { ...stage.deps.settings, channelIntervalMs: 60_000 } };
  stage.slack.openFails = { kind: 'refused', error: 'user_not_visible' };
  await transact(stage.db, (tx) =>
    stage.outbox.post(tx, MONDAY, { key: 'one', allianceId: stage.allianceId, text: 'One', blocks: [] }),
  );
  await transact(stage.db, (tx) =>
    stage.outbox.post(tx, MONDAY, { key: 'two', allianceId: stage.allianceId, text: 'Two', blocks: [] }),
  );
  await stage.work();
  expect(stage.slack.posts.map(({ text }) => text)).toEqual(['One']);
});

test('a message to which Slack has no clear answer is posted ever more seldom, and given up at last', async () => {
  const unclear = { kind: 'unclear', error: 'internal_error' } as const;
  const state = () =>
    stage.db.message.findFirstOrThrow({ select: { status: true, error: true, attempts: true } });
  stage.slack.answers = [unclear, unclear];
  await stage.add('test.a');
  await stage.plan();
  await stage.work();
  expect(await state()).toMatchObject({ status: 'pending', attempts: 2 });
  const [busy] = await busyLanes(stage.db, MONDAY, 0);
  expect(busy?.inMs).toBeGreaterThan(0);

  await stage.db.$executeRaw`UPDATE message SET attempts = 20, retry_at = NULL`;
  stage.slack.answers = [unclear];
  await stage.work();
  const [later] = await busyLanes(stage.db, MONDAY, 0);
  expect(later?.inMs).toBeGreaterThan(500_000);

  await stage.db.$executeRaw`UPDATE message SET attempts = 99, retry_at = NULL`;
  stage.slack.answers = [unclear];
  await stage.work();
  expect(await state()).toEqual({ status: 'dead', error: 'internal_error', attempts: 100 });
  expect(stage.slack.posts).toEqual([]);
});

test('what Slack refuses for good is kept as dead, with the reason', async () => {
  stage.slack.answers = [{ kind: 'refused', error: 'invalid_blocks' }];
  await stage.add('test.a');
  await stage.plan();
  await stage.work();
  expect(await stage.db.message.findFirst({ select: { status: true, error: true } })).toEqual({
    status: 'dead',
    error: 'invalid_blocks',
  });
  expect(stage.delivered).toEqual([]);
});
