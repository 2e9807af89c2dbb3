import { createHash } from 'node:crypto';

/** Hands out ids by counting, one row for each letter: the same story gives the same ids. */
export class Ids {
  readonly #last = new Map<string, number>();
  #lastMicros = 0;

  /** The next id that begins with a letter or word, such as `U000000007`. */
  next(prefix: string): string {
    return `${prefix}${String(this.count(prefix)).padStart(9, '0')}`;
  }

  /** The next number of a row. */
  count(row: string): number {
    const number = (this.#last.get(row) ?? 0) + 1;
    this.#last.set(row, number);
    return number;
  }

  /** A message's `ts`: the simulated second, and microseconds that only ever grow. */
  ts(seconds: number): string {
    this.#lastMicros = Math.max(seconds * 1_000_000 + 100, this.#lastMicros + 100);
    const whole = Math.floor(this.#lastMicros / 1_000_000);
    return `${whole}.${String(this.#lastMicros % 1_000_000).padStart(6, '0')}`;
  }

  /** How far each row has been counted, for a saved world. */
  state(): { last: [string, number][]; micros: number } {
    return { last: [...this.#last], micros: this.#lastMicros };
  }

  restore(state: { last: readonly (readonly [string, number])[]; micros: number }): void {
    this.#last.clear();
    for (const [row, number] of state.last) this.#last.set(row, number);
    this.#lastMicros = state.micros;
  }
}

/** A made-up secret that is the same in every run. */
export function secretFor(what: string): string {
  return createHash('sha256').update(`sandbox ${what}`).digest('hex').slice(0, 32);
}
