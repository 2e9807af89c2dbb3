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
  begin(bot: Bot, url: string): Promise<() => Promise<void>>;
}

const TROUBLES: readonly Trouble[] = [
  {
    name: 'authorize fails',
    says: /Something went wrong on our side \(ref [2-9A-Z]{4}\)/,
    keepsClicks: false,
    async begin({ slack }) {
      const { world, app, installation, teams } = slack;
      world.faults.add({ method: 'auth.test', effect: { kind: 'error', error: 'internal_error' } });
      // Slack says so, and what was remembered of the workspace is forgotten.
      const event = { type: 'tokens_revoked', tokens: { bot: ['U0'] } };
      emitTo(world, app, installation, { event, actorTeamId: teams.riverbank.id }, false);
      await slack.driver.settled();
      return async () => world.faults.clear();
    },
  },
  {
    name: 'a listener throws',
    says: /Something went wrong on our side \(ref [2-9A-Z]{4}\)/,
    keepsClicks: true,
    async begin(_bot, url) {
      await query(url, 'ALTER TABLE sighting RENAME TO sighting_away');
      return async () => void (await query(url, 'ALTER TABLE sighting_away RENAME TO sighting'));
    },
  },
  {
    name: 'rows are locked for 5 s',
    says: /Something went wrong on our side \(ref [2-9A-Z]{4}\)|That took too long/,
    keepsClicks: true,
    async begin(_bot, url) {
      const held = query(
        url,
        'BEGIN',
        'SELECT FROM person FOR UPDATE',
        'SELECT FROM commitment_draft FOR UPDATE',
        `SELECT pg_sleep(${LOCKED_MS / 1000})`,
        'COMMIT',
      );
      await new Promise((resume) => setTimeout(resume, 100));
      return async () => void (await held);
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

describe.each<Transport>(['http', 'socket'])('over %s', (transport) => {
  const name = `receive_${transport}`;
  const url = databaseUrl(scratch.adminUrl, name);
  let bot: Bot;

  beforeAll(async () => {
    await query(scratch.adminUrl, `CREATE DATABASE ${name}`);
    await migrate(url);
    const database = {
      connectionString: url,
      atEnd: (close: () => Promise<void>) => void closers.push(close),
    };
    bot = await startBot(transport, {}, { database, world: { retryDelaysMs: RETRIES_MS } });
    await setUpAlliance(bot);
  }, 60_000);

  /** How many direct messages of the bot's somebody has. */
  const answers = (who: string) =>
    bot.driver
      .screen(who)
      .dms.flatMap((dm) => dm.messages.filter(({ ephemeral, isApp }) => isApp && !ephemeral)).length;
  const whispers = (who: string) =>
    bot.driver
      .screen(who)
      .dms.flatMap((dm) => dm.messages.filter(({ ephemeral }) => ephemeral).map(({ text }) => text))
      .join('\n');
  const count = async (sql: string) => Number((await query(url, `SELECT count(*) AS n FROM ${sql}`))[0]?.n);
  const isAway = async (who: string) =>
    (await count(`person WHERE name LIKE '${who}%' AND away_until IS NOT NULL`)) === 1;

  test.each(TROUBLES)(
    '$name',
    async ({ says, keepsClicks, begin }) => {
      const { driver } = bot;
      // Something to click, and something to send.
      await driver.say('Cleo', BOT, 'I will send the flood map to @ben by Friday');
      await driver.click('Ana', 'Settings', { in: CHANNEL });
      await bot.settle();
      const commitments = await count('commitment');
      const before = answers('Ben');
      await query(url, 'UPDATE person SET away_from = NULL, away_until = NULL, pace = $$normal$$');

      const end = await begin(bot, url);
      const event = driver.say('Ben', BOT, 'away until 20 January');
      const [command, click, form] = await Promise.all([
        driver.slash('Ana', CHANNEL, '/alliance', 'away until 20 January'),
        driver.click('Cleo', 'Record it', { in: BOT }),
        driver.submit('Ana', { pace: 'Fewer: one a week' }),
      ]);

      // Slack has its answer in time, and each person reads a sentence.
      for (const { ok, ms } of [command, click, form])
        expect({ ok, inTime: ms < 3_000 }).toEqual({ ok: true, inTime: true });
      expect((command.answer as { text: string }).text).toMatch(says);
      expect((command.answer as { text: string }).text).toContain('please look before you say it again');
      const told = keepsClicks ? /It is kept, and will be done by itself/ : /pressing again counts once/;
      await until(() => told.test(whispers('Cleo')), 8_000);
      if (!keepsClicks) expect(whispers('Cleo')).toMatch(says);
      const [error = ''] = Object.values(driver.screen('Ana').modals.at(-1)?.errors ?? {});
      expect(error).toMatch(says);
      expect(error).toContain('pressing again counts once');

      // Slack has sent the event again until it was taken.
      await end();
      const { deliveries } = await event;
      expect(deliveries.map(({ acked }) => acked)).toEqual([true]);
      expect(deliveries[0]?.attempts[0]).toMatchObject({ kind: 'failed' });

      // What was not kept has changed nothing; done again, it counts once, however often.
      await bot.app.step();
      await until(async () => (await count('click')) === 0, 20_000);
      expect(await count('commitment')).toBe(commitments + (keepsClicks ? 1 : 0));
      if (!keepsClicks) await driver.click('Cleo', 'Record it', { in: BOT });
      await driver.submit('Ana', { pace: 'Fewer: one a week' });
      await driver.slash('Ana', CHANNEL, '/alliance', 'away until 20 January');
      await bot.settle();
      expect(await count('commitment')).toBe(commitments + 1);
      expect([await isAway('Ana'), await isAway('Ben')]).toEqual([true, true]);
      expect(await count(`person WHERE name LIKE 'Ana%' AND pace = 'fewer'`)).toBe(1);
      expect(answers('Ben')).toBe(before + 1);
      await driver.close('Ana', { all: true });
      for (const who of ['Ana', 'Ben', 'Cleo']) driver.reload(who);
      expect(bot.logged.join('\n')).not.toMatch(/flood map|xox|xapp/);
    },
    60_000,
  );
});
