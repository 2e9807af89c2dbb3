/** The living example: the bot on the local Slack, the story, and what each person read. */
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { type RunningApp, startApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { startEmbedded } from '../src/db/embedded.ts';
import { type Example, startExample } from './example.ts';
import { story } from './story.ts';

/** A local Slack has no limits to keep to. */
const PACE = { leaseMs: 5_000, graceMs: 1_000, channelIntervalMs: 0 };

/** Starts it all, plays, prints, and stays for whoever wants to go on by hand; until Ctrl-C. */
export async function play(): Promise<void> {
  const slack = await startExample({ port: Number(process.env.PORT ?? 3000) });
  console.log(`${slack.world.baseUrl}/`);
  const database = await emptyDatabase();
  const app = await startBot(slack, database.connectionString);

  const end = async () => {
    await app.stop();
    await slack.close();
    await database.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end());

  const { driver, world } = slack;
  driver.attach({ nextDue: () => app.engine.nextDue(), run: () => app.step() });
  const stage = {
    driver,
    settle: () => driver.advanceTo(world.clock.now()),
    goTo: (instant: string) => driver.advanceTo(new Date(instant)),
  };
  for (const [n, { title, play: scene }] of story.entries()) {
    await scene(stage);
    console.log(`${n + 1}. ${title}`);
  }
  for (const { realName } of Object.values(slack.people)) console.log(`\n${driver.transcript(realName)}`);
  console.log(
    `\nThat is what each of them has read. It goes on: sandbox/README.md says how to act as any of them at ${slack.world.baseUrl}/sandbox/. Ctrl-C ends it.`,
  );
}

/** The local Slack forgets everything at its end, so the bot's data begins anew with it. */
async function emptyDatabase() {
  const server = await startEmbedded({
    dataDir: join(process.env.DATA_DIR ?? '.data', 'sandbox'),
    fsync: false,
  });
  const client = new pg.Client({ connectionString: server.connectionString });
  await client.connect();
  await client.query('DROP SCHEMA IF EXISTS public, pgboss CASCADE');
  await client.query('CREATE SCHEMA public');
  await client.end();
  return server;
}

async function startBot(slack: Example, databaseUrl: string): Promise<RunningApp> {
  const config = readConfig({
    SLACK_BOT_TOKEN: slack.tokens.bot,
    SLACK_APP_TOKEN: slack.tokens.app,
    SLACK_API_URL: slack.apiUrl,
    DATABASE_URL: databaseUrl,
    PORT: '0',
  });
  const log = pino({ level: process.env.LOG_LEVEL ?? 'warn' }, pino.destination(2));
  const app = await startApp({ config, clock: slack.world.clock, log, delivery: PACE, host: '127.0.0.1' });
  while (!app.isOpen()) await new Promise((resume) => setTimeout(resume, 20));
  return app;
}
