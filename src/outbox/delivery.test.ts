import { beforeEach, expect, test } from '@jest/globals';
import { testDatabase } from '../../test/support/database.ts';
import { transact } from '../db/client.ts';
import { silent } from '../db/log.ts';
import type { DeliveredItem } from '../feature.ts';
import { type AllianceId, type MemberId, newId, type OrganisationId, type PersonId } from '../kernel/ids.ts';
import { createOutbox } from './create.ts';
import { runLane } from './delivery.ts';
import { busyLanes } from './gates.ts';
import type { NewItem } from './outbox.ts';
import type { DeliveryDeps } from './parcel.ts';
import { planNotes } from './planning.ts';
import type { Found, Outcome, Poster, Sendable } from './poster.ts';

const { db } = await testDatabase();
const LANE = 'T1';
const MONDAY = new Date('2026-01-12T09:00Z');
const lanes = new Set([LANE]);
const outbox = createOutbox({ lanes: async () => lanes, wake: async () => {} });

/** A Slack that keeps what it was told, and fails as a test says. */
class FakeSlack implements Poster {
  posts: {
    channelId: string;
    text: string;
    key: string;
    threadTs: string | undefined;
    items: readonly string[];
    redrawn?: string;
  }[] = [];
  pinned: string[] = [];
  openFails: Outcome<string> | null = null;
  /** What the next posts answer; `lost` is accepted first. */
  answers: ('lost' | Outcome<string>)[] = [];

  async open(userId: string): Promise<Outcome<string>> {
    return this.openFails ?? { kind: 'done', value: `D-${userId}` };
  }
  async post(
    channelId: string,
    { text, items = [] }: Sendable,
    key: string,
    threadTs?: string,
  ): Promise<Outcome<string>> {
    const answer = this.answers.shift();
    if (answer && answer !== 'lost') return answer;
    this.posts.push({ channelId, text, key, threadTs, items });
    if (answer === 'lost') return { kind: 'unclear', error: 'ECONNRESET' };
    return { kind: 'done', value: String(this.posts.length) };
  }
  async update(_channelId: string, ts: string, { text }: { text: string }): Promise<Outcome<void>> {
    const post = this.posts[Number(ts) - 1];
    if (post) post.redrawn = text;
    return { kind: 'done', value: undefined };
  }
  async pin(_channelId: string, ts: string): Promise<Outcome<void>> {
    this.pinned.push(ts);
    return { kind: 'done', value: undefined };
  }
  async find(channelId: string, key: string): Promise<Outcome<Found | null>> {
    const n = this.posts.findIndex((post) => post.channelId === channelId && post.key === key);
    return { kind: 'done', value: n < 0 ? null : { ts: String(n + 1), items: this.posts[n]?.items ?? [] } };
  }
}

let slack: FakeSlack;
let delivered: string[];
let deps: DeliveryDeps;
let allianceId: AllianceId;
let memberId: MemberId;
let personId: PersonId;

beforeEach(async () => {
  await db.item.deleteMany();
  await db.message.deleteMany();
  await db.rateGate.deleteMany();
  await db.alliance.deleteMany();
  await db.person.deleteMany();
  slack = new FakeSlack();
  delivered = [];
  deps = {
    db,
    transact: (fn) => transact(db, fn),
    now: () => MONDAY,
    log: silent,
    posterFor: async () => slack,
    render: async (items) =>
      items.map((item) =>
        item.kind === 'test.gone'
          ? null
          : { text: `${item.status} ${item.kind}`, choices: [{ id: 'ok', label: 'OK' }] },
      ),
    onDelivered: async (_tx, _now, items: readonly DeliveredItem[]) => {
      delivered.push(...items.map(({ key }) => key));
    },
    settings: { leaseMs: 30_000, graceMs: 0, channelIntervalMs: 0 },
  };
  allianceId = newId<AllianceId>();
  memberId = newId<MemberId>();
  personId = newId<PersonId>();
  const organisationId = newId<OrganisationId>();
  const createdAt = MONDAY;
  await db.person.create({ data: { id: personId, homeTeamId: 'T2', userId: 'U2', name: 'Dana', createdAt } });
  await db.alliance.create({
    data: {
      id: allianceId,
      name: 'Flood',
      purpose: 'Dry feet',
      hostTeamId: LANE,
      channelId: 'C1',
      createdAt,
    },
  });
  await db.organisation.create({
    data: {
      id: organisationId,
      allianceId,
      name: 'Northwind',
      teamIds: ['T2'],
      isHost: false,
      zone: 'Europe/London',
      workDays: [1, 2, 3, 4, 5],
      workFrom: 540,
      workUntil: 1020,
    },
  });
  await db.member.create({
    data: { id: memberId, allianceId, personId, organisationId, position: 0, joinedAt: createdAt },
  });
});

const add = (kind: string, ref = newId(), more: Partial<NewItem> = {}) =>
  transact(db, (tx) =>
    outbox.add(tx, MONDAY, [
      { key: `${kind}/${ref}`, allianceId, memberId, kind, ref, rank: 50, urgency: 'answer', ...more },
    ]),
  ).then(() => ref);
