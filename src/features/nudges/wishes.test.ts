import { beforeEach, describe, expect, test } from '@jest/globals';
import type { TestMember } from '../../../test/support/alliance.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { ana, at, begin, ben, lea, promised, steps, world } from '../../../test/support/policy-scene.ts';
import { formIn } from '../../../test/support/policy-world.ts';

const { db } = await testDatabase();
const text = (form: unknown) => JSON.stringify(form);

beforeEach(() => begin(db));

describe('“Why this?” on a nudge', () => {
  test('says which rule brought it, what comes next, and how to get fewer', async () => {
    await promised();
    await world.goTo(at('13'));
    const form = formIn(await world.press(ana, 'nudges.why'));
    expect(text(form)).toContain("'flood map'");
    expect(text(form)).toContain('I write to whoever has promised it 1 day after its day.');
    expect(text(form)).toContain('If it stays open, I ask Ben on Thu 15 January.');
    expect(text(form)).toContain('one note a week instead of three');
    expect((await world.submit(ana, form)) ?? {}).toEqual({ say: 'All stays as it is.' });
  });

  test('tells whoever was asked no more than that its owner hears first', async () => {
    await promised();
    await world.goTo(at('15'));
    const form = formIn(await world.press(ben, 'nudges.why'));
    expect(text(form)).toContain('the person it is for, or an opposite number 3 days after its day');
    expect(text(form)).toContain('Nothing that Ana has not been told first.');
    expect(text(form)).not.toMatch(/Lea\b/);
  });

  test('before its day says when the owner is written to again', async () => {
    await promised();
    await world.goTo(at('12'));
    const form = formIn(await world.press(ana, 'nudges.why'));
    expect(text(form)).toContain('I write to you again on Tue 13 January. Nobody else hears before.');
  });
});

describe('a snooze', () => {
  test.each([
    ['1-day', null, '14'],
    ['3-days', null, '16'],
    ['next-week', null, '19'],
    ['until', '2026-01-21', '21'],
  ])(
    '%s: nothing comes, nobody else is asked, and its owner has a day before anybody is',
    async (wish, until, back) => {
      await promised();
      await world.goTo(at('13'));
      const form = formIn(await world.press(ana, 'nudges.snooze'));
      expect(await world.submit(ana, form, { wish, until })).toMatchObject({
        say: expect.stringContaining('Quiet until'),
      });
      await world.goTo(at(back, '08:00'));
      expect(await steps(ben)).toEqual([]);
      await world.goTo(at('23'));
      const [asked = ''] = await steps(ben);
      const day = Number(asked.slice(-2));
      expect(asked).toMatch(/^ask-peer/);
      expect(day).toBeGreaterThanOrEqual(15);
      expect(day).toBeGreaterThan(Number(back));
    },
  );

  test('a day that has passed is said beside its input, and nothing changes', async () => {
    await promised();
    await world.goTo(at('13'));
    const form = formIn(await world.press(ana, 'nudges.snooze'));
    for (const until of [null, '2026-01-13', '2028-01-13']) {
      expect(await world.submit(ana, form, { wish: 'until', until })).toHaveProperty('errors.until');
    }
    expect(await db.person.count({ where: { snoozedUntil: { not: null } } })).toBe(0);
  });

  test('what waited comes as one note afterwards, and what went stale does not', async () => {
    await promised();
    await promised(ana, ben, { text: 'site list' });
    await world.command(ana, 'snooze', 'until 15 January');
    await world.goTo(at('15', '08:59'));
    expect(await world.delivered(ana)).toEqual([]);
    await world.goTo(at('15'));
    expect(await steps(ana)).toEqual(['late 15', 'late 15']); // neither heads-up nor "today"
    expect(world.slack.posts.filter(({ channelId }) => channelId === 'DUANA')).toHaveLength(1);
  });

  test('the same after an absence that one has set oneself', async () => {
    await promised();
    await world.command(ana, 'away', '8 to 14 January');
    await world.goTo(at('15', '08:59'));
    expect(await steps(ana)).toEqual(['due 07']); // on the last day before
    await world.goTo(at('16'));
    expect(await steps(ana)).toEqual(['due 07', 'late 15']);
    expect(world.slack.posts.filter(({ channelId }) => channelId === 'DUANA')).toHaveLength(2);
    expect(await steps(ben)).toEqual([]);
  });
});

describe('a mute', () => {
  test('of one thing holds all its later steps, and nothing else', async () => {
    await promised();
    await world.goTo(at('13'));
    const form = formIn(await world.press(ana, 'nudges.why'));
    expect(await world.submit(ana, form, { wish: 'mute' })).toMatchObject({
      say: expect.stringContaining('Muted'),
    });
    await promised(ana, ben, { text: 'site list' });
    await world.goTo(at('30'));
    const about = async (member: TestMember) => (await world.delivered(member)).map(({ ref }) => ref);
    const [muted] = await db.commitment.findMany({ where: { text: 'flood map' } });
    expect((await about(ana)).filter((ref) => ref === muted?.id)).toHaveLength(2); // up to the late note
    expect(await about(ben)).not.toContain(muted?.id);
    expect(await about(lea)).not.toContain(muted?.id);
    expect(await about(ben)).toHaveLength(1); // the other one
  });

  test('also drops what has not left yet; its note keeps the ways to settle it', async () => {
    await promised();
    await world.goTo(at('12'));
    expect(await world.command(ana, 'mute', 'flood')).toMatchObject({
      say: expect.stringContaining('Muted'),
    });
    await world.goTo(at('20'));
    expect(await steps(ana)).toEqual(['due 12']);
    const shown = await world.read(ana);
    expect(shown?.context).toBe('Muted: nothing more comes of this one.');
    expect(shown?.choices.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['done', 'date', 'nudges.unmute']),
    );
    expect(await world.press(ana, 'done')).toBeNull();
  });

  test('when lifted, the owner is told once more before anybody is asked', async () => {
    await promised();
    await world.goTo(at('13'));
    await world.command(ana, 'mute', 'map');
    await world.goTo(at('20'));
    expect(await world.press(ana, 'nudges.unmute')).toMatchObject({ say: expect.stringContaining('again') });
    await world.goTo(at('20', '16:00'));
    expect(await steps(ben)).toEqual([]);
    await world.goTo(at('22'));
    expect((await steps(ana)).at(-1)).toBe('late 20');
    expect(await steps(ben)).toEqual(['ask-peer 21']);
  });

  test('by whoever would be asked holds what comes after as well, and is not told to the owner', async () => {
    const id = await promised();
    await db.nudgeMute.create({ data: { memberId: ben.id, commitmentId: id, at: world.clock.now } });
    await world.goTo(at('30'));
    expect(await steps(ben)).toEqual([]);
    expect(await steps(lea)).toEqual([]);
    expect((await steps(ana)).at(-1)).toBe('late 13');
  });

  test('is nobody’s who has nothing to do with it', async () => {
    const id = await promised();
    const form = { name: 'nudges.why', title: '', blocks: [], meta: { id } };
    await world.submit(lea, form, { wish: 'mute' });
    expect(await db.nudgeMute.count()).toBe(0);
    expect(await world.command(ben, 'mute', 'flood')).toMatchObject({
      say: expect.stringContaining('Nothing with you'),
    });
    expect(await world.command(ana, 'unmute')).toMatchObject({
      say: expect.stringContaining('You have muted nothing'),
    });
  });
});
