import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { testAlliance } from '../../../test/support/alliance.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { drive, said } from '../../../test/support/driver.ts';
import { office } from '../../../test/support/office.ts';
import type { Reply } from '../../item.ts';
import { readAway } from './away-domain.ts';
import { alliances } from './index.ts';
import { countryFrom } from './norms-domain.ts';

const { db } = await testDatabase();
const clock = { now: new Date('2026-07-15T10:00:00Z') }; // a Wednesday
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

describe('reading when somebody is away', () => {
  const calendar = { ...office, country: 'GB' };
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
    expect(await person('UBO')).toMatchObject({ awayFrom: '2026-08-03', awayUntil: '2026-08-14' });
    expect(at.facts.at(-1)).toMatchObject({ kind: 'member' });
    await at.command(bo, 'away', 'back');
    expect(await person('UBO')).toMatchObject({ awayFrom: null, awayUntil: null });
    expect(said(await at.command(bo, 'away', 'on the <moon>'))).toContain('“on the &lt;moon&gt;”');
  });

  test('once it has begun, what has passed of it is kept by whoever is back sooner', async () => {
    const begun = { awayFrom: '2026-07-13', awayUntil: '2026-07-24' };
    const passed = { awayFrom: '2026-07-13', awayUntil: '2026-07-14' };
    await db.person.updateMany({ where: { userId: 'UBO' }, data: begun });
    await at.command(bo, 'away', 'back');
    expect(await person('UBO')).toMatchObject(passed);
    await db.person.updateMany({ where: { userId: 'UBO' }, data: begun });
    const form = formOf(await at.door(bo, 'alliances.settings'));
    await at.submit(bo, form, { awayFrom: null, awayUntil: null });
    expect(await person('UBO')).toMatchObject(passed);
    await db.person.updateMany({ where: { userId: 'UBO' }, data: { awayFrom: null, awayUntil: null } });
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
    expect(await person('UBO')).toMatchObject({ ...kept, awayFrom: '2026-07-15', awayUntil: '2026-07-17' });
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
