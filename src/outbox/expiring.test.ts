/** What was said and asked goes in time, whoever it was said to and whether or not anybody answered. */
import { beforeEach, expect, test } from '@jest/globals';
import { type TestMember, testAlliance } from '../../test/support/alliance.ts';
import { testDatabase } from '../../test/support/database.ts';
import type { Prisma } from '../db/generated/client.ts';
import { newId } from '../kernel/ids.ts';
import { monthsBefore } from '../kernel/zoned.ts';
import { expireMessages, expirePosts, strangersWithMessages } from './expiring.ts';

const { db } = await testDatabase();
const NOW = new Date('2028-06-15T10:00:00Z');
const ago = (months: number) => monthsBefore(NOW, months);

let alliance: Awaited<ReturnType<typeof testAlliance>>;
let ben: TestMember;

beforeEach(async () => {
  await db.message.deleteMany();
  await db.alliance.deleteMany();
  await db.person.deleteMany();
  alliance = await testAlliance(db, ago(60));
  ben = await alliance.member(alliance.south, 'Ben');
});

interface Sent {
  /** How many months ago. */
  readonly age: number;
  readonly kind?: 'note' | 'direct';
  readonly message?: Partial<Prisma.MessageUncheckedCreateInput>;
  readonly item?: Partial<Prisma.ItemUncheckedCreateInput>;
  readonly personId?: string;
}

/** A message with one item, as it was delivered. */
async function sent(key: string, { age, kind = 'note', message, item, personId = ben.personId }: Sent) {
  const at = ago(age);
  const { id: messageId } = await db.message.create({
    data: {
      ...{ id: newId(), key, kind, personId, lane: 'T1', status: 'sent', notBefore: at, createdAt: at },
      ...(kind === 'note' ? { localDate: '2026-01-01', weekOf: '2026-01-01' } : {}),
      ...message,
    },
  });
  await db.item.create({
    data: {
      ...{ id: newId(), key, personId, memberId: ben.id, messageId, kind: 'x.y', ref: newId(), rank: 50 },
      ...{ needsAnswer: kind === 'direct', notBefore: at, pushAt: at, createdAt: at, deliveredAt: at },
      ...item,
    },
  });
}

async function expire(months: number, personIds: string[] = [ben.personId], memberIds: string[] = [ben.id]) {
  await db.$transaction((tx) =>
    expireMessages(tx, { personIds, memberIds }, ago(months), ago(Math.max(24, months))),
  );
  const messages = await db.message.findMany({ orderBy: { key: 'asc' }, include: { items: true } });
  const items = await db.item.findMany({ where: { messageId: null }, orderBy: { key: 'asc' } });
  return [...messages.map((one) => `${one.key} ${one.items.length}`), ...items.map(({ key }) => key)];
}

test('what was read and needs no answer goes, though nobody has settled it; what is younger stays', async () => {
  await sent('welcome', { age: 25 });
  await sent('young', { age: 23 });
  expect(await expire(24)).toEqual(['young 1']);
});

test('answers go with the words that were said, also those that belong to no membership', async () => {
  const data = { words: 'the sluice scandal' };
  await sent('words', { age: 25, kind: 'direct', item: { data } });
  await sent('which', { age: 25, kind: 'direct', item: { data, memberId: null } });
  expect(await expire(24)).toEqual([]);
});

test('somebody in no alliance: theirs go after the usual time', async () => {
  const zoe = await db.person.create({
    data: { id: newId(), homeTeamId: 'T9', userId: 'UZOE', name: 'Zoe', createdAt: ago(60) },
  });
  await sent('old', { age: 25, kind: 'direct', personId: zoe.id, item: { memberId: null } });
  await sent('new', { age: 1, kind: 'direct', personId: zoe.id, item: { memberId: null } });
  await sent('a member’s', { age: 25, kind: 'direct' });
  const strangers = await strangersWithMessages(db, ago(24));
  expect(strangers).toEqual([zoe.id]);
  expect(await expire(24, strangers, [])).toEqual(['a member’s 1', 'new 1']);
});

test('a question that waits for its answer stays for two years, however short the term', async () => {
  const item = { needsAnswer: true };
  await sent('asked lately', { age: 3, item });
  await sent('asked long ago', { age: 25, item });
  await sent('answered', { age: 3, item: { ...item, status: 'settled' } });
  await sent('waits', { age: 3, item: { deliveredAt: null, messageId: null } });
  expect(await expire(1)).toEqual(['asked lately 1', 'waits']);
});

test('a longer term holds for questions, too', async () => {
  await sent('asked', { age: 60, item: { needsAnswer: true } });
  expect(await expire(120)).toEqual(['asked 1']);
});

test('what never arrived goes in the end, but not from under whoever is sending it', async () => {
  const item = { deliveredAt: null };
  await sent('dead', { age: 25, message: { status: 'dead' }, item });
  await sent('waiting', { age: 25, message: { status: 'pending' }, item });
  await sent('on its way', { age: 25, message: { status: 'sending' }, item });
  expect(await expire(24)).toEqual(['on its way 1']);
});

test('a note with something of another membership stays until that goes', async () => {
  const other = await alliance.member(alliance.north, 'Other');
  await sent('both', { age: 25, item: { memberId: other.id } });
  expect(await expire(24)).toEqual(['both 1']);
  expect(await expire(24, [ben.personId], [other.id])).toEqual([]);
});

test('posts go, except for the doors that hang in the channel now', async () => {
  const post = (key: string, age: number, more: Partial<Prisma.MessageUncheckedCreateInput> = {}) =>
    db.message.create({
      data: {
        ...{ id: newId(), key, kind: 'post', allianceId: alliance.id, lane: 'T1', status: 'sent', ts: key },
        ...{ payload: { text: key }, notBefore: ago(age), createdAt: ago(age) },
        ...more,
      },
    });
  const doors = { payload: { doors: true } };
  await post('first doors', 50, doors);
  await post('doors', 40, doors);
  await post('doors that could not be hung', 39, { ...doors, status: 'dead', ts: null });
  await post('good news', 25);
  await post('young news', 2);
  await post('doors to hang', 25, { ...doors, status: 'pending', ts: null });
  await post('elsewhere', 25, { allianceId: newId() });
  await post('being sent', 25, { status: 'sending' });
  await db.$transaction((tx) => expirePosts(tx, alliance.id, ago(24)));
  const left = await db.message.findMany({ orderBy: { seq: 'asc' } });
  expect(left.map(({ key }) => key)).toEqual([
    'doors',
    'young news',
    'doors to hang',
    'elsewhere',
    'being sent',
  ]);
});