const plan = () => transact(db, (tx) => planNotes(tx, MONDAY, 100, lanes));
const work = async () => {
  while ((await runLane(deps, LANE)) > 0);
};
const abandon = () =>
  db.$executeRaw`UPDATE message SET lease_until = now() - interval '1 minute' WHERE status = 'sending'`;

test('two items of a day travel in one note, and count as delivered', async () => {
  await add('test.a');
  await add('test.b');
  await plan();
  await work();
  expect(slack.posts.map(({ channelId, text }) => [channelId, text])).toEqual([['D-U2', 'open test.a']]);
  expect(delivered).toHaveLength(2);
  expect(await db.item.count({ where: { deliveredAt: MONDAY } })).toBe(2);
});

test('an item with a key that exists is not written again', async () => {
  const ref = await add('test.a');
  await add('test.a', ref);
  expect(await db.item.count()).toBe(1);
});

test('settling an item redraws the note that carries it, once', async () => {
  const ref = await add('test.a');
  await plan();
  await work();
  await transact(db, (tx) => outbox.settle(tx, MONDAY, { ref }, 'settled'));
  await work();
  expect(slack.posts).toHaveLength(1);
  expect(slack.posts[0]?.redrawn).toBe('settled test.a');
});

test('an item settled before its note leaves does not leave, and its note neither', async () => {
  const ref = await add('test.a');
  await plan();
  await transact(db, (tx) => outbox.settle(tx, MONDAY, { ref }, 'settled'));
  await work();
  expect(slack.posts).toEqual([]);
  expect(await db.message.count()).toBe(0);
});

test('an item that is no longer true is dropped at sending', async () => {
  await add('test.gone');
  await plan();
  await work();
  expect(slack.posts).toEqual([]);
  expect(await db.item.findMany({ select: { status: true } })).toEqual([{ status: 'dropped' }]);
});

test('an item that was not true when its note left is not added to the note later', async () => {
  await add('test.a');
  await add('test.gone');
  await plan();
  await work();
  const statuses = await db.item.findMany({ orderBy: { seq: 'asc' }, select: { kind: true, status: true } });
  expect(statuses).toEqual([
    { kind: 'test.a', status: 'open' },
    { kind: 'test.gone', status: 'dropped' },
  ]);
});

test('an item that was settled before its note left is not added to it by an update', async () => {
  const [gone, left] = [await add('test.a'), await add('test.b')];
  await plan();
  await transact(db, (tx) => outbox.settle(tx, MONDAY, { ref: gone }, 'settled'));
  await work();
  await transact(db, (tx) => outbox.settle(tx, MONDAY, { ref: left }, 'settled'));
  await work();
  expect(slack.posts.map(({ items, redrawn }) => [items.length, redrawn])).toEqual([[1, 'settled test.b']]);
});

test('what was answered in a note whose sender died keeps its line when the note is found', async () => {
  const ref = await add('test.a');
  await add('test.b');
  await plan();
  slack.answers = ['lost'];
  await runLane({ ...deps, settings: { ...deps.settings, graceMs: 60_000 } }, LANE);
  await transact(db, (tx) => outbox.settle(tx, MONDAY, { ref }, 'settled'));
  await abandon();
  await work();
  expect(slack.posts.map(({ redrawn }) => redrawn)).toEqual(['settled test.a']);
  expect(delivered).toHaveLength(2);
});

test.each([
  ['their hours have ended', new Date('2026-01-12T17:00Z'), {}],
  ['they are away', MONDAY, { awayFrom: '2026-01-12', awayUntil: '2026-01-14' }],
  ['they snooze', MONDAY, { snoozedUntil: new Date('2026-01-13T12:00Z') }],
])('a note that was planned waits again where %s', async (_, now, person) => {
  await add('test.a');
  await plan();
  await db.person.update({ where: { id: personId }, data: person });
  deps = { ...deps, now: () => now };
  await work();
  expect(slack.posts).toEqual([]);
  expect(await db.item.findFirst({ select: { status: true, messageId: true } })).toEqual({
    status: 'open',
    messageId: null,
  });
  expect((await db.mailbox.findFirst())?.nextAt).toEqual(now);
});

test('what expires while Slack cannot be reached is not sent', async () => {
  const expiresAt = new Date(MONDAY.getTime() + 60_000);
  await add('test.a', newId(), { expiresAt });
  await plan();
  deps = { ...deps, now: () => expiresAt };
  await work();
  expect(slack.posts).toEqual([]);
  expect(await db.item.findFirst({ select: { status: true } })).toEqual({ status: 'expired' });
});

test('somebody whom no working day reaches holds up nobody else', async () => {
  await db.organisation.updateMany({ data: { workDays: [] } });
  await add('test.a', newId(), { urgency: 'rides' });
  expect(await plan()).toMatchObject({ claimed: 1, lanes: [] });
  expect((await db.mailbox.findFirst())?.nextAt).toEqual(new Date('2026-01-19T09:00Z'));
});

