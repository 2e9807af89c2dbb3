import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { type Example, startExample } from '../sandbox/example.ts';
import { testDatabase } from './support/database.ts';
import { type HeldLine, heldLine } from './support/held-line.ts';
import { type BotProcess, startBotProcess } from './support/killable.ts';
import { openSetUp, sendSetUp } from './support/set-up.ts';
import { until } from './support/until.ts';

// One click and one message, each through a `kill -9` at its worst moment. What people see is counted at the local
// Slack, not in our own tables.

const { connectionString, db, atEnd } = await testDatabase();
const slack: Example = await startExample({ transport: 'http' });
atEnd(() => slack.close());
const line: HeldLine = await heldLine();
atEnd(() => line.close());
slack.setRequestUrl(line.url);
const { driver, world } = slack;

let bot: BotProcess;
const start = async () => {
  bot = await startBotProcess(slack, connectionString);
  line.leadTo(bot.port);
};
atEnd(async () => bot.kill());

const notes = (who: string) =>
  driver.screen(who).dms.flatMap((dm) => dm.messages.filter((one) => !one.ephemeral));
const welcomes = (who: string) =>
  notes(who).filter(({ text }) => text.includes('Riverbank Trust runs me')).length;

beforeAll(async () => {
  await start();
  await openSetUp(driver, 'Ana');
}, 90_000);

afterEach(() => world.faults.clear());

test('a message whose sender is killed between Slack’s yes and our record is seen once', async () => {
  // Slack takes every post and never answers: the worst moment lasts until we kill.
  world.faults.add({ method: 'chat.postMessage', effect: { kind: 'accept-late', ms: 0, answer: 'nothing' } });
  await sendSetUp(driver, 'Ana');
  await until(() => welcomes('Ben') === 1, 30_000);
  await bot.kill();
  expect(await db.message.count({ where: { status: 'sending' } })).toBeGreaterThan(0);

  world.faults.clear();
  await start();
  await until(
    async () => (await db.message.count({ where: { status: { in: ['pending', 'sending'] } } })) === 0,
    60_000,
  );
  for (const who of ['Ana', 'Ben', 'Cleo']) expect(welcomes(who)).toBe(1);
}, 120_000);

const accepted = () => db.roleAcceptance.count();
const accept = (who: string) => driver.click(who, 'Accept', { in: '@Entente' });

/** Nothing takes effect meanwhile; gives it back. */
async function hold(table: 'click' | 'member'): Promise<() => Promise<void>> {
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let isLocked: () => void = () => {};
  const locked = new Promise<void>((resolve) => {
    isLocked = resolve;
  });
  const blocked = db.$transaction(
    async (tx) => {
      await tx.$executeRawUnsafe(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
      isLocked();
      await held;
    },
    { timeout: 30_000 },
  );
  await locked;
  return async () => {
    release();
    await blocked;
  };
}

const somebodyWaits = async () => {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 AS waits FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
  return rows.length > 0;
};

test('a click whose answer dies with the bot is kept, and pressing again counts once', async () => {
  const answered = line.holdNext();
  const pressing = accept('Gita');
  await answered; // the bot has answered, so the click is in the database; Slack has not heard of it
  await bot.kill();
  line.cut();
  expect((await pressing).error).not.toBeNull(); // what Gita sees: it did not work

  await start();
  await until(async () => (await accepted()) === 1, 30_000);
  await until(async () => (await accept('Gita')).error === null, 30_000);
  await until(async () => (await db.click.count()) === 0);
  expect(await accepted()).toBe(1);
}, 120_000);

test('a click that dies with the bot while it is being kept counts once when pressed again', async () => {
  const release = await hold('click');
  const pressing = accept('Hari');
  await until(somebodyWaits);
  await bot.kill();
  await release();
  expect((await pressing).error).not.toBeNull();
  // The statement under way may outlive its process: then the click is kept, though nobody has answered it.
  expect([await accepted(), await db.click.count()]).toEqual([1, expect.any(Number)]); // Gita's, from before

  await start();
  await until(async () => (await accept('Hari')).error === null, 30_000);
  await until(async () => (await aldermoorAccepted()) === 1);
  await until(async () => (await db.click.count()) === 0);
}, 120_000);

test('a click that was answered takes effect, though the bot is killed over it', async () => {
  const release = await hold('member');
  expect((await driver.click('Ben', 'Not for me', { in: '@Entente' })).error).toBeNull(); // answered: it is kept
  await until(somebodyWaits);
  await bot.kill();
  await release();
  expect(await db.member.count({ where: { status: 'declined' } })).toBe(0);

  await start();
  await until(async () => (await db.member.count({ where: { status: 'declined' } })) === 1, 30_000);
  expect(await db.click.count()).toBe(0);
}, 120_000);

const aldermoorAccepted = () =>
  db.organisation.count({ where: { name: 'City of Aldermoor', acceptedAt: { not: null } } });
