/** The policy's rulings 1 to 4, through all features on the real engine: steps, and what stops them. */
import { beforeEach, expect, test } from '@jest/globals';
import { testDatabase } from '../../../test/support/database.ts';
import {
  ana,
  at,
  begin,
  ben,
  cora,
  dana,
  lea,
  promised,
  steps,
  words,
  world,
} from '../../../test/support/policy-scene.ts';
import { formIn } from '../../../test/support/policy-world.ts';

const { db } = await testDatabase();

beforeEach(() => begin(db));

test('1: the owner is told before every step: whom it asks, and when', async () => {
  await promised();
  await world.goTo(at('13'));
  expect(await words(ana)).toContain('on Thursday I ask Ben whether they still need it');
  await world.goTo(at('19'));
  expect(await words(ana)).toContain('tomorrow I ask Lea whether some time could be freed');
  await world.goTo(at('23'));
  expect(await words(ana)).toContain("Cora's first summary from Mon 26 January on names it");
  expect(await steps(ben, lea, cora)).toEqual(['ask-peer 15', 'ask-leader 20']);
  await world.goTo(at('26'));
  expect(await words(cora, 'digests.weekly')).toContain('One needs you: flood map (Ana → Ben)');
});

test('2: a step comes a working day after the owner’s message has arrived: a ceiling holds all that follows', async () => {
  await db.person.update({ where: { id: ana.personId }, data: { pace: 'fewer' } });
  await promised();
  await world.goTo(at('30'));
  // One note a week: "today" on the 12th, late on the 19th, and that her leader is next on the 26th.
  const told = await db.nudgeStep.findMany({ where: { memberId: ana.id }, orderBy: { at: 'asc' } });
  expect(told.map(({ step, deliveredAt }) => `${step} ${deliveredAt?.toISOString().slice(8, 10)}`)).toEqual([
    'due 12',
    'late 19',
    'tell-leader-next 26',
    'tell-coordinator-next undefined', // next week's
  ]);
  expect(await steps(ben, lea)).toEqual(['ask-peer 20', 'ask-leader 27']);
});

test.each(['done', 'let-go'])('3: `%s` ends the steps', async (choice) => {
  await promised();
  await world.goTo(at('13'));
  expect(await world.press(ana, choice)).toBeNull();
  await world.goTo(at('30'));
  expect(await steps(ben, lea, cora)).toEqual([]);
});

test('3: a new date and a hand-over start the table again', async () => {
  const id = await promised();
  await world.goTo(at('13'));
  await world.submit(ana, formIn(await world.press(ana, 'date')), { by: '2026-01-20' });
  await world.goTo(at('21'));
  expect(await steps(ben)).toEqual([]);
  expect((await steps(ana)).slice(-2)).toEqual(['due 20', 'late 21']);
  const form = formIn(await world.press(ana, 'hand-over'));
  await world.submit(ana, form, { who: dana.id });
  await world.goTo(at('22'));
  await world.submit(dana, formIn(await world.press(dana, 'take-date', 'commitments.handover')), {
    by: '2026-01-30',
  });
  await world.goTo(at('30'));
  expect((await db.commitment.findUniqueOrThrow({ where: { id } })).ownerId).toBe(dana.id);
  expect((await steps(dana)).at(-1)).toBe('due 30');
});

test('3: opening a note, `Fits`, a remark and a check-in answer stop nothing', async () => {
  await promised(ana, ben, { writtenById: ben.id, dueOn: '2026-01-26' });
  await world.goTo(at('15'));
  expect(await world.press(ana, 'fits')).toBeNull();
  await world.goTo(new Date('2026-02-02T12:00:00Z'));
  expect(await steps(ben)).toEqual(['ask-peer 29']);
});

test('3: `I need a hand` asks the person it is for at once, and rests the steps for five days', async () => {
  await promised();
  await world.goTo(at('13'));
  await world.press(ana, 'need-hand');
  await world.goTo(at('13', '16:00'));
  expect(await words(ben, 'commitments.hand')).toContain('Ana could use a hand');
  await world.goTo(at('19'));
  expect(await steps(ben, lea)).toEqual([]);
  await world.goTo(at('22'));
  expect(await steps(ben)).toEqual(['ask-peer 20']);
});

test('4: the peer’s answer reaches the owner with the next note; a proposed date is taken with one click', async () => {
  const id = await promised();
  await world.goTo(at('15'));
  await world.press(ben, 'next-week');
  await world.goTo(at('20'));
  expect(await words(ana, 'commitments.answer')).toContain('Ben says next week is fine');
  await world.press(ana, 'agree', 'commitments.answer');
  expect(await db.commitment.findUniqueOrThrow({ where: { id } })).toMatchObject({ dueOn: '2026-01-23' });
});

test.each(['talk', 'help'])('4: `%s` rests the steps for five days', async (choice) => {
  await promised();
  await world.goTo(at('15'));
  await world.press(ben, choice);
  await world.goTo(at('21'));
  expect(await steps(lea)).toEqual([]);
  await world.goTo(at('30'));
  expect((await steps(lea))[0]).toMatch(/^ask-leader 2[3-7]$/);
});

test('4: `No longer needed` releases the owner, with thanks', async () => {
  const id = await promised();
  await world.goTo(at('15'));
  await world.press(ben, 'release');
  expect(await db.commitment.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'let_go' });
  await world.goTo(at('30'));
  expect(await words(ana, 'commitments.answer')).toContain('with thanks');
  expect(await steps(lea, cora)).toEqual([]);
});
