import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { databaseUrl, query, startScratch } from '../prisma/scratch.ts';
import { emitTo } from '../sandbox/world/events.ts';
import { migrate } from '../src/db/migrate.ts';
import { type Bot, startBot, type Transport } from './support/bot.ts';
import { setUpAlliance } from './support/set-up.ts';
import { until } from './support/until.ts';

// What Slack and the person see when something goes wrong on our side, for each kind of input: an event is sent again, a
// command, a click and a form get a sentence, and whatever was not kept can be done again and counts once.

const CHANNEL = '#flood-alliance';
const BOT = '@Entente';
/** Twice within what a lock lasts below, and once after it. */
const RETRIES_MS = [200, 3_000, 3_000];
/** Longer than a click is tried again before its person hears that it waits. */
const LOCKED_MS = 5_000;

/** One server for this file alone, as it is stopped on the way. */
const scratch = await startScratch('receive');
const closers: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closers.toReversed()) await close();
  await scratch.remove();
});

interface Trouble {
  readonly name: string;
  /** What people read. */
  readonly says: RegExp;
  /** Whether a click is stored all the same: then it is done by itself once the trouble is over. */
  readonly keepsClicks: boolean;
  /** Begins it for all of them; what ends it. */
  begin(sides: readonly Side[]): Promise<() => Promise<void>>;
}

const TROUBLES: readonly Trouble[] = [
  {
    name: 'authorize fails',
    says: /Something went wrong on our side \(ref [2-9A-Z]{4}\)/,
    keepsClicks: false,
    async begin(sides) {
      for (const { bot } of sides) {
        const { world, app, installation, teams, driver } = bot.slack;
        world.faults.add({ method: 'auth.test', effect: { kind: 'error', error: 'internal_error' } });
        // Slack says so, and what was remembered of the workspace is forgotten.
        const event = { type: 'tokens_revoked', tokens: { bot: ['U0'] } };
        emitTo(world, app, installation, { event, actorTeamId: teams.riverbank.id }, false);
        await driver.settled();
      }
      return async () => {
        for (const { bot } of sides) bot.slack.world.faults.clear();
      };
    },
  },
  {
    name: 'a listener throws',
    says: /Something went wrong on our side \(ref [2-9A-Z]{4}\)/,
    keepsClicks: true,
    async begin(sides) {
      for (const { url } of sides) await query(url, 'ALTER TABLE sighting RENAME TO sighting_away');
      return async () => {
        for (const { url } of sides) await query(url, 'ALTER TABLE sighting_away RENAME TO sighting');
      };
    },
  },
  {
    name: 'rows are locked for longer than it waits',
    says: /Something went wrong on our side \(ref [2-9A-Z]{4}\)|That took too long/,
    keepsClicks: true,
    async begin(sides) {
      const held = sides.map(({ url }) =>
        query(
          url,
          'BEGIN',
          'SELECT FROM person FOR UPDATE',
          'SELECT FROM commitment_draft FOR UPDATE',
          `SELECT pg_sleep(${LOCKED_MS / 1000})`,
          'COMMIT',
        ),
      );
      await new Promise((resume) => setTimeout(resume, 100));
      return async () => void (await Promise.all(held));
    },
  },
  {
    name: 'the database is gone',
    says: /Something went wrong on our side \(ref [2-9A-Z]{4}\)|That took too long/,
    keepsClicks: false,
    async begin() {
      await scratch.stop();
      return () => scratch.start();
    },
  },
];

/** A bot that is reached one way, with a database of its own. */
class Side {
  readonly bot: Bot;
  readonly url: string;

  constructor(bot: Bot, url: string) {
    this.bot = bot;
    this.url = url;
  }

  static async start(transport: Transport): Promise<Side> {
    const name = `receive_${transport}`;
    const url = databaseUrl(scratch.adminUrl, name);
    await query(scratch.adminUrl, `CREATE DATABASE ${name}`);
    await migrate(url);
    const database = {
      connectionString: url,
      atEnd: (close: () => Promise<void>) => void closers.push(close),
    };
    const bot = await startBot(transport, {}, { database, world: { retryDelaysMs: RETRIES_MS } });
    await setUpAlliance(bot);
    return new Side(bot, url);
  }

  /** How many direct messages of the bot's somebody has. */
  answers(who: string): number {
    const { dms } = this.bot.driver.screen(who);
    return dms.flatMap(({ messages }) => messages.filter(({ ephemeral, isApp }) => isApp && !ephemeral))
      .length;
  }

