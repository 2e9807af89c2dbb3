import { expect, test } from '@jest/globals';
import { openDatabase } from '../src/db/client.ts';
import { startBot } from './support/bot.ts';
import { dump } from './support/dump.ts';
import { until } from './support/until.ts';

// What befalls a shared channel, and an organisation that leaves for good.

const bot = await startBot('http');
const { driver, slack, app } = bot;
const { prisma: db, close } = openDatabase(bot.connectionString, { max: 2 });
bot.atEnd(close);
const CHANNEL = '#flood-alliance';
const read = (who: string) =>
  driver
    .screen(who)
    .dms.flatMap(({ messages }) => messages.map(({ text }) => text))
    .join('\n');
const alliance = () => db.alliance.findFirstOrThrow();
const active = (team: string) =>
  db.member.count({ where: { status: 'active', person: { homeTeamId: team } } });

test('a channel that gets another id keeps its alliance', async () => {
  await driver.slash('Ana', CHANNEL, '/alliance', 'setup');
  await until(() => driver.screen('Ana').modals[0]?.submit !== null);
  await until(async () => {
    await driver.submit('Ana', { name: 'Flood alliance', purpose: 'Dry feet.' }).catch(() => undefined);
    return (await db.alliance.count()) === 1;
  }, 30_000);
  await bot.settle();
  const { channelId } = await alliance();
  await driver.admin.renumber(CHANNEL);
  await bot.settle();
  expect((await alliance()).channelId).not.toBe(channelId);
  expect(await db.message.count({ where: { channelId } })).toBe(0);
  await driver.say('Eli', CHANNEL, '@Entente members');
  await bot.settle();
  expect(read('Eli')).toContain('Riverbank Trust');
}, 60_000);

test('archived and back: coordinators are told in a sentence, each time', async () => {
  await driver.admin.archive('Ana', CHANNEL);
  await bot.goTo('2026-01-09T12:00:00Z');
  expect((await alliance()).pausedFor).toBe('archived');
  expect(read('Ana')).toContain('was archived, so *Flood alliance* rests');
  await driver.admin.archive('Ana', CHANNEL, false);
  await bot.goTo('2026-01-12T12:00:00Z');
  expect((await alliance()).pausedFor).toBeNull();
  expect(read('Ana')).toContain('goes on: its channel is in order again');
}, 60_000);

test('a partner that is cut off: the others go on and are told', async () => {
  await driver.admin.disconnect(CHANNEL, 'aldermoor');
  await bot.settle();
  await bot.goTo('2026-01-13T12:00:00Z');
  expect(await active(slack.teams.aldermoor.id)).toBe(0);
  expect(await active(slack.teams.northwind.id)).toBe(3);
  expect((await alliance()).pausedAt).toBeNull();
  expect(read('Ana')).toContain('Nobody of City of Aldermoor');
}, 60_000);

test('what Slack has not told is found out once a day', async () => {
  const channel = slack.channels.alliance;
  channel.members.delete(slack.people.fay.id); // no event of it reaches the bot
  await bot.goTo('2026-01-14T12:00:00Z');
  expect(await active(slack.teams.northwind.id)).toBe(3);
  await app.care();
  await bot.settle();
  expect(await active(slack.teams.northwind.id)).toBe(2);
}, 60_000);

test('what has ended is kept as long as an organisation says, then deleted', async () => {
  const [member] = await db.member.findMany({
    where: { status: 'active', person: { userId: slack.people.ana.id } },
  });
  if (!member) throw new Error('Ana is not in');
  const ended = (endedAt: string, text: string) => ({
    ...{ id: crypto.randomUUID(), allianceId: member.allianceId, ownerId: member.id, writtenById: member.id },
    ...{ text, status: 'done' as const, baseAt: new Date(endedAt), createdAt: new Date(endedAt) },
    endedAt: new Date(endedAt),
  });
  await db.commitment.createMany({ data: [ended('2025-10-01', 'old'), ended('2025-12-20', 'recent')] });
  await driver.say('Ana', CHANNEL, '@Entente keep 2 months');
  await bot.goTo('2026-01-15T12:00:00Z');
  await app.care();
  const left = (await db.commitment.findMany({ where: { ownerId: member.id } })).map(({ text }) => text);
  expect(left).toEqual(['recent']);
}, 60_000);

test('an organisation that leaves for good is erased, and nobody else is', async () => {
  await db.member.updateMany({
    where: { person: { userId: slack.people.dana.id } },
    data: { role: 'leader' },
  });
  await driver.say('Dana', CHANNEL, '@Entente forget-us');
  await bot.settle();
  await driver.click('Dana', 'Open', { in: '@Entente' });
  await bot.settle();
  await driver.submit('Dana', { name: 'not its name' });
  expect(await db.erasure.count()).toBe(0);
  await driver.submit('Dana', { name: 'Northwind Energy' });
  await bot.settle();
  await bot.settle();
  const tables = await dump(bot.connectionString);
  for (const { id, realName } of [slack.people.dana, slack.people.eli, slack.people.fay]) {
    expect(tables).not.toContain(realName);
    expect(tables).not.toContain(id);
  }
  expect(tables).toContain('Cleo Marsh');
  expect((await alliance()).pausedFor).toBe('unshared');
}, 60_000);
