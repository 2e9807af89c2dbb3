import { describe, expect, test } from '@jest/globals';
import { type TestMember, testAlliance } from '../../../test/support/alliance.ts';
import { CONFIRM, metaOf, PROPOSAL, promising, WEDNESDAY } from '../../../test/support/commitments.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { commitments } from './index.ts';

const { db } = await testDatabase();
const { app, who, here, say, choose, submit, open, read, all } = promising(db);
const FOR_FRIDAY = { dueOn: '2026-01-16' };

describe('moves', () => {
  test('of two at once the first counts and the second is told what happened', async () => {
    const id = await here.ours.commitment(who.ana, who.ben, 'flood map', {
      ...FOR_FRIDAY,
      status: 'proposed',
      writtenById: who.cy.id,
    });
    await db.commitment.update({ where: { id }, data: { offeredToId: who.cy.id } });
    await app.act(WEDNESDAY, who.cy, async (act) => {
      const items = [
        { kind: PROPOSAL, memberId: who.ana.id },
        { kind: 'commitments.handover', memberId: who.cy.id },
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
      choose(who.ana, PROPOSAL, 'decline'),
      choose(who.cy, 'commitments.handover', 'take'),
    ]);
    expect(replies.filter((reply) => reply === null).length).toBe(1);
    const events = (await all())[0]?.events ?? [];
    expect(events.length).toBe(1);
    const told = replies.flatMap((reply) => (reply && 'say' in reply ? reply.say : []));
    expect(told).toEqual([expect.stringMatching(/moment faster|settled|no longer on offer|is with/)]);
  });

  test('tell the person it is for, and settle what was asked', async () => {
    const id = await here.ours.commitment(who.ana, who.ben, 'flood map', FOR_FRIDAY);
    await submit(who.ana, 'date', { by: '2026-01-23' }, { id, take: 'no' });
    await submit(who.ana, 'date', { by: '2026-01-23' }, { id, take: 'no' });
    expect(await read(who.ben, 'commitments.news')).toBe(
      "'Flood map', from Ana, is now planned for Fri 23 January (it was Fri 16 January).",
    );
    await submit(who.ana, 'hand-over', { who: who.cy.id }, { id });
    expect(await read(who.cy, 'commitments.handover')).toMatch(
      /^Ana asks whether you could take over: flood map, for Ben/,
    );
    expect((await all())[0]).toMatchObject({ ownerId: who.ana.id, offeredToId: who.cy.id });
    await app.react(new Date('2026-01-15T09:00:00Z'), {
      kind: 'delivered',
      items: [{ key: 'k', kind: 'commitments.handover', ref: id, memberId: who.cy.id }],
    });
    expect((await all())[0]?.pausedUntil).toEqual(new Date('2026-01-22T09:00:00Z'));
    await choose(who.cy, 'commitments.handover', 'take');
    expect(await read(who.ben, 'commitments.news')).toBe(
      "Cy has taken on 'Flood map', for Fri 23 January; Ana passed it on.",
    );
    expect(await read(who.ana, 'commitments.answer')).toBe(
      "Cy has taken over 'Flood map'. Thank you for passing it on.",
    );
    expect(await db.item.count({ where: { memberId: who.ben.id, status: 'open' } })).toBe(1);
    expect((await all())[0]?.events.map(({ kind }) => kind)).toEqual(['re-date', 'offer', 'take']);
  });

  test('a decline is told to the proposer only, who may ask somebody else', async () => {
    await say(who.ana, '<@UBEN> will send the school route to <@UCY> by 23 January');
    await choose(who.ana, CONFIRM, 'record');
    await choose(who.ben, PROPOSAL, 'decline');
    expect(await read(who.ana, 'commitments.declined')).toBe(
      "Ben can't take 'Send the school route'. Ask someone else?",
    );
    expect(await db.item.count({ where: { memberId: who.cy.id } })).toBe(0);
    const meta = await open(who.ana, 'commitments.declined', 'reassign');
    await submit(who.ana, 'reassign', { who: who.cy.id }, meta);
    expect((await all())[0]).toMatchObject({ ownerId: who.cy.id, status: 'proposed' });
    expect(await read(who.cy, PROPOSAL)).toMatch(/^Ana wrote this down for you: /);
  });

  test('whoever wrote down what was declined takes it over themselves, on another day where its own has passed', async () => {
    const written = { writtenById: who.ana.id, status: 'declined' as const, endedAt: WEDNESDAY };
    const id = await here.ours.commitment(who.ben, who.cy, 'flood map', { ...FOR_FRIDAY, ...written });
    expect(await submit(who.ana, 'reassign', { who: who.ana.id }, { id })).toBeNull();
    const taken = { ownerId: who.ana.id, status: 'accepted' };
    expect((await all())[0]).toMatchObject({ ...taken, dueOn: '2026-01-16', endedAt: null });
    expect(await db.item.count({ where: { kind: PROPOSAL } })).toBe(0);
    const history = async (reader: TestMember) => {
      const item = { ref: id, memberId: reader.id } as never;
      const kind = commitments.items?.['commitments.news'];
      return JSON.stringify(await kind?.open?.(await app.look(WEDNESDAY, reader), item, 'history'));
    };
    expect(await history(who.ana)).toContain('took it over.');
    // Nobody else learns that somebody had declined.
    expect(await history(who.cy)).toContain('How it went');
    expect(await history(who.cy)).not.toContain('took it over');
    const past = await here.ours.commitment(who.ben, null, 'old map', { dueOn: '2026-01-13', ...written });
    const reply = await submit(who.ana, 'reassign', { who: who.ana.id }, { id: past });
    expect(JSON.stringify(reply)).toContain('By when');
    const meta = metaOf(reply);
    expect(await submit(who.ana, 'date', { by: '2026-01-13' }, meta)).toHaveProperty('errors');
    expect(await submit(who.ana, 'date', { by: '2026-01-23' }, meta)).toBeNull();
    expect((await all()).find((one) => one.id === past)).toMatchObject({ ...taken, dueOn: '2026-01-23' });
    const other = await here.ours.commitment(who.ben, null, 'their map', {
      status: 'proposed',
      writtenById: who.cy.id,
    });
    await submit(who.ana, 'date', { by: '2026-01-23' }, { id: other, take: 'self' });
    expect((await all()).find((one) => one.id === other)).toMatchObject({ ownerId: who.ben.id });
  });

  test('a hand is asked for at once, and the answer reaches the owner', async () => {
    const id = await here.ours.commitment(who.ana, who.ben, 'flood map', FOR_FRIDAY);
    await app.act(WEDNESDAY, who.ana, async ({ db: tx, outbox, actor }) => {
      const base = WEDNESDAY.toISOString();
      const item = { key: 'n', memberId: who.ana.id, kind: 'commitments.nudge', ref: id, rank: 20 };
      const { allianceId } = actor.member;
      const data = { step: 'due', base, next: null };
      await outbox.add(tx, WEDNESDAY, [{ ...item, allianceId, data, urgency: 'answer' }]);
      return null;
    });
    await choose(who.ana, 'commitments.nudge', 'need-hand');
    expect(await read(who.ana, 'commitments.nudge')).toBe(
      "I have asked Ben for a hand with 'Flood map'. I keep quiet about it until Wed 21 January.",
    );
    expect(await read(who.ben, 'commitments.hand')).toBe(
      "Ana could use a hand with 'Flood map', due Fri 16 January.",
    );
    await choose(who.ben, 'commitments.hand', 'next-week');
    expect(await read(who.ana, 'commitments.answer')).toBe(
      "Ben says next week is fine for 'Flood map'. Shall it be Fri 23 January?",
    );
    await choose(who.ana, 'commitments.answer', 'agree');
    expect((await all())[0]).toMatchObject({ dueOn: '2026-01-23', pausedUntil: null });
    expect(await read(who.ana, 'commitments.answer')).toBe("'Flood map' is with you, for Fri 23 January.");
  });

  test('a hand is asked of whoever is there; where nobody is, that is said, and what else one can do', async () => {
    const id = await here.ours.commitment(who.ana, who.ben, 'flood map', {
      ...FOR_FRIDAY,
      writtenById: who.cy.id,
    });
    const leave = ({ id: member }: TestMember) =>
      db.member.update({ where: { id: member }, data: { status: 'left' } });
    await leave(who.ben);
    await app.act(WEDNESDAY, who.ana, async ({ db: tx, outbox, actor }) => {
      const data = { step: 'due', base: WEDNESDAY.toISOString(), next: null };
      const item = { key: 'n', memberId: who.ana.id, kind: 'commitments.nudge', ref: id, rank: 20, data };
      await outbox.add(tx, WEDNESDAY, [{ ...item, allianceId: actor.member.allianceId, urgency: 'answer' }]);
      return null;
    });
    const form = async () =>
      JSON.stringify(await commitments.forms?.['commitments.more']?.submit(await act(), {}, { id }));
    const act = () => app.look(WEDNESDAY, who.ana) as Promise<never>;
    expect(await form()).toContain('Cy reads it, and is asked.');
    expect(await choose(who.ana, 'commitments.nudge', 'need-hand')).toBeNull();
    expect(await read(who.ana, 'commitments.nudge')).toContain(
      "I have asked Cy for a hand with 'Flood map'.",
    );
    expect(await read(who.cy, 'commitments.hand')).toContain('Ana could use a hand');
    await leave(who.cy);
    expect(await form()).toContain('there is nobody to ask');
    const nobody =
      "Noted: 'Flood map' needs a hand, and there is nobody to ask. `@Entente actions` hands it over or gives it a new date.";
    expect(await submit(who.ana, 'blocked', { words: 'the keys' }, { id })).toEqual({ say: nobody });
    expect(await read(who.ana, 'commitments.nudge')).toBe(
      `${nobody} I keep quiet about it until Wed 21 January.`,
    );
  });

  test('of nudges that would leave together only the last does, and a heads-up not after its day', async () => {
    const id = await here.ours.commitment(who.ana, who.ben, 'flood map', FOR_FRIDAY);
    await app.act(WEDNESDAY, who.ana, async ({ db: tx, outbox, actor }) => {
      for (const step of ['heads-up', 'due', 'late']) {
        const data = { step, base: WEDNESDAY.toISOString(), next: null };
        const item = { key: step, memberId: who.ana.id, kind: 'commitments.nudge', ref: id, rank: 20, data };
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
    const id = await here.ours.commitment(who.ana, who.ben, 'secret plan', FOR_FRIDAY);
    for (const stranger of [eve, who.cy]) {
      const reply = await submit(stranger, 'date', { by: '2026-01-23' }, { id });
      expect(JSON.stringify(reply)).not.toMatch(/secret|Ana|Ben/i);
    }
    expect(await submit(who.ana, 'hand-over', { who: eve.id }, { id })).toHaveProperty('errors');
    expect((await all()).every(({ events }) => events.length === 0)).toBe(true);
  });
});
