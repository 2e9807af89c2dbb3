/** What becomes of a promise, move by move, as both sides read it; one of them through bells alone. */
import { beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openDatabase } from '../src/db/client.ts';
import { newId } from '../src/kernel/ids.ts';
import { startBot } from './support/bot.ts';
import { exampleAlliance } from './support/slack.ts';

const bot = await startBot('socket');
const { driver, slack, act, modal, told } = bot;
const { prisma: db, close } = openDatabase(bot.connectionString, { max: 1 });
bot.atEnd(close);

const CHANNEL = '#flood-alliance';
const BOT = { in: '@Entente' } as const;
/** Goes on to the afternoon of so many days later, in London. */
const days = async (n: number) => {
  const now = slack.world.clock.now().getTime();
  const day = new Date(now + n * 24 * 3_600_000).toISOString().slice(0, 10);
  await bot.goTo(`${day}T16:00:00Z`);
};
let promised: { id: string; allianceId: string };
/** Opens the lists and answers the one promise in them, by its button or, in a partner's window, by its menu. */
const answer = async (who: string, choice: string) => {
  await act(driver.say(who, CHANNEL, '@entente actions'));
  await act(driver.click(who, 'Open', { ...BOT, message: 'It opens for you alone.' }));
  const name = `~~commitments.mine~${promised.id}~${promised.allianceId}`;
  if (modal(who)?.submit) await act(driver.submit(who, { [name]: choice }));
  else await act(driver.click(who, choice, { in: 'modal', value: name }));
};
const stands = () => db.commitment.findUniqueOrThrow({ where: { id: promised.id } });

beforeAll(async () => {
  driver.admin.failDms('Isha', 'user_not_visible');
  await exampleAlliance({ db }, bot, Object.values(slack.people));
}, 60_000);

beforeEach(async () => {
  await db.commitment.deleteMany();
  await db.item.deleteMany();
  await db.message.deleteMany();
  // A Monday: what rides along has arrived by Thursday.
  await days(((8 - slack.world.clock.now().getUTCDay()) % 7) + 7);
  const member = (name: string) => db.member.findFirstOrThrow({ where: { person: { name } } });
  const [eli, ana] = [await member('Eli Novak'), await member('Ana Reyes')];
  const at = slack.world.clock.now();
  const when = { createdAt: at, baseAt: at, dueOn: '2026-03-20' };
  const who = { ownerId: eli.id, forId: ana.id, writtenById: eli.id, allianceId: eli.allianceId };
  promised = await db.commitment.create({
    data: { id: newId(), status: 'accepted', text: 'pump list', ...when, ...who },
  });
}, 30_000);

test('blocked: the person it is for reads why and is asked, and what they answer reaches the owner', async () => {
  await answer('Eli', "I'm blocked");
  await act(driver.submit('Eli', { 'What does it wait for?': 'the keys to <hall 2>' }));
  await act(driver.close('Eli', { all: true }).catch(() => {}));
  await days(1);
  expect(told('Ana')).toContain(
    "Eli Novak is blocked with 'Pump list', due Fri 20 March: “the keys to <hall 2>”.",
  );
  await act(driver.click('Ana', 'I can help', { ...BOT, message: 'is blocked' }));
  await days(4);
  expect(told('Eli')).toContain("Ana Reyes offers a hand with 'Pump list'.");
});

test('done, thanked, and shown to all only as both agree', async () => {
  await answer('Eli', 'Done');
  await days(3);
  expect(told('Ana')).toContain("Eli Novak has done 'Pump list'.");
  await act(driver.click('Ana', 'Say thanks', { ...BOT, message: 'has done' }));
  await act(driver.submit('Ana', { 'In your words': 'You saved our week', share: 'Yes' }));
  expect(await db.thanks.findFirst()).toMatchObject({ fromShares: true, toShares: null });
  await days(5);
  expect(told('Eli')).toContain('Ana Reyes thanks you for');
  await act(driver.click('Eli', 'All may read it', { ...BOT, message: 'thanks you' }));
  expect(await db.thanks.findFirst()).toMatchObject({ words: 'You saved our week', toShares: true });
});

test('done, but not quite: the owner reads what is missing, and may reopen it', async () => {
  await answer('Eli', 'Done');
  await days(3);
  await act(driver.click('Ana', 'Not quite', { ...BOT, message: 'has done' }));
  await act(driver.submit('Ana', { 'What is missing?': 'the southern pumps' }));
  await days(4);
  expect(told('Eli')).toContain("'Pump list' is not quite what Ana Reyes meant: “the southern pumps”");
  expect((await stands()).status).toBe('done');
  await act(driver.click('Eli', 'Reopen', { ...BOT, message: 'not quite' }));
  expect(await stands()).toMatchObject({ status: 'accepted', dueOn: '2026-03-20', endedAt: null });
});

test('no longer needed, at any time; and needed after all, within seven days', async () => {
  await answer('Ana', 'No longer needed');
  expect((await stands()).status).toBe('let_go');
  await days(3);
  expect(told('Eli')).toContain("Ana Reyes no longer needs 'Pump list'. It's off your list, with thanks.");
  await answer('Ana', 'Still needed after all');
  const events = await db.commitmentEvent.findMany({ orderBy: { id: 'asc' } });
  expect(events.map(({ kind }) => kind)).toEqual(['release', 'reopen']);
  expect((await stands()).status).toBe('accepted');
});

test('its history can be opened by those who may see it, and by nobody else', async () => {
  await answer('Eli', 'New date');
  await act(driver.submit('Eli', { 'By when': '2026-03-25' }));
  await answer('Ana', 'How it went');
  expect(modal('Ana')?.text).toContain(
    '*Eli Novak (Northwind Energy)* moved it from Fri 20 March to Wed 25 March.',
  );
  await act(driver.close('Ana', { all: true }));
  await act(driver.say('Gita', CHANNEL, '@entente actions open'));
  await act(driver.click('Gita', 'Open', { ...BOT, message: 'It opens for you alone.' }));
  expect(modal('Gita')?.text).toContain('Nothing is open that you may see.');
  await db.commitment.update({ where: { id: promised.id }, data: { label: 'alliance' } });
  await act(driver.say('Gita', CHANNEL, '@entente actions pump'));
  await act(driver.click('Gita', 'Open', { ...BOT, message: 'It opens for you alone.' }));
  expect(modal('Gita')?.text).toContain('pump list, from Eli Novak, for Ana Reyes · Wed 25 March');
}, 60_000);
