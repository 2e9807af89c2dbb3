import { addWorkingDays, NoWorkingDayError, type WorkingCalendar } from './calendar.ts';
import { addDays, LocalDate, startOfWeek, weekdayOf } from './zoned.ts';

/** What a date in words is read against: the reader's day, their working days, and which number of 3/4 is the day. */
export interface DayContext {
  readonly today: LocalDate;
  readonly calendar: WorkingCalendar;
  readonly dayFirst: boolean;
}

/** A week, month, quarter or year; what is promised for it is due on its last working day. */
export interface Stretch {
  readonly from: LocalDate;
  readonly until: LocalDate;
}

export type Unit = 'week' | 'month' | 'quarter' | 'year';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const COUNTS: Record<string, number> = {
  a: 1,
  an: 1,
  one: 1,
  'couple of': 2,
  'a couple of': 2,
  two: 2,
  few: 3,
  'a few': 3,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
};

export const DAY_NAME =
  'mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?';
export const MONTH_NAME =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
export const COUNT = `\\d{1,3}|${Object.keys(COUNTS).reverse().join('|')}`;

/** Months count from 0, as everywhere below. */
export const monthNumber = (name: string): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase());
export const dayNumberOfName = (name: string): number => DAYS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
export const countOf = (word: string): number => COUNTS[word.toLowerCase()] ?? Number(word);
export const yearOf = (date: LocalDate): number => Number(date.slice(0, 4));
export const monthOf = (date: LocalDate): number => Number(date.slice(5, 7)) - 1;

/** A date from its parts, or null where there is no such day; `month` may run over into other years. */
export function dateFrom(year: number, month: number, day: number): LocalDate | null {
  const y = String(year + Math.floor(month / 12)).padStart(4, '0');
  const m = String((((month % 12) + 12) % 12) + 1).padStart(2, '0');
  return LocalDate.safeParse(`${y}-${m}-${String(day).padStart(2, '0')}`).data ?? null;
}

/** `length` months from `month` on; null outside the calendar. */
export function months(year: number, month: number, length = 1): Stretch | null {
  const from = dateFrom(year, month, 1);
  const next = dateFrom(year, month + length, 1);
  return from && next && { from, until: addDays(next, -1) };
}

/** The week, month, quarter or year of today, `n` further on. */
export function stretchOf(unit: Unit, n: number, { today }: DayContext): Stretch | null {
  if (unit === 'week') {
    const from = addDays(startOfWeek(today), 7 * n);
    return { from, until: addDays(from, 6) };
  }
  if (unit === 'month') return months(yearOf(today), monthOf(today) + n);
  if (unit === 'quarter') return months(yearOf(today), (Math.floor(monthOf(today) / 3) + n) * 3, 3);
  return months(yearOf(today) + n, 0, 12);
}

/** Working days by the calendar, plain days where it has none: the date is shown and confirmed either way. */
export function shiftWorkingDays(calendar: WorkingCalendar, date: LocalDate, n: number): LocalDate {
  try {
    return addWorkingDays(calendar, date, n);
  } catch (error) {
    if (error instanceof NoWorkingDayError) return addDays(date, n);
    throw error;
  }
}

/** The last working day up to and including `date`. */
export function lastWorkingDay({ calendar }: DayContext, date: LocalDate): LocalDate {
  return shiftWorkingDays(calendar, addDays(date, 1), -1);
}

/** The coming weekday: named on that weekday itself, it is next week's. */
export function coming(weekday: number, { today }: DayContext): LocalDate {
  return addDays(today, (weekday - weekdayOf(today) + 7) % 7 || 7);
}

/** The next such day of a month, today included; 29 February may be years away. */
export function nextDayOfMonth(month: number, day: number, { today }: DayContext): LocalDate | null {
  for (let year = yearOf(today); year <= yearOf(today) + 8; year += 1) {
    const date = dateFrom(year, month, day);
    if (date && date >= today) return date;
  }
  return null;
}
