import { beforeEach, describe, expect, test } from '@jest/globals';
import { type TestMember, testAlliance } from '../../../test/support/alliance.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { drive, said } from '../../../test/support/driver.ts';
import { newId } from '../../kernel/ids.ts';
import { addDays, type LocalDate } from '../../kernel/zoned.ts';
import { factsFor } from './facts-store.ts';
import { digests } from './index.ts';
import { needsCoordinator } from './naming-domain.ts';

const { db } = await testDatabase();
const clock = { now: new Date('2026-01-08T12:00:00Z') };
const at = drive(db, [digests], clock);
const monday = (n: number) => new Date(Date.parse('2026-01-12T09:00:00Z') + n * 7 * 86_400_000);

let ours: Awaited<ReturnType<typeof testAlliance>>;
let ana: TestMember;
let dana: TestMember;
let cora: TestMember;
let lea: TestMember;

beforeEach(async () => {
  clock.now = new Date('2026-01-08T12:00:00Z');
  for (const table of ['alliance', 'person', 'digestPlan', 'digest', 'nudgeStep', 'followThrough'] as const)
    await (db[table] as typeof db.person).deleteMany();
  ours = await testAlliance(db, clock.now);
  cora = await ours.member(ours.south, 'Cora', { role: 'coordinator' });
  lea = await ours.member(ours.south, 'Lea', { role: 'leader' });
  ana = await ours.member(ours.south, 'Ana');
  dana = await ours.member(ours.north, 'Dana');
  for (const { id } of [cora, lea])
    await at.work(async (work) => digests.react?.(work, { kind: 'member', id }));
});

/** The digests of a Monday are made, and arrive. */
const week = async (n: number, arrives = true) => {
  clock.now = monday(n);
  await at.work(async (work) => digests.due?.run(work, 100));
  if (!arrives) return;
  const items = await db.item.findMany({
    where: { kind: 'digests.weekly', deliveredAt: null, expiresAt: { gt: clock.now } },
  });
  await db.item.updateMany({ where: { deliveredAt: null }, data: { deliveredAt: clock.now } });
  await at.work(async (work) => digests.react?.(work, { kind: 'delivered', items }));
};
const lines = async (who: string) => (await at.reads(who, 'digests.weekly')).at(-1)?.text.split('\n') ?? [];
const labels = async (who: string) =>
  (await at.reads(who, 'digests.weekly')).at(-1)?.choices.map(({ label }) => label);
/** A commitment that the policy has brought before the coordinator. */
const stuck = async (text: string) => {
  const id = await ours.commitment(ana, dana, text, { dueOn: '2025-12-19', baseAt: clock.now });
  for (const [step, memberId] of [
    ['ask-peer', dana.id],
    ['coordinator', cora.id],
  ] as const) {
    const row = { commitmentId: id, baseAt: clock.now, at: clock.now, step, memberId };
    await db.nudgeStep.create({ data: { ...row, deliveredAt: step === 'ask-peer' ? clock.now : null } });
  }
  return id;
};
const answers = async (member: TestMember) =>
  (
    await db.item.findMany({
      where: { memberId: member.id, kind: 'commitments.answer' },
      orderBy: { seq: 'asc' },
    })
  ).map(({ data }) => data);

describe('the weekly summary', () => {
  test('names what needs the coordinator once, in the first one that arrives', async () => {
    await stuck('flood map');
    await week(0, false); // held, and gone on Wednesday
    await week(1);
    expect((await lines('UCORA'))[0]).toContain('One needs you: flood map (Ana → Dana), both asked');
    clock.now = new Date('2026-01-21T12:00:00Z');
    await stuck('site list');
    expect((await lines('UCORA'))[0]).not.toContain('site list'); // nothing is added to what has arrived
    await week(2);
    expect((await lines('UCORA'))[0]).toContain('One needs you: site list');
    await week(3);
    expect((await lines('UCORA'))[0]).toBe('All moves without you.');
  });

  test('names nothing before the Monday of which its owner has read; to who only asks, when they ask', async () => {
    clock.now = new Date('2026-01-13T12:00:00Z');
    await stuck('flood map');
    const asked = async () => {
      const to = { digestId: null, memberId: cora.id, kind: 'coordinator' as const, picture: null };
      const week = { since: '2026-01-05' as LocalDate, until: '2026-01-11' as LocalDate };
      const [facts] = await factsFor(db, clock.now, [{ ...to, week }]);
      return facts && needsCoordinator(facts).map(({ text }) => text);
    };
    expect(await asked()).toEqual([]);
    await db.digestChoice.create({ data: { memberId: cora.id, weekday: 0 } });
    clock.now = new Date('2026-01-16T12:00:00Z');
    expect(await asked()).toEqual([]);
    clock.now = monday(1);
    expect(await asked()).toEqual(['flood map']);
    await db.digestChoice.deleteMany();
  });

  test('`Talk to both` tells the two of them, once', async () => {
    await stuck('flood map');
    await week(0);
    expect(await labels('UCORA')).toEqual(['Talk to both', 'Suggest a date', 'Suggest closing']);
    await at.choose('UCORA', 'digests.weekly', 'talk');
    expect(await answers(ana)).toEqual([{ answer: 'talk-to-both', by: cora.id }]);
    expect(await answers(dana)).toEqual([{ answer: 'talk-to-both', by: cora.id }]);
    expect(await labels('UCORA')).toEqual([]);
    expect((await lines('UCORA'))[1]).toContain('You talk to both about flood map');
  });

  test('`Suggest a date` and `Suggest closing` put it to the owner alone', async () => {
    await stuck('flood map');
    await stuck('site list');
    await week(0);
    expect(await labels('UCORA')).toEqual(['Help with one of these']);
    const opened = async (choice: string) => {
      const item = await db.item.findFirstOrThrow({ where: { memberId: cora.id, kind: 'digests.weekly' } });
      const look = await at.look('UCORA');
      const reply = await digests.items?.['digests.weekly']?.open?.(look, item as never, choice);
      if (!reply || !('form' in reply)) throw new Error('no form');
      return reply.form;
    };
    const form = await opened('help');
    expect(await at.submit({ userId: 'UCORA' }, form, { act: 'date', on: '2026-01-01' })).toEqual({
      errors: { on: 'Choose a day that lies ahead.' },
    });
    await at.submit({ userId: 'UCORA' }, form, { act: 'date', on: '2026-02-02' });
    expect(await labels('UCORA')).toEqual(['Talk to both', 'Suggest a date', 'Suggest closing']);
    await at.choose('UCORA', 'digests.weekly', 'suggest-closing');
    expect(await answers(ana)).toEqual([
      { answer: 'suggest-date', by: cora.id, on: '2026-02-02' },
      { answer: 'suggest-closing', by: cora.id },
    ]);
    expect(await answers(dana)).toEqual([]);
    expect(said(await at.submit({ userId: 'UCORA' }, form, { act: 'talk' }))).toContain(
      'moved in the meantime',
    );
  });
});

