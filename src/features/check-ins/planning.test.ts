import { beforeEach, describe, expect, test } from '@jest/globals';
import type { TestMember, testAlliance } from '../../../test/support/alliance.ts';
import { app, db, FRIDAY, NEXT_TUESDAY, newPair, TUESDAY } from '../../../test/support/asked-pair.ts';
import type { PairId } from '../../kernel/ids.ts';
import { checkIns } from './index.ts';

let ours: Awaited<ReturnType<typeof testAlliance>>;
let ana: TestMember;
let dana: TestMember;
let pairId: PairId;

beforeEach(async () => {
  ({ ours, ana, dana, pairId } = await newPair());
});

describe('a pair', () => {
  test('that is paused or ended is asked no more, and what is open is dropped', async () => {
    await app.run(TUESDAY);
    await db.pair.update({ where: { id: pairId }, data: { status: 'paused' } });
    await app.react(TUESDAY, { kind: 'pair', id: pairId });
    expect(await checkIns.due?.next(db)).toBeNull();
    expect(await db.item.count({ where: { status: 'dropped' } })).toBe(2);
    await db.pair.update({ where: { id: pairId }, data: { status: 'active' } });
    await app.react(TUESDAY, { kind: 'pair', id: pairId });
    expect(await checkIns.due?.next(db)).toEqual(NEXT_TUESDAY);
  });

  test('one of whom has left is asked no more', async () => {
    await db.member.update({ where: { id: dana.id }, data: { status: 'left' } });
    await app.react(FRIDAY, { kind: 'member', id: dana.id });
    expect(await checkIns.due?.next(db)).toBeNull();
  });

  test('follows the hours of its members', async () => {
    await db.person.update({ where: { id: ana.personId }, data: { noteMinute: 900 } });
    await app.react(FRIDAY, { kind: 'member', id: ana.id });
    expect(await checkIns.due?.next(db)).toEqual(new Date('2026-01-13T12:00:00Z'));
  });

  test('of a paused alliance waits', async () => {
    await db.alliance.updateMany({ data: { pausedAt: FRIDAY } });
    expect(await checkIns.due?.next(db)).toBeNull();
    expect(await app.run(TUESDAY)).toBe(0);
  });
});

test('two processes at once open each round once', async () => {
  for (let n = 0; n < 20; n += 1) {
    const one = await ours.member(ours.south, `A${n}`);
    const other = await ours.member(ours.north, `B${n}`);
    await app.react(FRIDAY, { kind: 'pair', id: await ours.pair(one, other) });
  }
  const claimed = await Promise.all([app.run(TUESDAY, 15), app.run(TUESDAY, 15)]);
  expect(claimed.reduce((sum: number, n) => sum + (n ?? 0), 0)).toBe(21);
  expect(await db.checkIn.count()).toBe(21);
  expect(await db.item.count()).toBe(42);
});
