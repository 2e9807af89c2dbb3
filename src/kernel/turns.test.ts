import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { atMost, lines, within } from './turns.ts';

const pause = () => new Promise((resume) => setImmediate(resume));

test('a line keeps its order, whatever becomes of those before', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.boolean())), async (jobs) => {
      const inLine = lines();
      const done: Record<string, number[]> = { a: [], b: [] };
      const ends = jobs.map(([line, fails], n) =>
        inLine(line)(async () => {
          await pause();
          done[line]?.push(n);
          if (fails) throw new Error('no matter');
        }),
      );
      const ended = await Promise.allSettled(ends);
      expect(ended.map(({ status }) => status === 'rejected')).toEqual(jobs.map(([, fails]) => fails));
      for (const numbers of Object.values(done)) expect(numbers).toEqual(numbers.toSorted((x, y) => x - y));
    }),
    { numRuns: 30 },
  );
});

test('no more than so many run at a time, and all run', async () => {
  const run = atMost(() => 3);
  let running = 0;
  let highest = 0;
  const jobs = Array.from({ length: 20 }, (_, n) =>
    run(async () => {
      running += 1;
      highest = Math.max(highest, running);
      await pause();
      running -= 1;
      if (n % 5 === 0) throw new Error('no matter');
      return n;
    }),
  );
  const ended = await Promise.allSettled(jobs);
  expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(16);
  expect(highest).toBe(3);
});

test('how many may run can change meanwhile', async () => {
  let most = 1;
  let running = 0;
  const seen: number[] = [];
  const run = atMost(() => most);
  const jobs = Array.from({ length: 12 }, (_, n) =>
    run(async () => {
      running += 1;
      await pause();
      seen.push(running);
      running -= 1;
      if (n === 3) most = 4;
      if (n === 9) most = 1;
    }),
  );
  await Promise.all(jobs);
  expect(seen).toHaveLength(12);
  expect(seen.slice(0, 4)).toEqual([1, 1, 1, 1]);
  expect(Math.max(...seen)).toBe(4);
  expect(seen.at(-1)).toBe(1);
});

test('one is waited for so long, and no longer', async () => {
  const never = new Promise<string>(() => {});
  expect(await within(Promise.resolve('came'), 10_000, () => 'late')).toBe('came');
  expect(await within(never, 5, () => 'late')).toBe('late');
  expect(await within(never, -5, () => 'late')).toBe('late');
  const failing = within(Promise.reject(new RangeError('no')), 10_000, () => 'late');
  await expect(failing).rejects.toThrow(RangeError);
  const tooLong = within(never, 5, () => {
    throw new TypeError('too long');
  });
  await expect(tooLong).rejects.toThrow(TypeError);
});
