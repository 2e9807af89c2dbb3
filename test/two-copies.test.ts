import { expect, test } from '@jest/globals';
import { EVENTS } from '../sandbox/example.ts';
import { newId } from '../src/kernel/ids.ts';
import { startTenants } from './support/tenants.ts';
import { until } from './support/until.ts';

// A partner installs the app as well: two copies in one channel, one of which posts; then they go, one after another.

const bot = await startTenants();
const { slack, db, driver, app } = bot;
const { riverbank, northwind } = slack.teams;
const botOf = (teamId: string) =>
  slack.world.installations.find((one) => one.teamId === teamId)?.botUserId ?? '';
const postsInChannel = () =>
  driver.screen('Ana').channels.find(({ name }) => name === 'flood-alliance')?.messages ?? [];
const byBots = () => postsInChannel().filter(({ isApp }) => isApp);
const dmsFrom = (who: string, botUserId: string) =>
  driver.screen(who).dms.flatMap(({ messages }) => messages.filter(({ fromId }) => fromId === botUserId));
const alliance = () => db.alliance.findFirstOrThrow();

test('the copy through which an alliance is set up posts in its channel', async () => {
  await bot.install('riverbank');
  await driver.slash('Ana', '#flood-alliance', '/alliance', 'setup');
  await until(() => driver.screen('Ana').modals[0]?.submit !== null);
  await until(async () => {
    // A machine that is busy may let Slack's patience run out: then nothing was kept, and pressing again is right.
    await driver.submit('Ana', { name: 'Flood alliance', purpose: 'Dry feet.' }).catch(() => undefined);
    return (await db.alliance.count()) === 1;
  }, 30_000);
  await bot.goTo('2026-01-09T12:00:00Z');
  expect((await alliance()).hostTeamId).toBe(riverbank.id);
  expect(byBots()).toHaveLength(1);
});

test('a partner that installs has commands and direct messages of its own, and one copy still posts', async () => {
  await bot.install('northwind');
  await driver.invite('Dana', '#flood-alliance', botOf(northwind.id));
  await bot.settle();
  await driver.slash('Dana', '#flood-alliance', '/alliance', 'members');
  expect(driver.screen('Dana').channels[0]?.messages.at(-1)?.text).toContain('Northwind Energy');

  const mentions = () => dmsFrom('Dana', botOf(northwind.id)).length;
  const before = mentions();
  await driver.say('Dana', '#flood-alliance', '@Entente members');
  await bot.settle();
  expect(mentions()).toBe(before + 1); // once, through her own
  expect(await db.message.findFirst({ where: { route: 'own', lane: northwind.id } })).not.toBeNull();
  expect(byBots()).toHaveLength(1);
  expect((await alliance()).hostTeamId).toBe(riverbank.id);
});

test('what one copy says is nothing to the other', async () => {
  const seen = await db.eventSeen.count({ where: { eventId: { startsWith: 'said/' } } });
  const { world } = slack;
  const { postMessage } = await import('../sandbox/world/messages.ts');
  postMessage(world, {
    channel: slack.channels.alliance,
    author: world.user(botOf(riverbank.id)),
    text: `<@${botOf(northwind.id)}> I will send the map by Friday`,
  });
  await bot.settle();
  expect(await db.eventSeen.count({ where: { eventId: { startsWith: 'said/' } } })).toBe(seen);
  expect(await db.commitment.count()).toBe(0);
});

test('the copy that posts is removed: its token goes, another takes over, all that is kept stays', async () => {
  const members = await db.member.count({ where: { status: 'active' } });
  await driver.admin.uninstall('riverbank');
  await bot.settle();
  expect(await db.installation.findMany({ select: { id: true } })).toEqual([{ id: northwind.id }]);
  expect(await db.dm.count({ where: { teamId: riverbank.id } })).toBe(0);
  expect((await alliance()).hostTeamId).toBe(northwind.id);
  expect(await db.member.count({ where: { status: 'active' } })).toBe(members);
  const doors = byBots().at(-1);
  expect(doors?.fromId).toBe(botOf(northwind.id));
  expect(doors?.pinned).toBe(true);

  await driver.say('Ana', '#flood-alliance', '@Entente members');
  await bot.settle();
  expect(dmsFrom('Ana', botOf(northwind.id)).at(-1)?.text).toContain('Riverbank Trust');
});

test('what another process still wrote for the copy that is gone goes through the one that stays', async () => {
  const now = slack.world.clock.now();
  const { id: allianceId } = await alliance();
  const late = { id: newId(), key: 'late', kind: 'post' as const, lane: riverbank.id, allianceId };
  const payload = { text: 'Left behind', blocks: [] };
  await db.message.create({ data: { ...late, payload, notBefore: now, createdAt: now } });
  await app.engine.deliver(riverbank.id);
  await bot.settle();
  expect(byBots().at(-1)).toMatchObject({ text: 'Left behind', fromId: botOf(northwind.id) });
});

test.each([
  ['only that it was uninstalled', EVENTS.filter((type) => type !== 'tokens_revoked'), 'no_copy'],
  ['only that tokens were revoked', EVENTS.filter((type) => type !== 'app_uninstalled'), 'no_copy'],
  ['nothing at all', EVENTS.filter((type) => !/uninstalled|revoked/.test(type)), null],
] as const)('Slack says %s: sending stops, and re-installing picks up', async (_what, events, paused) => {
  slack.app.events = events;
  await driver.admin.uninstall('northwind');
  await bot.settle();
  expect((await alliance()).pausedFor).toBe(paused);
  const before = slack.world.posts().length;
  await bot.goTo(new Date(slack.world.clock.now().getTime() + 6 * 3_600_000).toISOString());
  expect(slack.world.posts()).toHaveLength(before);
  await bot.install('northwind');
  await driver.invite('Dana', '#flood-alliance', botOf(northwind.id));
  await bot.settle();
  expect(await db.installation.count()).toBe(1);
  expect((await alliance()).pausedFor).toBeNull();
  expect(app.isOpen()).toBe(true);
});

test('an event about an old installation, late, does not end a new one', async () => {
  slack.app.events = [...EVENTS];
  slack.world.faults.add({ method: 'event', times: 2, effect: { kind: 'delay', ms: 400 } });
  const late = driver.admin.uninstall('northwind');
  driver.admin.install('northwind');
  await bot.install('northwind');
  await late;
  await bot.settle();
  expect(await db.installation.count()).toBe(1);
});
