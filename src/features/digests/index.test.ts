import { beforeEach, describe, expect, test } from '@jest/globals';
import { driven } from '../../../test/support/acting.ts';
import { type TestMember, testAlliance } from '../../../test/support/alliance.ts';
import { testDatabase } from '../../../test/support/database.ts';
import {
  type DigestStage,
  digestStage,
  MONDAY,
  THURSDAY,
  WEEKLY,
} from '../../../test/support/digest-stage.ts';
import type { Prisma } from '../../db/generated/client.ts';
import { newId } from '../../kernel/ids.ts';
import { digests } from './index.ts';

const { db } = await testDatabase();
const app = driven(db, digests);
const NEXT_MONDAY = new Date('2026-01-19T09:00:00Z');

let ours: DigestStage['ours'];
let gita: TestMember;
let ana: TestMember;
let dana: TestMember;

beforeEach(async () => {
  ({ ours, gita, ana, dana } = await digestStage(db, app));
});

const textOf = async (member: TestMember, kind = WEEKLY, now = MONDAY) => {
  const view = await app.read(now, member, kind);
  return view === null || view === 'missing' ? view : view.text;
};
const deliver = async (member: TestMember, now: Date) => {
  const item = await app.itemOf(member, WEEKLY);
  await app.react(now, { kind: 'delivered', items: [{ ...item, key: '' }] });
};
const happened = async (commitmentId: string, kind: string, at: Date, data: Prisma.InputJsonObject = {}) => {
  await db.commitmentEvent.create({
    data: { id: newId(), commitmentId, allianceId: ours.id, kind, actorId: ana.id, at, data },
  });
};

describe('on Monday', () => {
  test('leaders get one, in their own hours, and nobody else does', async () => {
    expect(await digests.due?.next(db)).toEqual(MONDAY);
    expect(await app.run(MONDAY)).toBe(1);
    expect(await app.run(MONDAY)).toBe(0);
    const [item, ...more] = await db.item.findMany();
    expect(item).toMatchObject({
      key: `digests/${gita.id}/2026-01-11`,
      memberId: gita.id,
      notBefore: MONDAY,
      expiresAt: new Date('2026-01-15T00:00:00Z'),
      needsAnswer: false,
    });
    expect(more).toEqual([]);
    expect(await digests.due?.next(db)).toEqual(NEXT_MONDAY);
  });

  test('it covers the days since the last one that arrived', async () => {
    await app.run(MONDAY);
    await app.run(NEXT_MONDAY); // the first never left
    await deliver(gita, NEXT_MONDAY);
    await app.run(new Date('2026-01-26T09:00:00Z'));
    const covered = await db.digest.findMany({
      orderBy: { until: 'asc' },
      select: { since: true, until: true },
    });
    expect(covered).toEqual([
      { since: '2026-01-05', until: '2026-01-11' },
      { since: '2026-01-05', until: '2026-01-18' },
      { since: '2026-01-19', until: '2026-01-25' },
    ]);
  });

  test('who leads no more, or has left, is written to no more', async () => {
    await db.member.update({ where: { id: gita.id }, data: { role: 'member' } });
    await app.react(THURSDAY, { kind: 'member', id: gita.id });
    expect(await db.digestPlan.findMany()).toEqual([]);
  });

  test('a paused alliance waits', async () => {
    await db.alliance.updateMany({ data: { pausedAt: THURSDAY } });
    expect(await digests.due?.next(db)).toBeNull();
    expect(await app.run(MONDAY)).toBe(0);
  });
});

