/** Does something with each, so many at a time. */
export async function atATime<T>(
  many: number,
  all: readonly T[],
  work: (one: T, n: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: many }, async () => {
      for (let n = next++; n < all.length; n = next++) {
        const one = all[n];
        if (one !== undefined) await work(one, n);
      }
    }),
  );
}
