/** Chance that can be repeated. */

/** Numbers in [0, 1), the same row for the same seed (a linear congruential generator). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The same things in another order (Fisher and Yates). */
export function shuffled<T>(all: readonly T[], seed: number): T[] {
  const random = seeded(seed);
  const row = [...all];
  for (let n = row.length - 1; n > 0; n -= 1) {
    const other = Math.floor(random() * (n + 1));
    [row[n], row[other]] = [row[other] as T, row[n] as T];
  }
  return row;
}
