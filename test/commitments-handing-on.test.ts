/** The moves that pass a promise on, put it off or give it up: partners by direct message, and one by bells alone. */
import { beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openDatabase } from '../src/db/client.ts';
import { startBot } from './support/bot.ts';
import { exampleAlliance } from './support/slack.ts';

const bot = await startBot('http');
const { driver, slack, act, modal } = bot;
const { prisma: db, close } = openDatabase(bot.connectionString, { max: 1 });
bot.atEnd(close);

const CHANNEL = '#flood-alliance';
const closeAll = (who: string) => act(driver.close(who, { all: true }).catch(() => {}));
const messages = (who: string) => driver.screen(who).dms.flatMap((dm) => dm.messages);

/** Isha's bells, the newest first. */
const bells = () =>
  (driver.screen('Isha').channels.find(({ name }) => name === 'flood-alliance')?.messages ?? [])
    .flatMap(({ text, controls }) => (text.includes('Isha Patel, there is something') ? controls : []))
    .filter(({ label }) => label === 'Open')
    .map(({ value }) => value ?? '')
    .toReversed();
const openBell = (value: string) => act(driver.click('Isha', 'Open', { in: CHANNEL, value }));

/** What somebody has been sent: their direct messages, or for Isha what her newest bells open. */
async function told(who: string): Promise<string> {
  if (who !== 'Isha') {
    return messages(who)
      .map(({ text }) => text)
      .join('\n');
  }
  const texts: string[] = [];
  for (const value of bells().slice(0, 3)) {
    await openBell(value);
    texts.push(modal('Isha')?.text ?? '');
    await closeAll('Isha');
  }
  return texts.join('\n');
}

/** Answers the newest thing that offers it: by a button, or in the window of a bell by a menu. */
async function answer(who: string, choice: string, ...forms: Record<string, string>[]): Promise<void> {
  if (who === 'Isha') {
    for (const value of bells()) {
      await openBell(value);
      const offers = modal('Isha')?.controls.findLast(({ options }) =>
        options.some(({ label }) => label === choice),
      );
      if (offers) {
        await act(driver.submit('Isha', { [offers.blockId]: choice }));
        break;
      }
      await closeAll('Isha');
    }
  } else {
    const offers = messages(who).findLast(({ controls }) => controls.some(({ label }) => label === choice));
    const value = offers?.controls.findLast(({ label }) => label === choice)?.value ?? 'none';
    await act(driver.click(who, choice, { in: '@Entente', value }));
  }
  for (const form of forms) await act(driver.submit(who, form));
  await closeAll(who);
}

const says = (who: string, words: string) => act(driver.say(who, CHANNEL, `@entente ${words}`));
const promises = async (who: string, words: string) => {
  await says(who, words);
  await answer(who, 'Record it');
};
/** On to the afternoon of a working day later. */
const days = async (n: number) => {
  const then = slack.world.clock.now().getTime() + n * 86_400_000;
  await bot.goTo(`${new Date(then).toISOString().slice(0, 10)}T16:00:00Z`);
};
const stands = async () => {
  const commitment = await db.commitment.findFirstOrThrow();
  const owner = await db.member.findUniqueOrThrow({
    where: { id: commitment.ownerId },
    include: { person: true },
  });
  return { ...commitment, owner: owner.person.name };
};
const events = async () =>
  (await db.commitmentEvent.findMany({ orderBy: { id: 'asc' } })).map(({ kind }) => kind);

beforeAll(async () => {
  driver.admin.failDms('Isha', 'user_not_visible');
  await exampleAlliance({ db }, bot, Object.values(slack.people));
  await db.member.updateMany({ where: { person: { name: 'Gita Rao' } }, data: { role: 'leader' } });
}, 60_000);

beforeEach(async () => {
  for (const table of [db.commitment, db.nudgePlan, db.nudgeStep, db.item, db.message] as const)
    await (table as typeof db.commitment).deleteMany();
  // A Monday, in its afternoon.
  await days(((8 - slack.world.clock.now().getUTCDay()) % 7) + 7);
}, 60_000);

/** The date so many days from now. */
const ahead = (n: number) =>
  new Date(slack.world.clock.now().getTime() + n * 86_400_000).toISOString().slice(0, 10);

test('handed over: the old owner keeps it until somebody takes it, and whoever waits reads of the new one', async () => {
  await promises('Eli', 'I will draw the ward map for @ana by Tuesday week');
  await days(8); // the day it is due
  await answer('Eli', 'Hand over', { who: 'Isha Patel (City of Aldermoor)' });
  expect((await stands()).owner).toBe('Eli Novak');
  await days(1);
  expect(await told('Isha')).toContain('Eli Novak asks whether you could take over: draw the ward map');
  await answer('Isha', "I can't");
  await days(5);
  expect(await told('Eli')).toContain(
    "Isha Patel can't take over 'Draw the ward map', so it stays with you.",
  );
  await answer('Eli', 'Hand over', { who: 'Hari Menon (City of Aldermoor)' });
  await days(2);
  await answer('Hari', "I'll take it, by…", { by: ahead(20) });
  expect((await stands()).owner).toBe('Hari Menon');
  await days(6);
  expect(await told('Eli')).toContain("Hari Menon has taken over 'Draw the ward map'.");
  expect(await told('Ana')).toContain("Hari Menon has taken on 'Draw the ward map'");
  expect(await told('Cleo')).not.toContain('ward map');
}, 120_000);