  whispers(who: string): string {
    const { dms } = this.bot.driver.screen(who);
    const whispered = dms.flatMap(({ messages }) => messages.filter(({ ephemeral }) => ephemeral));
    return whispered.map(({ text }) => text).join('\n');
  }

  async count(sql: string): Promise<number> {
    return Number((await query(this.url, `SELECT count(*) AS n FROM ${sql}`))[0]?.n);
  }

  async isAway(who: string): Promise<boolean> {
    return (await this.count(`person WHERE name LIKE '${who}%' AND absences <> '[]'`)) === 1;
  }
}

/** What it is before the trouble, with something to click and something to send. */
async function prepare(side: Side) {
  const { bot } = side;
  await bot.driver.say('Cleo', BOT, 'I will send the flood map to @ben by Friday');
  await bot.driver.click('Ana', 'Settings', { in: CHANNEL });
  await bot.settle();
  await query(side.url, 'UPDATE person SET absences = $$[]$$, pace = $$normal$$');
  return { side, commitments: await side.count('commitment'), answers: side.answers('Ben') };
}

type Prepared = Awaited<ReturnType<typeof prepare>>;

/** Slack has its answer in time, and each person reads a sentence. What Slack sends again ends later. */
async function suffer(before: Prepared, { says, keepsClicks }: Trouble) {
  const { side } = before;
  const { driver } = side.bot;
  const event = driver.say('Ben', BOT, 'away until 20 January');
  const [command, click, form] = await Promise.all([
    driver.slash('Ana', CHANNEL, '/alliance', 'away until 20 January'),
    driver.click('Cleo', 'Record it', { in: BOT }),
    driver.submit('Ana', { pace: 'Fewer: one a week' }),
  ]);
  for (const { ok, ms } of [command, click, form])
    expect({ ok, inTime: ms < 3_000 }).toEqual({ ok: true, inTime: true });
  expect((command.answer as { text: string }).text).toMatch(says);
  expect((command.answer as { text: string }).text).toContain('please look before you say it again');
  const told = keepsClicks ? /It is kept, and will be done by itself/ : /pressing again counts once/;
  await until(() => told.test(side.whispers('Cleo')), 20_000); // a busy machine
  if (!keepsClicks) expect(side.whispers('Cleo')).toMatch(says);
  const [error = ''] = Object.values(driver.screen('Ana').modals.at(-1)?.errors ?? {});
  expect(error).toMatch(says);
  expect(error).toContain('pressing again counts once');
  return { ...before, event };
}

/** What was not kept has changed nothing; done again, it counts once, however often. */
async function recover(
  { side, commitments, answers, event }: Awaited<ReturnType<typeof suffer>>,
  { keepsClicks }: Trouble,
): Promise<void> {
  const { bot } = side;
  const { driver } = bot;
  const { deliveries } = await event;
  expect(deliveries.map(({ acked }) => acked)).toEqual([true]);
  expect(deliveries[0]?.attempts[0]).toMatchObject({ kind: 'failed' });
  await bot.app.step();
  await until(async () => (await side.count('click')) === 0, 20_000);
  expect(await side.count('commitment')).toBe(commitments + (keepsClicks ? 1 : 0));
  if (!keepsClicks) await driver.click('Cleo', 'Record it', { in: BOT });
  await driver.submit('Ana', { pace: 'Fewer: one a week' });
  await driver.slash('Ana', CHANNEL, '/alliance', 'away until 20 January');
  await bot.settle();
  expect(await side.count('commitment')).toBe(commitments + 1);
  expect([await side.isAway('Ana'), await side.isAway('Ben')]).toEqual([true, true]);
  expect(await side.count(`person WHERE name LIKE 'Ana%' AND pace = 'fewer'`)).toBe(1);
  expect(side.answers('Ben')).toBe(answers + 1);
  await driver.close('Ana', { all: true });
  for (const who of ['Ana', 'Ben', 'Cleo']) driver.reload(who);
  expect(bot.logged.join('\n')).not.toMatch(/flood map|xox|xapp/);
}

describe('over HTTP and over sockets, side by side', () => {
  let sides: Side[] = [];
  beforeAll(async () => {
    sides = await Promise.all((['http', 'socket'] as const).map((transport) => Side.start(transport)));
  }, 60_000);

  test.each(TROUBLES)(
    '$name',
    async (trouble) => {
      const before = await Promise.all(sides.map(prepare));
      const end = await trouble.begin(sides);
      const during = await Promise.all(before.map((then) => suffer(then, trouble)));
      await end();
      await Promise.all(during.map((then) => recover(then, trouble)));
    },
    60_000,
  );
});
