/**
 * Two workers and a process for Slack, on one database, each on lines of its own to Slack and to Postgres: to be
 * killed, and started again.
 */
import type { Example } from '../../sandbox/example.ts';
import { type HeldLine, heldLine } from '../support/held-line.ts';
import { type BotProcess, startBotProcess } from '../support/killable.ts';
import { type DatabaseLine, databaseLine } from './database-line.ts';
import { type SlackCall, type SlackLine, type Stop, slackLine } from './line.ts';

export interface Member {
  readonly line: SlackLine;
  readonly database: DatabaseLine;
  /** `kill -9`. What stands on its lines is lost with it. */
  kill(): Promise<void>;
  /** Stops what is standing on its line from being lost: it goes on to Slack, without anybody to hear the answer. */
  killAndSendOn(): Promise<void>;
}

export interface Fleet {
  readonly workers: readonly Member[];
  readonly web: Member;
  /** From Slack to the process for Slack, whichever it is at the moment. */
  readonly front: HeldLine;
  /** Stops calls on every worker's line; the worker that comes to the point first. */
  firstAt(stop: Stop): Promise<Member>;
  /** Stops commits on every worker's line to Postgres; the worker that comes to one first. */
  firstToCommit(side: 'before' | 'after', skip: number): Promise<Member>;
  /** Starts those that were killed; resolves when all are there. Does nothing where all live. */
  whole(): Promise<void>;
  close(): Promise<void>;
}

type Env = Readonly<Record<string, string>>;

export interface FleetOptions {
  readonly workers?: number;
  /** Of the processes, beside what they need; may rest on where the process for Slack is reached. */
  readonly env?: Env | ((publicUrl: string) => Env);
  /** Told of every call that a process makes. */
  readonly onCall?: (call: SlackCall) => void;
}

export async function startFleet(
  slack: Example,
  databaseUrl: string,
  { workers: count = 2, env = {}, onCall }: FleetOptions = {},
): Promise<Fleet> {
  const front = await heldLine();
  slack.setRequestUrl(front.url);
  const own = typeof env === 'function' ? env(new URL(front.url).origin) : env;
  const slots = await Promise.all(
    [...Array.from({ length: count }, () => 'worker'), 'web'].map(async (role) => ({
      role,
      line: await slackLine(slack.apiUrl, onCall),
      database: await databaseLine(databaseUrl),
      bot: null as Promise<BotProcess> | null,
    })),
  );

  async function whole(): Promise<void> {
    for (const slot of slots) {
      const { role, line, database } = slot;
      slot.bot ??= startBotProcess(slack, database.url, {
        apiUrl: line.apiUrl,
        env: { ...own, ROLE: role },
      });
      slot.bot.catch(() => {}); // whoever waits for it below hears of it
    }
    for (const { bot, role } of slots) {
      const started = await bot;
      if (started && role === 'web') front.leadTo(started.port);
    }
  }

  const members = slots.map((slot): Member => {
    const kill = async () => {
      const bot = await slot.bot;
      slot.bot = null;
      await bot?.kill();
      slot.database.cut();
    };
    return {
      line: slot.line,
      database: slot.database,
      async kill() {
        await kill();
        slot.line.drop();
      },
      async killAndSendOn() {
        await kill();
        slot.line.release();
      },
    };
  });
  async function close(): Promise<void> {
    await Promise.allSettled(members.map((member) => member.kill()));
    await Promise.all(slots.flatMap(({ line, database }) => [line.close(), database.close()]));
    await front.close();
  }
  const workers = members.slice(0, count);
  const web = members[count];
  try {
    if (!web) throw new RangeError('a fleet has a process for Slack');
    await whole();
    return {
      workers,
      web,
      front,
      whole,
      async firstAt(stop) {
        const first = await Promise.race(workers.map((worker) => worker.line.hold(stop).then(() => worker)));
        for (const other of workers) if (other !== first) other.line.release();
        return first;
      },
      async firstToCommit(side, skip) {
        const first = await Promise.race(
          workers.map((worker) => worker.database.holdCommit(side, skip).then(() => worker)),
        );
        for (const other of workers) if (other !== first) other.database.pass();
        return first;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