test('where no direct message reaches, a bell rings in the channel and says nothing of the matter', async () => {
  slack.openFails = { kind: 'refused', error: 'user_not_visible' };
  await add('test.secret');
  await plan();
  await work();
  expect(slack.posts.map(({ channelId, text }) => [channelId, text])).toEqual([
    ['C1', '<@U2>, there is something for you.'],
  ]);
  expect(delivered).toHaveLength(1);
});

test('bells ring in the thread of the pinned message', async () => {
  await transact(db, (tx) =>
    outbox.post(tx, MONDAY, { key: 'doors', allianceId, text: 'Doors', blocks: [], doors: true }),
  );
  await work();
  expect(slack.pinned).toEqual(['1']);
  slack.openFails = { kind: 'refused', error: 'user_not_visible' };
  await add('test.a');
  await plan();
  await work();
  expect(slack.posts[1]?.threadTs).toBe('1');
});

test('an answer lost after the post was accepted: recovery finds it and does not post again', async () => {
  slack.answers = ['lost'];
  await add('test.a');
  await plan();
  await work();
  expect(slack.posts).toHaveLength(1);
  expect(delivered).toHaveLength(1);
  expect(await db.message.findFirst({ select: { status: true, ts: true } })).toEqual({
    status: 'sent',
    ts: '1',
  });
});

test('a sender that died before posting: recovery posts', async () => {
  await add('test.a');
  await plan();
  await db.$executeRaw`UPDATE message SET status = 'sending'`;
  await abandon();
  await work();
  expect(slack.posts).toHaveLength(1);
});

test('a bell that may have been seen is not rung again; what it led to rides on the next note', async () => {
  slack.openFails = { kind: 'refused', error: 'user_not_visible' };
  slack.answers = ['lost'];
  await add('test.a');
  await plan();
  await work();
  expect(slack.posts).toHaveLength(1);
  expect(await db.message.findFirst({ select: { status: true } })).toEqual({ status: 'unknown' });
  expect(await db.item.findFirst({ select: { status: true, messageId: true } })).toEqual({
    status: 'open',
    messageId: null,
  });
  expect((await db.mailbox.findFirst())?.nextAt).toEqual(MONDAY);
});

test('a bell whose sender died before ringing is rung', async () => {
  slack.openFails = { kind: 'refused', error: 'user_not_visible' };
  await add('test.a');
  await plan();
  await db.$executeRaw`UPDATE message SET status = 'sending'`;
  await abandon();
  await work();
  expect(slack.posts).toHaveLength(1);
});

test('a rate limit holds the lane: no call until it is over', async () => {
  slack.answers = [{ kind: 'limited', method: 'chat.postMessage', retryAfterMs: 60_000 }];
  await add('test.a');
  await plan();
  await work();
  await work();
  expect(slack.posts).toEqual([]);
  const [busy] = await busyLanes(db, MONDAY, 0);
  expect(busy?.inMs).toBeGreaterThan(50_000);
  await db.$executeRaw`UPDATE rate_gate SET next_allowed_at = now()`;
  await db.$executeRaw`UPDATE message SET retry_at = now()`;
  await work();
  expect(slack.posts).toHaveLength(1);
});

test('a channel is posted in at most once a second, by all processes together', async () => {
  deps = { ...deps, settings: { ...deps.settings, channelIntervalMs: 60_000 } };
  slack.openFails = { kind: 'refused', error: 'user_not_visible' };
  await transact(db, (tx) => outbox.post(tx, MONDAY, { key: 'one', allianceId, text: 'One', blocks: [] }));
  await transact(db, (tx) => outbox.post(tx, MONDAY, { key: 'two', allianceId, text: 'Two', blocks: [] }));
  await work();
  expect(slack.posts.map(({ text }) => text)).toEqual(['One']);
});

test('what Slack refuses for good is kept as dead, with the reason', async () => {
  slack.answers = [{ kind: 'refused', error: 'invalid_blocks' }];
  await add('test.a');
  await plan();
  await work();
  expect(await db.message.findFirst({ select: { status: true, error: true } })).toEqual({
    status: 'dead',
    error: 'invalid_blocks',
  });
  expect(delivered).toEqual([]);
});

test('somebody who has left gets nothing', async () => {
  await add('test.a');
  await db.member.update({ where: { id: memberId }, data: { status: 'left' } });
  await plan();
  await work();
  expect(slack.posts).toEqual([]);
  expect(await db.item.findFirst({ select: { status: true } })).toEqual({ status: 'dropped' });
});

test('a direct answer goes out at once, beside a note of the same day', async () => {
  await add('test.a');
  await plan();
  await transact(db, (tx) =>
    outbox.reply(tx, MONDAY, {
      key: 'reply',
      personId,
      allianceId,
      memberId,
      kind: 'test.reply',
      ref: newId(),
    }),
  );
  await work();
  expect(slack.posts.map(({ text }) => text)).toEqual(['open test.a', 'open test.reply']);
});
