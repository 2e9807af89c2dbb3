/** Public holidays against what is known of them from elsewhere, for ten years. */
import { expect, test } from '@jest/globals';
import { holidayOn } from '../src/kernel/holidays.ts';
import { addDays, type LocalDate, weekdayOf } from '../src/kernel/zoned.ts';
import { dateOfFact, FACTS } from './support/holiday-facts.ts';

const YEARS = Array.from({ length: 10 }, (_, n) => 2026 + n);
const places = Object.entries(FACTS).map(([place, facts]) => {
  const [country = '', region = null] = place.split('-');
  return { place, country, region, ...facts };
});

/** The days of ten years on which facts fall. */
const daysOf = (facts: string) =>
  YEARS.flatMap((year) =>
    facts.split(' ').map((fact) => ({ fact, date: dateOfFact(fact, year) as LocalDate })),
  );
const weekdaysOf = (facts: string) => daysOf(facts).filter(({ date }) => weekdayOf(date) <= 5);

test('Easter, by hand, is where it is known to be', () => {
  expect([2026, 2027, 2028, 2035].map((year) => dateOfFact('E+0', year))).toEqual([
    '2026-04-05',
    '2027-03-28',
    '2028-04-16',
    '2035-03-25',
  ]);
  expect([2026, 2027, 2028].map((year) => dateOfFact('O+0', year))).toEqual([
    '2026-04-12',
    '2027-05-02',
    '2028-04-16',
  ]);
});

test.each(places)(
  'in $place nobody works on the days that are known to be free',
  ({ country, region, is }) => {
    const worked = weekdaysOf(is).filter(({ date }) => holidayOn(country, region, date) === null);
    expect(worked).toEqual([]);
  },
);

test.each(places.filter(({ isNot }) => isNot))(
  'in $place the holidays of others are working days',
  ({ country, region, is, isNot = '' }) => {
    const free = new Set(daysOf(is).map(({ date }) => date));
    // The Monday after a holiday at the weekend may be free in its place.
    const isMoved = (date: LocalDate) =>
      weekdayOf(date) === 1 && [1, 2].some((n) => free.has(addDays(date, -n)));
    const found = weekdaysOf(isNot)
      .filter(({ date }) => !free.has(date) && !isMoved(date))
      .map(({ fact, date }) => ({ fact, date, name: holidayOn(country, region, date) }))
      .filter(({ name }) => name !== null);
    expect(found).toEqual([]);
  },
);

test('what was looked at', () => {
  const countries = new Set(places.map(({ country }) => country));
  const facts = places.flatMap(({ is, isNot }) => [...weekdaysOf(is), ...(isNot ? weekdaysOf(isNot) : [])]);
  const regions = places.filter(({ region }) => region !== null).length;
  process.stdout.write(`holidays: ${countries.size} countries, ${regions} regions, ${facts.length} days\n`);
  expect(countries.size).toBeGreaterThanOrEqual(30);
});
