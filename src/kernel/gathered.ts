/** So many calls that fail one by one, and none that does not: it is not the calls (a database that is gone). */
const HOPELESS = 3;

/**
 * One round trip for many callers: calls made while a round is under way go together in the next one. Alone, a call
 * waits for nobody.
 *
 * @param round does what these calls ask for, in their order; all of it or, where it throws, nothing
 * @param most how many calls go together
 * @throws each caller gets what its own call threw: a round that fails is done again in halves, so that one bad call
 * spoils no other
 */
export function gathered<Call, Answer>(
  round: (calls: readonly Call[]) => Promise<readonly Answer[]>,
  most: number,
): (call: Call) => Promise<Answer> {
  interface Waiting {
    readonly call: Call;
    readonly resolve: (answer: Answer) => void;
    readonly reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let isUnderWay = false;

  async function play(calls: readonly Waiting[]): Promise<void> {
    const parts = [calls];
    let good = 0;
    let bad = 0;
    let thrown: unknown;
    for (let part = parts.shift(); part; part = parts.shift()) {
      if (good === 0 && bad === HOPELESS) {
        for (const { reject } of part) reject(thrown);
        continue;
      }
      try {
        settle(part, await round(part.map(({ call }) => call)));
        good += part.length;
      } catch (error) {
        thrown = error;
        const half = Math.ceil(part.length / 2);
        if (part.length > 1) parts.unshift(part.slice(0, half), part.slice(half));
        else bad += 1;
        if (part.length === 1) part[0]?.reject(error);
      }
    }
  }

  function settle(calls: readonly Waiting[], answers: readonly Answer[]): void {
    if (answers.length !== calls.length) throw new RangeError('a round has to answer each of its calls');
    for (const [n, { resolve }] of calls.entries()) resolve(answers[n] as Answer);
  }

  async function playAll(): Promise<void> {
    isUnderWay = true;
    // What is asked for in the same turn of the event loop goes together.
    await Promise.resolve();
    while (waiting.length > 0) {
      const next = waiting.slice(0, most);
      waiting = waiting.slice(most);
      await play(next);
    }
    isUnderWay = false;
  }

  return (call) =>
    new Promise((resolve, reject) => {
      waiting.push({ call, resolve, reject });
      if (!isUnderWay) void playAll();
    });
}

/** The same for calls that want no answer: each ends when the round that did it has ended. */
export function gatheredWrites<Call>(
  round: (calls: readonly Call[]) => Promise<unknown>,
  most: number,
): (call: Call) => Promise<void> {
  return gathered<Call, void>(async (calls) => {
    await round(calls);
    return calls.map(() => undefined);
  }, most);
}
