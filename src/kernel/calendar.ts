import { holidayOn } from './holidays.ts';
import {
  addDays,
  daysBetween,
  type LocalDate,
  localDateOf,
  minuteOfDayOf,
  occurrenceOn,
  weekdayOf,
} from './zoned.ts';

/** When a member works: the organisation's days and hours in the member's zone, less holidays and absence. */
export interface WorkingCalendar {
  readonly zone: string;
  /** Working weekdays, 1 (Monday) to 7. */
  readonly days: readonly number[];
  /** Working hours in minutes since local midnight; `until` is the first minute that is no longer worked. */
  readonly from: number;
  readonly until: number;
  /** ISO 3166 codes of the holidays that are kept; without a country, none are. */
  readonly country: string | null;
  readonly region: string | null;
  readonly absences: readonly Absence[];
}

/** Both days are days of absence. */
export interface Absence {
  readonly from: LocalDate;
  readonly until: LocalDate;
}

/** The longest search for a working day. A longer absence, or a week without working days, is for a person to mend. */
const SEARCH_DAYS = 400;

/** The longest stretch in which working days are counted, about eleven years. */
const COUNT_DAYS = 4_000;

/** There is no working day within 400 days: the calendar has no working weekday, or the absence is longer. */
export class NoWorkingDayError extends Error {
  override readonly name = 'NoWorkingDayError';
  constructor() {
    super(`no working day within ${SEARCH_DAYS} days`);
  }
}

export function isAbsent(calendar: WorkingCalendar, date: LocalDate): boolean {
  return calendar.absences.some((absence) => absence.from <= date && date <= absence.until);
}

/** Why nobody works on this date in this calendar, for a sentence that says so; null on a working day. */
export function whyOff(
  calendar: WorkingCalendar,
  date: LocalDate,
): { kind: 'weekend' } | { kind: 'holiday'; name: string } | { kind: 'absence' } | null {
  if (!calendar.days.includes(weekdayOf(date))) return { kind: 'weekend' };
  if (isAbsent(calendar, date)) return { kind: 'absence' };
  const name = calendar.country === null ? null : holidayOn(calendar.country, calendar.region, date);
  return name === null ? null : { kind: 'holiday', name };
}

export function isWorkingDay(calendar: WorkingCalendar, date: LocalDate): boolean {
  return whyOff(calendar, date) === null;
}

export function isWorkingTime(calendar: WorkingCalendar, instant: Date): boolean {
  const minute = minuteOfDayOf(instant, calendar.zone);
  return (
    calendar.from <= minute &&
    minute < calendar.until &&
    isWorkingDay(calendar, localDateOf(instant, calendar.zone))
  );
}

/**
 * The nth working day after `date` (before it, where n is negative), not counting `date` itself. For n = 0 the
 * date itself if it is a working day, else the next one.
 * Throws NoWorkingDayError where 400 days in a row are none, RangeError where n is not whole.
 */
export function addWorkingDays(calendar: WorkingCalendar, date: LocalDate, n: number): LocalDate {
  if (!Number.isInteger(n)) throw new RangeError('working days are counted in whole days');
  const step = n < 0 ? -1 : 1;
  let found = n === 0 ? nextWorkingDay(calendar, date, step) : date;
  for (let left = Math.abs(n); left > 0; left -= 1) {
    found = nextWorkingDay(calendar, addDays(found, step), step);
  }
  return found;
}

function nextWorkingDay(calendar: WorkingCalendar, from: LocalDate, step: 1 | -1): LocalDate {
  let date = from;
  for (let tried = 0; tried < SEARCH_DAYS; tried += 1) {
    if (isWorkingDay(calendar, date)) return date;
    date = addDays(date, step);
  }
  throw new NoWorkingDayError();
}

/**
 * How many working days lie after `a` up to and including `b`; where `b` is earlier, minus those from `b` up to
 * but not including `a`. For a working day `b` other than `a`, `addWorkingDays(calendar, a, result)` is `b`.
 * At most the 4,000 calendar days next to `a` are looked at: a date of the year 9999 costs no more.
 */
export function workingDaysBetween(calendar: WorkingCalendar, a: LocalDate, b: LocalDate): number {
  const distance = daysBetween(a, b);
  const step = distance < 0 ? -1 : 1;
  let count = 0;
  for (let n = 1; n <= Math.min(Math.abs(distance), COUNT_DAYS); n += 1) {
    if (isWorkingDay(calendar, addDays(a, n * step))) count += step;
  }
  return count;
}

/** The chosen minute of the day, moved into the working hours where it lies outside them. */
export function clampToHours(calendar: WorkingCalendar, minuteOfDay: number): number {
  return Math.max(calendar.from, Math.min(minuteOfDay, calendar.until - 1));
}

/**
 * The start of `date`, or of the first working day after it where it is none: the moment of the chosen minute,
 * which is moved into the working hours. Throws NoWorkingDayError.
 */
export function startOfWorkingDay(calendar: WorkingCalendar, date: LocalDate, minuteOfDay: number): Date {
  let day = addWorkingDays(calendar, date, 0);
  for (;;) {
    const start = occurrenceOn(day, clampToHours(calendar, minuteOfDay), calendar.zone);
    if (start) return start;
    day = addWorkingDays(calendar, day, 1); // a day that the zone skipped altogether
  }
}

/**
 * The earliest moment, now or later, at which this member may be written to: on a working day at the chosen
 * minute; at once where that has passed but the hours have not; else at the chosen minute of the next working
 * day. Throws NoWorkingDayError.
 */
export function nextWorkingInstant(calendar: WorkingCalendar, now: Date, minuteOfDay: number): Date {
  const today = localDateOf(now, calendar.zone);
  if (isWorkingDay(calendar, today)) {
    const start = occurrenceOn(today, clampToHours(calendar, minuteOfDay), calendar.zone);
    if (start && start >= now) return start;
    if (start && isWorkingTime(calendar, now)) return now;
  }
  return startOfWorkingDay(calendar, addDays(today, 1), minuteOfDay);
}
