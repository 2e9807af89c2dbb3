import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { testAlliance } from '../../../test/support/alliance.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { drive, said } from '../../../test/support/driver.ts';
import { office } from '../../../test/support/office.ts';
import { absencesOf, memberCards } from '../../db/people.ts';
import type { Reply } from '../../item.ts';
import { type Absence, isAbsent } from '../../kernel/calendar.ts';
import { addDays, type LocalDate } from '../../kernel/zoned.ts';
import { type Absences, comeBack, noteAway, readAway } from './away-domain.ts';
import { alliances } from './index.ts';
import { countryFrom } from './norms-domain.ts';
import { awayNoted } from './settings-views.ts';

const { db } = await testDatabase();
const WEDNESDAY = new Date('2026-07-15T10:00:00Z');
const clock = { now: WEDNESDAY };
const today = '2026-07-15' as LocalDate;
const at = drive(db, [alliances(() => ({ text: '', blocks: [] }))], clock);
const ana = { userId: 'UANA' };
const bo = { userId: 'UBO' };

beforeAll(async () => {
  const alliance = await testAlliance(db, clock.now);
  await alliance.member(alliance.south, 'Ana', { role: 'leader' });
  await alliance.member(alliance.south, 'Bo', { person: { slackZone: 'Europe/London' } });
});

function formOf(reply: Reply) {
  if (!reply || !('form' in reply)) throw new Error(`no form: ${said(reply)}`);
  return reply.form;
}

const errorsOf = (reply: Reply) => (reply && 'errors' in reply ? reply.errors : {});
const person = (userId: string) => db.person.findFirstOrThrow({ where: { userId } });

function parsed(words: string): Absence {
  const [from = '', until = ''] = words.split('/');
  return { from: from as LocalDate, until: until as LocalDate };
}

async function absences(): Promise<string[]> {
  return absencesOf((await person('UBO')).absences).map(({ from, until }) => `${from}/${until}`);
}

/** What Bo is noted for, as if it had been said long ago. */
async function noted(...all: string[]): Promise<void> {
  const data = { absences: all.map((one) => ({ ...parsed(one) })) };
  await db.person.updateMany({ where: { userId: 'UBO' }, data });
}

const calendar = { ...office, country: 'GB' };

describe('reading when somebody is away', () => {
  const reader = { zone: 'Europe/London', country: 'GB', dayFirst: null, calendar };

  test.each([
    ['2026-08-03 to 2026-08-14', '2026-08-03', '2026-08-14'],
    ['3 August to 14 August', '2026-08-03', '2026-08-14'],
    ['3 to 14 August', '2026-08-03', '2026-08-14'],
    ['from August 3 to 14', '2026-08-03', '2026-08-14'],
    ['until 17 July', '2026-07-15', '2026-07-17'],
    ['until Friday', '2026-07-15', '2026-07-17'],
    ['Monday to Friday', '2026-07-20', '2026-07-24'],
    ['tomorrow', '2026-07-16', '2026-07-16'],
    ['3/8 - 14/8', '2026-08-03', '2026-08-14'],
    ['24 December to 2 January', '2026-12-24', '2027-01-02'],
  ])('%s', (words, from, until) => {
    expect(readAway(words, reader, clock.now)).toEqual({ ok: true, value: { from, until } });
  });

  test.each([
    ['', 'usage'],
    ['soon', 'usage'],
    ['3 August to 5 August to 7 August', 'usage'],
    ['2026-08-14 to 2026-08-03', 'order'],
    ['2026-07-01 to 2026-07-02', 'past'],
    ['2026-07-20 to 2028-07-20', 'long'],
  ])('“%s” is not a stretch of days', (words, error) => {
    expect(readAway(words, reader, clock.now)).toEqual({ ok: false, error });
  });

  test('“back” ends it', () => {
    expect(readAway('I am back!', reader, clock.now)).toEqual({ ok: true, value: null });
  });
});

