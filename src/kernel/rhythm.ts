import { z } from 'zod';
import {
  addDays,
  daysBetween,
  type LocalDate,
  localDateOf,
  occurrenceOn,
  onOrAfter,
  type Weekday,
} from './zoned.ts';

const WeekdayNumber = z.union([
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
  z.literal(5),
  z.literal(6),
  z.literal(7),
]);

/** How often, on which day. Stored as JSON; `nth` is 1 to 4, or -1 for the last of the month. */
export const Rhythm = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('daily') }),
  z.object({ kind: z.literal('weekly'), every: z.int().min(1).max(52), weekday: WeekdayNumber }),
  z.object({
    kind: z.literal('monthly'),
    nth: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(-1)]),
    weekday: WeekdayNumber,
  }),
]);
export type Rhythm = z.infer<typeof Rhythm>;

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

export function weekdayName(weekday: Weekday): string {
  return WEEKDAYS[weekday - 1] ?? '';
}

/** The rhythm in words that `parseRhythm` reads back, for the middle of a sentence: "every second Tuesday". */
export function describeRhythm(rhythm: Rhythm): string {
  if (rhythm.kind === 'daily') return 'every day';
  const day = weekdayName(rhythm.weekday);
  if (rhythm.kind === 'monthly') {
    const nth = { 1: 'first', 2: 'second', 3: 'third', 4: 'fourth', [-1]: 'last' }[rhythm.nth];
    return `the ${nth} ${day} of each month`;
  }
  if (rhythm.every === 1) return `every ${day}`;
  return rhythm.every === 2 ? `every second ${day}` : `every ${rhythm.every} weeks on ${day}`;
}

/**
 * The first date of the rhythm after `after`. Nothing happens on or before `anchor`, the day on which the rhythm
 * was agreed: "every second Tuesday" starts on the next Tuesday and counts its weeks from there.
 */
export function nextOn(rhythm: Rhythm, after: LocalDate, anchor: LocalDate): LocalDate {
  const from = addDays(after > anchor ? after : anchor, 1);
  switch (rhythm.kind) {
    case 'daily':
      return from;
    case 'weekly': {
      const first = onOrAfter(addDays(anchor, 1), rhythm.weekday);
      const period = 7 * rhythm.every;
      return addDays(first, Math.max(0, Math.ceil(daysBetween(first, from) / period)) * period);
    }
    case 'monthly': {
      const here = nthOfMonth(monthNumber(from), rhythm.nth, rhythm.weekday);
      return here >= from ? here : nthOfMonth(monthNumber(from) + 1, rhythm.nth, rhythm.weekday);
    }
  }
}

/** Where and when a rhythm happens. `minuteOfDay` counts from local midnight, 0 to 1439. */
export interface RhythmPlace {
  readonly anchor: LocalDate;
  readonly zone: string;
  readonly minuteOfDay: number;
}

/**
 * The first moment of the rhythm after `after`. Each date of the rhythm has exactly one moment, on that date,
 * also across clock changes; a date that the zone skipped is passed over.
 */
export function nextAt(rhythm: Rhythm, after: Date, place: RhythmPlace): Date {
  // From the day before, because today's moment may still lie ahead.
  let date = addDays(localDateOf(after, place.zone), -1);
  for (;;) {
    date = nextOn(rhythm, date, place.anchor);
    const at = occurrenceOn(date, place.minuteOfDay, place.zone);
    if (at && at > after) return at;
  }
}

/** Months since the year 0, so that the month after December needs no special case. */
function monthNumber(date: LocalDate): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
}

function firstOfMonth(month: number): LocalDate {
  const year = String(Math.floor(month / 12)).padStart(4, '0');
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}-01` as LocalDate;
}

function nthOfMonth(month: number, nth: number, weekday: Weekday): LocalDate {
  if (nth === -1) return addDays(onOrAfter(firstOfMonth(month + 1), weekday), -7);
  return addDays(onOrAfter(firstOfMonth(month), weekday), 7 * (nth - 1));
}
