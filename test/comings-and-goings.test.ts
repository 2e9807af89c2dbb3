import { beforeAll, describe, expect, test } from '@jest/globals';
import { emitInChannel } from '../sandbox/world/events.ts';
import { connectTeam, join, leave } from '../sandbox/world/membership.ts';
import { openDatabase } from '../src/db/client.ts';
import { shuffled } from './battery/shuffle.ts';
import { startBot } from './support/bot.ts';
import { setUpAlliance } from './support/set-up.ts';

// Who takes part is who is in one of the alliance's channels, as Slack says it now: not what an event said, late or twice.

const bot = await startBot('http');
const { driver, slack, app } = bot;
const { world, teams, people } = slack;
const { prisma: db, close } = openDatabase(bot.connectionString, { max: 2 });
bot.atEnd(close);
const CHANNEL = '#flood-alliance';
const home = slack.channels.alliance;

const statusOf = async (userId: string) =>
  (await db.member.findFirst({ where: { person: { userId } }, select: { status: true } }))?.status ?? null;
const welcomes = (userId: string) =>
  db.item.count({ where: { kind: 'alliances.welcome', person: { userId } } });
async function aDayLater(): Promise<void> {
  world.clock.set(new Date(world.clock.now().getTime() + 86_400_000));
  await app.care();
  await bot.settle();
}

let events = 0;
/** As Slack might tell it: whether it is so is another matter. */
function tell(type: 'member_left_channel' | 'member_joined_channel', userId: string, channel = home): void {
  const { teamId } = world.user(userId);
  events += 1;
  const event = { type, user: userId, channel: channel.id, channel_type: 'C', team: teamId };
  emitInChannel(world, channel, { event: { ...event, event_ts: `${events}.1` }, actorTeamId: teamId });
}

beforeAll(() => setUpAlliance(bot), 60_000);

describe('somebody who is only in a further channel', () => {
  const yan = world.addUser({
    teamId: teams.northwind.id,
    name: 'yan',
    realName: 'Yan Larsen',
    tz: 'Europe/London',
    title: 'Engineer',
  });
  const pumps = world.addChannel({ name: 'pumps', teamId: teams.riverbank.id, creator: people.ana.id });
  test('takes part by “join”, also after the daily look', async () => {
    connectTeam(world, pumps, teams.northwind.id);
    for (const user of [people.ana, yan]) join(world, pumps, user, people.ana);
    join(world, pumps, slack.bot, people.ana);
    await driver.say('Ana', '#pumps', '@Entente channel');
    await bot.settle();
    await driver.say('Yan', '#pumps', '@Entente join');
    await bot.settle();
    expect(await statusOf(yan.id)).toBe('active');
    await aDayLater();
    expect(await statusOf(yan.id)).toBe('active');
  }, 60_000);

  test('may come to the main channel and leave it again', async () => {
    join(world, home, yan, people.ana);
    await bot.settle();
    await driver.admin.remove('Ana', CHANNEL, 'Yan');
    await bot.settle();
    expect(await statusOf(yan.id)).toBe('active');
    expect(await welcomes(yan.id)).toBe(1);
  }, 60_000);

  test('nobody else of it is kept, asked about or brought in', async () => {
    const stranger = world.addUser({
      teamId: teams.northwind.id,
      name: 'stra',
      realName: 'Stra Nger',
      tz: 'UTC',
    });
    join(world, pumps, stranger, people.ana);
    const before = world.calls.length;
    await aDayLater();
    const asked = world.calls.slice(before).filter(({ method }) => method !== 'views.publish');
    expect(asked.map(({ method }) => method).toSorted()).toEqual([
      'conversations.info',
      'conversations.members',
      'conversations.members',
    ]);
    expect(await db.person.count({ where: { userId: stranger.id } })).toBe(0);
  }, 60_000);

  test('while that channel cannot be asked about, nobody is taken out; once it can be, whoever has left is', async () => {
    const rule = world.faults.add({
      method: 'conversations.members',
      channel: pumps.id,
      effect: { kind: 'error', error: 'fetch_members_failed' },
    });
    home.members.delete(people.fay.id); // no event of it reaches the bot
    await aDayLater();
    expect(await statusOf(yan.id)).toBe('active');
    expect(await statusOf(people.fay.id)).toBe('active');
    world.faults.remove(rule);
    await aDayLater();
    expect(await statusOf(yan.id)).toBe('active');
    expect(await statusOf(people.fay.id)).toBe('left');
  }, 60_000);

  test('is out once they are in none of its channels', async () => {
    leave(world, pumps, yan);
    await bot.settle();
    expect(await statusOf(yan.id)).toBe('left');
  }, 60_000);
});

describe('events that come late, twice or in another order', () => {
  const { ben, gita, hari } = people;
  const told = async (userId: string) => {
    const both = ['member_left_channel', 'member_joined_channel'] as const;
    for (const type of shuffled([...both, ...both, ...both, ...both], 7)) {
      tell(type, userId);
      if (events % 3 === 0) await bot.settle();
    }
    await bot.settle();
  };

  test('“left” about somebody who has come back changes nothing', async () => {
    await driver.admin.remove('Ana', CHANNEL, 'Gita');
    await bot.settle();
    expect(await statusOf(gita.id)).toBe('left');
    await driver.invite('Ana', CHANNEL, gita.id);
    await bot.settle();
    expect(await statusOf(gita.id)).toBe('active');
    expect(await welcomes(gita.id)).toBe(2);
    await told(gita.id);
    expect(await statusOf(gita.id)).toBe('active');
    expect(await welcomes(gita.id)).toBe(2);
  }, 60_000);

  test('“joined” about somebody who has left brings nobody back', async () => {
    await driver.admin.remove('Ana', CHANNEL, 'Hari');
    await bot.settle();
    await told(hari.id);
    expect(await statusOf(hari.id)).toBe('left');
    expect(await welcomes(hari.id)).toBe(1);
  }, 60_000);

  test('neither brings back who said “not for me”', async () => {
    await bot.goTo('2026-01-16T12:00:00Z');
    await driver.click('Ben', 'Not for me', { in: '@Entente' });
    await bot.settle();
    expect(await statusOf(ben.id)).toBe('declined');
    await told(ben.id);
    await aDayLater();
    expect(await statusOf(ben.id)).toBe('declined');
    expect(await welcomes(ben.id)).toBe(1);
  }, 60_000);

  test('who is there and was taken for gone is asked again by the next look', async () => {
    await db.member.updateMany({ where: { person: { userId: gita.id } }, data: { status: 'left' } });
    await aDayLater();
    expect(await statusOf(gita.id)).toBe('active');
    expect(await welcomes(gita.id)).toBe(3);
  }, 60_000);
});
