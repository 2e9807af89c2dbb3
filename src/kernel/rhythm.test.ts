import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { describeRhythm, nextAt, nextOn, Rhythm } from './rhythm.ts';
import { parseRhythm } from './rhythm-words.ts';
import { addDays, type LocalDate, localDateOf, weekdayOf } from './zoned.ts';

const date = (text: string) => text as LocalDate;
const weekly = (every: number, weekday: number) => ({ kind: 'weekly', every, weekday });
const monthly = (nth: number, weekday: number) => ({ kind: 'monthly', nth, weekday });

test.each([
  ['weekly', weekly(1, 1)],
  ['Every week on Thursday', weekly(1, 4)],
  ['tuesdays', weekly(1, 2)],
  ['on Tuesdays', weekly(1, 2)],
  ['friday', weekly(1, 5)],
  ['every second Tuesday', weekly(2, 2)],
  ['every other wed', weekly(2, 3)],
  ['every 2nd Tuesday', weekly(2, 2)],
  ['every second week on Tuesday', weekly(2, 2)],
  ['every 2 weeks on Tuesday', weekly(2, 2)],
  ['Tuesdays, every two weeks', weekly(2, 2)],
  ['fortnightly', weekly(2, 1)],
  ['every fortnight on Friday', weekly(2, 5)],
  ['biweekly, thu', weekly(2, 4)],
  ['every 3 weeks on fri', weekly(3, 5)],
  ['every third Friday', weekly(3, 5)],
  ['once a week', weekly(1, 1)],
  ['monthly', monthly(1, 1)],
  ['every month', monthly(1, 1)],
  ['once a month', monthly(1, 1)],
  ['first Monday of each month', monthly(1, 1)],
  ['every first Monday', monthly(1, 1)],
  ['the 3rd wednesday of the month', monthly(3, 3)],
  ['monthly on the last Friday', monthly(-1, 5)],
  ['last Friday', monthly(-1, 5)],
  ['every second Tuesday of the month', monthly(2, 2)],
  ['daily', { kind: 'daily' }],
  ['every day', { kind: 'daily' }],
])('"%s" is understood', (words, rhythm) => expect(parseRhythm(words)).toEqual(rhythm));

test.each([
  '',
  'often',
  'every 2 days',
  'every 2 months',
  'quarterly',
  'every 0 weeks',
  'every 60 weeks',
  'fifth Monday of the month',
  'monday and thursday',
  'every second',
  'constructor',
  'monday tuesday',
  'tuesday perhaps',
  'third Friday',
])('"%s" is asked about', (words) => expect(parseRhythm(words)).toBeNull());

test('a day that is not named is the one that the caller prefers', () => {
  expect(parseRhythm('fortnightly', 4)).toEqual(weekly(2, 4));
});

const aDate = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays(date('1990-01-01'), n));
const weekday = fc.constantFrom(
  1 as const,
  2 as const,
  3 as const,
  4 as const,
  5 as const,
  6 as const,
  7 as const,
);
const aRhythm: fc.Arbitrary<Rhythm> = fc.oneof(
  fc.constant<Rhythm>({ kind: 'daily' }),
  fc.record({ kind: fc.constant('weekly' as const), every: fc.integer({ min: 1, max: 52 }), weekday }),
  fc.record({
    kind: fc.constant('monthly' as const),
    nth: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, -1 as const),
    weekday,
  }),
);

test('what a rhythm is called is read back as the same rhythm', () => {
  fc.assert(fc.property(aRhythm, (rhythm) => expect(parseRhythm(describeRhythm(rhythm))).toEqual(rhythm)));
});

test('a stored rhythm parses as itself', () => {
  fc.assert(fc.property(aRhythm, (r) => expect(Rhythm.parse(JSON.parse(JSON.stringify(r)))).toEqual(r)));
});

describe('dates', () => {
  test('every second Tuesday starts on the next Tuesday and counts from there', () => {
    const rhythm = Rhythm.parse(weekly(2, 2));
    const anchor = date('2026-03-03'); // a Tuesday: agreed today, first asked next week
    expect(nextOn(rhythm, anchor, anchor)).toBe('2026-03-10');
    expect(nextOn(rhythm, date('2026-03-10'), anchor)).toBe('2026-03-24');
    expect(nextOn(rhythm, date('2026-03-23'), anchor)).toBe('2026-03-24');
    expect(nextOn(rhythm, date('2026-01-01'), anchor)).toBe('2026-03-10');
  });

  test('months have a last and a fourth of each weekday', () => {
    const anchor = date('2026-01-01');
    expect(nextOn(Rhythm.parse(monthly(-1, 1)), date('2026-03-01'), anchor)).toBe('2026-03-30');
    expect(nextOn(Rhythm.parse(monthly(4, 1)), date('2026-03-01'), anchor)).toBe('2026-03-23');
    expect(nextOn(Rhythm.parse(monthly(1, 7)), date('2026-12-06'), anchor)).toBe('2027-01-03');
  });

  test('the next date lies after, on the weekday, and nothing of the rhythm lies between', () => {
    fc.assert(
      fc.property(aRhythm, aDate, aDate, fc.integer({ min: 0, max: 400 }), (rhythm, after, anchor, days) => {
        const next = nextOn(rhythm, after, anchor);
        expect(next > after && next > anchor).toBe(true);
        if (rhythm.kind !== 'daily') expect(weekdayOf(next)).toBe(rhythm.weekday);
        const between = addDays(after, days);
        if (between < next) expect(nextOn(rhythm, between, anchor)).toBe(next);
      }),
    );
  });
});

test('a moment lies strictly after the last one, so asking twice gives the next', () => {
  const place = { anchor: date('2026-03-01'), zone: 'Europe/London', minuteOfDay: 540 };
  const rhythm = Rhythm.parse(weekly(1, 1));
  const first = nextAt(rhythm, new Date('2026-03-23T08:59:00Z'), place);
  expect(first).toEqual(new Date('2026-03-23T09:00:00Z'));
  expect(nextAt(rhythm, first, place)).toEqual(new Date('2026-03-30T08:00:00Z')); // summer time has begun
  expect(localDateOf(nextAt(rhythm, new Date('2026-01-01'), place), place.zone)).toBe('2026-03-02');
});
