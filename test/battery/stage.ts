/** What a case is played on: a local Slack, an alliance in it, a database, and processes of the bot. */
import { randomUUID } from 'node:crypto';
import { query, databaseUrl as urlOf } from '../../prisma/scratch.ts';
import { type Example, type ExampleOptions, startExample } from '../../sandbox/example.ts';
import { join } from '../../sandbox/world/membership.ts';
import { openDatabase } from '../../src/db/client.ts';
import type { PrismaClient } from '../../src/db/generated/client.ts';
import { migrate } from '../../src/db/migrate.ts';
import { type BotProcess, type BotProcessOptions, startBotProcess } from '../support/killable.ts';
import { PREFIX } from '../support/server.ts';
import { exampleAlliance } from '../support/slack.ts';

export interface Stage {
  readonly slack: Example;
  readonly db: PrismaClient;
  readonly databaseUrl: string;
  readonly alliance: Awaited<ReturnType<typeof exampleAlliance>>;
  /** Starts a process of the bot, which ends with the stage. */
  start(options?: BotProcessOptions): Promise<BotProcess>;
  /** Has Slack send what happens to this process. */
  leadTo(port: number): void;
  /** What else is to be closed, before the database goes; the last named is closed first. */
  atEnd(close: () => Promise<unknown>): void;
  close(): Promise<void>;
}

export interface StageOptions extends ExampleOptions {
  /** How many people there are beside the nine of the example, a third in each organisation. */
  readonly crowd?: number;
  /** How many connections the case itself has to the database. */
  readonly connections?: number;
}

/** Sets the stage on a server; whoever does so closes it. */
export async function setStage(
  adminUrl: string,
  { crowd = 0, connections = 4, ...options }: StageOptions = {},
): Promise<Stage> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of closers.splice(0).toReversed()) await end();
  };
  try {
    const name = `${PREFIX}${randomUUID().replaceAll('-', '')}`;
    await query(adminUrl, `CREATE DATABASE ${name}`);
    closers.push(() => query(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`));
    const databaseUrl = urlOf(adminUrl, name);
    await migrate(databaseUrl);
    const { prisma: db, close: closeDb } = openDatabase(databaseUrl, { max: connections });
    closers.push(closeDb);
    const slack = await startExample({ transport: 'http', ...options });
    closers.push(() => slack.close());
    const people = [...Object.values(slack.people), ...addCrowd(slack, crowd)];
    const alliance = await exampleAlliance({ db }, { slack }, people);
    return {
      slack,
      db,
      databaseUrl,
      alliance,
      async start(processOptions) {
        const bot = await startBotProcess(slack, databaseUrl, processOptions);
        closers.push(() => bot.kill());
        return bot;
      },
      leadTo: (port) => slack.setRequestUrl(`http://127.0.0.1:${port}/slack/events`),
      atEnd: (end) => void closers.push(end),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function addCrowd({ world, teams, channels, people }: Example, count: number) {
  const places = [teams.riverbank, teams.northwind, teams.aldermoor];
  return Array.from({ length: count }, (_, n) => {
    const teamId = places[n % places.length]?.id ?? '';
    const name = `person.n${n}`;
    const user = world.addUser({ teamId, name, realName: `Person N${n}`, tz: 'Europe/London' });
    join(world, channels.alliance, user, people.ana);
    return user;
  });
}
