/** How often a commitment comes round, as a form offers it. */
import { describeRhythm, type Rhythm } from '../../kernel/rhythm.ts';
import { addDays, type LocalDate, weekdayOf } from '../../kernel/zoned.ts';
import type { Option } from '../../slack/blocks.ts';

const ONCE = 'once';

/** Once, or round again on the weekday of its date; and as it was read, where that is none of these. */
export function rhythmOptions(read: Rhythm | null): Option[] {
  return [
    { value: ONCE, label: 'Once' },
    ...(read ? [{ value: 'read', label: `Again ${describeRhythm(read)}` }] : []),
    { value: 'weekly', label: 'Every week, on that weekday' },
    { value: 'fortnightly', label: 'Every second week, on that weekday' },
    { value: 'monthly', label: 'Every month, on that weekday (the first, the last …)' },
  ];
}

/** What was chosen, for a commitment whose first day is `from`; null: once. */
export function rhythmOf(chosen: string | null, from: LocalDate, read: Rhythm | null): Rhythm | null {
  const weekday = weekdayOf(from);
  switch (chosen) {
    case 'read':
      return read;
    case 'weekly':
      return { kind: 'weekly', every: 1, weekday };
    case 'fortnightly':
      return { kind: 'weekly', every: 2, weekday };
    case 'monthly': {
      const isLast = addDays(from, 7).slice(5, 7) !== from.slice(5, 7);
      const nth = Math.ceil(Number(from.slice(8)) / 7);
      return { kind: 'monthly', nth: isLast || nth > 4 ? -1 : (nth as 1 | 2 | 3 | 4), weekday };
    }
    default:
      return null;
  }
}
