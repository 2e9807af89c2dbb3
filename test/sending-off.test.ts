import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import { startExample } from '../sandbox/example.ts';
import { startApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { testDatabase } from './support/database.ts';
import { openSetUp, sendSetUp } from './support/set-up.ts';

// SENDING=off, as after a restore: people are answered where they click, everything is planned, and nothing leaves; with
// SENDING=on it leaves, once.

const { connectionString, db, atEnd } = await testDatabase();
const slack = await startExample({ transport: 'http' });
atEnd(() => slack.close());
const { driver, world } = slack;

async function start(sending: 'on' | 'off') {
  const config = readConfig({
    SLACK_MODE: 'http',
    SLACK_BOT_TOKEN: slack.tokens.bot,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    DATABASE_URL: connectionString,
    PORT: '0',
    SENDING: sending,
  });
  const delivery = { leaseMs: 5_000, graceMs: 500, channelIntervalMs: 0 };
  const log = pino({ level: 'silent' });
  const app = await startApp({ config, clock: world.clock, log, delivery, host: '127.0.0.1' });
  slack.setRequestUrl(`http://127.0.0.1:${app.port}/slack/events`);
  return app;
}

/** Calls that show somebody something of the bot's own accord. */
const left = () =>
  world.calls.filter(({ method }) => /^(chat\.post|chat\.upd|files\.|pins\.|views\.publish)/.test(method));
const waiting = () => db.message.count({ where: { status: 'pending' } });

test('off: forms are opened and kept, sentences are heard, and nothing leaves', async () => {
  const app = await start('off');
  await openSetUp(driver, 'Ana');
  await sendSetUp(driver, 'Ana');
  await driver.say('Ben', '@Entente', 'I will send the flood map by Friday');
  await driver.say('Ben', '@Entente', 'my-data');
  await driver.openHome('Ben');
  await app.step();
  await app.stop();
  expect(await db.alliance.count()).toBe(1);
  expect(await waiting()).toBeGreaterThan(0);
  expect(left().map(({ method }) => method)).toEqual([]);
}, 60_000);

test('on again: what waited leaves, each once, the file among it', async () => {
  const app = await start('on');
  for (let round = 0; round < 5 && (round === 0 || (await waiting()) > 0); round += 1) await app.step();
  await app.stop();
  expect(await waiting()).toBe(0);
  const own = driver.screen('Ben').dms.flatMap(({ messages }) => messages.filter(({ isApp }) => isApp));
  expect(own.filter(({ text }) => text.includes('flood map'))).toHaveLength(1);
  expect(own.flatMap(({ files }) => files)).toHaveLength(1);
}, 60_000);
