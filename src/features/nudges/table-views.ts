/** The policy's table in words; docs/policy.md has the same, which a test compares. */
import { POLICY, type Reader, type Step } from './policy.ts';

/** "1 day after its day", "2 days before its day, if there were 5 days or more". */
export function whenWords(step: Step): string {
  const { days, from, ifDueIn } = POLICY[step];
  const count = `${Math.abs(days)} day${Math.abs(days) === 1 ? '' : 's'}`;
  const were = ifDueIn === 1 ? 'was 1 day or more' : `were ${ifDueIn} days or more`;
  const only = ifDueIn === undefined ? '' : `, if there ${were}`;
  if (from === 'proposal') return `${count} after the proposal arrived${only}`;
  if (from === 'review') return `on its review day, where it has no day${only}`;
  if (from === 'half-time') return `half-way to its day${only}`;
  if (days === 0) return `on its day${only}`;
  return `${count} ${days < 0 ? 'before' : 'after'} its day${only}`;
}

export const READERS: Readonly<Record<Reader, string>> = {
  owner: 'whoever has promised it',
  proposer: 'whoever wrote it down',
  peer: 'the person it is for, or an opposite number',
  leader: 'a leader of its owner’s own organisation',
  coordinator: 'a coordinator, in one weekly summary',
};
