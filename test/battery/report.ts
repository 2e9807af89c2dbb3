/** What a case has counted: one JSON line. */

export interface Line {
  readonly case: string;
  /** What was attempted: kills, acts, letters, payloads. */
  readonly tried: number;
  /** What somebody was owed and did not see. */
  readonly lost: number;
  /** What somebody saw twice. */
  readonly doubled: number;
  /** The longest time from the end of the trouble until everything was as it should be; null where nothing is to recover. */
  readonly worst_recovery_s: number | null;
  /** Whether the case's goals hold. */
  readonly met: boolean;
  /** What else was counted, and the size of the run. */
  readonly [figure: string]: unknown;
}

/** A case of the battery. `full`: as the design has it; else its short form, for every test run. */
export type Case = (context: CaseContext) => AsyncGenerator<Line, void, undefined>;

export interface CaseContext {
  /** A Postgres server, as its superuser. */
  readonly adminUrl: string;
  readonly full: boolean;
  /** How large or long it is to be, where told: `rounds`, `minutes`, `alliances`… */
  readonly size: Readonly<Record<string, number>>;
  /** Progress, for whoever waits; not part of the result. */
  readonly say: (words: string) => void;
}

/** A figure with three digits that mean something. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** @param share 0.99 for the 99th percentile; NaN of nothing */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Milliseconds as seconds; null of nothing. */
export function worstSeconds(milliseconds: readonly number[]): number | null {
  return milliseconds.length > 0 ? rounded(Math.max(...milliseconds) / 1000) : null;
}
