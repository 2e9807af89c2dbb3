/** One JSON line a case: what was measured, the baseline of the same run, their ratio, and the goal. */
import { availableParallelism } from 'node:os';

export interface Line {
  readonly case: string;
  readonly [figure: string]: string | number | boolean | null;
}

export function report(line: Line): void {
  console.log(JSON.stringify({ ...line, node: process.version, cores: availableParallelism() }));
}

/** The middle one; of an even number, the lower of the two. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** @param share 0.99 for the 99th percentile */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Three digits that mean something. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** Seconds that something takes, in real time. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Measures several things in turns, so that a machine that slows down slows all of them; medians of the runs. */
export async function interleaved<Name extends string>(
  runs: number,
  cases: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(cases) as Name[];
  const taken = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let run = 0; run < runs; run += 1) {
    for (const name of names) taken.get(name)?.push(await cases[name]());
  }
  return Object.fromEntries(names.map((name) => [name, median(taken.get(name) ?? [])])) as Record<
    Name,
    number
  >;
}
