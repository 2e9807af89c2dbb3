import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { LONGEST_STRETCH, POLICY, type Step } from './policy.ts';
import { whenWords } from './table-views.ts';

/** docs/policy.md is what members are promised: its table and the code's must not part. */
const [, section = ''] =
  /<!-- nudges -->([\s\S]*)<!-- \/nudges -->/.exec(readFileSync('docs/policy.md', 'utf8')) ?? [];
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
  .slice(1)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, step = '', when = '', to = '']) => ({ step, when, to }));

test('the table in docs/policy.md is the table in the code', () => {
  const coded = (Object.keys(POLICY) as Step[]).map((step) => ({
    step,
    when: whenWords(step),
    to: POLICY[step].to,
  }));
  expect(rows).toEqual(coded);
});

test('the longest stretch is the one that the page names', () => {
  expect(LONGEST_STRETCH).toBe(5);
  expect(section).toContain('by five days at most');
});
