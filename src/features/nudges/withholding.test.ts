/** What is on its way to somebody else while its owner goes away, falls silent or has enough of it. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { testDatabase } from '../../../test/support/database.ts';
import {
  ana,
  at,
  begin,
  ben,
  cora,
  lou,
  promised,
  steps,
  words,
  world,
} from '../../../test/support/policy-scene.ts';

const { db } = await testDatabase();

beforeEach(async () => {
  await begin(db);
  await promised();
  // Ben is asked on Thursday the 15th, and would read it on Monday.
  await world.goTo(at('14'));
  await world.command(ben, 'snooze', '3 days');
  await world.goTo(at('16'));
});

/** Whether something about it waits for Ben. */
const waits = async () =>
  (await db.item.count({ where: { memberId: ben.id, kind: 'commitments.nudge', status: 'open' } })) > 0;

test('it leaves on Monday where nothing happens', async () => {
  expect(await waits()).toBe(true);
  await world.goTo(at('19'));
  expect(await steps(ben)).toEqual(['ask-peer 19']);
});

describe.each([
  ['an absence', 'away', '16 to 20 January'],
  ['a snooze', 'snooze', '3 days'],
  ['a mute', 'mute', 'flood map'],
])('%s of its owner', (_, word, more) => {
  test('takes it back at that very moment', async () => {
    await world.command(ana, word, more);
    expect(await waits()).toBe(false);
  });
});

test('somebody else’s takes nothing back', async () => {
  await world.command(lou, 'away', '16 to 20 January');
  expect(await waits()).toBe(true);
});

test('an absence that was said before takes it back when it begins; back for a day, its owner is next asked about', async () => {
  await world.command(ana, 'away', '19 to 21 January');
  expect(await waits()).toBe(true);
  await world.goTo(at('19', '00:01'));
  expect(await waits()).toBe(false);
  await world.goTo(at('22', '18:00'));
  expect(await steps(ben)).toEqual([]);
  await world.goTo(at('23'));
  expect(await steps(ben)).toEqual(['ask-peer 23']);
});

test('back sooner than was said, its owner has the same day', async () => {
  await world.command(ana, 'away', '19 to 23 January');
  await world.goTo(at('20', '10:00'));
  await world.command(ana, 'away', 'back');
  await world.goTo(at('20', '18:00'));
  expect(await steps(ben)).toEqual([]);
  await world.goTo(at('21'));
  expect(await steps(ben)).toEqual(['ask-peer 21']);
});

test('a summary that is still to come names nothing whose owner has gone away by then', async () => {
  await world.command(ben, 'snooze', 'off');
  await promised(ana, null, { text: 'site list', dueOn: '2026-01-15' }); // to be named on Monday 2 February
  await world.goTo(new Date('2026-01-30T12:00:00Z'));
  expect(await db.nudgeStep.count({ where: { step: 'coordinator', memberId: cora.id } })).toBeGreaterThan(0);
  await world.command(ana, 'away', '2 to 6 February');
  await world.goTo(new Date('2026-02-03T12:00:00Z'));
  expect(await words(cora, 'digests.weekly')).not.toContain('site list');
  await world.goTo(new Date('2026-02-17T12:00:00Z'));
  expect(await words(cora, 'digests.weekly')).toContain('site list');
});

test('an absence between the note and the day that it names is told of in that note', async () => {
  await world.command(ana, 'away', '21 January');
  const id = await promised(ana, ben, { text: 'site list', dueOn: '2026-01-16' });
  await world.goTo(at('19'));
  // Three working days after Friday the 16th is the 22nd, when Ana has just come back.
  expect(await words(ana)).toContain(
    "'Site list' was planned for Fri 16 January. If it stays open, on Friday I ask Ben",
  );
  await world.goTo(at('23'));
  const step = await db.nudgeStep.findFirst({ where: { commitmentId: id, step: 'ask-peer' } });
  expect(step?.at.toISOString().slice(0, 10)).toBe('2026-01-23');
});
