/** The bot on a local Slack, in one process with the test. */
import { pino } from 'pino';
import { type Example, type ExampleOptions, startExample } from '../../sandbox/example.ts';
import { type RunningApp, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { LOOKS_AFTER_MS } from './slack.ts';
import { until } from './until.ts';

export type Transport = 'socket' | 'http';

export interface Bot {
  readonly slack: Example;
  readonly driver: Example['driver'];
  readonly app: RunningApp;
  readonly connectionString: string;
  /** Lets the bot do all that is due now. */
  settle(): Promise<void>;
  /** Waits for what somebody does, and for what the bot makes of it. */
  act(doing: Promise<unknown>): Promise<void>;
  /** The window on top of somebody's screen. */
  modal(who: string): ReturnType<Example['driver']['screen']>['modals'][number] | undefined;
  /** All that somebody has been told in direct messages. */
  told(who: string): string;
  /** Moves time there, stopping wherever something is due. */
  goTo(instant: string): Promise<void>;
  /** What else is closed after the file's tests. */
  atEnd(close: () => Promise<void>): void;
  /** Everything the bot has logged, a JSON line each. */
  readonly logged: string[];
}

/** In a hurry: nobody minds how fast a local Slack is written to. */
const PACE = { leaseMs: 5_000, graceMs: 500, channelIntervalMs: 0 };

export interface BotOptions {
  /** A database of the test's own, where it is to be stopped, say. */
  readonly database?: Pick<TestDatabase, 'connectionString' | 'atEnd'>;
  readonly world?: NonNullable<ExampleOptions['world']>;
}

/** Starts a bot with a database of its own; both end with the test file. */
export async function startBot(
  transport: Transport,
  env: Record<string, string> = {},
  { database, world: how = {} }: BotOptions = {},
): Promise<Bot> {
  const { connectionString, atEnd } = database ?? (await testDatabase());
  const slack = await startExample({ transport, world: how });
  atEnd(() => slack.close());
  const config = readConfig({
    SLACK_MODE: transport,
    SLACK_BOT_TOKEN: slack.tokens.bot,
    SLACK_APP_TOKEN: slack.tokens.app,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    DATABASE_URL: connectionString,
    PORT: '0',
    ...env,
  });
  const logged: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const { driver, world } = slack;
  const app = await startApp({ config, clock: world.clock, log, delivery: PACE, host: '127.0.0.1' });
  atEnd(() => app.stop());
  if (transport === 'http') slack.setRequestUrl(`http://127.0.0.1:${app.port}/slack/events`);
  driver.attach({
    nextDue: () => app.engine.nextDue(),
    run: () => app.step(),
    idle: () => app.idle(LOOKS_AFTER_MS),
  });
  await until(async () => app.isOpen());
  const settle = () => driver.advanceTo(world.clock.now());
  const messages = (who: string) => driver.screen(who).dms.flatMap((dm) => dm.messages);
  return {
    slack,
    driver,
    app,
    connectionString,
    settle,
    async act(doing) {
      await doing;
      await settle();
    },
    modal: (who) => driver.screen(who).modals.at(-1),
    told: (who) =>
      messages(who)
        .map(({ text }) => text)
        .join('\n'),
    goTo: (instant) => driver.advanceTo(new Date(instant)),
    atEnd,
    logged,
  };
}
