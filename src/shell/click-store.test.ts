import { expect, test } from '@jest/globals';
import { testDatabase } from '../../test/support/database.ts';
import { transact } from '../db/client.ts';
import { openStatements } from '../db/statements.ts';
import * as store from './click-store.ts';

const { connectionString, db, atEnd } = await testDatabase();
const statements = openStatements(connectionString, {
  max: 2,
  statementTimeoutMs: 5_000,
  connectTimeoutMs: 5_000,
});
atEnd(() => statements.close());

const NOW = new Date('2026-01-12T09:00:00Z');
const ana = { viaTeamId: 'T1', userId: 'UANA' };
const ben = { viaTeamId: 'T1', userId: 'UBEN' };

const clickOf = (clicker: store.Clicker, choice: string, press: string): store.NewClick => {
  return { ...clicker, itemId: 'an item', choice, responseUrl: null, apiAppId: 'A1', press };
};

async function press(clicker: store.Clicker, choice: string, trigger: string): Promise<boolean | undefined> {
  const [isNew] = await store.keep(statements, [clickOf(clicker, choice, trigger)], NOW);
  return isNew;
}

test('a person’s clicks are found in the order in which they were pressed, whoever else presses', async () => {
  await press(ana, 'first', '1');
  await press(ben, 'other', '2');
  await press(ana, 'second', '3');
  const done: string[] = [];
  for (let next = await store.oldest(db, ana); next; next = await store.oldest(db, ana)) {
    done.push(next.choice);
    expect(await store.take(db, next.seq)).toBe(true);
  }
  expect(done).toEqual(['first', 'second']);
  expect(await store.waiting(db, 0, 10)).toEqual([ben]);
});

test('the same press twice is one, also once it has been done', async () => {
  expect(await press(ana, 'done', '9')).toBe(true);
  expect(await press(ana, 'done', '9')).toBe(false);
  const click = await store.oldest(db, ana);
  await store.take(db, click?.seq ?? 0n);
  expect(await press(ana, 'done', '9')).toBe(false);
  expect(await press(ana, 'done', '10')).toBe(true);
});

test('of two processes at one click, one takes it; undone, it is there again', async () => {
  await press(ben, 'late', '20');
  const click = await store.oldest(db, ben);
  const seq = click?.seq ?? 0n;
  const undone = transact(db, async (tx) => {
    expect(await store.take(tx, seq)).toBe(true);
    throw new Error('no matter');
  });
  await expect(undone).rejects.toThrow('no matter');
  const both = await Promise.all([1, 2].map(() => transact(db, (tx) => store.take(tx, seq))));
  expect(both.toSorted()).toEqual([false, true]);
});

test('who has waited for less than was asked for is left to who stored it', async () => {
  await press(ana, 'fresh', '30');
  expect(await store.waiting(db, 60_000, 10)).toEqual([]);
});

test('clicks of one statement keep their order, and each press counts once', async () => {
  const eli = { viaTeamId: 'T2', userId: 'UELI' };
  const clicks = ['3', '1', '1', '2'].map((trigger) => clickOf(eli, `press ${trigger}`, trigger));
  expect(await store.keep(statements, clicks, NOW)).toEqual([true, true, true, true]);
  const done: string[] = [];
  for (let next = await store.oldest(db, eli); next; next = await store.oldest(db, eli)) {
    done.push(next.choice);
    await store.take(db, next.seq);
  }
  expect(done).toEqual(['press 3', 'press 1', 'press 2']);
  expect(await store.keep(statements, clicks.slice(0, 2), NOW)).toEqual([false, false]);
});
