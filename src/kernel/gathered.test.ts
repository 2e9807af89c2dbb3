import { expect, test } from '@jest/globals';
import { gathered } from './gathered.ts';

/** Rounds that end when the test says so. */
function rounds() {
  const played: number[][] = [];
  const ends: (() => void)[] = [];
  const call = gathered<number, number>(async (calls) => {
    played.push([...calls]);
    await new Promise<void>((end) => ends.push(end));
    return calls.map((n) => n * 10);
  }, 3);
  const next = async () => {
    await new Promise((resume) => setImmediate(resume));
    ends.shift()?.();
    await new Promise((resume) => setImmediate(resume));
  };
  return { played, call, next };
}

test('calls made while a round is under way go together in the next, so many at most', async () => {
  const { played, call, next } = rounds();
  const first = call(1);
  await new Promise((resume) => setImmediate(resume));
  const others = [2, 3, 4, 5].map(call);
  for (let n = 0; n < 3; n += 1) await next();
  expect(await Promise.all([first, ...others])).toEqual([10, 20, 30, 40, 50]);
  expect(played).toEqual([[1], [2, 3, 4], [5]]);
});

test('one bad call spoils no other', async () => {
  const call = gathered<number, string>(async (calls) => {
    if (calls.includes(13)) throw new RangeError('no');
    return calls.map(String);
  }, 100);
  const answers = await Promise.allSettled([1, 2, 13, 4, 5, 6, 7].map(call));
  expect(answers.map((one) => (one.status === 'fulfilled' ? one.value : 'bad'))).toEqual([
    '1',
    '2',
    'bad',
    '4',
    '5',
    '6',
    '7',
  ]);
});

test('where nothing works, not every call is tried', async () => {
  let tries = 0;
  const call = gathered<number, number>(async () => {
    tries += 1;
    throw new RangeError('gone');
  }, 100);
  const answers = await Promise.allSettled(Array.from({ length: 64 }, (_, n) => call(n)));
  expect(answers.every(({ status }) => status === 'rejected')).toBe(true);
  expect(tries).toBeLessThan(15);
});