test('it counts by the history and names by the rules', async () => {
  const kept = await ours.commitment(ana, dana, 'flood map', {
    status: 'done',
    dueOn: '2026-01-09',
    endedAt: THURSDAY,
  });
  await happened(kept, 're-date', new Date('2026-01-07T10:00:00Z'), {
    from: '2026-01-08',
    to: '2026-01-09',
    inTime: true,
  });
  await ours.commitment(ana, dana, 'done late', { status: 'done', dueOn: '2026-01-06', endedAt: THURSDAY });
  const moved = await ours.commitment(ana, dana, 'site list', { dueOn: '2026-01-20' });
  await happened(moved, 're-date', THURSDAY, { from: '2026-01-09', to: '2026-01-20', inTime: true });
  const late = await ours.commitment(ana, dana, 'quiet matter', { dueOn: '2026-01-07' });
  await ours.commitment(dana, ana, 'quote', { dueOn: '2026-01-21' });
  await ours.commitment(dana, ana, 'not accepted', { status: 'proposed' });
  const elsewhere = await testAlliance(db, THURSDAY);
  const eve = await elsewhere.member(elsewhere.south, 'Eve');
  await elsewhere.commitment(eve, null, 'elsewhere', { status: 'done', endedAt: THURSDAY });

  await app.run(MONDAY);
  expect((await textOf(gita))?.split('\n')).toEqual([
    'A steady week for us: 1 kept, 1 moved in good time.',
    '*We owe*: site list (Ana for Dana, Tue 20 January) and 1 more.',
    '*We wait for*: quote (Dana for Ana, Wed 21 January).',
  ]);

  const step = { commitmentId: late, baseAt: THURSDAY, at: THURSDAY, deliveredAt: THURSDAY };
  await db.nudgeStep.create({ data: { ...step, step: 'ask-peer', memberId: dana.id } });
  expect(await textOf(gita)).toContain('1 waiting on us');
  expect(await textOf(gita)).not.toContain('quiet matter');
  await db.nudgeStep.create({ data: { ...step, step: 'ask-leader', memberId: gita.id } });
  expect(await textOf(gita)).toContain('quiet matter (Ana for Dana, Wed 7 January)');
});

test('what is proposed for the reader’s organisation waits; what they proposed themselves does not', async () => {
  await ours.member(ours.south, 'New', { proposedRole: 'coordinator' });
  await ours.pair(dana, gita, { status: 'proposed' });
  const proposed = { proposedBy: dana.id, proposedAt: THURSDAY };
  await db.organisation.update({ where: { id: ours.south }, data: proposed });
  await ours.pair(ana, dana, { status: 'proposed' });
  await app.run(MONDAY);
  expect(await textOf(gita)).toContain('1 role of our people, 1 pair proposed by others.');
});

test('remarks for the alliance are told, others not', async () => {
  const remark = { allianceId: ours.id, authorId: ana.id, at: THURSDAY };
  await db.remark.create({ data: { ...remark, id: newId(), label: 'alliance', text: 'All is well' } });
  await db.remark.create({ data: { ...remark, id: newId(), label: 'pair', text: 'Between us' } });
  await app.run(MONDAY);
  expect(await textOf(gita)).toContain('Shared by Ana: “All is well”');
  expect(await textOf(gita)).not.toContain('Between us');
});

test('one suggested act: the opposite number is asked for a word and answers', async () => {
  const pairId = await ours.pair(gita, dana);
  const round = {
    id: newId(),
    allianceId: ours.id,
    pairId,
    round: 1,
    opensOn: '2025-11-24',
    openedAt: THURSDAY,
  };
  await db.checkIn.create({ data: round });
  const answer = { checkInId: round.id, memberId: dana.id, answer: 'spoke' as const };
  await db.checkInAnswer.create({ data: { ...answer, answeredAt: new Date('2025-11-24T10:00:00Z') } });
  await ours.commitment(ana, dana, 'flood map', { status: 'done', endedAt: THURSDAY });
  await app.run(MONDAY);
  expect(await textOf(gita)).toContain('You and Dana last noted a talk on Mon 24 November 2025.');
  const view = await app.read(MONDAY, gita, WEEKLY);
  const choice = view && view !== 'missing' ? view.choices[0] : undefined;
  expect(choice?.label).toBe('Ask Dana for a word');

  const weekly = await app.itemOf(gita, WEEKLY);
  const press = (id: string) =>
    app.act(MONDAY, gita, (act) => digests.items?.[WEEKLY]?.choose?.(act, weekly, id));
  await press(`ask-${ana.id}`); // not an opposite number of theirs
  await press(choice?.id ?? '');
  await press(choice?.id ?? '');
  expect(await db.item.count({ where: { kind: 'digests.word' } })).toBe(1);
  expect(await textOf(gita)).toContain('Dana is asked for a word, on their next note.');
  expect(await textOf(dana, 'digests.word')).toContain('Gita (Southwark) would like a word with you');

  const word = await app.itemOf(dana, 'digests.word');
  await app.act(MONDAY, dana, (act) => digests.items?.['digests.word']?.choose?.(act, word, 'gladly'));
  expect(await textOf(gita, 'digests.answer')).toBe('Dana is glad to have a word: who calls first?');
  expect(await textOf(dana, 'digests.word')).toBe('Thanks. Gita knows.');
});

