/** The policy's rulings 5 to 11, through all features on the real engine: who is asked, and from when days count. */
import { beforeEach, expect, test } from '@jest/globals';
import type { TestMember } from '../../../test/support/alliance.ts';
import { testDatabase } from '../../../test/support/database.ts';
import {
  ana,
  at,
  begin,
  ben,
  cora,
  dana,
  lea,
  lou,
  ours,
  promised,
  steps,
  words,
  world,
} from '../../../test/support/policy-scene.ts';
import { formIn } from '../../../test/support/policy-world.ts';

const { db } = await testDatabase();

beforeEach(() => begin(db));

test.each([
  ['nobody', () => null, {}],
  ['a coordinator', () => cora, {}],
  ['a leader of the owner’s organisation', () => lea, {}],
  ['somebody who left', () => ben, { status: 'left' as const }],
])('5: for %s, the opposite number with the latest contact is asked', async (_, forWhom, change) => {
  const pair = { createdAt: at('02') };
  await ours.pair(ana, dana, pair);
  await db.member.update({ where: { id: ben.id }, data: change });
  await promised(ana, forWhom());
  await world.goTo(at('16'));
  expect(await steps(dana)).toEqual(['ask-peer 15']);
});

test('5: for somebody away for more than five days as well; with no opposite number it is skipped', async () => {
  await world.command(ben, 'away', '12 to 30 January');
  await promised();
  await world.goTo(at('13'));
  expect(await words(ana)).toContain('I ask Lea');
  await world.goTo(at('21'));
  expect(await steps(ben, dana)).toEqual([]);
  expect(await steps(lea)).toEqual(['ask-leader 20']);
});

test('5: whoever becomes the peer after the note has named another is not asked; the named one is', async () => {
  const eve = await ours.member(ours.north, 'Eve');
  await ours.pair(ana, dana, { createdAt: at('02') });
  await promised(ana, null);
  await world.goTo(at('13'));
  expect(await words(ana)).toContain('I ask Dana whether it is still needed');
  await ours.pair(ana, eve, { createdAt: at('14') }); // spoken with later, so she would be the peer by now
  await world.goTo(at('16'));
  expect(await steps(eve)).toEqual([]);
  expect(await steps(dana)).toEqual(['ask-peer 15']);
});

test('6: the leader is the one whom the owner chose, if they are there, else the first named', async () => {
  const choose = async (who: TestMember) => {
    await db.member.update({ where: { id: ana.id }, data: { leaderId: who.id } });
    await world.tell(ana);
  };
  await promised();
  await choose(lou);
  await world.goTo(at('19'));
  expect(await words(ana)).toContain('tomorrow I ask Lou');
  await choose(lea); // too late: Ana was told of Lou
  await world.goTo(at('20'));
  expect(await steps(lou)).toEqual(['ask-leader 20']);
  await choose(lou);
  await db.person.update({
    where: { id: lou.personId },
    data: { absences: [{ from: '2026-01-20', until: '2026-03-30' }] },
  });
  const id = await promised(ana, ben, { dueOn: '2026-01-20', baseAt: at('15') });
  await world.goTo(new Date('2026-02-03T12:00:00Z'));
  const asked = await db.nudgeStep.findFirst({ where: { commitmentId: id, step: 'ask-leader' } });
  expect(asked?.memberId).toBe(lea.id);
});

test('6: a leader’s own leader is an opposite number who was not asked', async () => {
  await ours.pair(lea, dana, { createdAt: at('02') });
  await promised(lea, ben);
  await world.goTo(at('21'));
  expect(await steps(dana)).toEqual(['ask-leader 20']);
});

test('7: the summary is the own coordinator’s, else the host’s, never the owner’s; it comes on a Monday as a note', async () => {
  await promised(ana, ben);
  await promised(dana, ana); // Northwind has no coordinator of its own, and no leader
  await promised(cora, ben);
  await world.goTo(at('26'));
  const summary = await words(cora, 'digests.weekly');
  expect(summary).toContain('(Ana → Ben)');
  expect(summary).toContain('(Dana → Ana)');
  expect(summary).not.toContain('you →');
  const [note] = await db.message.findMany({
    where: { personId: cora.personId, kind: 'note', localDate: '2026-01-26' },
  });
  expect(note?.sentAt).not.toBeNull();
});

