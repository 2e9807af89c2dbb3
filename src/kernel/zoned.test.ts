import { describe, expect, test } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { nextAt } from './rhythm.ts';
import {
  addDays,
  daysBetween,
  instantOf,
  isZone,
  LocalDate,
  localDateOf,
  minuteOfDayOf,
  monthsBefore,
  occurrenceOn,
  onOrAfter,
  startOfMonth,
  startOfNextMonth,
  startOfWeek,
  weekdayOf,
} from './zoned.ts';

const date = (text: string) => LocalDate.parse(text);
const at = (text: string, minute: number, zone: string) => instantOf(date(text), minute, zone).toISOString();

const ZONES = [
  'Europe/London',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe', // half an hour
  'Africa/Cairo', // the gap swallows midnight
  'America/Santiago',
  'Asia/Beirut',
  'Pacific/Apia', // lost a day in 2011
  'Africa/Casablanca', // two more changes in each Ramadan
  'America/Nuuk', // the gap runs up to midnight
  'Europe/Dublin',
];

describe('a local time and its instant', () => {
  test('one that does not exist is the first instant after the gap', () => {
    expect(at('2026-03-29', 90, 'Europe/London')).toBe('2026-03-29T01:00:00.000Z');
    expect(at('2026-04-24', 0, 'Africa/Cairo')).toBe('2026-04-23T22:00:00.000Z');
    expect(at('2026-10-04', 125, 'Australia/Lord_Howe')).toBe('2026-10-03T15:30:00.000Z');
    expect(at('2024-03-30', 23 * 60 + 30, 'America/Nuuk')).toBe('2024-03-31T01:00:00.000Z');
  });

  test('one that exists twice is its first occurrence', () => {
    expect(at('2026-10-25', 90, 'Europe/London')).toBe('2026-10-25T00:30:00.000Z');
    expect(at('2026-11-01', 90, 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
  });

  test('a day that a zone skipped begins and ends with the next one, and nothing happens on it', () => {
    expect(at('2011-12-30', 540, 'Pacific/Apia')).toBe('2011-12-30T10:00:00.000Z');
    expect(localDateOf(new Date('2011-12-30T10:00:00Z'), 'Pacific/Apia')).toBe('2011-12-31');
    expect(occurrenceOn(date('2011-12-30'), 540, 'Pacific/Apia')).toBeNull();
    expect(occurrenceOn(date('2011-12-31'), 540, 'Pacific/Apia')).toEqual(new Date('2011-12-30T19:00:00Z'));
  });

  test('what happens daily stays on its day where the gap runs to midnight', () => {
    const saturday = occurrenceOn(date('2024-03-30'), 23 * 60 + 30, 'America/Nuuk');
    expect(saturday).toEqual(new Date('2024-03-31T00:59:00Z'));
  });

  test.each(ZONES)('in %s agrees with Temporal around every change of seven years', (zone) => {
    let change = Temporal.Instant.from('2021-01-01T00:00Z').toZonedDateTimeISO(zone);
    for (;;) {
      const next = change.getTimeZoneTransition('next');
      if (!next || next.year > 2028) break;
      change = next;
      for (let hours = -27; hours < 27; hours += 0.5) {
        const instant = new Date(change.epochMilliseconds + hours * 3_600_000);
        const there = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
        const [day, minute] = [localDateOf(instant, zone), minuteOfDayOf(instant, zone)];
        expect([day, minute]).toEqual([there.toPlainDate().toString(), there.hour * 60 + there.minute]);
        const first = there.toPlainDateTime().toZonedDateTime(zone, { disambiguation: 'earlier' });
        expect(instantOf(day, minute, zone).getTime()).toBe(first.epochMilliseconds);
      }
    }
  });
});

test.each(ZONES)('a daily rhythm happens exactly once on each local day of %s', (zone) => {
  for (const minuteOfDay of [0, 30, 90, 125, 540, 1410, 1439]) {
    const place = { anchor: date('2010-12-31'), zone, minuteOfDay };
    const days: string[] = [];
    for (let next = new Date('2011-10-01'); next < new Date('2013-01-01'); ) {
      next = nextAt({ kind: 'daily' }, next, place);
      days.push(localDateOf(next, zone));
    }
    const first = date(days[0] ?? '');
    const expected = days.map((_, n) => addDays(first, n));
    if (zone === 'Pacific/Apia') {
      const skipped = expected.indexOf(date('2011-12-30'));
      expected.splice(skipped, 1);
      expected.push(addDays(first, days.length));
    }
    expect(days).toEqual(expected);
  }
});

describe('dates', () => {
  test('add up across months and leap days', () => {
    expect(addDays(date('2028-02-28'), 1)).toBe('2028-02-29');
    expect(addDays(date('2026-01-01'), -1)).toBe('2025-12-31');
    expect(addDays(date('0050-03-01'), -1)).toBe('0050-02-28');
    expect(daysBetween(date('2026-03-01'), date('2026-02-01'))).toBe(-28);
  });

  test('have a weekday, and weeks start on Monday', () => {
    expect(['2026-03-02', '2026-03-08', '1969-12-31', '1600-02-29'].map((d) => weekdayOf(date(d)))).toEqual([
      1, 7, 3, 2,
    ]);
    expect(startOfWeek(date('2026-03-08'))).toBe('2026-03-02');
    expect(startOfWeek(date('2026-03-02'))).toBe('2026-03-02');
    expect(onOrAfter(date('2026-03-02'), 1)).toBe('2026-03-02');
    expect(onOrAfter(date('2026-03-03'), 1)).toBe('2026-03-09');
  });

  test('lie in a month, and another one follows', () => {
    expect(startOfMonth(date('2026-01-31'))).toBe('2026-01-01');
    expect(['2026-01-01', '2026-01-31'].map((d) => startOfNextMonth(date(d)))).toEqual([
      '2026-02-01',
      '2026-02-01',
    ]);
    expect(startOfNextMonth(date('2026-12-15'))).toBe('2027-01-01');
  });

  test('that are none, or leave the calendar, throw', () => {
    expect(() => addDays('2026-13-01' as LocalDate, 1)).toThrow(RangeError);
    expect(() => addDays(date('9999-12-31'), 1)).toThrow(RangeError);
    expect(LocalDate.safeParse('2026-02-29').success).toBe(false);
  });
});

test.each([
  ['2026-03-31T09:30:15.250Z', 0, '2026-03-31T09:30:15.250Z'],
  ['2026-03-31T09:30:15.250Z', 1, '2026-02-28T09:30:15.250Z'],
  ['2026-01-15T23:59:59Z', 2, '2025-11-15T23:59:59.000Z'],
  ['2028-02-29T00:00:00Z', 24, '2026-02-28T00:00:00.000Z'],
  ['2026-03-31T00:00:00Z', 25, '2024-02-29T00:00:00.000Z'],
])('%s, %i months ago: %s', (instant, months, before) => {
  expect(monthsBefore(new Date(instant), months).toISOString()).toBe(before);
});

test('zones are IANA names that the runtime knows', () => {
  expect(['Europe/London', 'UTC', 'Asia/Calcutta'].every(isZone)).toBe(true);
  expect(['', 'Mars/Olympus', '+01:00', 'Europe/London '].some(isZone)).toBe(false);
});
