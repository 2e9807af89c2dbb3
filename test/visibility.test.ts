/** Who reads what, found out by asking: every person, for everything, at the wire. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { story } from '../sandbox/story.ts';
import { openDatabase } from '../src/db/client.ts';
import { Label } from '../src/db/generated/enums.ts';
import { features } from '../src/features/index.ts';
import { newId } from '../src/kernel/ids.ts';
import { Asking } from './support/asking.ts';
import { startBot } from './support/bot.ts';

const CHANNEL = '#flood-alliance';
const PEOPLE = ['Ana', 'Ben', 'Cleo', 'Dana', 'Eli', 'Fay', 'Gita', 'Hari', 'Isha', 'Zoe'] as const;
type Person = (typeof PEOPLE)[number];

const ORGANISATION: Record<Person, string> = {
  ...{ Ana: 'Riverbank', Ben: 'Riverbank', Cleo: 'Riverbank', Zoe: 'Riverbank' },
  ...{ Dana: 'Northwind', Eli: 'Northwind', Fay: 'Northwind' },
  ...{ Gita: 'Aldermoor', Hari: 'Aldermoor', Isha: 'Aldermoor' },
};
const LEADERS: readonly Person[] = ['Ben', 'Dana', 'Gita'];
/** Eli said "Not for me", Hari left the channel, and Zoe, a colleague of Ana's, was never in it. */
const OUTSIDE: readonly Person[] = ['Eli', 'Hari', 'Zoe'];

/** The rule, once more and in other words than the query's. */
function mayRead(reader: Person, author: Person, label: Label): boolean {
  if (OUTSIDE.includes(reader)) return false;
  if (reader === author) return true;
  switch (label) {
    case 'me':
      return false;
    case 'pair':
      return [reader, author].every((one) => one === 'Cleo' || one === 'Fay');
    case 'org':
      return ORGANISATION[reader] === ORGANISATION[author];
    case 'alliance':
      return true;
    case 'leaders':
      return LEADERS.includes(reader);
  }
}

const bot = await startBot('http');
const { driver, settle, goTo } = bot;
const asking = new Asking(bot);
const words = features({ doors: () => ({ text: '', blocks: [] }) }).flatMap(({ commands = [] }) =>
  commands.map(({ word }) => word),
);

/** What must not be seen by everybody, and who may see it. */
const secrets: { text: string; what: string; readers: readonly Person[] }[] = [];

/** Said to the bot alone; the digests of both organisations may name it while it is in good time. */
async function promise(owner: Person, text: string, forWhom: Person, day: string): Promise<void> {
  await driver.say(owner, '@Entente', `I will ${text} for @${forWhom.toLowerCase()} by ${day}`);
  await settle();
  await driver.click(owner, 'Record it', { in: '@Entente' });
  await settle();
  const sides = [ORGANISATION[owner], ORGANISATION[forWhom]];
  const readers = PEOPLE.filter((who) => !OUTSIDE.includes(who) && sides.includes(ORGANISATION[who]));
  secrets.push({ text, what: `${owner}'s promise to ${forWhom}`, readers });
}

/** The same for the two of them and for nobody else. */
async function promiseInPrivate(owner: Person, text: string, forWhom: string, day: string): Promise<void> {
  await driver.click(owner, 'I promise…', { in: CHANNEL });
  await settle();
  const seen = { 'For whom': forWhom, 'Who may see it': 'Only the people in it' };
  await driver.submit(owner, { What: text, 'By when': day, ...seen });
  await settle();
  await driver.close(owner, { all: true });
  secrets.push({
    text,
    what: `what ${owner} promised in private`,
    readers: PEOPLE.filter((who) => who === owner || forWhom.startsWith(who)),
  });
}

/** Remarks of every label, as two of a pair, a leader and somebody who has left wrote them in the round that is open. */
async function remarks(): Promise<void> {
  const { prisma: db, close } = openDatabase(bot.connectionString, { max: 1 });
  try {
    const round = await db.checkIn.findFirstOrThrow({ orderBy: { openedAt: 'desc' } });
    const members = await db.member.findMany({ include: { person: true } });
    for (const author of ['Cleo', 'Fay', 'Ben', 'Hari'] as const) {
      const member = members.find(({ person }) => person.name.startsWith(author));
      if (!member) throw new RangeError(`${author} is no member`);
      const isOfPair = author === 'Cleo' || author === 'Fay';
      for (const label of Object.values(Label)) {
        const text = `remark-${author}-${label}`;
        const of = isOfPair ? { pairId: round.pairId, checkInId: round.id } : {};
        const row = { allianceId: round.allianceId, authorId: member.id, label, text, ...of };
        await db.remark.create({ data: { id: newId(), at: bot.slack.world.clock.now(), ...row } });
        secrets.push({
          text,
          what: `${author}'s remark for ${label}`,
          readers: PEOPLE.filter((reader) => mayRead(reader, author, label)),
        });
      }
    }
  } finally {
    await close();
  }
}

/** What words can ask for beside themselves: digests, cards side by side, a search for what was promised. */
const MORE = [
  ...['digest preview', 'digest now', 'norms Riverbank Trust and Northwind Energy'],
  ...['onyx', 'amber', 'jade', 'cobalt', 'teal', 'weir'].map((word) => `actions ${word}`),
  ...['owed', 'open', 'our'].map((list) => `actions ${list}`),
];
/** Forms that hand something out. */
const FORMS = [
  ['export', { 'What would you like?': "My organisation's commitments, as a table (CSV)" }],
  ['export', { 'What would you like?': 'My due dates, as a calendar file' }],
  ['receipt january', {}],
] as const;

