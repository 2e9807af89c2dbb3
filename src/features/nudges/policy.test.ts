import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { LONGEST_STRETCH, POLICY, type Step } from './policy.ts';

/** docs/policy.md is what members are promised: its table and the code's must not part. */
const [, section = ''] =
  /<!-- nudges -->([\s\S]*)<!-- \/nudges -->/.exec(readFileSync('docs/policy.md', 'utf8')) ?? [];
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
  .slice(1)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, step = '', when = '', to = '']) => ({ step, when, to }));

function inWords(step: Step): string {
  const { days, from, ifDueIn } = POLICY[step];
  const count = `${Math.abs(days)} day${Math.abs(days) === 1 ? '' : 's'}`;
  const were = ifDueIn === 1 ? 'was 1 day or more' : `were ${ifDueIn} days or more`;
  const only = ifDueIn === undefined ? '' : `, if there ${were}`;
  if (from === 'proposal') return `${count} after the proposal arrived${only}`;
  if (from === 'review') return `on the day named for "as soon as possible"${only}`;
  if (from === 'half-time') return `half-way to its day${only}`;
  if (days === 0) return `on its day${only}`;
  return `${count} ${days < 0 ? 'before' : 'after'} its day${only}`;
}

test('the table in docs/policy.md is the table in the code', () => {
  const coded = (Object.keys(POLICY) as Step[]).map((step) => ({
    step,
    when: inWords(step),
    to: POLICY[step].to,
  }));
  expect(rows).toEqual(coded);
});

test('the longest stretch is the one that the page names', () => {
  expect(LONGEST_STRETCH).toBe(5);
  expect(section).toContain('by five days at most');
});
