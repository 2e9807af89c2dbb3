import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { testAlliance } from '../../../test/support/alliance.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { drive, said } from '../../../test/support/driver.ts';
import type { LocalDate } from '../../kernel/zoned.ts';
import { alliances } from './index.ts';
import { compare, type Norms, namedIn } from './norms-domain.ts';

const { db } = await testDatabase();
const clock = { now: new Date('2026-01-12T09:00:00Z') };
const WINTER = '2026-01-12' as LocalDate;

const norms = (changes: Partial<Norms> = {}): Norms => ({
  name: 'Southwark',
  why: '',
  decides: '',
  goodWork: '',
  workDays: [1, 2, 3, 4, 5],
  workFrom: 540,
  workUntil: 1020,
  country: 'GB',
  region: null,
  zone: 'Europe/London',
  replyDays: 0,
  ...changes,
});

describe('two cards side by side', () => {
  test('what is felt most comes first: no shared hour, then how long an answer takes', () => {
    const other = norms({ zone: 'Asia/Tokyo', country: 'JP', replyDays: 2, decides: 'The board, monthly' });
    const { differ, alike, both } = compare(norms(), other, WINTER);
    expect(differ).toEqual(['hours', 'reply', 'holidays', 'decides']);
    expect(alike).toEqual(['days', 'goodWork', 'why']);
    expect(both).toBeNull();
  });

  test.each([
    ['America/New_York', { from: 840, until: 1020 }],
    ['Europe/Paris', { from: 540, until: 960 }],
    ['Asia/Kolkata', { from: 540, until: 690 }],
  ])('London and %s share these hours', (zone, both) => {
    expect(compare(norms(), norms({ zone }), WINTER).both).toEqual(both);
  });

  const cards = fc.record({
    zone: fc.constantFrom('Europe/London', 'Asia/Tokyo', 'America/New_York', 'Pacific/Auckland'),
    workFrom: fc.integer({ min: 0, max: 11 }).map((hour) => hour * 60),
    workUntil: fc.integer({ min: 12, max: 24 }).map((hour) => hour * 60),
    replyDays: fc.nat(5),
    workDays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
    why: fc.constantFrom('', 'Rain'),
  });

  test('neither side is first: both ways round the same aspects differ, and a card is like itself', () => {
    fc.assert(
      fc.property(cards, cards, (one, other) => {
        const [a, b] = [norms(one), norms(other)];
        const [there, back] = [compare(a, b, WINTER), compare(b, a, WINTER)];
        expect(back.differ).toEqual(there.differ);
        expect((back.both?.until ?? 0) - (back.both?.from ?? 0)).toBe(
          (there.both?.until ?? 0) - (there.both?.from ?? 0),
        );
        expect([...there.differ, ...there.alike]).toHaveLength(7);
        expect(compare(a, a, WINTER).differ).toEqual([]);
      }),
    );
  });
});

test('organisations are found by their names, the longer of two that begin alike', () => {
  const all = [{ name: 'North' }, { name: 'Northwind' }, { name: 'Sea <side>' }];
  expect(namedIn('sea <side> and northwind', all).map(({ name }) => name)).toEqual([
    'Sea <side>',
    'Northwind',
  ]);
  expect(namedIn('nobody', all)).toEqual([]);
  const long = [{ name: 'Northwind Energy' }, { name: 'River Trust' }, { name: 'River Wardens' }];
  expect(namedIn('river and northwind', long).map(({ name }) => name)).toEqual(['Northwind Energy']);
});

describe('the command', () => {
  let at = drive(db, [alliances(() => ({ text: '', blocks: [] }))], clock);
  const bo = { userId: 'UBO' };
  const dana = { userId: 'UDANA' };

  beforeEach(async () => {
    await db.alliance.deleteMany();
    await db.person.deleteMany();
    at = drive(db, [alliances(() => ({ text: '', blocks: [] }))], clock);
    const alliance = await testAlliance(db, clock.now);
    await alliance.member(alliance.south, 'Ana', { role: 'coordinator' });
    await alliance.member(alliance.south, 'Bo');
    await alliance.member(alliance.north, 'Dana');
    await db.organisation.update({
      where: { id: alliance.north },
      data: { zone: 'America/New_York', replyDays: 3, goodWork: 'Slow & <right>' },
    });
  });

  test('a name puts that card beside one’s own, two names those two, and nothing is judged', async () => {
    const text = said(await at.command(bo, 'norms', 'Northwind'));
    expect(text).toMatch(/^Southwark and Northwind, side by side; where they differ most comes first/);
    expect(text.indexOf('*Working hours*')).toBeLessThan(text.indexOf('*An answer*'));
    expect(text).toContain('Both work from 14:00 to 17:00 in London.');
    expect(text).toContain('Northwind: Slow &amp; &lt;right&gt;');
    expect(text).not.toMatch(/better|worse|slower|faster|only/i);
    expect(said(await at.command(dana, 'norms', 'southwark, northwind'))).toContain(
      'Southwark and Northwind',
    );
    expect(said(await at.command(bo, 'norms', 'Atlantis'))).toContain('Here are Southwark and Northwind');
    expect(said(await at.command(bo, 'norms', 'southwark'))).toContain('Whose?');
  });

  test('until an organisation has a leader or coordinator, any of its people fills its card in', async () => {
    const reply = await at.command(dana, 'norms', 'edit');
    if (!reply || !('form' in reply)) throw new Error('no form');
    const changes = { zone: 'America/Chicago', decides: 'The board' };
    expect(said(await at.submit(dana, reply.form, changes))).toContain('Saved');
    expect(await db.organisation.findFirstOrThrow({ where: { name: 'Northwind' } })).toMatchObject({
      zone: 'America/Chicago',
      decides: 'The board',
    });
    const taken = await at.submit(dana, reply.form, { name: 'southwark' });
    expect(JSON.stringify(taken)).toContain('Another organisation here has this name');
    expect(said(await at.command(bo, 'norms', 'edit'))).toContain('A leader or coordinator');
  });

  test('what an organisation of many says of its hours is planned by a worker', async () => {
    const { id } = await db.organisation.findFirstOrThrow({ where: { name: 'Southwark' } });
    const [own] = await db.member.findMany({ where: { organisationId: id } });
    for (let n = 0; n < 12; n += 1) {
      const person = await at.person(`P${n}`, 'T1');
      const row = { id: crypto.randomUUID(), allianceId: own?.allianceId ?? '', organisationId: id };
      const rest = { personId: person.personId, position: 10 + n, joinedAt: clock.now };
      await db.member.create({ data: { ...row, ...rest } });
    }
    const reply = await at.command({ userId: 'UANA' }, 'norms', 'edit');
    if (!reply || !('form' in reply)) throw new Error('no form');
    await at.submit({ userId: 'UANA' }, reply.form, { from: '480' });
    expect(at.facts).toEqual([]);
    expect(at.jobs).toEqual([{ job: 'alliances.replan', id }]);
  });
});
