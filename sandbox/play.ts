/** The living example: a local Slack with its page, the bot beside it, and a fortnight of an alliance played before your eyes. */
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../src/db/embedded.ts';
import { Keeper } from './bot/keeper.ts';
import type { Whole } from './control/whole.ts';
import type { Driver } from './driver/driver.ts';
import { DriverError } from './driver/error.ts';
import { startExample } from './example.ts';
import { story } from './story.ts';
import { tour } from './tour.ts';

const ATTEMPTS = 3;

/** Starts it all, and stays for whoever wants to play; until Ctrl-C. */
export async function play(): Promise<void> {
  const port = Number(process.env.PORT ?? 3000);
  const slack = await startExample({ port }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    console.error(`Port ${port} is taken. \`PORT=0 npm start\` takes a free one.`);
    process.exit(1);
  });
  console.log(`${slack.world.baseUrl}/`);
  const { driver, world } = slack;
  const closers: (() => Promise<unknown>)[] = [() => slack.close()];
  const end = async () => {
    for (const close of closers.toReversed()) await close();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end());

  const database = await emptyDatabase();
  closers.push(() => database.stop());
  const pool = new pg.Pool({ connectionString: database.connectionString, max: 3 });
  closers.push(() => pool.end());
  const bot = new Keeper(world, pool, database.connectionString);
  closers.push(() => bot.stop());
  driver.attach(bot);
  const whole = slack.server.control.host(bot, tour);
  whole.busy = 'Entente starts';
  await bot.start();
  await whole.keep('empty');
  await example(driver, whole);
  await whole.keep('example');
  whole.busy = null;
  const people = [...world.users.values()].filter(({ isBot }) => !isBot);
  for (const { id } of people) console.log(`\n${driver.transcript(id)}`);
  console.log(`\nThat is what each of them has read.`);
  console.log(`Ready. Open ${world.baseUrl}/ and be anyone. Ctrl-C ends it.`);
}

/** Once more where a machine was so busy that the bot missed Slack's three seconds; then as far as it got. */
async function example(driver: Driver, whole: Whole): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await tell(driver, whole);
      return;
    } catch (error) {
      if (!(error instanceof DriverError)) throw error;
      if (attempt === ATTEMPTS) {
        console.log(`The example is not complete, as this machine is very busy: ${error.message}`);
        return;
      }
      console.log('This machine is busy; the example is played again.');
      whole.busy = null;
      await whole.return('empty');
    }
  }
}

/** Plays the story, so that there is something to see. */
async function tell(driver: Driver, whole: Whole): Promise<void> {
  const stage = {
    driver,
    settle: () => driver.advanceTo(driver.world.clock.now()),
    goTo: (instant: string) => driver.advanceTo(new Date(instant)),
  };
  for (const [n, { title, play: scene }] of story.entries()) {
    whole.busy = `the example’s first fortnight is played (${n + 1} of ${story.length}: ${title})`;
    await scene(stage);
    console.log(`${n + 1}. ${title}`);
  }
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
