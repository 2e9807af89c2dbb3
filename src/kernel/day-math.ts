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

export const yearOf = (date: LocalDate): number => Number(date.slice(0, 4));
/** Months count from 0, as everywhere below. */
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
