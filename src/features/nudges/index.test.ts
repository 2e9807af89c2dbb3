import { beforeEach, describe, expect, test } from '@jest/globals';
import { driven } from '../../../test/support/acting.ts';
import { type TestMember, testAlliance } from '../../../test/support/alliance.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { nudges } from './index.ts';

const { db } = await testDatabase();
const app = driven(db, nudges);
const at = (day: string, time = '09:00') => new Date(`2026-01-${day}T${time}:00Z`);
const MONDAY = at('05', '10:00');

let ours: Awaited<ReturnType<typeof testAlliance>>;
let ana: TestMember;
let ben: TestMember;
let lea: TestMember;
let cora: TestMember;

beforeEach(async () => {
  await db.alliance.deleteMany();
  await db.person.deleteMany();
  await db.nudgePlan.deleteMany();
  await db.nudgeStep.deleteMany();
  ours = await testAlliance(db, MONDAY);
  ana = await ours.member(ours.south, 'Ana');
  ben = await ours.member(ours.north, 'Ben');
  lea = await ours.member(ours.south, 'Lea', { role: 'leader' });
  cora = await ours.member(ours.south, 'Cora', { role: 'coordinator' });
});

const tell = (id: string, now = MONDAY) => app.react(now, { kind: 'commitment', id });
const items = () =>
  db.item.findMany({ where: { kind: 'commitments.nudge' }, orderBy: { seq: 'asc' } }) as unknown as Promise<
    {
      id: string;
      key: string;
      ref: string;
      memberId: string;
      needsAnswer: boolean;
      data: { step: string; next: unknown };
    }[]
  >;
/** What waits reaches its reader. */
const deliver = async (now: Date) => {
  const waiting = await db.item.findMany({ where: { deliveredAt: null, status: 'open' } });
  await db.item.updateMany({
    where: { id: { in: waiting.map(({ id }) => id) } },
    data: { deliveredAt: now },
  });
  await app.react(now, { kind: 'delivered', items: waiting });
};
/** Lives through January: whatever falls due is taken and delivered on the spot. */
const live = async (until: Date) => {
  for (;;) {
    const next = await nudges.due?.next(db);
    if (!next || next > until) return;
    await app.run(next);
    await deliver(next);
  }
};
const story = async () => {
  const names = new Map([ana, ben, lea, cora].map(({ id, userId }) => [id as string, userId]));
  const steps = await db.nudgeStep.findMany({ orderBy: [{ at: 'asc' }] });
  return steps.map(({ step, memberId, at: when }) => [
    when.toISOString().slice(5, 10),
    step,
    memberId ? names.get(memberId) : null,
  ]);
};

