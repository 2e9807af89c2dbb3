import { describe, expect, test } from '@jest/globals';
import { testAlliance } from '../../../test/support/alliance.ts';
import { CONFIRM, metaOf, PROPOSAL, promising, WEDNESDAY } from '../../../test/support/commitments.ts';
import { testDatabase } from '../../../test/support/database.ts';
import type { Values } from '../../feature.ts';
import { commitments } from './index.ts';

const { db } = await testDatabase();
const { app, who, say, choose, submit, open, read, all } = promising(db);
const FOR_FRIDAY = { dueOn: '2026-01-16' };

describe('a sentence', () => {
  test('is shown back, and recorded once at the speaker’s word', async () => {
    expect(await say(who.ana, 'I will send the flood map to <@UBEN> by Friday')).toBeNull();
    expect(await all()).toEqual([]);
    expect(await read(who.ana, CONFIRM)).toBe(
      'Shall I note this for you: send the flood map, for Ben, by Fri 16 January?',
    );
    await Promise.all([choose(who.ana, CONFIRM, 'record'), choose(who.ana, CONFIRM, 'record')]);
    await choose(who.ana, CONFIRM, 'record');
    const [one, ...more] = await all();
    expect(more).toEqual([]);
    expect(one).toMatchObject({ ownerId: who.ana.id, forId: who.ben.id, status: 'accepted', ...FOR_FRIDAY });
    expect(one?.permalink).toBe('https://x.example/p1');
    expect(one?.events.map(({ kind, actorId }) => [kind, actorId])).toEqual([['recorded', who.ana.id]]);
    expect(app.told).toEqual([{ kind: 'commitment', id: one?.id }]);
    expect(await app.read(WEDNESDAY, who.ana, CONFIRM)).toEqual({
      text: 'Noted: send the flood map, for Ben, by Fri 16 January.',
      choices: [],
    });
    expect(await db.item.count({ where: { memberId: who.ben.id } })).toBe(0);
  });

  test('about somebody else is put to them, and counts once they accept', async () => {
    await say(who.ana, '<@UBEN> will send the school route to <@UCY> by 23 January');
    await choose(who.ana, CONFIRM, 'record');
    expect((await all())[0]).toMatchObject({
      ownerId: who.ben.id,
      status: 'proposed',
      writtenById: who.ana.id,
    });
    expect(await read(who.ben, PROPOSAL)).toBe(
      'Ana wrote this down for you: send the school route, for Cy, by Fri 23 January. Does it suit you?',
    );
    await choose(who.ben, PROPOSAL, 'accept');
    expect((await all())[0]).toMatchObject({ status: 'accepted', revision: 2 });
    expect(await read(who.ben, PROPOSAL)).toBe("'Send the school route' is with you, for Fri 23 January.");
  });

  test('left alone records nothing, and a doubt offers nothing', async () => {
    await say(who.ana, 'I will send the flood map by Friday');
    await choose(who.ana, CONFIRM, 'leave');
    await choose(who.ana, CONFIRM, 'record');
    expect(await all()).toEqual([]);
    expect(await read(who.ana, CONFIRM)).toBe('Left unrecorded.');
    expect(await say(who.ana, 'I might send the flood map by Friday')).toMatchObject({
      say: /when you are sure/,
    });
    expect(await say(who.ana, 'what a lovely morning')).toBe('not mine');
    expect(await db.commitmentDraft.count()).toBe(1);
  });

  test('to the bot itself, or about an absence, is no commitment', async () => {
    for (const words of ['Can you help me?', 'Please stop', 'Will you remind me on Friday?'])
      expect(await say(who.ana, words)).toBe('not mine');
    expect(await say(who.ana, "<@UBEN> please don't publish the map before Friday")).toBe('not mine');
    expect(await say(who.ana, "I'll be on leave next week")).toMatchObject({ say: /`@Entente away / });
    expect(await db.commitmentDraft.count()).toBe(0);
  });

  test('with two in it keeps who owes what to whom', async () => {
    await say(who.ana, "I'll send <@UBEN> the map by Friday and <@UCY> the list by Monday");
    expect(await read(who.ana, 'commitments.batch')).toContain(
      '1. You: send the map, for Ben, by Fri 16 January\n2. You: send the list, for Cy, by Mon 19 January',
    );
    await db.commitmentDraft.deleteMany();
    await say(who.ana, "<@UBEN> you'll have the draft by Friday");
    expect(await read(who.ana, CONFIRM)).toBe(
      'Shall I note this for you: the draft, for Ben, by Fri 16 January?',
    );
  });

  test('that names nobody asks who, and one of somebody outside does, too', async () => {
    await say(who.ana, 'We will send the site list by Friday');
    expect(await read(who.ana, CONFIRM)).toMatch(/^Who takes this on: send the site list/);
    await choose(who.ana, CONFIRM, 'record');
    expect(await all()).toEqual([]);
    await choose(who.ana, CONFIRM, 'mine');
    await choose(who.ana, CONFIRM, 'record');
    expect((await all())[0]).toMatchObject({ ownerId: who.ana.id, status: 'accepted' });
    await say(who.ana, '<@USTRANGER> will tell <@UNOBODY> the news');
    expect(await read(who.ana, CONFIRM)).toMatch(/^Who takes this on: /);
  });

  test('with a date that has passed asks for another, and with two readings offers both', async () => {
    await say(who.ana, 'I will send the map by 2 January 2026');
    expect(await read(who.ana, CONFIRM)).toMatch(/^Fri 2 January has passed\. By when/);
    await say(who.ana, 'I will send the map by 3/4/2026');
    expect(await read(who.ana, CONFIRM)).toMatch(/by Fri 3 April\?$/);
    await choose(who.ana, CONFIRM, 'other-date');
    expect(await read(who.ana, CONFIRM)).toMatch(/by Wed 4 March\?$/);
    await choose(who.ana, CONFIRM, 'record');
    expect((await all())[0]?.dueOn).toBe('2026-03-04');
  });

  test('can be corrected in a form, which is sent once', async () => {
    await say(who.ana, 'I will send the map by Friday');
    const meta = await open(who.ana, CONFIRM, 'change');
    const values = { what: 'Send the big map', by: '2026-01-20', for: who.cy.id, owner: who.ana.id };
    await submit(who.ana, 'write', values, meta);
    await submit(who.ana, 'write', { ...values, what: 'again' }, meta);
    const recorded = await all();
    expect(recorded.length).toBe(1);
    expect(recorded[0]).toMatchObject({ text: 'Send the big map', dueOn: '2026-01-20', forId: who.cy.id });
    expect(await submit(who.ben, 'write', { ...values, owner: who.ben.id }, meta)).toHaveProperty('errors');
  });
});

describe('the form', () => {
  const blank = { what: 'Site list', by: null, for: null };
  const fresh = async () => metaOf(await commitments.doors?.[0]?.open(await app.look(WEDNESDAY, who.ana)));

  test('records once, however often it is sent, and anew each time it is opened', async () => {
    const meta = await fresh();
    const values = { ...blank, owner: who.ana.id };
    expect(await submit(who.ana, 'write', values, meta)).toEqual({
      say: 'Noted: Site list, without a day yet (I ask for one on Wed 28 January).',
    });
    expect(await submit(who.ana, 'write', values, meta)).toEqual({
      say: 'Noted: Site list, without a day yet (I ask for one on Wed 28 January).',
    });
    await submit(who.ana, 'write', values, await fresh());
    expect((await all()).length).toBe(2);
  });

  test('refuses what cannot be, at the input where it was written', async () => {
    const meta = await fresh();
    const other = await testAlliance(db, WEDNESDAY);
    const eve = await other.member(other.south, 'Eve');
    const errors = async (values: Values) => {
      const reply = await submit(who.ana, 'write', { ...blank, owner: who.ana.id, ...values }, meta);
      return reply && 'errors' in reply ? Object.keys(reply.errors) : reply;
    };
    expect(await errors({ what: '  ' })).toEqual(['what']);
    expect(await errors({ by: '2026-01-13' })).toEqual(['by']);
    expect(await errors({ owner: eve.id })).toEqual(['owner']);
    expect(await errors({ for: eve.id })).toEqual(['for']);
    expect(await all()).toEqual([]);
  });
});
