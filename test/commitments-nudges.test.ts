/** What can be done about a nudge, from both sides: by one who has direct messages and by one whom only a bell reaches. */
import { beforeAll, expect, test } from '@jest/globals';
import { openDatabase } from '../src/db/client.ts';
import { startBot } from './support/bot.ts';
import { exampleAlliance } from './support/slack.ts';

const bot = await startBot('http');
const { driver, slack, act, modal, told } = bot;
const { prisma: db, close } = openDatabase(bot.connectionString, { max: 1 });
bot.atEnd(close);

const CHANNEL = '#flood-alliance';
const BOT = { in: '@Entente' } as const;
const labels = (who: string) => modal(who)?.controls.map(({ label }) => label) ?? [];
const openBell = () => act(driver.click('Isha', 'Open', { in: CHANNEL }));
const answerBell = (choice: string) => act(driver.submit('Isha', { 'Your answer': choice }));
const closeAll = (who: string) => act(driver.close(who, { all: true }).catch(() => {}));
/** Two promises that are late on Tuesday: Isha's for Cleo, Cleo's for Isha. */
const late = async () => {
  await bot.goTo('2026-01-13T16:00:00Z');
};

beforeAll(async () => {
  driver.admin.failDms('Isha', 'user_not_visible');
  await exampleAlliance({ db }, bot, Object.values(slack.people));
  await bot.goTo('2026-01-08T15:00:00Z'); // a Thursday
  await act(driver.say('Isha', CHANNEL, '@entente I will bring the ward map to @cleo by Monday'));
  await openBell();
  await answerBell('Record it');
  await closeAll('Isha');
  await act(driver.say('Cleo', CHANNEL, '@entente I will send the pump list to @isha by Monday'));
  await act(driver.click('Cleo', 'Record it', BOT));
  await late();
}, 120_000);

test('“Why this?” in a bell: which rule, what comes next, how to get fewer', async () => {
  await openBell();
  expect(modal('Isha')?.text).toContain('If it stays open, on Thursday I ask Cleo Marsh');
  await answerBell('Why this?');
  expect(modal('Isha')?.text).toContain('I write to whoever has promised it 1 day after its day.');
  expect(modal('Isha')?.text).toContain('If it stays open, I ask Cleo Marsh on Thu 15 January.');
  expect(modal('Isha')?.text).toContain('one note a week instead of three');
  await act(driver.submit('Isha'));
  expect(modal('Isha')?.text).toContain('All stays as it is.');
  await closeAll('Isha');
});

test('“More…” in a bell leads to how it went, and to “I’m blocked”, which asks whoever it is for', async () => {
  await openBell();
  await answerBell('More…');
  await act(driver.submit('Isha', { 'What would help?': 'How it went so far' }));
  expect(modal('Isha')?.text).toContain('*Isha Patel (City of Aldermoor)* promised it.');
  await closeAll('Isha');
  await openBell();
  await answerBell('More…');
  await act(driver.submit('Isha', { 'What would help?': "I'm blocked: say what it waits for" }));
  await act(driver.submit('Isha', { 'What does it wait for?': 'the keys' }));
  await closeAll('Isha');
  await bot.goTo('2026-01-14T16:00:00Z');
  expect(told('Cleo')).toContain(
    "Isha Patel is blocked with 'Bring the ward map', due Mon 12 January: “the keys”.",
  );
});

test('the same by buttons in a direct message, on either side of a promise', async () => {
  await act(driver.click('Cleo', 'How it went', { ...BOT, message: 'is blocked' }));
  expect(modal('Cleo')?.text).toContain('*Isha Patel (City of Aldermoor)* was blocked: “the keys”');
  await closeAll('Cleo');
  await act(driver.click('Cleo', 'More…', { ...BOT, message: 'Send the pump list' }));
  await act(driver.submit('Cleo', { 'What would help?': "I'm blocked: say what it waits for" }));
  await act(driver.submit('Cleo', { 'What does it wait for?': 'the count' }));
  await closeAll('Cleo');
  await bot.goTo('2026-01-15T16:00:00Z');
  await openBell();
  expect(modal('Isha')?.text).toContain("Cleo Marsh is blocked with 'Send the pump list'");
  await answerBell('How it went');
  expect(modal('Isha')?.text).toContain('*Cleo Marsh (Riverbank Trust)* was blocked: “the count”');
  await closeAll('Isha');
}, 60_000);

test('lists have buttons on each for people of the app’s own workspace: done at once, and drawn anew', async () => {
  await act(driver.slash('Cleo', CHANNEL, '/alliance', 'actions'));
  expect(labels('Cleo')).toContain('Done');
  expect(modal('Cleo')?.submit ?? null).toBeNull();
  await act(driver.click('Cleo', 'New date', { in: 'modal' }));
  await act(driver.submit('Cleo', { 'By when': '2026-01-30' }));
  await closeAll('Cleo');
  await act(driver.slash('Cleo', CHANNEL, '/alliance', 'actions'));
  expect(modal('Cleo')?.text).toContain('*send the pump list*, for Isha Patel · Fri 30 January');
  await act(driver.click('Cleo', 'Done', { in: 'modal' }));
  expect(modal('Cleo')?.text).toContain('Ended in the last seven days');
  expect(modal('Cleo')?.text).toContain('*send the pump list*, for Isha Patel · done');
  await act(driver.click('Cleo', 'Reopen', { in: 'modal' }));
  expect(modal('Cleo')?.text).not.toContain('Ended in the last seven days');
  // From one list to another in the same window, and back to buttons there.
  await act(driver.click('Cleo', 'On its way to you (1)', { in: 'modal' }));
  expect(modal('Cleo')?.text).toContain('*bring the ward map*, from Isha Patel');
  await act(driver.click('Cleo', 'No longer needed', { in: 'modal' }));
  expect(modal('Cleo')?.text).toContain('Nothing that I know of is on its way to you.');
  await closeAll('Cleo');
}, 60_000);

test('partners have the same as menus, since Slack may lose their buttons inside a window', async () => {
  await act(driver.say('Eli', CHANNEL, '@entente I will check the sluice for @cleo by Friday'));
  await act(driver.click('Eli', 'Record it', BOT));
  await act(driver.say('Eli', CHANNEL, '@entente actions'));
  await act(driver.click('Eli', 'Open', { ...BOT, message: 'It opens for you alone.' }));
  expect(modal('Eli')?.submit).toBe('Send');
  expect(labels('Eli')).not.toContain('Done');
  const [one] = await db.commitment.findMany({ where: { text: 'check the sluice' } });
  await act(driver.submit('Eli', { [`~~commitments.mine~${one?.id}~${one?.allianceId}`]: 'Done' }));
  expect(await db.commitment.findUnique({ where: { id: one?.id ?? '' } })).toMatchObject({ status: 'done' });
});
