import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { office } from '../../test/support/office.ts';
import {
  addWorkingDays,
  isWorkingDay,
  isWorkingTime,
  NoWorkingDayError,
  nextWorkingInstant,
  startOfWorkingDay,
  type WorkingCalendar,
  whyOff,
  workingDaysBetween,
} from './calendar.ts';
import { holidayOn } from './holidays.ts';
import { addDays, type LocalDate, localDateOf, minuteOfDayOf } from './zoned.ts';

const date = (text: string) => text as LocalDate;
const london: WorkingCalendar = {
  ...office,
  country: 'GB',
  region: 'ENG',
  absences: [{ from: date('2026-06-08'), until: date('2026-06-12') }],
};

describe('public holidays', () => {
  test('are known by country and region', () => {
    expect(holidayOn('GB', null, date('2026-12-25'))).toBe('Christmas Day');
    expect(holidayOn('GB', 'SCT', date('2026-01-02'))).not.toBeNull();
    expect(holidayOn('GB', 'ENG', date('2026-01-02'))).toBeNull();
    expect(holidayOn('US', null, date('2026-07-03'))).toMatch(/Independence Day/); // the 4th is a Saturday
  });

  test('of several days count on each, also into the new year', () => {
    expect(holidayOn('AE', null, date('2026-03-22'))).toMatch(/Ramadan/);
    expect(holidayOn('SZ', null, date('2027-01-02'))).toMatch(/Incwala/);
  });

  test('that begin at noon leave a working day, and unknown countries have none', () => {
    expect(holidayOn('FO', null, date('2026-12-31'))).toBeNull();
    expect(holidayOn('XX', null, date('2026-01-01'))).toBeNull();
  });
});

describe('working days', () => {
  test('leave out weekends, holidays and absence, and say which', () => {
    expect(whyOff(london, date('2026-06-06'))).toEqual({ kind: 'weekend' });
    expect(whyOff(london, date('2026-06-09'))).toEqual({ kind: 'absence' });
    expect(whyOff(london, date('2026-04-03'))).toEqual({ kind: 'holiday', name: 'Good Friday' });
    expect(whyOff(london, date('2026-06-05'))).toBeNull();
  });

  test('are added and subtracted', () => {
    expect(addWorkingDays(london, date('2026-06-05'), 1)).toBe('2026-06-15');
    expect(addWorkingDays(london, date('2026-06-15'), -2)).toBe('2026-06-04');
    expect(addWorkingDays(london, date('2026-06-06'), 0)).toBe('2026-06-15');
    expect(addWorkingDays(london, date('2026-04-02'), 1)).toBe('2026-04-07'); // over Easter
  });

  test('that never come are an error, not a loop', () => {
    expect(() => addWorkingDays({ ...london, days: [] }, date('2026-06-05'), 1)).toThrow(NoWorkingDayError);
    const away = [{ from: date('2026-01-01'), until: date('9999-12-31') }];
    const gone = { ...london, absences: away };
    expect(() => nextWorkingInstant(gone, new Date('2026-06-05'), 540)).toThrow(NoWorkingDayError);
  });
});

describe('the next moment to write to somebody', () => {
  const next = (now: string, minute = 570) => nextWorkingInstant(london, new Date(now), minute).toISOString();
  test('is the chosen minute of today while it lies ahead', () =>
    expect(next('2026-06-05T05:00:00Z')).toBe('2026-06-05T08:30:00.000Z'));
  test('is now once it has passed', () =>
    expect(next('2026-06-05T11:11:00Z')).toBe('2026-06-05T11:11:00.000Z'));
  test('is the next working day after hours', () =>
    expect(next('2026-06-05T16:00:00Z')).toBe('2026-06-15T08:30:00.000Z'));
  test('stays within the hours, whatever minute was chosen', () => {
    expect(next('2026-06-05T05:00:00Z', 60)).toBe('2026-06-05T08:00:00.000Z');
    expect(next('2026-06-05T05:00:00Z', 1380)).toBe('2026-06-05T15:59:00.000Z');
  });
});

const ZONES = [
  'Europe/London',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'America/Santiago',
  'Asia/Beirut',
  'Pacific/Apia',
  'Africa/Casablanca',
];
const aDate = fc.integer({ min: 0, max: 9_000 }).map((n) => addDays(date('2011-01-01'), n));
const aMinute = fc.integer({ min: 0, max: 1439 });
const aCalendar: fc.Arbitrary<WorkingCalendar> = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    hours: fc.tuple(aMinute, aMinute),
    country: fc.constantFrom(null, 'GB', 'CL', 'EG', 'WS'),
    absence: fc.tuple(aDate, fc.integer({ min: 0, max: 30 })),
  })
  .map(({ zone, days, hours: [a, b], country, absence: [from, length] }) => ({
    zone,
    days,
    from: Math.min(a, b),
    until: Math.max(a, b) + 1,
    country,
    region: null,
    absences: [{ from, until: addDays(from, length) }],
  }));

describe('for any calendar', () => {
  test('adding the working days between leads from one day to the other', () => {
    fc.assert(
      fc.property(aCalendar, aDate, fc.integer({ min: -60, max: 60 }), (calendar, from, days) => {
        const to = addWorkingDays(calendar, addDays(from, days), 0);
        const count = workingDaysBetween(calendar, from, to);
        if (to !== from) expect(addWorkingDays(calendar, from, count)).toBe(to);
        expect(count).toBe(workingDaysBetween(calendar, from, to));
      }),
    );
  });

  test('n working days on is a working day with n working days up to it', () => {
    fc.assert(
      fc.property(aCalendar, aDate, fc.integer({ min: -30, max: 30 }), (calendar, from, n) => {
        const to = addWorkingDays(calendar, from, n);
        expect(isWorkingDay(calendar, to)).toBe(true);
        if (n !== 0) expect(workingDaysBetween(calendar, from, to)).toBe(n);
      }),
    );
  });

  test('the next moment is not past, is on a working day, within the hours, and stays where it is', () => {
    fc.assert(
      fc.property(aCalendar, aDate, aMinute, aMinute, (calendar, day, minute, chosen) => {
        const now = new Date(Date.parse(day) + minute * 60_000);
        const next = nextWorkingInstant(calendar, now, chosen);
        expect(next >= now).toBe(true);
        expect(isWorkingDay(calendar, localDateOf(next, calendar.zone))).toBe(true);
        expect(nextWorkingInstant(calendar, next, chosen)).toEqual(next);
        // A clock change may leave the hours of a short day out: then the first moment after it serves.
        const inside = isWorkingTime(calendar, next);
        expect(inside || minuteOfDayOf(next, calendar.zone) >= calendar.until - 1).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('each working day starts once, on itself, and later than the one before', () => {
    fc.assert(
      fc.property(aCalendar, aDate, aMinute, (calendar, day, chosen) => {
        let date = day;
        let last = new Date(0);
        for (let n = 0; n < 10; n += 1) {
          date = addWorkingDays(calendar, date, 1);
          if (date === '2011-12-30' && calendar.zone === 'Pacific/Apia') continue;
          const start = startOfWorkingDay(calendar, date, chosen);
          expect(localDateOf(start, calendar.zone)).toBe(date);
          expect(start > last).toBe(true);
          last = start;
        }
      }),
    );
  });
});
