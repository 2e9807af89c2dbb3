import { expect, test } from '@jest/globals';
import { type TestMember, testAlliance } from '../../test/support/alliance.ts';
import { testDatabase } from '../../test/support/database.ts';
import type { Commitment } from './generated/client.ts';
import { visibleCommitments } from './visible-commitments.ts';

const { db } = await testDatabase();
const now = new Date('2026-01-14T10:00:00Z'); // a Wednesday
const ours = await testAlliance(db, now);
const third = await ours.organisation('Aldermoor');
const people = {
  owner: await ours.member(ours.south, 'Owner'),
  forWhom: await ours.member(ours.north, 'For'),
  writer: await ours.member(third, 'Writer'),
  offered: await ours.member(third, 'Offered'),
  ownColleague: await ours.member(ours.south, 'Colleague', { role: 'coordinator' }),
  theirColleague: await ours.member(ours.north, 'Lea', { role: 'leader' }),
  other: await ours.member(third, 'Other', { role: 'leader' }),
  told: await ours.member(third, 'Told'),
  left: await ours.member(ours.south, 'Gone', { status: 'left' }),
};
type Viewer = keyof typeof people;
const stranger = await (async () => {
  const another = await testAlliance(db, now);
  return another.member(another.south, 'Stranger');
})();

/** Who sees it, in the order above. */
async function viewers(more: Partial<Commitment>, withdrawn = false): Promise<Viewer[]> {
  const id = await ours.commitment(people.owner, people.forWhom, 'map', {
    writtenById: people.writer.id,
    dueOn: '2026-01-14',
    ...(more as object),
  });
  const step = { commitmentId: id, baseAt: now, step: 'ask-peer', memberId: people.told.id, at: now };
  await db.nudgeStep.create({ data: { ...step, deliveredAt: now } });
  if (withdrawn) {
    const event = {
      id: crypto.randomUUID(),
      commitmentId: id,
      allianceId: ours.id,
      kind: 'withdraw',
      at: now,
    };
    await db.commitmentEvent.create({ data: event });
  }
  const sees = async (viewer: TestMember) => {
    const { count } = await visibleCommitments(db, viewer.id, now, { ids: [id] }, { skip: 0, take: 1 });
    return count === 1;
  };
  expect(await sees(stranger)).toBe(false);
  const found: Viewer[] = [];
  for (const [name, viewer] of Object.entries(people)) if (await sees(viewer)) found.push(name as Viewer);
  return found;
}

const PARTIES: Viewer[] = ['owner', 'forWhom'];
const ORGANISATIONS: Viewer[] = ['owner', 'forWhom', 'writer', 'ownColleague', 'theirColleague', 'told'];
const ALL: Viewer[] = [
  'owner',
  'forWhom',
  'writer',
  'offered',
  'ownColleague',
  'theirColleague',
  'other',
  'told',
];

test.each<[string, Partial<Commitment>, Viewer[]]>([
  ['in good time, as a rule', {}, ORGANISATIONS],
  ['in good time, only the people in it', { label: 'pair' }, ['owner', 'forWhom', 'writer', 'told']],
  ['in good time, all', { label: 'alliance' }, ALL],
  ['without a day', { dueOn: null }, ORGANISATIONS],
  ['late', { dueOn: '2026-01-13' }, [...PARTIES, 'told']],
  ['late, though all may see it', { dueOn: '2026-01-13', label: 'alliance' }, [...PARTIES, 'told']],
  ['proposed', { status: 'proposed' }, ['owner', 'writer', 'told']],
  ['declined', { status: 'declined' }, ['owner', 'writer', 'told']],
  ['done, long after its day', { status: 'done', dueOn: '2026-01-02' }, ORGANISATIONS],
  ['let go', { status: 'let_go', label: 'alliance' }, [...PARTIES, 'told']],
])('%s', async (_, more, expected) => {
  expect(await viewers(more)).toEqual(expected);
});

test('on offer, also to whom it is offered; withdrawn before it was accepted, not to the person it was for', async () => {
  expect(await viewers({ offeredToId: people.offered.id, label: 'pair' })).toContain('offered');
  expect(await viewers({ status: 'let_go' }, true)).toEqual(['owner', 'told']);
});

test('lists are in the order of their days, in stretches, and find words and names as they are', async () => {
  await db.commitment.deleteMany();
  for (const dueOn of ['2026-02-03', null, '2026-02-01', '2026-02-02']) {
    await ours.commitment(people.owner, people.forWhom, `100% by ${dueOn}`, { dueOn });
  }
  const list = async (filter: object, skip = 0) => {
    const { ids, count } = await visibleCommitments(db, people.forWhom.id, now, filter, { skip, take: 2 });
    const rows = await db.commitment.findMany({ where: { id: { in: ids } } });
    return [ids.map((id) => rows.find((row) => row.id === id)?.dueOn), count];
  };
  expect(await list({ isOpen: true })).toEqual([['2026-02-01', '2026-02-02'], 4]);
  expect(await list({ isOpen: true }, 2)).toEqual([['2026-02-03', null], 4]);
  expect(await list({ word: '100%' })).toEqual([['2026-02-01', '2026-02-02'], 4]);
  expect(await list({ word: '%' })).toEqual([['2026-02-01', '2026-02-02'], 4]);
  expect(await list({ word: '_00' })).toEqual([[], 0]);
  expect(await list({ word: 'owner' })).toEqual([['2026-02-01', '2026-02-02'], 4]);
  expect(await list({ ownerId: people.forWhom.id })).toEqual([[], 0]);
  expect(await list({ isOurs: true, forId: people.forWhom.id })).toEqual([['2026-02-01', '2026-02-02'], 4]);
});