describe('away', () => {
  test('is noted with its weekdays, for oneself, and taken back', async () => {
    expect(said(await at.command(bo, 'away', '3 to 14 August'))).toContain(
      'from Mon 3 August to Fri 14 August',
    );
    expect(await absences()).toEqual(['2026-08-03/2026-08-14']);
    expect(at.facts.at(-1)).toMatchObject({ kind: 'member' });
    await at.command(bo, 'away', 'back');
    expect(await absences()).toEqual([]);
    expect(said(await at.command(bo, 'away', 'on the <moon>'))).toContain('“on the &lt;moon&gt;”');
  });

  test('once it has begun, what has passed of it is kept by whoever is back sooner', async () => {
    await noted('2026-07-13/2026-07-24');
    await at.command(bo, 'away', 'back');
    expect(await absences()).toEqual(['2026-07-13/2026-07-14']);
    await noted('2026-07-13/2026-07-24');
    const form = formOf(await at.door(bo, 'alliances.settings'));
    await at.submit(bo, form, { awayFrom: null, awayUntil: null });
    expect(await absences()).toEqual(['2026-07-13/2026-07-14']);
    await noted();
  });

  test('a second absence leaves the first as it is, and the answer names both', async () => {
    await at.command(bo, 'away', '3 to 14 August');
    expect(said(await at.command(bo, 'away', 'Friday'))).toBe(
      'Noted: you are away on Fri 17 July, and nothing will come from me then. ' +
        'You are also away from Mon 3 August to Fri 14 August. `@Entente away back` if you are back sooner.',
    );
    expect(await absences()).toEqual(['2026-07-17/2026-07-17', '2026-08-03/2026-08-14']);
    clock.now = new Date('2026-08-05T10:00:00Z');
    expect(said(await at.command(bo, 'away', '24 December'))).toContain('also away from Mon 3 August');
    const [card] = await memberCards(db, { person: { userId: 'UBO' } });
    expect(isAbsent(card?.calendar ?? calendar, '2026-08-05' as LocalDate)).toBe(true);
    expect(said(await at.command(bo, 'away', 'back'))).toBe(
      'Welcome back. You are not marked as away any more. Still noted: Thu 24 December.',
    );
    expect(said(await at.command(bo, 'away', 'back'))).toContain('Still noted: Thu 24 December.');
    expect((await absences()).at(-1)).toBe('2026-12-24/2026-12-24');
    clock.now = new Date('2026-10-05T10:00:00Z');
    expect(said(await at.command(bo, 'away', 'back'))).toBe(
      'You are not marked as away on Thu 24 December any more.',
    );
    clock.now = WEDNESDAY;
    await noted();
  });

  test('of two said at once neither is lost', async () => {
    await Promise.all([at.command(bo, 'away', '3 August'), at.command(bo, 'away', '24 December')]);
    expect(await absences()).toEqual(['2026-08-03/2026-08-03', '2026-12-24/2026-12-24']);
    await noted();
  });

  test('settings change the one that is current or next, and name the others', async () => {
    await noted('2026-08-03/2026-08-14', '2026-12-24/2026-12-24');
    const form = formOf(await at.door(bo, 'alliances.settings'));
    expect(JSON.stringify(form)).toContain('Also noted: Thu 24 December.');
    await at.submit(bo, form);
    expect(await absences()).toEqual(['2026-08-03/2026-08-14', '2026-12-24/2026-12-24']);
    await at.command(bo, 'away', 'Friday'); // by now another one comes next
    await at.submit(bo, form, { awayFrom: '2026-08-04', awayUntil: '2026-08-10' });
    const rest = ['2026-08-04/2026-08-10', '2026-12-24/2026-12-24'];
    expect(await absences()).toEqual(['2026-07-17/2026-07-17', ...rest]);
    const next = formOf(await at.door(bo, 'alliances.settings'));
    expect(
      errorsOf(await at.submit(bo, next, { awayFrom: '2026-07-01', awayUntil: '2026-07-01' })).awayUntil,
    ).toContain('over');
    await at.submit(bo, next, { awayFrom: null, awayUntil: null });
    expect(await absences()).toEqual(rest);
    await noted();
  });
});

