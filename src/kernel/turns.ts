/** Who may go on: one after another in a line, so many at a time, and for how long one is waited for. */

export type Run = <T>(job: () => Promise<T>) => Promise<T>;

/** Jobs of the same line run one after another, in the order in which they came, whether or not one before them failed. */
export function lines(): (line: string) => Run {
  const ends = new Map<string, Promise<unknown>>();
  return (line) => (job) => {
    const mine = (ends.get(line) ?? Promise.resolve()).then(job);
    const end = mine
      .catch(() => {})
      .finally(() => {
        if (ends.get(line) === end) ends.delete(line);
      });
    ends.set(line, end);
    return mine;
  };
}

/**
 * At most so many jobs at a time; the others wait for their turn.
 * @param most asked each time that one might begin: it may change, but is never less than one
 */
export function atMost(most: () => number): Run {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (job) => {
    if (running < most()) running += 1;
    else await new Promise<void>((resume) => waiting.push(resume));
    try {
      return await job();
    } finally {
      running -= 1;
      for (let next = nextOne(); next; next = nextOne()) {
        running += 1;
        next();
      }
    }
  };

  function nextOne(): (() => void) | undefined {
    return running < most() ? waiting.shift() : undefined;
  }
}

/**
 * What `promise` comes to, or what `otherwise` says where that takes longer than so many milliseconds of real time.
 * @throws whatever either of them throws
 */
export async function within<T>(promise: Promise<T>, ms: number, otherwise: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, ms));
  }).then(otherwise);
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
