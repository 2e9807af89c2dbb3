/** Workers on one database, each on a line of its own to Slack: to be killed, and started again. */
import type { Example } from '../../sandbox/example.ts';
import { type BotProcess, startBotProcess } from '../support/killable.ts';
import { type SlackLine, type Stop, slackLine } from './line.ts';

export interface Worker {
  readonly line: SlackLine;
  /** `kill -9`. What stands on its line is lost with it. */
  kill(): Promise<void>;
  /** Stops what is standing on its line from being lost: it goes on to Slack, without anybody to hear the answer. */
  killAndSendOn(): Promise<void>;
}

export interface Fleet {
  readonly workers: readonly Worker[];
  /** Stops calls on every line; the worker that comes to the point first. */
  firstAt(stop: Stop): Promise<Worker>;
  /** Starts those that were killed; resolves when all are there. Does nothing where all live. */
  whole(): Promise<void>;
  /** Where one of the workers hears Slack. */
  requestUrl(): string;
  close(): Promise<void>;
}

export async function startFleet(slack: Example, databaseUrl: string, size = 2): Promise<Fleet> {
  const slots = await Promise.all(
    Array.from({ length: size }, async () => ({
      line: await slackLine(slack.apiUrl),
      bot: null as Promise<BotProcess> | null,
    })),
  );
  const start = (line: SlackLine) => startBotProcess(slack, databaseUrl, { apiUrl: line.apiUrl });
  const ports = new Map<SlackLine, number>();

  async function whole(): Promise<void> {
    for (const slot of slots) {
      slot.bot ??= start(slot.line);
      slot.bot.catch(() => {}); // whoever waits for it below hears of it
    }
    for (const { bot, line } of slots) ports.set(line, (await bot)?.port ?? 0);
  }

  const workers = slots.map((slot): Worker => {
    const kill = async () => {
      const bot = await slot.bot;
      slot.bot = null;
      await bot?.kill();
    };
    return {
      line: slot.line,
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
    await Promise.allSettled(workers.map((worker) => worker.kill()));
    await Promise.all(slots.map(({ line }) => line.close()));
  }
  try {
    await whole();
  } catch (error) {
    await close();
    throw error;
  }

  return {
    workers,
    whole,
    async firstAt(stop) {
      const first = await Promise.race(workers.map((worker) => worker.line.hold(stop).then(() => worker)));
      for (const other of workers) if (other !== first) other.line.release();
      return first;
    },
    requestUrl: () => `http://127.0.0.1:${[...ports.values()][0]}/slack/events`,
    close,
  };
}
