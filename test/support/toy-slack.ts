/** A Slack for delivery that keeps what it was told, and is in trouble as a test says. */
import type { Found, Outcome, Poster, Sendable } from '../../src/outbox/poster.ts';

export interface ToyPost {
  readonly key: string;
  readonly channelId: string;
  readonly text: string;
  /** The items shown, by id; none in a bell. */
  readonly items: readonly string[];
  readonly at: Date;
}

/** For how long nothing gets through after an answer was lost. */
const LOST_MS = 3 * 3_600_000;

const done = <T>(value: T): Outcome<T> => ({ kind: 'done', value });

export class ToySlack implements Poster {
  readonly posts: ToyPost[] = [];
  /** Until then nothing gets through. */
  downUntil = new Date(0);
  /** What becomes of the next posts: `lost` is accepted, but its answer does not arrive. */
  readonly troubles: ('lost' | 'limited' | 'lost and not accepted')[] = [];
  /** People without direct messages, by user id. */
  readonly unreachable = new Set<string>();
  readonly #now: () => Date;
  readonly #seen: { post(post: ToyPost): void; update(post: ToyPost, items: readonly string[]): void };

  constructor(
    now: () => Date,
    seen: { post(post: ToyPost): void; update(post: ToyPost, items: readonly string[]): void },
  ) {
    this.#now = now;
    this.#seen = seen;
  }

  async open(userId: string): Promise<Outcome<string>> {
    if (this.#isDown()) return { kind: 'unreached', error: 'down' };
    return this.unreachable.has(userId) ? { kind: 'refused', error: 'user_not_visible' } : done(`D${userId}`);
  }

  async post(channelId: string, message: Sendable, key: string): Promise<Outcome<string>> {
    if (this.#isDown()) return { kind: 'unreached', error: 'down' };
    const trouble = this.troubles.shift();
    if (trouble === 'limited') return { kind: 'limited', method: 'chat.postMessage', retryAfterMs: 1_000 };
    if (trouble !== 'lost and not accepted') {
      const post = { key, channelId, text: message.text, items: message.items ?? [], at: this.#now() };
      this.posts.push(post);
      this.#seen.post(post);
    }
    if (!trouble) return done(String(this.posts.length));
    this.downUntil = new Date(this.#now().getTime() + LOST_MS); // so that much can happen before it is looked for
    return { kind: 'unclear', error: 'ECONNRESET' };
  }

  async update(_channelId: string, ts: string, { items = [] }: Sendable): Promise<Outcome<void>> {
    if (this.#isDown()) return { kind: 'unreached', error: 'down' };
    const post = this.posts[Number(ts) - 1];
    if (post) this.#seen.update(post, items);
    return done(undefined);
  }

  async pin(): Promise<Outcome<void>> {
    return done(undefined);
  }

  async find(channelId: string, key: string): Promise<Outcome<Found | null>> {
    if (this.#isDown()) return { kind: 'unreached', error: 'down' };
    const n = this.posts.findIndex((post) => post.channelId === channelId && post.key === key);
    return done(n < 0 ? null : { ts: String(n + 1), items: this.posts[n]?.items ?? [] });
  }

  #isDown(): boolean {
    return this.#now() < this.downUntil;
  }
}
