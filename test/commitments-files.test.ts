/** What can be taken out of Entente: a table, a calendar file and a feed, for people of all organisations. */
import { beforeAll, expect, test } from '@jest/globals';
import ICAL from 'ical.js';
import { openDatabase } from '../src/db/client.ts';
import { newId } from '../src/kernel/ids.ts';
import { startBot } from './support/bot.ts';
import { exampleAlliance } from './support/slack.ts';

const bot = await startBot('http', { PUBLIC_URL: 'https://entente.example.org' });
const { driver, slack, act, modal } = bot;
const { prisma: db, close } = openDatabase(bot.connectionString, { max: 1 });
bot.atEnd(close);

const memberOf = async (name: string) =>
  db.member.findFirstOrThrow({ where: { person: { name } }, select: { id: true, allianceId: true } });
const promise = async (owner: string, whom: string, text: string, more: object = {}) => {
  const { id: ownerId, allianceId } = await memberOf(owner);
  const { id: forId } = await memberOf(whom);
  const now = slack.world.clock.now();
  const row = { ownerId, forId, writtenById: ownerId, allianceId, text, createdAt: now, baseAt: now };
  await db.commitment.create({
    data: { id: newId(), status: 'accepted', dueOn: '2026-01-20', ...row, ...more },
  });
};
/** The newest file that somebody was given, as text. */
const fileOf = (who: string) => {
  const given = driver.screen(who).dms.flatMap((dm) => dm.messages.flatMap(({ files }) => files));
  const file = slack.world.files.get(given.at(-1)?.id ?? '');
  return { name: file?.name, text: file?.bytes ? new TextDecoder().decode(file.bytes) : null };
};
const choose = async (who: string, what: string) => {
  await act(driver.submit(who, { 'What would you like?': what }));
};

beforeAll(async () => {
  driver.admin.failDms('Isha', 'user_not_visible'); // her organisation does not let apps of others write
  await exampleAlliance({ db }, bot, Object.values(slack.people));
  await promise('Eli Novak', 'Ana Reyes', '=HYPERLINK("https://evil.example")');
  await promise('Eli Novak', 'Hari Menon', 'site list, "final"\nversion', {
    dueAt: new Date('2026-01-20T15:00:00Z'),
  });
  await promise('Dana Whitfield', 'Hari Menon', 'late for a partner', { dueOn: '2026-01-05' });
  await promise('Isha Patel', 'Ana Reyes', 'ward map');
}, 60_000);

test('a table of one’s organisation’s, without what would be a formula, and without what others are late with', async () => {
  await act(driver.slash('Ana', '#flood-alliance', '/alliance', 'export'));
  await choose('Ana', "My organisation's commitments, as a table (CSV)");
  expect(modal('Ana')?.text).toContain('on its way into our direct messages');
  await act(driver.close('Ana', { all: true }));
  const { name, text } = fileOf('Ana');
  expect(name).toBe('commitments.csv');
  expect(text).toContain(
    `"'=HYPERLINK(""https://evil.example"")",Eli Novak,Northwind Energy,Ana Reyes,Riverbank Trust,2026-01-20`,
  );
  expect(text).toContain('ward map,Isha Patel');
  expect(text).not.toContain('site list'); // between two other organisations
});

test('whom no direct message reaches reads the table in a window', async () => {
  await act(driver.say('Isha', '#flood-alliance', '@entente export'));
  await act(driver.click('Isha', 'Open', { in: '#flood-alliance' }));
  await choose('Isha', "My organisation's commitments, as a table (CSV)");
  await act(driver.close('Isha', { all: true }));
  await act(driver.click('Isha', 'Open', { in: '#flood-alliance' }));
  expect(modal('Isha')?.text).toContain('I could not bring you `commitments.csv` as a file');
  await act(driver.submit('Isha', { 'Your answer': 'Show it' }));
  expect(modal('Isha')?.text).toContain('ward map,Isha Patel,City of Aldermoor');
  expect(modal('Isha')?.text).toContain('site list');
  expect(modal('Isha')?.text).not.toContain('late for a partner');
  await act(driver.close('Isha', { all: true }));
});

/** What a calendar program makes of a file: another parser than the one that wrote it. */
function events(text: string) {
  const component = new ICAL.Component(ICAL.parse(text));
  return component.getAllSubcomponents('vevent').map((one) => {
    const event = new ICAL.Event(one);
    return { summary: event.summary, start: event.startDate.toString(), allDay: event.startDate.isDate };
  });
}

const expected = [
  { summary: '=HYPERLINK("https://evil.example")', start: '2026-01-20', allDay: true },
  { summary: 'site list, "final"\nversion', start: '2026-01-20T15:00:00Z', allDay: false },
];

test('one’s own due dates as a file that a calendar reads', async () => {
  await act(driver.say('Eli', '#flood-alliance', '@entente export'));
  await act(driver.click('Eli', 'Open', { in: '@Entente' }));
  await choose('Eli', 'My due dates, as a calendar file');
  await act(driver.close('Eli', { all: true }));
  const { name, text } = fileOf('Eli');
  expect(name).toBe('due-dates.ics');
  expect(events(text ?? '')).toEqual(expected);
});

test('and as a feed behind a secret address, which can be replaced and is never logged', async () => {
  const address = async (what: string) => {
    await act(driver.say('Eli', '#flood-alliance', '@entente export'));
    await act(driver.click('Eli', 'Open', { in: '@Entente', message: 'It opens for you alone.' }));
    await choose('Eli', what);
    const found = /https:\/\/entente\.example\.org(\/calendar\/[\w-]{43}\.ics)/.exec(
      modal('Eli')?.text ?? '',
    )?.[1];
    await act(driver.close('Eli', { all: true }));
    return found ?? '';
  };
  const get = (path: string) => fetch(`http://127.0.0.1:${bot.app.port}${path}`);
  const first = await address('The address of my due dates, for my calendar');
  expect(await address('The address of my due dates, for my calendar')).toBe(first);
  const answer = await get(first);
  expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
  expect(events(await answer.text())).toEqual(expected);

  const second = await address('A new address, so that the old one ends');
  expect(second).not.toBe(first);
  expect((await get(first)).status).toBe(404);
  expect((await get(second)).status).toBe(200);
  for (const path of ['/calendar/', '/calendar/x.ics', '/calendar/../healthz', `${second}x`]) {
    expect((await get(path)).status).not.toBe(500);
    expect(await (await get(path)).text()).not.toContain('VEVENT');
  }
  for (const secret of [first, second]) expect(bot.logged.join('')).not.toContain(secret.slice(10, 40));
});