/** Fay leaves; Dana takes over. Neither Fay nor Cleo agrees to hand on what they wrote for each other. */
async function handOver(): Promise<void> {
  await driver.say('Fay', '@Entente', 'leaving @dana');
  await settle();
  await goTo('2026-01-21T15:30:00Z');
  const accept = (who: Person) => driver.click(who, 'Accept', { in: '@Entente' });
  await accept('Ana').catch(() => accept('Ben')); // whoever of theirs was asked
  await settle();
  await driver.leave('Fay', CHANNEL);
  await settle();
  await goTo('2026-01-26T15:30:00Z');
}

async function askForEverything(): Promise<void> {
  for (const who of PEOPLE) {
    await asking.words(who, [...words, ...MORE]);
    await asking.forms(who, FORMS);
    await asking.doors(who);
  }
}

beforeAll(async () => {
  const { world, teams, channels } = bot.slack;
  const [name, realName] = ['zoe.adeyemi', 'Zoe Adeyemi'];
  const zoe = world.addUser({
    teamId: teams.riverbank.id,
    name,
    realName,
    tz: 'Europe/London',
    title: 'Clerk',
  });
  channels.riverbankGeneral.members.set(zoe.id, world.ids.count('membership'));
  for (const id of ['set-up', 'accepted', 'paired', 'checked-in'] as const)
    await story.find((scene) => scene.id === id)?.play({ driver, settle, goTo });
  await driver.click('Eli', 'Not for me', { in: '@Entente' });
  await driver.leave('Hari', CHANNEL);
  await settle();
  secrets.push({ text: 'the pumps worry me', what: 'what Fay wrote to Cleo', readers: ['Fay', 'Cleo'] });
  await remarks();
  await promise('Cleo', 'mend the onyx gauge', 'Fay', '26 February');
  await promise('Fay', 'draw the amber plan', 'Gita', '27 February');
  await promise('Cleo', 'oil the teal hinge', 'Fay', 'tomorrow'); // late when everybody asks
  const late = secrets.find(({ text }) => text.includes('teal'));
  if (late) late.readers = ['Cleo', 'Fay'];
  await promiseInPrivate('Cleo', 'lend the jade pump', 'Fay Lindqvist (Northwind Energy)', '2026-02-25');
  await driver.slash('Ana', CHANNEL, '/alliance', 'commit @dana will sign the cobalt lease by 20 February');
  await settle();
  await driver.click('Ana', 'Record it', { in: '@Entente' });
  await settle();
  secrets.push({
    text: 'sign the cobalt lease',
    what: 'what Ana wrote down for Dana',
    readers: ['Ana', 'Dana'],
  });
}, 120_000);

test('everybody asks for everything after Monday’s digests, and a successor reads the card', async () => {
  await goTo('2026-01-19T15:30:00Z');
  for (const who of PEOPLE) asking.look(who);
  await askForEverything();
  const late = secrets.filter(({ text }) => text.includes('teal'));
  for (const { text, readers } of late) {
    for (const who of PEOPLE.filter((one) => !readers.includes(one)))
      expect(asking.seenBy(who)).not.toContain(text);
  }
  // A step asks Cleo's leader on the 23rd, and it is for Dana once she has taken over from Fay.
  for (const one of late) one.readers = [...one.readers, 'Ben', 'Dana'];
  await handOver();
  for (const who of PEOPLE) {
    asking.look(who);
    await asking.doors(who);
  }
  process.stdout.write(`visibility: ${asking.asked} things asked for by ${PEOPLE.length} people\n`);
  expect(asking.asked).toBeGreaterThan(400);
}, 600_000);

test('what was asked for was there: each surface has been seen', () => {
  const seen = PEOPLE.map((who) => asking.seenBy(who)).join('\n');
  for (const surface of [
    'My settings', // Home
    'A quiet week', // digests
    '*How the alliance is, in four weeks*', // health
    'takes over from Fay Lindqvist', // a card
    'Who keeps in touch with whom', // the map as a picture
    'what,at,alliance,text', // my-data and our-data
    'BEGIN:VCALENDAR', // due dates
    'In my own words', // a receipt
    'side by side', // norms
    'promised it.', // how something went
    'commitment', // the table
  ]) {
    expect(seen).toContain(surface);
  }
});

describe('nobody sees what is not for them', () => {
  test.each(PEOPLE)('%s', (who) => {
    const seen = asking.seenBy(who);
    const leaked = secrets.filter(({ text, readers }) => !readers.includes(who) && seen.includes(text));
    expect(leaked.map(({ what }) => what)).toEqual([]);
  });
});

test('and those for whom it is do see it', () => {
  const seen = secrets.filter(({ text, readers }) =>
    readers.some((who) => asking.seenBy(who).includes(text)),
  );
  expect(seen.map(({ what }) => what)).toEqual(
    expect.arrayContaining([
      'what Fay wrote to Cleo',
      "Cleo's promise to Fay",
      "Fay's promise to Gita",
      'what Cleo promised in private',
      'what Ana wrote down for Dana',
      expect.stringMatching(/for alliance$/),
    ]),
  );
});

test('no log has a word of it', () => {
  const log = bot.logged.join('\n');
  expect(secrets.filter(({ text }) => log.includes(text))).toEqual([]);
});
