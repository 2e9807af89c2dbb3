import { DAY_NAME, dayNumberOfName, NUMBERS, ORDINALS } from './number-words.ts';
import { Rhythm } from './rhythm.ts';
import type { Weekday } from './zoned.ts';

const WEEKDAY = new RegExp(`^(?:${DAY_NAME})s?$`);
const COUNTS: Readonly<Record<string, number>> = { ...NUMBERS, ...ORDINALS, other: 2 };

const FILLERS = new Set(['on', 'the', 'a', 'of', 'per', 'once', 'in', 'at']);

interface Words {
  weekday?: Weekday;
  number?: number;
  last?: boolean;
  every?: boolean;
  unit?: 'day' | 'week' | 'month';
}

/**
 * A rhythm in everyday words: "weekly", "tuesdays", "fortnightly on fri", "every second Tuesday" (every two
 * weeks), "first Monday of each month", "every 3 weeks on Thursday". Null for anything else: a rhythm is
 * agreed between people, so a word that is not understood is asked about, never skipped.
 * Words that name no day ("monthly") get `weekday`.
 */
export function parseRhythm(words: string, weekday: Weekday = 1): Rhythm | null {
  const found: Words = {};
  const tokens = words
    .toLowerCase()
    .replaceAll(/[.,;!"']/g, ' ')
    .replaceAll(/\b(\d+|[a-z]+)-(week|weekly|day|month)/g, '$1 $2')
    .split(/\s+/)
    .filter((token) => token !== '' && !FILLERS.has(token));
  for (const token of tokens) {
    if (!take(token, found)) return null;
  }
  return tokens.length === 0 ? null : assemble(found, weekday);
}

/** Notes what one word says; false where it is unknown or contradicts an earlier one. */
function take(token: string, found: Words): boolean {
  if (WEEKDAY.test(token)) return set(found, 'weekday', dayNumberOfName(token) as Weekday);
  const digits = /^(\d{1,2})(st|nd|rd|th)?$/.exec(token)?.[1];
  const number = digits ? Number(digits) : Object.hasOwn(COUNTS, token) ? COUNTS[token] : undefined;
  if (number !== undefined) return set(found, 'number', number);
  switch (token) {
    case 'every':
    case 'each':
      found.every = true; // "every second week, each Tuesday" says it twice
      return true;
    case 'last':
      return set(found, 'last', true);
    case 'daily':
    case 'day':
    case 'days':
      return set(found, 'unit', 'day');
    case 'weekly':
    case 'week':
    case 'weeks':
      return set(found, 'unit', 'week');
    case 'fortnightly':
    case 'fortnight':
    case 'biweekly':
      return set(found, 'unit', 'week') && set(found, 'number', 2);
    case 'monthly':
    case 'month':
    case 'months':
      return set(found, 'unit', 'month');
    default:
      return false;
  }
}

function set<K extends keyof Words>(found: Words, key: K, value: Words[K]): boolean {
  if (found[key] !== undefined) return false;
  found[key] = value;
  return true;
}

function assemble({ weekday, number, last, every, unit }: Words, fallback: Weekday): Rhythm | null {
  const day = weekday ?? fallback;
  if (unit === 'day') return weekday || last || (number ?? 1) !== 1 ? null : { kind: 'daily' };
  if (unit === 'month') {
    // "every 2 months" names no weekday beside its number: a rhythm that does not exist here.
    if (number !== undefined && (weekday === undefined || last)) return null;
    const monthly = Rhythm.safeParse({ kind: 'monthly', nth: last ? -1 : (number ?? 1), weekday: day });
    return monthly.success ? monthly.data : null;
  }
  if (last) return unit === undefined && weekday && number === undefined ? monthlyOn(-1, day) : null;
  if (unit === undefined && weekday === undefined) return null;
  // "The first Monday", "every first Monday" mean the month's; "every second Tuesday" means every two weeks.
  if (unit === undefined && number === 1) return monthlyOn(1, day);
  if (unit === undefined && number !== undefined && !every) return null;
  const weekly = Rhythm.safeParse({ kind: 'weekly', every: number ?? 1, weekday: day });
  return weekly.success ? weekly.data : null;
}

function monthlyOn(nth: 1 | -1, weekday: Weekday): Rhythm {
  return { kind: 'monthly', nth, weekday };
}
