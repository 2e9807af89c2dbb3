import { expect, test } from '@jest/globals';
import { openDatabase } from '../src/db/client.ts';
import { startBot } from './support/bot.ts';
import { setUpAlliance } from './support/set-up.ts';

// Slack says next to nothing of some people: no name, no zone, nothing of their organisation. They say so themselves, at the
// host's and at a partner's where the app is not installed, and everybody reads it.

const bot = await startBot('http', {}, { world: { partnerProfiles: 'lean' } });
const { driver, slack } = bot;
const { prisma: db, close } = openDatabase(bot.connectionString, { max: 2 });
bot.atEnd(close);
const CHANNEL = '#flood-alliance';
const { ben, gita } = slack.people;
const personOf = ({ id: userId }: { id: string }) =>
  db.person.findFirstOrThrow({
    where: { userId },
    include: { members: { include: { organisation: true } } },
  });
const organisationOf = async (who: { id: string }) => (await personOf(who)).members[0]?.organisation.name;

test('somebody of whom Slack says nothing is somebody, and takes part', async () => {
  Object.assign(slack.world.user(gita.id), { realName: '', name: '' });
  Object.assign(slack.world.user(ben.id), { realName: '', name: '' });
  await setUpAlliance(bot);
  expect(await personOf(gita)).toMatchObject({ name: 'Somebody', slackZone: null, zone: null });
  expect(await personOf(ben)).toMatchObject({ name: 'Somebody', zone: null });
}, 60_000);

test.each([
  ['the host’s', ben, 'Ben Okafor', 'Europe/Lisbon', 'The Riverbank Trust'],
  ['a partner’s', gita, 'Gita Rao', 'Asia/Kolkata', 'City of Aldermoor and Vale'],
])(
  'at %s they say what they and theirs are called, and where they live',
  async (_side, who, name, zone, called) => {
    await driver.say(who.id, CHANNEL, `@Entente name ${name}`);
    await driver.say(who.id, CHANNEL, `@Entente organisation ${called}`);
    await driver.click(who.id, 'Settings', { in: CHANNEL });
    await bot.settle();
    await driver.submit(who.id, { 'Another time zone': zone });
    await bot.settle();
    await driver.close(who.id, { all: true });
    expect(await personOf(who)).toMatchObject({ name, zone });
    expect(await organisationOf(who)).toBe(called);
  },
  60_000,
);

test('everybody reads it, on both sides', async () => {
  for (const who of ['Ana', 'Hari']) {
    await driver.say(who, CHANNEL, '@Entente members');
    await bot.settle();
    const read = driver
      .screen(who)
      .dms.flatMap(({ messages }) => messages.map(({ text }) => text))
      .join('\n');
    for (const words of ['Gita Rao', 'Ben Okafor', 'City of Aldermoor and Vale', 'The Riverbank Trust'])
      expect(read).toContain(words);
  }
}, 60_000);

test('a zone that is none changes nothing, and the form says so', async () => {
  await driver.click(gita.id, 'Settings', { in: CHANNEL });
  await bot.settle();
  await driver.submit(gita.id, { 'Another time zone': 'Middle/Earth' });
  expect(Object.values(driver.screen(gita.id).modals.at(-1)?.errors ?? {})).toHaveLength(1);
  expect(await personOf(gita)).toMatchObject({ zone: 'Asia/Kolkata' });
}, 60_000);
