import { beforeEach, describe, expect, test } from '@jest/globals';
import { driven } from '../../../test/support/acting.ts';
import { type TestMember, testAlliance } from '../../../test/support/alliance.ts';
import { testDatabase } from '../../../test/support/database.ts';
import type { Act, By, Reply, Values } from '../../feature.ts';
import { commitments } from './index.ts';

const { db } = await testDatabase();
const app = driven(db, commitments);
const WEDNESDAY = new Date('2026-01-14T10:00:00Z');
const FOR_FRIDAY = { dueOn: '2026-01-16' };

let ours: Awaited<ReturnType<typeof testAlliance>>;
let ana: TestMember;
let ben: TestMember;
let cy: TestMember;

beforeEach(async () => {
  await db.alliance.deleteMany();
  await db.person.deleteMany();
  await db.commitmentDraft.deleteMany();
  app.told.length = 0;
  ours = await testAlliance(db, WEDNESDAY);
  ana = await ours.member(ours.south, 'Ana');
  ben = await ours.member(ours.north, 'Ben');
  cy = await ours.member(ours.north, 'Cy');
});

const source = { channelId: 'C1', ts: '1.1', permalink: 'https://x.example/p1', isDirect: false };
const say = (who: TestMember, text: string) =>
  app.act(WEDNESDAY, who, (act) => commitments.sentence?.(act, text, source) as Promise<Reply>);
const choose = async (who: TestMember, kind: string, choice: string, now = WEDNESDAY) => {
  const item = await app.itemOf(who, kind);
  return app.act(now, who, (act) => commitments.items?.[kind]?.choose?.(act, item, choice));
};
const submit = (who: TestMember, name: string, values: Values, meta: Record<string, string>) =>
  app.act(WEDNESDAY, who, (act) => commitments.forms?.[name]?.submit(act as Act & By<Act>, values, meta));
const open = async (who: TestMember, kind: string, choice: string) =>
  commitments.items?.[kind]?.open?.(await app.look(WEDNESDAY, who), await app.itemOf(who, kind), choice);
const read = async (who: TestMember, kind: string, now = WEDNESDAY) => {
  const view = await app.read(now, who, kind);
  return view === null || view === 'missing' ? view : view.text;
};
const metaOf = (reply: Reply | undefined) => (reply && 'form' in reply ? (reply.form.meta ?? {}) : {});
const all = () => db.commitment.findMany({ include: { events: { orderBy: { id: 'asc' } } } });
const CONFIRM = 'commitments.confirm';
const PROPOSAL = 'commitments.proposal';

