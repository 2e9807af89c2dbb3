/** Slack's limits, in real time: so many calls of a method a minute, and one message a second in a channel. */
export class RateLimits {
  readonly #calls = new Map<string, number[]>();
  readonly #lastPost = new Map<string, number>();

  /** Seconds to wait before this call is allowed, or 0. A call that is allowed is counted. */
  take(key: { team: string; method: string; perMinute: number; channel?: string }, now = Date.now()): number {
    const row = `${key.team}/${key.method}`;
    const recent = (this.#calls.get(row) ?? []).filter((at) => at > now - 60_000);
    const oldest = recent[recent.length - key.perMinute];
    if (oldest !== undefined) return Math.max(1, Math.ceil((oldest + 60_000 - now) / 1000));
    if (key.channel !== undefined) {
      const place = `${key.team}/${key.channel}`;
      const wait = (this.#lastPost.get(place) ?? 0) + 1000 - now;
      if (wait > 0) return Math.ceil(wait / 1000);
      this.#lastPost.set(place, now);
    }
    recent.push(now);
    this.#calls.set(row, recent);
    return 0;
  }
}