describe('shared follow-through', () => {
  const settle = async (by: TestMember, owner: TestMember, n: number, kind = 'done') => {
    for (let i = 0; i < n; i += 1) {
      const id = await ours.commitment(owner, dana, `promise ${i}`, { status: 'done', endedAt: clock.now });
      const row = { id: newId(), commitmentId: id, allianceId: ours.id, kind, actorId: by.id };
      await db.commitmentEvent.create({ data: { ...row, at: clock.now } });
    }
  };
  const figure = async (who: string) => (await lines(who)).find((line) => line.includes('themselves'));
  const crowd = async () => {
    const names = ['Eve', 'Fay', 'Guy', 'Hal'];
    for (const name of names) {
      const one = await ours.member(ours.north, name);
      await settle(one, one, 3);
    }
    await settle(ana, ana, 6);
  };

  test('is not shown below twenty acts, nor of fewer than five people', async () => {
    await crowd(); // eighteen, of five people
    await week(0);
    expect(await figure('UCORA')).toBeUndefined();
    await settle(ana, ana, 1);
    await settle(dana, dana, 1);
    await week(1);
    expect(await figure('UCORA')).toContain('members settled 20 of 20 themselves');
    await db.commitmentEvent.updateMany({ data: { actorId: ana.id } });
    await week(2);
    expect(await figure('UCORA')).toBeUndefined();
  });

  test('leaves out the bot’s own acts and a coordinator’s own promises; what a coordinator did is not the members’', async () => {
    await crowd();
    await settle(cora, ana, 2); // she settled Ana's
    await settle(cora, cora, 5); // her own
    await settle(ana, ana, 4, 'accept'); // settles nothing
    const named = await stuck('flood map');
    clock.now = new Date('2026-01-09T12:00:00Z');
    const row = { commitmentId: named, allianceId: ours.id, kind: 're-date', at: clock.now };
    await db.commitmentEvent.create({ data: { ...row, id: newId(), actorId: ana.id } }); // after the summary
    await db.commitmentEvent.create({ data: { ...row, id: newId(), kind: 'let-go', actorId: null } }); // the bot
    await week(0);
    expect(await figure('UCORA')).toContain('members settled 18 of 21 themselves');
  });

  test('is the coordinator’s alone for eight weeks, who then chooses', async () => {
    const busy = async (n: number) => {
      clock.now = new Date(monday(n).getTime() - 3 * 86_400_000);
      await db.commitmentEvent.updateMany({ data: { at: clock.now } });
      await week(n);
    };
    await crowd();
    await settle(dana, dana, 2);
    await week(0);
    const until = addDays('2026-01-12' as LocalDate, 56);
    expect(until).toBe('2026-03-09');
    expect(await figure('UCORA')).toContain(
      'Only coordinators read this until Mon 9 March; then you choose.',
    );
    expect(said(await at.command({ userId: 'UCORA' }, 'follow-through', 'share'))).toContain(
      'then you choose',
    );
    await busy(7);
    expect(await labels('UCORA')).not.toContain('Share it');
    expect(await figure('ULEA')).toBeUndefined();
    await busy(8);
    expect(await labels('UCORA')).toEqual(['Share it', 'Keep it to us']);
    await at.choose('UCORA', 'digests.weekly', 'share');
    expect(await figure('UCORA')).toContain('Everybody reads it');
    expect(await figure('ULEA')).toBe('In eight weeks, members settled 20 of 20 themselves.');
    expect(said(await at.command({ userId: 'UCORA' }, 'follow-through', 'keep'))).toContain(
      'Only coordinators',
    );
    expect(await figure('ULEA')).toBeUndefined();
  });
});
