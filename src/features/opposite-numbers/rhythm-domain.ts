import type { Rhythm } from '../../kernel/rhythm.ts';
import type { Weekday } from '../../kernel/zoned.ts';

/** Seldom enough: more than three months apart is no rhythm. */
const SELDOM = 12;
const MONDAY: Weekday = 1;

/** The next slower rhythm: half as often, on the same weekday. */
export function slower(rhythm: Rhythm): Rhythm {
  switch (rhythm.kind) {
    case 'daily':
      return { kind: 'weekly', every: 1, weekday: MONDAY };
    case 'weekly':
      return { ...rhythm, every: Math.min(SELDOM, rhythm.every * 2) };
    case 'monthly':
      return { kind: 'weekly', every: 8, weekday: rhythm.weekday };
  }
}