describe('one more absence', () => {
  const day = (n: number) => addDays(today, n);
  const stretch = fc.tuple(fc.integer({ min: -5, max: 60 }), fc.nat(12)).map(([n, length]) => {
    return { from: day(n), until: day(Math.max(0, n + length)) };
  });

  test.each([
    ['2026-08-03/2026-08-14', '2026-08-12/2026-08-20', '2026-08-03/2026-08-20'],
    ['2026-08-03/2026-08-14', '2026-08-15/2026-08-20', '2026-08-03/2026-08-20'],
    ['2026-08-03/2026-08-14', '2026-08-03/2026-08-10', '2026-08-03/2026-08-10'],
    ['2026-08-03/2026-08-14', '2026-08-05/2026-08-14', '2026-08-05/2026-08-14'],
    ['2026-08-03/2026-08-14', '2026-08-07/2026-08-07', '2026-08-03/2026-08-14'],
    ['2026-07-13/2026-07-24', '2026-07-15/2026-07-17', '2026-07-13/2026-07-17'],
    ['2026-07-13/2026-07-24', '2026-07-15/2026-07-15', '2026-07-13/2026-07-24'],
    ['2026-03-02/2026-03-13', '2026-07-17/2026-07-17', '2026-07-17/2026-07-17'],
  ])('%s and then %s: %s', (before, after, left) => {
    const result = noteAway([parsed(before)], parsed(after), today);
    expect(result.ok && result.value.absences.map(({ from, until }) => `${from}/${until}`)).toEqual([left]);
  });

  test('says instead of what it is, where less is left', () => {
    const was = parsed('2026-08-03/2026-08-14');
    const noted = noteAway([was], parsed('2026-08-03/2026-08-10'), today);
    expect(noted).toMatchObject({ ok: true, value: { instead: was } });
    expect(noted.ok && awayNoted(noted.value, [], clock.now)).toContain(
      'That is instead of Mon 3 August to Fri 14 August.',
    );
  });

  test('they stay apart, in order, and hold what was said last; none that it does not meet is changed', () => {
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 8 }), (said) => {
        let noted: Absences = [];
        for (const one of said) {
          const result = noteAway(noted, one, today);
          if (!result.ok) throw new Error(result.error);
          const { absences, as } = result.value;
          expect(absences).toContainEqual(as);
          expect(as.from <= one.from && one.until <= as.until).toBe(true);
          for (const [n, { from, until }] of absences.entries()) {
            expect(from <= until).toBe(true);
            if (n > 0) expect(addDays(absences[n - 1]?.until ?? until, 1) < from).toBe(true);
          }
          for (const other of noted)
            if (addDays(other.until, 1) < one.from || addDays(one.until, 1) < other.from)
              expect(absences.some(({ from, until }) => from <= other.from && other.until <= until)).toBe(
                true,
              );
          const { absences: back } = comeBack(absences, today);
          expect(back.some(({ from, until }) => from <= today && today <= until)).toBe(false);
          noted = absences;
        }
      }),
    );
  });

  test('no year goes by without a working day', () => {
    const year = parsed('2026-07-15/2027-07-10');
    expect(noteAway([year], parsed('2027-07-13/2027-07-30'), today)).toEqual({ ok: false, error: 'long' });
    expect(noteAway([year], parsed('2027-07-16/2027-07-30'), today).ok).toBe(true);
  });
});

describe('settings', () => {
  test('sent as they were opened, they change nothing', async () => {
    const before = await person('UBO');
    const form = formOf(await at.door(bo, 'alliances.settings'));
    expect(said(await at.submit(bo, form))).toContain('Saved');
    expect(await person('UBO')).toEqual(before);
  });

  test('are kept, and shown when opened again', async () => {
    const changes = {
      note: '570',
      pace: 'fewer',
      zone: 'Asia/Tokyo',
      awayUntil: '2026-07-17',
      dates: 'month',
    };
    await at.submit(bo, formOf(await at.door(bo, 'alliances.settings')), changes);
    const kept = { noteMinute: 570, pace: 'fewer', zone: 'Asia/Tokyo', dayFirst: false };
    expect(await person('UBO')).toMatchObject(kept);
    expect(await absences()).toEqual(['2026-07-15/2026-07-17']);
    const before = await person('UBO');
    await at.submit(bo, formOf(await at.door(bo, 'alliances.settings')));
    expect(await person('UBO')).toEqual(before);
  });

  test('a typed zone wins over the menu, and a wrong one is said beside its input', async () => {
    const form = formOf(await at.door(bo, 'alliances.settings'));
    expect(errorsOf(await at.submit(bo, form, { zoneTyped: 'Middle/Earth' })).zoneTyped).toContain(
      'do not know',
    );
    await at.submit(bo, form, { zoneTyped: 'America/Belize' });
    expect(await person('UBO')).toMatchObject({ zone: 'America/Belize' });
  });

  test('days the wrong way round, or only a first one, are said beside their input', async () => {
    const form = formOf(await at.door(bo, 'alliances.settings'));
    const wrong = { awayFrom: '2026-08-14', awayUntil: '2026-08-03' };
    expect(errorsOf(await at.submit(bo, form, wrong)).awayUntil).toContain('wrong way round');
    const open = { awayFrom: '2026-08-14', awayUntil: null };
    expect(errorsOf(await at.submit(bo, form, open)).awayUntil).toContain('Until when?');
  });
});

