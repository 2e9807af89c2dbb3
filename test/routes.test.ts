import { expect, test } from '@jest/globals';
import { openDatabase } from '../src/db/client.ts';
import { startBot } from './support/bot.ts';
import { setUpAlliance } from './support/set-up.ts';

// The way to somebody whom no direct message reaches: found out from Slack's own answer, remembered, and tried again when
// a week has passed, since the world may have changed without a word.

const bot = await startBot('http');
const { driver, slack, app } = bot;
const { prisma: db, close } = openDatabase(bot.connectionString, { max: 2 });
bot.atEnd(close);
const CHANNEL = '#flood-alliance';
const { isha } = slack.people;

const tried = () =>
  slack.world.calls.filter(({ method, args }) => method === 'conversations.open' && args.users === isha.id)
    .length;
/** What an answer to her came by. */
async function answeredBy(): Promise<string | null> {
  await driver.say('Isha', CHANNEL, '@Entente members');
  await bot.settle();
  const { route } = await db.message.findFirstOrThrow({
    where: { person: { userId: isha.id }, kind: 'direct' },
    orderBy: { seq: 'desc' },
  });
  return route;
}
const daysOn = (days: number) =>
  slack.world.clock.set(new Date(slack.world.clock.now().getTime() + days * 86_400_000));

test('Slack refuses: she is called by a bell, and what she was told is in no channel', async () => {
  driver.admin.failDms('Isha', 'user_not_visible');
  await setUpAlliance(bot);
  expect(await answeredBy()).toBe('bell');
  const inChannel = slack.world.messagesIn(slack.channels.alliance.id).filter(({ appId }) => appId);
  const bells = inChannel.filter(({ text }) => text.includes(`<@${isha.id}>`));
  expect(bells.length).toBeGreaterThan(0);
  expect(JSON.stringify(inChannel)).not.toContain('Riverbank Trust');
}, 60_000);

test('that is remembered: Slack is not asked again for each answer', async () => {
  const before = tried();
  expect(before).toBe(1);
  driver.admin.failDms('Isha', null); // her organisation allows it now, and nobody says so
  expect(await answeredBy()).toBe('bell');
  daysOn(6);
  await app.care();
  expect(await answeredBy()).toBe('bell');
  expect(tried()).toBe(before);
}, 60_000);

test('after seven days it is tried again', async () => {
  daysOn(2);
  await app.care();
  expect(await answeredBy()).toBe('host');
  expect(tried()).toBe(2);
  expect(driver.screen('Isha').dms.at(-1)?.messages.at(-1)?.text).toContain('Riverbank Trust');
}, 60_000);

test('a way that was good and is so no longer: the next answer is a bell, and nothing is lost', async () => {
  const { channelId } = await db.dm.findFirstOrThrow({ where: { person: { userId: isha.id } } });
  const closed = { method: 'chat.postMessage', channel: channelId ?? '' };
  const rule = slack.world.faults.add({ ...closed, effect: { kind: 'error', error: 'channel_not_found' } });
  driver.admin.failDms('Isha', 'user_not_visible');
  expect(await answeredBy()).toBe('bell');
  slack.world.faults.remove(rule);
  expect(await db.message.count({ where: { status: { in: ['pending', 'sending', 'dead'] } } })).toBe(0);
}, 60_000);
