/**
 * The domain's clock, which only the sandbox moves. Signatures, triggers and retries use real time instead.
 * It stands still unless it was made to flow, so that the same story always gives the same world.
 */
export class Clock {
  #at: number;
  #since = Date.now();
  readonly #flows: boolean;

  constructor(start: Date, options: { flows?: boolean } = {}) {
    this.#at = start.getTime();
    this.#flows = options.flows ?? false;
  }

  /** The simulated present. */
  now(): Date {
    return new Date(this.#flows ? this.#at + (Date.now() - this.#since) : this.#at);
  }

  /** Moves to an instant; going back throws, for nothing that was said can be unsaid. */
  moveTo(to: Date): void {
    if (Number.isNaN(to.getTime())) throw new RangeError('The clock needs a date');
    if (to < this.now())
      throw new RangeError(`The clock is at ${this.now().toISOString()} and cannot go back`);
    this.#at = to.getTime();
    this.#since = Date.now();
  }

  /** Becomes what it was in another world, earlier or later: nothing of this one stays. */
  set(to: Date): void {
    this.#at = to.getTime();
    this.#since = Date.now();
  }

  /** Whole seconds since 1970, as Slack writes them. */
  seconds(): number {
    return Math.floor(this.now().getTime() / 1000);
  }
}
