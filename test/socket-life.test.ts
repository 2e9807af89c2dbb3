import { expect, test } from '@jest/globals';
import { startBot } from './support/bot.ts';
import { until } from './support/until.ts';

// A socket server that refuses, drops and refreshes: the process goes on, and what Slack still delivers is heard.

const bot = await startBot('socket');
const { slack, driver, app } = bot;
const answers = () =>
  driver.screen('Ana').dms.flatMap(({ messages }) => messages.filter(({ isApp }) => isApp)).length;
const opened = () => slack.world.calls.filter(({ method }) => method === 'apps.connections.open').length;
const rejections: unknown[] = [];
process.on('unhandledRejection', (reason) => rejections.push(reason));

async function isHeard(): Promise<void> {
  const before = answers();
  const { deliveries } = await driver.say('Ana', '#flood-alliance', '@Entente help');
  expect(deliveries.every(({ acked }) => acked)).toBe(true);
  await until(async () => {
    await bot.settle();
    return answers() === before + 1;
  });
}

test('two connections are open', async () => {
  await until(() => opened() >= 2);
  await isHeard();
});

test.each(['warning', 'refresh_requested', 'abrupt'] as const)(
  '%s: nothing is missed',
  async (how) => {
    const before = opened();
    driver.admin.dropSockets(how, 1);
    await isHeard(); // the other one hears
    await until(() => opened() > before, 20_000);
    await until(() => app.isOpen());
    await isHeard();
  },
  60_000,
);

test('both dropped and Slack refusing to open others: it is tried again until they are', async () => {
  slack.world.faults.add({
    method: 'apps.connections.open',
    times: 3,
    effect: { kind: 'status', status: 503 },
  });
  slack.world.faults.add({
    method: 'apps.connections.open',
    times: 2,
    effect: { kind: 'reset', after: false },
  });
  driver.admin.dropSockets('abrupt');
  await until(() => !app.isOpen(), 20_000);
  // Slack tries an event again while nobody listens.
  const said = driver.say('Ana', '#flood-alliance', '@Entente help');
  await until(() => app.isOpen(), 30_000);
  await said;
  await isHeard();
  expect(rejections).toEqual([]);
}, 90_000);