describe('a sentence', () => {
  test('is shown back, and recorded once at the speaker’s word', async () => {
    expect(await say(ana, 'I will send the flood map to <@UBEN> by Friday')).toBeNull();
    expect(await all()).toEqual([]);
    expect(await read(ana, CONFIRM)).toBe(
      'Shall I note this for you: send the flood map, for Ben, by Fri 16 January?',
    );
    await Promise.all([choose(ana, CONFIRM, 'record'), choose(ana, CONFIRM, 'record')]);
    await choose(ana, CONFIRM, 'record');
    const [one, ...more] = await all();
    expect(more).toEqual([]);
    expect(one).toMatchObject({ ownerId: ana.id, forId: ben.id, status: 'accepted', ...FOR_FRIDAY });
    expect(one?.permalink).toBe(source.permalink);
    expect(one?.events.map(({ kind, actorId }) => [kind, actorId])).toEqual([['recorded', ana.id]]);
    expect(app.told).toEqual([{ kind: 'commitment', id: one?.id }]);
    expect(await app.read(WEDNESDAY, ana, CONFIRM)).toEqual({
      text: 'Noted: send the flood map, for Ben, by Fri 16 January.',
      choices: [],
    });
    expect(await db.item.count({ where: { memberId: ben.id } })).toBe(0);
  });

  test('about somebody else is put to them, and counts once they accept', async () => {
    await say(ana, '<@UBEN> will send the school route to <@UCY> by 23 January');
    await choose(ana, CONFIRM, 'record');
    expect((await all())[0]).toMatchObject({ ownerId: ben.id, status: 'proposed', writtenById: ana.id });
    expect(await read(ben, PROPOSAL)).toBe(
      'Ana wrote this down for you: send the school route, for Cy, by Fri 23 January. Does it suit you?',
    );
    await choose(ben, PROPOSAL, 'accept');
    expect((await all())[0]).toMatchObject({ status: 'accepted', revision: 2 });
    expect(await read(ben, PROPOSAL)).toBe("'Send the school route' is with you, for Fri 23 January.");
  });

  test('left alone records nothing, and a doubt offers nothing', async () => {
    await say(ana, 'I will send the flood map by Friday');
    await choose(ana, CONFIRM, 'leave');
    await choose(ana, CONFIRM, 'record');
    expect(await all()).toEqual([]);
    expect(await read(ana, CONFIRM)).toBe('Left unrecorded.');
    expect(await say(ana, 'I might send the flood map by Friday')).toMatchObject({
      say: /when you are sure/,
    });
    expect(await say(ana, 'what a lovely morning')).toBe('not mine');
    expect(await db.commitmentDraft.count()).toBe(1);
  });

  test('that names nobody asks who, and one of somebody outside does, too', async () => {
    await say(ana, 'We will send the site list by Friday');
    expect(await read(ana, CONFIRM)).toMatch(/^Who takes this on: send the site list/);
    await choose(ana, CONFIRM, 'record');
    expect(await all()).toEqual([]);
    await choose(ana, CONFIRM, 'mine');
    await choose(ana, CONFIRM, 'record');
    expect((await all())[0]).toMatchObject({ ownerId: ana.id, status: 'accepted' });
    await say(ana, '<@USTRANGER> will tell <@UNOBODY> the news');
    expect(await read(ana, CONFIRM)).toMatch(/^Who takes this on: /);
  });

  test('with a date that has passed asks for another, and with two readings offers both', async () => {
    await say(ana, 'I will send the map by 2 January 2026');
    expect(await read(ana, CONFIRM)).toMatch(/^Fri 2 January has passed\. By when/);
    await say(ana, 'I will send the map by 3/4/2026');
    expect(await read(ana, CONFIRM)).toMatch(/by Fri 3 April\?$/);
    await choose(ana, CONFIRM, 'other-date');
    expect(await read(ana, CONFIRM)).toMatch(/by Wed 4 March\?$/);
    await choose(ana, CONFIRM, 'record');
    expect((await all())[0]?.dueOn).toBe('2026-03-04');
  });

  test('can be corrected in a form, which is sent once', async () => {
    await say(ana, 'I will send the map by Friday');
    const meta = metaOf(await open(ana, CONFIRM, 'change'));
    const values = { what: 'Send the big map', by: '2026-01-20', for: cy.id, owner: ana.id };
    await submit(ana, 'commitments.write', values, meta);
    await submit(ana, 'commitments.write', { ...values, what: 'again' }, meta);
    const recorded = await all();
    expect(recorded.length).toBe(1);
    expect(recorded[0]).toMatchObject({ text: 'Send the big map', dueOn: '2026-01-20', forId: cy.id });
    expect(await submit(ben, 'commitments.write', { ...values, owner: ben.id }, meta)).toHaveProperty(
      'errors',
    );
  });
});

describe('the form', () => {
  const blank = { what: 'Site list', by: null, for: null };
  const fresh = async () => metaOf(await commitments.doors?.[0]?.open(await app.look(WEDNESDAY, ana)));

  test('records once, however often it is sent, and anew each time it is opened', async () => {
    const meta = await fresh();
    const values = { ...blank, owner: ana.id };
    expect(await submit(ana, 'commitments.write', values, meta)).toEqual({
      say: 'Noted: Site list, some time.',
    });
    expect(await submit(ana, 'commitments.write', values, meta)).toEqual({
      say: 'Noted: Site list, some time.',
    });
    await submit(ana, 'commitments.write', values, await fresh());
    expect((await all()).length).toBe(2);
  });

  test('refuses what cannot be, at the input where it was written', async () => {
    const meta = await fresh();
    const other = await testAlliance(db, WEDNESDAY);
    const eve = await other.member(other.south, 'Eve');
    const errors = async (values: Values) => {
      const reply = await submit(ana, 'commitments.write', { ...blank, owner: ana.id, ...values }, meta);
      return reply && 'errors' in reply ? Object.keys(reply.errors) : reply;
    };
    expect(await errors({ what: '  ' })).toEqual(['what']);
    expect(await errors({ by: '2026-01-13' })).toEqual(['by']);
    expect(await errors({ owner: eve.id })).toEqual(['owner']);
    expect(await errors({ for: eve.id })).toEqual(['for']);
    expect(await all()).toEqual([]);
  });
});

