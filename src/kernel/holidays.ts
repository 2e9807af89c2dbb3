import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import { addDays, LocalDate } from './zoned.ts';

const DAY = 86_400_000;
const WORKING_MORNING = 11 * 3_600_000; // what covers eleven o'clock takes the day; an afternoon off does not
const PLACES_KEPT = 300;
const YEARS_KEPT = 20;

/** What the package leaves out, in its own grammar: test/support/holiday-facts.ts has what is known from elsewhere. */
const LEFT_OUT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  BG: { '12-26': 'Second Day of Christmas' },
  CY: { 'orthodox -48': 'Green Monday', 'orthodox 50': 'Whit Monday' },
};

type Year = ReadonlyMap<LocalDate, string>;
const years = new Map<string, Map<number, Year>>();

// The package is some 170 ms and 30 MB of rules, which a process that asks about no holiday need not load.
const require = createRequire(import.meta.url);
let Calendar: typeof Holidays | undefined;

/** Loads the rules ahead of the first question, which may come from a form that Slack waits for. */
export function loadHolidays(): void {
  Calendar ??= require('date-holidays') as typeof Holidays;
}

/**
 * The English name of the public holiday on this date, or null. `country` is an ISO 3166-1 code ('GB'), `region`
 * the second half of an ISO 3166-2 code ('SCT'); an unknown country or region has no holidays of its own. Days
 * that only banks, schools or some people have off are working days, as is a day that is free from noon.
 */
export function holidayOn(country: string, region: string | null, date: LocalDate): string | null {
  const year = Number(date.slice(0, 4));
  const name = holidaysOf(country, region, year).get(date);
  if (name !== undefined) return name;
  // A holiday of several days that begins in December is listed in the year in which it begins.
  return date.slice(5, 7) === '01' ? (holidaysOf(country, region, year - 1).get(date) ?? null) : null;
}

function holidaysOf(country: string, region: string | null, year: number): Year {
  const key = region === null ? country : `${country}-${region}`;
  const kept = years.get(key) ?? new Map<number, Year>();
  const known = kept.get(year);
  if (known) return known;
  // Nothing is lost by dropping what was computed but the time to do it again.
  if (years.size >= PLACES_KEPT) years.clear();
  if (kept.size >= YEARS_KEPT) kept.clear();
  const computed = compute(country, region, year);
  years.set(key, kept.set(year, computed));
  return computed;
}

function compute(country: string, region: string | null, year: number): Year {
  Calendar ??= require('date-holidays') as typeof Holidays;
  const options = { languages: 'en', types: ['public' as const] };
  const calendar = region ? new Calendar(country, region, options) : new Calendar(country, options);
  for (const [rule, en] of Object.entries(LEFT_OUT[country] ?? {}))
    calendar.setHoliday(rule, { name: { en }, type: 'public' });
  const found = new Map<LocalDate, string>();
  for (const holiday of calendar.getHolidays(year)) {
    // `date` is the local wall clock; only the length is taken from the instants, whose zone is the capital's.
    const [, day = '', time = '00:00:00'] = /^(\S+) (\S+)/.exec(holiday.date) ?? [];
    const first = LocalDate.safeParse(day);
    if (!first.success) continue;
    const start = Date.parse(`1970-01-01T${time}Z`);
    const end = start + (holiday.end.getTime() - holiday.start.getTime());
    for (let n = 0; n * DAY + WORKING_MORNING < end; n += 1) {
      if (n * DAY + WORKING_MORNING < start) continue;
      const date = addDays(first.data, n);
      if (!found.has(date)) found.set(date, holiday.name);
    }
  }
  return found;
}
