/** The bot for many workspaces on a local Slack: installed by OAuth, reached over HTTP. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { type Example, startExample } from '../../sandbox/example.ts';
import { type RunningApp, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { silent } from '../../src/db/log.ts';
import { webClients } from '../../src/slack/client.ts';
import { vault } from '../../src/slack/secrets.ts';
import { type StoredInstallations, storedInstallations } from '../../src/slack/stored-installations.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { consentAt, installOver, startInstall } from './installing.ts';
import { until } from './until.ts';

export interface Tenants extends TestDatabase {
  readonly slack: Example;
  readonly driver: Example['driver'];
  readonly app: RunningApp;
  readonly publicUrl: string;
  /** What its process is told by its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly logged: string[];
  settle(): Promise<void>;
  goTo(instant: string): Promise<void>;
  /** Opens the install page as a browser does; where it leads, and the cookie that it left. */
  startInstall(): Promise<{ cookie: string; location: string }>;
  /** Says yes on Slack's page; the address to which the browser is sent back. */
  consent(location: string, team: string): Promise<string>;
  /** The whole way, from the install page to "installed". */
  install(team: string): Promise<void>;
  /** The installations as another process of the bot has them. */
  elsewhere(): StoredInstallations;
}

const PACE = { leaseMs: 5_000, graceMs: 500, channelIntervalMs: 0 };

/** Starts it, installed nowhere yet, with a database of its own; both end with the test file. */
export async function startTenants(): Promise<Tenants> {
  const database = await testDatabase();
  const { connectionString, db, atEnd } = database;
  const slack = await startExample({ transport: 'http' });
  atEnd(() => slack.close());
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const env = {
    SLACK_MODE: 'http',
    SLACK_CLIENT_ID: slack.clientId,
    SLACK_CLIENT_SECRET: slack.clientSecret,
    SLACK_STATE_SECRET: 'a state secret of a test',
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    TOKEN_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    PUBLIC_URL: publicUrl,
    DATABASE_URL: connectionString,
    PORT: String(port),
  };
  const config = readConfig(env);
  const logged: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const { driver, world } = slack;
  const app = await startApp({ config, clock: world.clock, log, delivery: PACE, host: '127.0.0.1' });
  atEnd(() => app.stop());
  slack.setRequestUrl(`${publicUrl}/slack/events`);
  driver.attach({ nextDue: () => app.engine.nextDue(), run: () => app.step() });
  await until(async () => app.isOpen());

  return {
    ...database,
    slack,
    driver,
    app,
    publicUrl,
    env,
    logged,
    settle: () => driver.advanceTo(world.clock.now()),
    goTo: (instant) => driver.advanceTo(new Date(instant)),
    startInstall: () => startInstall(publicUrl),
    consent: consentAt,
    install: (team) => installOver(publicUrl, team),
    elsewhere() {
      const { clientId, clientSecret, encryptionKeys } = config.oauth ?? missing();
      const clients = webClients(slack.apiUrl, silent);
      return storedInstallations({
        db,
        vault: vault(encryptionKeys),
        clients,
        clientId,
        clientSecret,
        log: silent,
      });
    },
  };
}

function missing(): never {
  throw new Error('OAuth is not configured');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