test('8: reply times slow 3 and 6 by five days at most, and nothing that the owner is sent', async () => {
  await db.organisation.update({ where: { id: ours.south }, data: { replyDays: 2 } });
  await db.organisation.update({ where: { id: ours.north }, data: { replyDays: 9 } });
  await promised();
  await world.goTo(new Date('2026-02-05T12:00:00Z'));
  expect(await steps(ana)).toEqual(['due 12', 'late 13', 'tell-leader-next 21', 'tell-coordinator-next 03']);
  expect(await steps(ben, lea)).toEqual(['ask-peer 19', 'ask-leader 29']);
});

test('9: proposals count from delivery; one whose day has passed is not picked up at once, and never late', async () => {
  const proposal = async (dueOn: string) => {
    const id = await promised(ben, ana, { status: 'proposed', writtenById: ana.id, dueOn });
    const item = { allianceId: ours.id, memberId: ben.id, kind: 'commitments.proposal', ref: id };
    await world.work(({ db: tx, now, outbox }) =>
      outbox.add(tx, now, [{ ...item, key: id, rank: 50, urgency: 'answer' }]),
    );
    return id;
  };
  await world.command(ben, 'away', '5 January'); // so it is delivered on the 6th
  const long = await proposal('2026-02-20');
  const short = await proposal('2026-01-07');
  await world.goTo(at('08'));
  const mine = async (id: string) =>
    (await db.nudgeStep.findMany({ where: { commitmentId: id }, orderBy: { at: 'asc' } })).map(
      ({ step, at: when }) => `${step} ${when.toISOString().slice(8, 10)}`,
    );
  expect(await mine(short)).toEqual(['proposed-unanswered 08']);
  expect(await mine(long)).toEqual(['proposed-reminder 08']);
  expect((await world.read(ben))?.context).toContain(
    'I tell Ana that it was not picked up; it never counts as late',
  );
  expect(await world.press(ben, 'accept', 'commitments.proposal', short)).toBe('not offered'); // another day is chosen
  await world.goTo(new Date('2026-03-15T12:00:00Z'));
  expect(await mine(long)).toEqual(['proposed-reminder 08', 'proposed-unanswered 13']);
  expect(await mine(short)).toHaveLength(1);
});

test('10: days count from the latest of acceptance, new date and hand-over; half-time is asked once of each owner', async () => {
  await promised(ana, ben, { writtenById: ben.id, dueOn: '2026-01-23' }); // fourteen working days: half is seven
  await world.goTo(at('15'));
  expect(await steps(ana)).toEqual(['half-time 14']);
  await world.submit(ana, formIn(await world.press(ana, 'date')), { by: '2026-02-13' });
  await world.goTo(new Date('2026-02-12T12:00:00Z'));
  const taken = await db.nudgeStep.findMany({ where: { memberId: ana.id }, orderBy: { at: 'asc' } });
  expect(taken.map(({ step }) => step)).toEqual(['half-time', 'heads-up']); // the heads-up waits to ride along
});

test('11: an offer under way rests the steps for five days at most, and the person it is for hears when it is taken', async () => {
  await promised();
  await world.goTo(at('13'));
  await world.submit(ana, formIn(await world.press(ana, 'hand-over')), { who: dana.id });
  await world.goTo(at('19'));
  expect(await steps(ben)).toEqual([]);
  await world.goTo(at('30'));
  expect((await steps(ben))[0]).toMatch(/^ask-peer (20|21)$/); // Ana keeps it, and nobody took it
  expect(await world.press(dana, 'take-date', 'commitments.handover')).toHaveProperty('form');
  await world.submit(dana, formIn(await world.press(dana, 'take-date', 'commitments.handover')), {
    by: '2026-02-06',
  });
  await world.goTo(new Date('2026-02-04T18:00:00Z'));
  expect(await words(ben, 'commitments.news')).toContain('Dana has taken on');
});

test.each([
  ['suggest-date', { on: '2026-02-12' }, 'Cora suggests Thu 12 February', 'agree', { dueOn: '2026-02-12' }],
  ['suggest-closing', null, 'Cora asks whether', 'let-go', { status: 'let_go' }],
])('7: `%s` from the summary is the owner’s to take up', async (choice, values, says, takes, outcome) => {
  const id = await promised();
  await world.goTo(at('26'));
  const reply = await world.press(cora, choice, 'digests.weekly');
  if (values) await world.submit(cora, formIn(reply), values);
  await world.goTo(at('30'));
  expect(await words(ana, 'commitments.answer')).toContain(says);
  expect(await words(cora, 'digests.weekly')).toContain('Ana reads it with the next note');
  await world.press(ana, takes, 'commitments.answer');
  expect(await db.commitment.findUniqueOrThrow({ where: { id } })).toMatchObject(outcome);
});