test('declined: the proposer alone hears, and asks somebody else, by a bell as well', async () => {
  await says('Ana', `@isha please count the sandbags by ${ahead(30)}`);
  await answer('Ana', 'Record it');
  await days(1);
  await answer('Isha', 'Decline');
  await days(6);
  expect(await told('Ana')).toContain("Isha Patel can't take 'Count the sandbags'. Ask someone else?");
  for (const who of ['Ben', 'Gita', 'Eli']) expect(await told(who)).not.toContain('sandbags');
  await answer('Ana', 'Ask someone else', { who: 'Eli Novak (Northwind Energy)' });
  await days(1);
  await answer('Eli', 'Accept');
  expect(await stands()).toMatchObject({ status: 'accepted', owner: 'Eli Novak' });
  expect(await events()).toEqual(['proposed', 'decline', 'reassign', 'accept']);
}, 120_000);

test('not picked up: whoever proposed it takes it over, by a bell as well, and is asked for another day', async () => {
  await says('Isha', `@hari please lend out the tents by ${ahead(4)}`);
  await answer('Isha', 'Record it');
  await days(14);
  expect(await told('Isha')).toContain("'Lend out the tents' was not picked up by Hari Menon.");
  const herself = { who: 'I take it over: Isha Patel (City of Aldermoor)' };
  await answer('Isha', 'Ask someone else', herself, { by: ahead(20) });
  expect(await stands()).toMatchObject({ status: 'accepted', owner: 'Isha Patel', dueOn: ahead(20) });
  expect(await events()).toEqual(['proposed', 'reassign']);
  await days(2);
  expect(await told('Isha')).not.toContain('wrote this down for you');
}, 120_000);

test('not picked up: whoever proposed it lets it rest', async () => {
  await says('Isha', `@hari could you call the schools by ${ahead(40)}?`);
  await answer('Isha', 'Record it');
  await days(14);
  expect(await told('Isha')).toContain("'Call the schools' was not picked up by Hari Menon.");
  await answer('Isha', 'Let it rest');
  expect(await stands()).toMatchObject({ status: 'let_go' });
}, 120_000);

test('a hand: the person it is for proposes next week, and one click takes that up', async () => {
  await promises('Isha', 'I will visit the wards for @ana by Tuesday week');
  await days(8);
  await answer('Isha', 'I need a hand');
  await days(1);
  await answer('Ana', 'Next week is fine');
  await days(5); // an answer rides along
  const [, day] = /Shall it be (\w+ \d+ \w+)\?/.exec(await told('Isha')) ?? [];
  await answer('Isha', `${day} it is`);
  expect((await events()).slice(1)).toEqual(['need-hand', 'next-week', 're-date']);
  await days(6);
  expect(await told('Ana')).toContain("'Visit the wards', from Isha Patel, is now planned for");
}, 120_000);

test('let go on its day by a bell; reopened there within seven days', async () => {
  await promises('Isha', 'I will order the signs for @cleo by Tuesday week');
  await days(8);
  await answer('Isha', 'Let go');
  await days(6);
  expect(await told('Cleo')).toContain("Isha Patel has let go of 'Order the signs'.");
  await answer('Isha', 'Reopen');
  expect(await stands()).toMatchObject({ status: 'accepted', dueOn: null });
  expect(await events()).toEqual(['recorded', 'let-go', 'reopen']);
}, 120_000);

test('late: the peer would like to talk, then the owner’s own leader frees time; each a bell or a message', async () => {
  await promises('Isha', 'I will check the sluice for @eli by Tuesday');
  await days(4); // Friday: the peer is asked
  expect(await told('Eli')).toContain("'Check the sluice', from Isha Patel, is still open.");
  await answer('Eli', "Let's talk");
  await days(6);
  expect(await told('Isha')).toContain("Eli Novak would like to talk about 'Check the sluice'.");
  await days(8); // five working days of quiet, a line to Isha, and the leader a working day later
  expect(await told('Gita')).toContain('Could you free some time? Isha Patel has seen this note.');
  await answer('Gita', "I'll free some time");
  await days(6);
  expect(await told('Isha')).toContain("Gita Rao will free some time for 'Check the sluice'.");
}, 120_000);

test('what recurs is put off with “Not this time”, and the rest of it goes on', async () => {
  await promises('Eli', 'I will send the figures to @isha every Friday');
  const before = (await stands()).dueOn ?? '';
  await says('Eli', 'actions');
  await act(driver.click('Eli', 'Open', { in: '@Entente', message: 'It opens for you alone.' }));
  const [menu] =
    modal('Eli')?.controls.filter(({ options }) => options.some(({ label }) => label === 'Not this time')) ??
    [];
  await act(driver.submit('Eli', { [menu?.blockId ?? 'none']: 'Not this time' }));
  await closeAll('Eli');
  const after = (await stands()).dueOn ?? '';
  expect((Date.parse(after) - Date.parse(before)) / 86_400_000).toBe(7);
  await days(6);
  expect(await told('Isha')).toContain("'Send the figures', from Eli Novak, is now planned for");
}, 120_000);

test('snoozed and muted by a bell: nothing comes, and nobody else is asked', async () => {
  await promises('Isha', 'I will walk the east bank for @eli by Tuesday');
  await promises('Isha', 'I will print the leaflets for @hari by Tuesday');
  await days(2);
  await answer('Isha', 'Snooze…', { 'What would help?': 'Quiet until Monday' });
  await days(2);
  for (const who of ['Eli', 'Hari']) expect(await told(who)).not.toMatch(/east bank|leaflets/);
  await says('Isha', 'mute leaflets');
  expect(await told('Isha')).toContain("Muted: 'print the leaflets'.");
  await days(7);
  expect(await told('Hari')).not.toContain('leaflets');
  expect(await told('Eli')).toContain('east bank');
}, 120_000);
