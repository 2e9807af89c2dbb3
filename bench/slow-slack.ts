/** A Slack that answers everything after 50 ms: in this process, or over HTTP in one of its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Outcome, Poster } from '../src/outbox/poster.ts';

export const SLACK_MS = 50;

/** What was posted. */
export interface Tally {
  readonly posts: number;
  /** When the last answer was given (milliseconds of the clock on the wall). */
  readonly lastAt: number;
  /** The shortest time between two posts in one channel (milliseconds). */
  readonly shortestGapMs: number;
  /** Calls made while their workspace and method had been told to wait. */
  readonly insideRetryAfter: number;
}

/** Counts posts as they arrive. */
export class Counter {
  readonly #arrived = new Map<string, number[]>();
  #lastAt = 0;
  #inside = 0;

  arrive(channelId: string, isInside = false): void {
    const times = this.#arrived.get(channelId) ?? [];
    times.push(Date.now());
    this.#arrived.set(channelId, times);
    if (isInside) this.#inside += 1;
  }
  answer(): void {
    this.#lastAt = Date.now();
  }
  get tally(): Tally {
    const all = [...this.#arrived.values()];
    const gaps = all.flatMap((times) => times.slice(1).map((at, n) => at - (times[n] ?? 0)));
    return {
      posts: all.reduce((sum, { length }) => sum + length, 0),
      lastAt: this.#lastAt,
      shortestGapMs: Math.min(...gaps),
      insideRetryAfter: this.#inside,
    };
  }
}

/** In this process: what is left is the cost of delivery itself. */
export class SlowSlack {
  readonly #counter = new Counter();
  readonly #closedUntil = new Map<string, number>();
  #ts = 0;
  readonly #limitedShare: number;
  readonly #retryAfterMs = 1_000;

  /** @param limitedShare how many of a hundred posts are answered with "wait a second" */
  constructor(limitedShare = 0) {
    this.#limitedShare = limitedShare;
  }

  /** A workspace's calls. */
  of(lane: string): Poster {
    return {
      open: (userId) => answer(`D${userId}`),
      post: (channelId) => this.#post(lane, channelId),
      update: () => answer<void>(undefined),
      pin: () => answer<void>(undefined),
      find: () => answer<null>(null),
    };
  }

  get tally(): Tally {
    return this.#counter.tally;
  }

  async #post(lane: string, channelId: string): Promise<Outcome<string>> {
    this.#counter.arrive(channelId, Date.now() < (this.#closedUntil.get(lane) ?? 0));
    this.#ts += 1;
    const isLimited = (this.#ts * 61) % 100 < this.#limitedShare;
    await pause();
    this.#counter.answer();
    if (!isLimited) return { kind: 'done', value: String(this.#ts) };
    this.#closedUntil.set(lane, Date.now() + this.#retryAfterMs);
    return { kind: 'limited', method: 'chat.postMessage', retryAfterMs: this.#retryAfterMs };
  }
}

async function answer<T>(value: T): Promise<Outcome<T>> {
  await pause();
  return { kind: 'done', value };
}

const pause = () => new Promise((resume) => setTimeout(resume, SLACK_MS));

export interface HttpSlack {
  /** What the bot's clients call. */
  readonly apiUrl: string;
  tally(): Promise<Tally>;
  close(): void;
}

/** Over HTTP, in a process of its own: with the SDK's part and the sockets'. */
export async function httpSlack(): Promise<HttpSlack> {
  const child = fork(new URL('slow-slack-process.ts', import.meta.url), { execArgv: [] });
  const [port] = (await once(child, 'message')) as [number];
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    async tally() {
      child.send('tally');
      const [tally] = (await once(child, 'message')) as [Tally];
      return tally;
    },
    close: () => void child.kill(),
  };
}