describe('moves', () => {
  test('of two at once the first counts and the second is told what happened', async () => {
    const id = await ours.commitment(ana, ben, 'flood map', {
      ...FOR_FRIDAY,
      status: 'proposed',
      writtenById: cy.id,
    });
    await db.commitment.update({ where: { id }, data: { offeredToId: cy.id } });
    await app.act(WEDNESDAY, cy, async (act) => {
      const items = [
        { kind: PROPOSAL, memberId: ana.id },
        { kind: 'commitments.handover', memberId: cy.id },
      ].map((item, n) => ({
        ...item,
        key: `test/${n}`,
        allianceId: act.actor.member.allianceId,
        ref: id,
        rank: 50,
        urgency: 'answer' as const,
      }));
      await act.outbox.add(act.db, WEDNESDAY, items);
      return null;
    });
    const replies = await Promise.all([
      choose(ana, PROPOSAL, 'decline'),
      choose(cy, 'commitments.handover', 'take'),
    ]);
    expect(replies.filter((reply) => reply === null).length).toBe(1);
    const events = (await all())[0]?.events ?? [];
    expect(events.length).toBe(1);
    const told = replies.flatMap((reply) => (reply && 'say' in reply ? reply.say : []));
    expect(told).toEqual([expect.stringMatching(/moment faster|settled|no longer on offer|is with/)]);
  });

  test('tell the person it is for, and settle what was asked', async () => {
    const id = await ours.commitment(ana, ben, 'flood map', FOR_FRIDAY);
    await submit(ana, 'commitments.date', { by: '2026-01-23' }, { id, take: 'no' });
    await submit(ana, 'commitments.date', { by: '2026-01-23' }, { id, take: 'no' });
    expect(await read(ben, 'commitments.news')).toBe(
      "'Flood map', from Ana, is now planned for Fri 23 January (it was Fri 16 January).",
    );
    await submit(ana, 'commitments.hand-over', { who: cy.id }, { id });
    expect(await read(cy, 'commitments.handover')).toMatch(
      /^Ana asks whether you could take over: flood map, for Ben/,
    );
    expect((await all())[0]).toMatchObject({ ownerId: ana.id, offeredToId: cy.id });
    await app.react(new Date('2026-01-15T09:00:00Z'), {
      kind: 'delivered',
      items: [{ key: 'k', kind: 'commitments.handover', ref: id, memberId: cy.id }],
    });
    expect((await all())[0]?.pausedUntil).toEqual(new Date('2026-01-22T09:00:00Z'));
    await choose(cy, 'commitments.handover', 'take');
    expect(await read(ben, 'commitments.news')).toBe(
      "Cy has taken on 'Flood map', for Fri 23 January; Ana passed it on.",
    );
    expect(await read(ana, 'commitments.answer')).toBe(
      "Cy has taken over 'Flood map'. Thank you for passing it on.",
    );
    expect(await db.item.count({ where: { memberId: ben.id, status: 'open' } })).toBe(1);
    expect((await all())[0]?.events.map(({ kind }) => kind)).toEqual(['re-date', 'offer', 'take']);
  });

  test('a decline is told to the proposer only, who may ask somebody else', async () => {
    await say(ana, '<@UBEN> will send the school route to <@UCY> by 23 January');
    await choose(ana, CONFIRM, 'record');
    await choose(ben, PROPOSAL, 'decline');
    expect(await read(ana, 'commitments.declined')).toBe(
      "Ben can't take 'Send the school route'. Ask someone else?",
    );
    expect(await db.item.count({ where: { memberId: cy.id } })).toBe(0);
    const form = await open(ana, 'commitments.declined', 'reassign');
    await submit(ana, 'commitments.reassign', { who: cy.id }, metaOf(form));
    expect((await all())[0]).toMatchObject({ ownerId: cy.id, status: 'proposed' });
    expect(await read(cy, PROPOSAL)).toMatch(/^Ana wrote this down for you: /);
  });

  test('a hand is asked for at once, and the answer reaches the owner', async () => {
    const id = await ours.commitment(ana, ben, 'flood map', FOR_FRIDAY);
    await app.act(WEDNESDAY, ana, async ({ db: tx, outbox, actor }) => {
      const base = WEDNESDAY.toISOString();
      const item = { key: 'n', memberId: ana.id, kind: 'commitments.nudge', ref: id, rank: 20 };
      const { allianceId } = actor.member;
      const data = { step: 'due', base, next: null };
      await outbox.add(tx, WEDNESDAY, [{ ...item, allianceId, data, urgency: 'answer' }]);
      return null;
    });
    await choose(ana, 'commitments.nudge', 'need-hand');
    expect(await read(ana, 'commitments.nudge')).toBe(
      "I have asked Ben for a hand with 'Flood map'. I keep quiet about it until Wed 21 January.",
    );
    expect(await read(ben, 'commitments.hand')).toBe(
      "Ana could use a hand with 'Flood map', due Fri 16 January.",
    );
    await choose(ben, 'commitments.hand', 'next-week');
    expect(await read(ana, 'commitments.answer')).toBe(
      "Ben says next week is fine for 'Flood map'. Shall it be Fri 23 January?",
    );
    await choose(ana, 'commitments.answer', 'agree');
    expect((await all())[0]).toMatchObject({ dueOn: '2026-01-23', pausedUntil: null });
    expect(await read(ana, 'commitments.answer')).toBe("'Flood map' is with you, for Fri 23 January.");
  });

  test('of nudges that would leave together only the last does, and a heads-up not after its day', async () => {
    const id = await ours.commitment(ana, ben, 'flood map', FOR_FRIDAY);
    await app.act(WEDNESDAY, ana, async ({ db: tx, outbox, actor }) => {
      for (const step of ['heads-up', 'due', 'late']) {
        const data = { step, base: WEDNESDAY.toISOString(), next: null };
        const item = { key: step, memberId: ana.id, kind: 'commitments.nudge', ref: id, rank: 20, data };
        const { allianceId } = actor.member;
        await outbox.add(tx, WEDNESDAY, [{ ...item, allianceId, urgency: 'answer' }]);
      }
      return null;
    });
    const rows = await db.item.findMany({ where: { ref: id }, orderBy: { seq: 'asc' } });
    const together = async (items: typeof rows, now: Date) => {
      const views = await commitments.items?.['commitments.nudge']?.render({ db, now }, items as never);
      return views?.map((view) => view?.text ?? null);
    };
    const saturday = new Date('2026-01-17T10:00:00Z');
    const late = "'Flood map' was planned for yesterday. Is there a day that suits better?";
    expect(await together(rows, saturday)).toEqual([null, null, late]);
    expect(await together(rows.slice(0, 1), WEDNESDAY)).toEqual(['Coming up on Friday: flood map, for Ben.']);
    expect(await together(rows.slice(0, 1), saturday)).toEqual([null]);
  });

  test('of somebody else’s alliance, or of nobody’s business, do nothing and tell nothing', async () => {
    const other = await testAlliance(db, WEDNESDAY);
    const eve = await other.member(other.south, 'Eve');
    const id = await ours.commitment(ana, ben, 'secret plan', FOR_FRIDAY);
    for (const stranger of [eve, cy]) {
      const reply = await submit(stranger, 'commitments.date', { by: '2026-01-23' }, { id });
      expect(JSON.stringify(reply)).not.toMatch(/secret|Ana|Ben/i);
    }
    expect(await submit(ana, 'commitments.hand-over', { who: eve.id }, { id })).toHaveProperty('errors');
    expect((await all()).every(({ events }) => events.length === 0)).toBe(true);
  });
});

test('actions lists what is mine and what is on its way to me, and no proposal that is not mine to know of', async () => {
  await ours.commitment(ana, ben, 'flood map', { dueOn: '2026-01-12' });
  await ours.commitment(ben, ana, 'site list', {});
  await ours.commitment(ben, ana, 'not accepted', { status: 'proposed', writtenById: cy.id });
  await ours.commitment(cy, ben, 'not mine', {});
  const command = commitments.commands?.find(({ word }) => word === 'actions');
  const reply = await app.act(WEDNESDAY, ana, (act) => command?.run?.(act as Act & By<Act>, ''));
  expect(reply).toEqual({
    say:
      '*With you*\n• flood map, for Ben · Mon 12 January (its day has passed)\n\n' +
      '*On its way to you*\n• site list, from Ben · some time',
  });
});