describe('norms', () => {
  test('everybody may read them, only its own leaders and coordinators may change an organisation’s', async () => {
    const text = said(await at.command(bo, 'norms'));
    expect(text).toContain('*Southwark*\nMon to Fri, 09:00 to 17:00 (London).\nNothing said yet');
    expect(text).not.toContain('norms edit');
    expect(said(await at.command(bo, 'norms', 'edit'))).toContain('A leader or coordinator');
    const form = formOf(await at.command(ana, 'norms', 'edit'));
    expect(said(await at.submit(bo, form))).toContain('A leader or coordinator');
  });

  test('are kept, and slow reminders by what they say', async () => {
    const form = formOf(await at.command(ana, 'norms', 'edit'));
    const changes = {
      days: '1234',
      from: '480',
      country: 'United Kingdom',
      region: 'sct',
      reply: '3',
      why: 'Rain',
    };
    expect(said(await at.submit(ana, form, changes))).toContain('Saved');
    expect(await db.organisation.findFirstOrThrow({ where: { name: 'Southwark' } })).toMatchObject({
      workDays: [1, 2, 3, 4],
      workFrom: 480,
      country: 'GB',
      region: 'SCT',
      replyDays: 3,
    });
    expect(said(await at.command(bo, 'norms'))).toContain(
      'Mon to Thu, 08:00 to 17:00 (London), holidays of United Kingdom (SCT); usually answers within 3 working days.\nWhy we are in: Rain',
    );
    const wrong = { country: 'Atlantis', until: '300', name: ' ' };
    expect(Object.keys(errorsOf(await at.submit(ana, form, wrong)))).toEqual(['name', 'until', 'country']);
  });
});

test.each([
  ['uk', 'GB'],
  ['de', 'DE'],
  ['India', 'IN'],
  ['united states', 'US'],
  ['Atlantis', null],
  ['XQ', null],
])('the country “%s”', (words, code) => expect(countryFrom(words)).toBe(code));

describe('snooze', () => {
  const today = '2026-07-15'; // a Wednesday
  beforeEach(() => db.person.updateMany({ data: { zone: 'Europe/London' } }));

  test.each([
    ['1 day', '2026-07-16'],
    ['for 3 days', '2026-07-18'],
    ['next week', '2026-07-20'],
    ['until 14 August', '2026-08-14'],
    ['until Friday', '2026-07-17'],
  ])('“%s”: notes come again on %s', async (words, on) => {
    expect(said(await at.command(bo, 'snooze', words))).toContain('Quiet until');
    expect((await person('UBO')).snoozedUntil).toEqual(new Date(Date.parse(`${on}T00:00Z`) - 3_600_000));
    expect(at.facts.some(({ kind }) => kind === 'member')).toBe(true);
  });

  test('“off” ends it; what is no day is said kindly and changes nothing', async () => {
    await at.command(bo, 'snooze', 'off');
    expect((await person('UBO')).snoozedUntil).toEqual(clock.now);
    for (const words of ['', 'for ever', 'until 3 March 2031', today]) {
      expect(said(await at.command(bo, 'snooze', words))).toContain('For how long?');
    }
    expect((await person('UBO')).snoozedUntil).toEqual(clock.now);
  });

  test('stands in Settings, where it can be changed and ended', async () => {
    const open = async () => formOf(await at.door(bo, 'alliances.settings'));
    await at.submit(bo, await open(), { quietUntil: '2026-07-20' });
    expect((await person('UBO')).snoozedUntil).toEqual(new Date('2026-07-19T23:00:00Z'));
    expect(JSON.stringify((await open()).blocks)).toContain('2026-07-20');
    await at.submit(bo, await open(), { quietUntil: null });
    expect((await person('UBO')).snoozedUntil).toEqual(clock.now);
    const far = await at.submit(bo, await open(), { quietUntil: '2029-07-20' });
    expect(errorsOf(far).quietUntil).toBeDefined();
  });
});

test('whoever has several leaders chooses which one may be asked; a stranger cannot be chosen', async () => {
  const open = async (who: typeof bo) => formOf(await at.door(who, 'alliances.settings'));
  expect(JSON.stringify((await open(bo)).blocks)).not.toContain('free some time');
  const own = await db.member.findFirstOrThrow({ where: { person: { userId: 'UBO' } } });
  const ids: string[] = [];
  for (const name of ['Lea', 'Lou']) {
    const one = await at.person(name, 'TSOUTH');
    ids.push(crypto.randomUUID());
    const { allianceId, organisationId } = own;
    const row = { allianceId, organisationId, personId: one.personId, joinedAt: clock.now, position: 90 };
    await db.member.create({ data: { ...row, id: ids.at(-1) ?? '', role: 'leader' } });
  }
  await at.submit(bo, await open(bo), { leader: ids[1] ?? '' });
  const chosen = () => db.member.findUniqueOrThrow({ where: { id: own.id } });
  expect((await chosen()).leaderId).toBe(ids[1]);
  await at.submit(bo, await open(bo), { leader: own.id });
  expect((await chosen()).leaderId).toBeNull();
});