describe('a promise', () => {
  test('that nothing moves is followed as the table says, and nobody hears before its owner', async () => {
    const id = await ours.commitment(ana, ben, 'flood map', { dueOn: '2026-01-12' });
    await tell(id);
    await live(at('31'));
    expect(await story()).toEqual([
      ['01-08', 'heads-up', 'UANA'],
      ['01-12', 'due', 'UANA'],
      ['01-13', 'late', 'UANA'],
      ['01-15', 'ask-peer', 'UBEN'],
      ['01-19', 'tell-leader-next', 'UANA'],
      ['01-20', 'ask-leader', 'ULEA'],
      ['01-23', 'tell-coordinator-next', 'UANA'],
      ['01-26', 'coordinator', 'UCORA'],
    ]);
    const written = await items();
    expect(written.map(({ data, needsAnswer }) => [data.step, needsAnswer])).toContainEqual([
      'heads-up',
      false,
    ]);
    expect(written.find(({ data }) => data.step === 'late')?.data.next).toEqual({
      step: 'ask-peer',
      who: ben.id,
      on: '2026-01-15',
      slower: null,
    });
    expect(written.some(({ memberId }) => memberId === cora.id)).toBe(false);
    expect(await nudges.due?.next(db)).toBeNull();
  });

  test('waits with every step until the owner has been sent the one before', async () => {
    const id = await ours.commitment(ana, ben, 'flood map', { dueOn: '2026-01-12' });
    await tell(id);
    for (const day of ['08', '12', '13', '14', '15', '16']) await app.run(at(day));
    expect((await story()).map(([, step]) => step)).toEqual(['heads-up', 'due', 'late']);
    await deliver(at('19'));
    await app.run(at('19'));
    expect((await story()).at(-1)?.[1]).toBe('late');
    await live(at('20'));
    expect((await story()).at(-1)).toEqual(['01-20', 'ask-peer', 'UBEN']);
  });

  test('is left alone once it has ended, and starts again with a new date', async () => {
    const id = await ours.commitment(ana, ben, 'flood map', { dueOn: '2026-01-12' });
    await tell(id);
    await live(at('13', '12:00'));
    await db.commitment.update({ where: { id }, data: { dueOn: '2026-01-20', baseAt: at('13', '12:00') } });
    await tell(id, at('13', '12:00'));
    await live(at('21', '12:00'));
    expect((await story()).slice(3)).toEqual([
      ['01-16', 'heads-up', 'UANA'],
      ['01-20', 'due', 'UANA'],
      ['01-21', 'late', 'UANA'],
    ]);
    await db.commitment.update({ where: { id }, data: { status: 'done', endedAt: at('21', '13:00') } });
    await tell(id, at('21', '13:00'));
    await live(at('31'));
    expect((await story()).length).toBe(6);
  });

  test('rests while it is paused; a message that was lost meanwhile is sent afterwards', async () => {
    const id = await ours.commitment(ana, ben, 'flood map', { dueOn: '2026-01-12' });
    await tell(id);
    await live(at('12', '12:00'));
    await app.run(at('13'));
    await db.item.updateMany({ where: { deliveredAt: null }, data: { status: 'settled' } });
    await db.commitment.update({ where: { id }, data: { pausedUntil: at('20') } });
    await tell(id, at('13', '10:00'));
    await app.run(at('13', '10:00'));
    expect(await nudges.due?.next(db)).toEqual(at('20'));
    await live(at('20', '12:00'));
    expect((await story()).filter(([, step]) => step === 'late')).toEqual([['01-20', 'late', 'UANA']]);
    expect((await items()).filter(({ data }) => data.step === 'late').length).toBe(2);
  });

  test('asks nobody whom its owner was not told of', async () => {
    const id = await ours.commitment(ana, ben, 'flood map', { dueOn: '2026-01-12' });
    const dana = await ours.member(ours.north, 'Dana');
    await ours.pair(ana, dana);
    await tell(id);
    await live(at('13', '12:00'));
    await db.member.update({ where: { id: ben.id }, data: { status: 'left' } });
    await live(at('20', '12:00'));
    expect((await items()).some(({ memberId }) => memberId === dana.id)).toBe(false);
    expect((await story()).map(([, step]) => step)).not.toContain('ask-peer');
    expect((await story()).at(-1)).toEqual(['01-20', 'ask-leader', 'ULEA']);
  });

  test('for a coordinator or nobody is asked about at the opposite number spoken with last', async () => {
    const [dana, eve] = [await ours.member(ours.north, 'Dana'), await ours.member(ours.north, 'Eve')];
    await ours.pair(ana, dana, { createdAt: at('02') });
    const pairId = await ours.pair(ana, eve, { createdAt: at('01') });
    const round = {
      id: crypto.randomUUID(),
      allianceId: ours.id,
      round: 1,
      opensOn: '2026-01-05',
      openedAt: MONDAY,
    };
    await db.checkIn.create({ data: { ...round, pairId } });
    await db.checkInAnswer.create({
      data: { checkInId: round.id, memberId: eve.id, answer: 'spoke', answeredAt: at('06') },
    });
    for (const whom of [null, cora]) {
      await tell(await ours.commitment(ana, whom, 'flood map', { dueOn: '2026-01-12' }));
    }
    await live(at('15', '12:00'));
    const asked = await db.nudgeStep.findMany({ where: { step: 'ask-peer' } });
    expect(asked.map(({ memberId }) => memberId)).toEqual([eve.id, eve.id]);
  });

  test('of somebody who has left is nobody’s reminder', async () => {
    const id = await ours.commitment(ana, ben, 'flood map', { dueOn: '2026-01-12' });
    await db.member.update({ where: { id: ana.id }, data: { status: 'left' } });
    await tell(id);
    await live(at('31'));
    expect(await story()).toEqual([]);
  });
});

test('a proposal is brought back once, then told to whoever wrote it down, and never late', async () => {
  const id = await ours.commitment(ben, ana, 'school route', {
    status: 'proposed',
    writtenById: ana.id,
    dueOn: '2026-02-20',
  });
  await app.inWork(MONDAY, async ({ db: tx, outbox }) => {
    const item = { key: 'p', kind: 'commitments.proposal', ref: id, rank: 50, urgency: 'answer' as const };
    await outbox.add(tx, MONDAY, [{ ...item, allianceId: ours.id, memberId: ben.id }]);
  });
  await tell(id);
  expect(await nudges.due?.next(db)).toEqual(MONDAY);
  await app.run(MONDAY);
  expect(await nudges.due?.next(db)).toBeNull(); // nothing counts before it has been delivered
  await deliver(at('06', '10:00'));
  await live(at('31'));
  expect(await story()).toEqual([
    ['01-08', 'proposed-reminder', 'UBEN'],
    ['01-13', 'proposed-unanswered', 'UANA'],
  ]);
});

test('two processes take each step once, and a member’s new hours are looked at', async () => {
  for (let n = 0; n < 20; n += 1) {
    await tell(await ours.commitment(ana, ben, `map ${n}`, { dueOn: '2026-01-12' }));
  }
  const claimed = await Promise.all([app.run(at('12'), 15), app.run(at('12'), 15)]);
  expect(claimed.reduce<number>((sum, one) => sum + (one ?? 0), 0)).toBeGreaterThanOrEqual(15);
  await app.run(at('12'), 15);
  await app.run(at('12'), 15);
  expect((await items()).length).toBe(20);
  await app.react(at('12'), { kind: 'member', id: ana.id });
  expect(await db.nudgePlan.count({ where: { nextAt: at('12') } })).toBe(20);
});

test('an answer is noted at the step that asked for it', async () => {
  const id = await ours.commitment(ana, ben, 'flood map', { dueOn: '2026-01-12' });
  await tell(id);
  await live(at('15', '12:00'));
  const event = {
    id: crypto.randomUUID(),
    commitmentId: id,
    allianceId: ours.id,
    kind: 'talk',
    actorId: ben.id,
  };
  await db.commitmentEvent.create({ data: { ...event, at: at('15', '13:00') } });
  await tell(id, at('15', '13:00'));
  const steps = await db.nudgeStep.findMany({ where: { answer: { not: null } } });
  expect(steps.map(({ step, answer }) => [step, answer])).toEqual([['ask-peer', 'talk']]);
});
