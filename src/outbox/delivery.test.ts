import { expect, test } from '@jest/globals';
import { laneStage, MONDAY } from '../../test/support/lane-stage.ts';
import { transact } from '../db/client.ts';
import { newId } from '../kernel/ids.ts';

const stage = await laneStage();

test('two items of a day travel in one note, and count as delivered', async () => {
  await stage.add('test.a');
  await stage.add('test.b');
  await stage.plan();
  await stage.work();
  expect(stage.slack.posts.map(({ channelId, text }) => [channelId, text])).toEqual([
    ['D-U2', 'open test.a'],
  ]);
  expect(stage.delivered).toHaveLength(2);
  expect(await stage.db.item.count({ where: { deliveredAt: MONDAY } })).toBe(2);
});

test('an item with a key that exists is not written again', async () => {
  const ref = await stage.add('test.a');
  await stage.add('test.a', ref);
  expect(await stage.db.item.count()).toBe(1);
});

test('settling an item redraws the note that carries it, once', async () => {
  const ref = await stage.add('test.a');
  await stage.plan();
  await stage.work();
  await transact(stage.db, (tx) => stage.outbox.settle(tx, MONDAY, { ref }, 'settled'));
  await stage.work();
  expect(stage.slack.posts).toHaveLength(1);
  expect(stage.slack.posts[0]?.redrawn).toBe('settled test.a');
});

test('a line of which nothing is left to say stays as one, without its buttons', async () => {
  const ref = await stage.add('test.a');
  await stage.plan();
  await stage.work();
  await stage.db.item.updateMany({ data: { kind: 'test.gone' } });
  await transact(stage.db, (tx) => stage.outbox.settle(tx, MONDAY, { ref }, 'dropped'));
  await stage.work();
  expect(stage.slack.posts.map(({ items, redrawn }) => [items.length, redrawn])).toEqual([
    [1, 'This is no longer open.'],
  ]);
});

test('an item settled before its note leaves does not leave, and its note neither', async () => {
  const ref = await stage.add('test.a');
  await stage.plan();
  await transact(stage.db, (tx) => stage.outbox.settle(tx, MONDAY, { ref }, 'settled'));
  await stage.work();
  expect(stage.slack.posts).toEqual([]);
  expect(await stage.db.message.count()).toBe(0);
});

test('an item that is no longer true is dropped at sending', async () => {
  await stage.add('test.gone');
  await stage.plan();
  await stage.work();
  expect(stage.slack.posts).toEqual([]);
  expect(await stage.db.item.findMany({ select: { status: true } })).toEqual([{ status: 'dropped' }]);
});

test('an item that was not true when its note left is not added to the note later', async () => {
  await stage.add('test.a');
  await stage.add('test.gone');
  await stage.plan();
  await stage.work();
  const statuses = await stage.db.item.findMany({
    orderBy: { seq: 'asc' },
    select: { kind: true, status: true },
  });
  expect(statuses).toEqual([
    { kind: 'test.a', status: 'open' },
    { kind: 'test.gone', status: 'dropped' },
  ]);
});

test('an item that was settled before its note left is not added to it by an update', async () => {
  const [gone, left] = [await stage.add('test.a'), await stage.add('test.b')];
  await stage.plan();
  await transact(stage.db, (tx) => stage.outbox.settle(tx, MONDAY, { ref: gone }, 'settled'));
  await stage.work();
  await transact(stage.db, (tx) => stage.outbox.settle(tx, MONDAY, { ref: left }, 'settled'));
  await stage.work();
  expect(stage.slack.posts.map(({ items, redrawn }) => [items.length, redrawn])).toEqual([
    [1, 'settled test.b'],
  ]);
});

test.each([
  ['their hours have ended', new Date('2026-01-12T17:00Z'), {}],
  ['they are away', MONDAY, { absences: [{ from: '2026-01-12', until: '2026-01-14' }] }],
  ['they snooze', MONDAY, { snoozedUntil: new Date('2026-01-13T12:00Z') }],
])('a note that was planned waits again where %s', async (_, now, person) => {
  await stage.add('test.a');
  await stage.plan();
  await stage.db.person.update({ where: { id: stage.personId }, data: person });
  stage.deps = { ...stage.deps, now: () => now };
  await stage.work();
  expect(stage.slack.posts).toEqual([]);
  expect(await stage.db.item.findFirst({ select: { status: true, messageId: true } })).toEqual({
    status: 'open',
    messageId: null,
  });
  expect((await stage.db.mailbox.findFirst())?.nextAt).toEqual(now);
});

test('somebody whom no working day reaches holds up nobody else', async () => {
  await stage.db.organisation.updateMany({ data: { workDays: [] } });
  await stage.add('test.a', newId(), { urgency: 'rides' });
  expect(await stage.plan()).toMatchObject({ claimed: 1, lanes: [] });
  expect((await stage.db.mailbox.findFirst())?.nextAt).toEqual(new Date('2026-01-19T09:00Z'));
});

test('where no direct message reaches, a bell rings in the channel and says nothing of the matter', async () => {
  stage.slack.openFails = { kind: 'refused', error: 'user_not_visible' };
  await stage.add('test.secret');
  await stage.plan();
  await stage.work();
  expect(stage.slack.posts.map(({ channelId, text }) => [channelId, text])).toEqual([
    ['C1', '<@U2>, there is something for you.'],
  ]);
  expect(stage.delivered).toHaveLength(1);
});

test('bells ring in the thread of the pinned message', async () => {
  await transact(stage.db, (tx) =>
    stage.outbox.post(tx, MONDAY, {
      key: 'doors',
      allianceId: stage.allianceId,
      text: 'Doors',
      blocks: [],
      doors: true,
    }),
  );
  await stage.work();
  expect(stage.slack.pinned).toEqual(['1']);
  stage.slack.openFails = { kind: 'refused', error: 'user_not_visible' };
  await stage.add('test.a');
  await stage.plan();
  await stage.work();
  expect(stage.slack.posts[1]?.threadTs).toBe('1');
});

test('somebody who has left gets nothing', async () => {
  await stage.add('test.a');
  await stage.db.member.update({ where: { id: stage.memberId }, data: { status: 'left' } });
  await stage.plan();
  await stage.work();
  expect(stage.slack.posts).toEqual([]);
  expect(await stage.db.item.findFirst({ select: { status: true } })).toEqual({ status: 'dropped' });
});

test('a direct answer goes out at once, beside a note of the same day', async () => {
  await stage.add('test.a');
  await stage.plan();
  await transact(stage.db, (tx) =>
    stage.outbox.reply(tx, MONDAY, {
      key: 'reply',
      personId: stage.personId,
      allianceId: stage.allianceId,
      memberId: stage.memberId,
      kind: 'test.reply',
      ref: newId(),
    }),
  );
  await stage.work();
  expect(stage.slack.posts.map(({ text }) => text)).toEqual(['open test.a', 'open test.reply']);
});
