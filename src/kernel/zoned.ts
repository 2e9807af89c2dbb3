import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

/**
 * Local dates and times of day in IANA zones.
 *
 * The policy on clock changes, stated once: a local time that does not exist is the first instant after the
 * gap; one that exists twice is its first occurrence.
 */

/** A calendar day, 'YYYY-MM-DD', without a zone. */
export const LocalDate = z.iso.date().brand<'LocalDate'>();
export type LocalDate = z.infer<typeof LocalDate>;

/** 1 is Monday, 7 is Sunday, as in ISO 8601. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const MINUTE = 60_000;
const DAY = 86_400_000;
const LAST_DAY = 2_932_896; // 9999-12-31: ISO dates of four digits end here
const FIRST_DAY = -719_528; // 0000-01-01

/** A stretch of time, in epoch milliseconds, during which a zone keeps one offset (milliseconds ahead of UTC). */
interface Span {
  readonly from: number;
  readonly until: number;
  readonly offset: number;
}

// Asking the time zone database costs tens of microseconds and planning asks it for every row, so the few
// stretches that are in use are kept. They hold no state: a dropped one is simply looked up again.
const SPANS_KEPT = 32;
const spansOf = new Map<string, Span[]>();

function spanAt(zone: string, ms: number): Span {
  let spans = spansOf.get(zone);
  const known = spans?.find((span) => span.from <= ms && ms < span.until);
  if (known) return known;
  const at = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
  const next = at.getTimeZoneTransition('next');
  // "Previous" is strictly before its moment, so a stretch that starts now is looked up from a moment later.
  const start = at.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const span: Span = {
    from: start?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: at.offsetNanoseconds / 1e6,
  };
  if (!spans || spans.length >= SPANS_KEPT) {
    spans = [];
    spansOf.set(zone, spans);
  }
  spans.push(span);
  return span;
}

// Planning goes through the same few thousand days over and over, and making a date of a number costs a microsecond.
const DAYS_KEPT = 20_000;
const numbers = new Map<LocalDate, number>();
const dates = new Map<number, LocalDate>();

function keep<K, V>(kept: Map<K, V>, key: K, value: V): V {
  if (kept.size >= DAYS_KEPT) kept.clear();
  kept.set(key, value);
  return value;
}

/** Days since 1970-01-01. Throws a RangeError for what is no date. */
function dayNumber(date: LocalDate): number {
  const known = numbers.get(date);
  if (known !== undefined) return known;
  const ms = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(ms)) throw new RangeError('not a local date');
  return keep(numbers, date, ms / DAY);
}

/** The inverse of `dayNumber`. Throws a RangeError outside the years 0000 to 9999. */
function dateOfDayNumber(day: number): LocalDate {
  const known = dates.get(day);
  if (known !== undefined) return known;
  if (!(day >= FIRST_DAY && day <= LAST_DAY)) throw new RangeError('a date needs a year from 0000 to 9999');
  return keep(dates, day, new Date(day * DAY).toISOString().slice(0, 10) as LocalDate);
}

/** Throws a RangeError where the result leaves the years 0000 to 9999. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOfDayNumber(dayNumber(date) + days);
}

/** Calendar days from `a` to `b`; negative when `b` is the earlier. */
export function daysBetween(a: LocalDate, b: LocalDate): number {
  return dayNumber(b) - dayNumber(a);
}

export function weekdayOf(date: LocalDate): Weekday {
  return (((((dayNumber(date) + 3) % 7) + 7) % 7) + 1) as Weekday; // 1970-01-01 was a Thursday
}

/** The Monday of the date's week: weeks run from Monday to Sunday. */
export function startOfWeek(date: LocalDate): LocalDate {
  return addDays(date, 1 - weekdayOf(date));
}

/** The first date from this one on that is this weekday. */
export function onOrAfter(date: LocalDate, weekday: Weekday): LocalDate {
  return addDays(date, (weekday - weekdayOf(date) + 7) % 7);
}

export function startOfMonth(date: LocalDate): LocalDate {
  return `${date.slice(0, 7)}-01` as LocalDate;
}

export function startOfNextMonth(date: LocalDate): LocalDate {
  return startOfMonth(addDays(startOfMonth(date), 31));
}

/** The same day and time (UTC) so many months ago; the last of that month where it has no such day. */
export function monthsBefore(instant: Date, months: number): Date {
  const at = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO('UTC');
  return new Date(at.subtract({ months }).epochMilliseconds);
}

/** Throws a RangeError for an unknown zone, as all functions below do. */
export function localDateOf(instant: Date, zone: string): LocalDate {
  const ms = instant.getTime();
  return dateOfDayNumber(Math.floor((ms + spanAt(zone, ms).offset) / DAY));
}

/** Minutes since local midnight by the clock on the wall, 0 to 1439. */
export function minuteOfDayOf(instant: Date, zone: string): number {
  const ms = instant.getTime();
  const wall = ms + spanAt(zone, ms).offset;
  return Math.floor((wall - Math.floor(wall / DAY) * DAY) / MINUTE);
}

/**
 * The instant of a local date and minute of the day (0 to 1439), by the policy at the top of this file. Where
 * a gap reaches past midnight, or swallows the day (Apia had no 30 December 2011), it lies on a later date:
 * what must happen on the date itself asks `occurrenceOn`.
 */
export function instantOf(date: LocalDate, minuteOfDay: number, zone: string): Date {
  return new Date(resolve(date, minuteOfDay, zone).at);
}

/**
 * The moment on this date at which something that happens daily at this minute happens: exactly one a local
 * day. A day that the zone skipped has none. Where the gap runs to midnight or past it (Nuuk jumps from
 * Saturday 23:00 to Sunday 00:00) the day's last minute before the gap serves, so that Saturday is not missed
 * and Sunday does not get two.
 */
export function occurrenceOn(date: LocalDate, minuteOfDay: number, zone: string): Date | null {
  const { at, inGap } = resolve(date, minuteOfDay, zone);
  if (!inGap || localDateOf(new Date(at), zone) === date) return new Date(at);
  const before = new Date(at - MINUTE);
  return localDateOf(before, zone) === date ? before : null;
}

function resolve(date: LocalDate, minuteOfDay: number, zone: string): { at: number; inGap: boolean } {
  const wall = dayNumber(date) * DAY + minuteOfDay * MINUTE;
  // Offsets are less than a day, so these two are the only ones that the wall clock can have shown.
  const before = spanAt(zone, wall - DAY).offset;
  const after = spanAt(zone, wall + DAY).offset;
  const earliest = wall - Math.max(before, after);
  if (before === after) return { at: earliest, inGap: false };
  for (const at of [earliest, wall - Math.min(before, after)]) {
    if (at + spanAt(zone, at).offset === wall) return { at, inGap: false };
  }
  // Read with the offset from before the gap, the time lies behind it: in the stretch that starts where it ends.
  return { at: spanAt(zone, wall - before).from, inGap: true };
}

const zones = new Set<string>();

/** Whether this is an IANA zone that the runtime knows. Bare offsets such as '+01:00' are none: they have no DST. */
export function isZone(zone: string): boolean {
  if (zones.has(zone)) return true;
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    return false;
  }
  zones.add(zone);
  return true;
}