test('the coordinator gets a summary of what nobody else could mend', async () => {
  const cora = await ours.member(ours.south, 'Cora', { role: 'coordinator' });
  await app.react(THURSDAY, { kind: 'member', id: cora.id });
  const late = await ours.commitment(ana, dana, 'flood map', { dueOn: '2025-12-01' });
  await ours.commitment(dana, cora, 'site list');
  await ours.commitment(gita, cora, 'plan');
  const eve = await ours.member(ours.north, 'Eve');
  await ours.commitment(eve, cora, 'visit');
  for (const [name, memberId] of [
    ['ask-peer', dana.id],
    ['coordinator', cora.id],
  ] as const) {
    const step = { commitmentId: late, baseAt: THURSDAY, at: THURSDAY };
    await db.nudgeStep.create({ data: { ...step, step: name, memberId } });
  }
  await app.run(MONDAY);
  expect((await textOf(cora))?.split('\n')[0]).toBe(
    '3 of 4 move without you. One needs you: flood map (Ana → Dana), both asked, no answer.',
  );
});

test('on request everybody reads their own, and the weekly one tells it, too', async () => {
  await ours.commitment(dana, ana, 'quote', { status: 'done', endedAt: THURSDAY });
  const ask = (member: TestMember) =>
    app.act(THURSDAY, member, (act) => {
      const [command] = digests.commands ?? [];
      return command?.who === 'member' ? command.run?.(act, '') : undefined;
    });
  const view = async (member: TestMember) => {
    expect(await ask(member)).toBeNull();
    const seen = await app.read(THURSDAY, member, 'digests.view');
    return seen === 'missing' ? seen : seen?.text;
  };
  expect(await view(dana)).toBe('A steady week for us: 1 kept.');
  expect(await view(ana)).toContain('A quiet week');
  const plans = () => db.digestPlan.findMany({ orderBy: { memberId: 'asc' } });
  const before = await plans();
  const items = await db.item.findMany({ where: { kind: 'digests.view' } });
  const delivered = items.map(({ key, kind, ref, memberId }) => ({ key, kind, ref, memberId }));
  await app.react(THURSDAY, { kind: 'delivered', items: delivered });
  expect(await plans()).toEqual(before);
});

test('a batch costs the same number of queries as a single one', async () => {
  const queriesFor = async (limit: number) => {
    await db.digestPlan.updateMany({ data: { nextAt: MONDAY, nextOn: '2026-01-12' } });
    await db.digest.deleteMany();
    await db.item.deleteMany();
    return app.inWork(MONDAY, async (work) => {
      let queries = 0;
      const counted = new Proxy(work.db, {
        get: (target, name) => {
          queries += 1;
          return Reflect.get(target, name);
        },
      });
      await digests.due?.run({ ...work, db: counted }, limit);
      return queries;
    });
  };
  for (let n = 0; n < 10; n += 1) {
    const { id } = await ours.member(ours.north, `L${n}`, { role: 'leader' });
    await app.react(THURSDAY, { kind: 'member', id });
  }
  await app.run(THURSDAY); // so that the month's round-up is planned
  const [one, all] = [await queriesFor(1), await queriesFor(100)];
  expect(all).toBe(one);
});
