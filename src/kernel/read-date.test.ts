import { expect, test } from '@jest/globals';
import { office } from '../../test/support/office.ts';
import { type DateReader, dayFor, findDate, isDayFirst, readDate } from './read-date.ts';

const calendar = { ...office, country: 'GB', region: 'ENG' };
const reader: DateReader = { zone: 'Europe/London', country: 'GB', dayFirst: null, calendar };
const now = new Date('2026-03-04T10:00:00Z'); // a Wednesday

test.each([
  ['Friday', '2026-03-06'],
  ['  by Friday at the latest ', '2026-03-06'],
  ['until 20/3', '2026-03-20'],
  ['Friday, 13 March', '2026-03-13'],
  ['Wednesday 5 March', '2026-03-05'], // the number counts: the date is shown with its own weekday
  ['the 12th', '2026-03-12'],
  ['29/2', '2028-02-29'],
  ['in a month', '2026-04-04'],
  ['5 to 7 March', '2026-03-07'],
  ['before next week', '2026-03-06'],
  ['before Q2', '2026-03-31'],
  ['eom', '2026-03-31'],
])('"%s" is a date', (words, on) => expect(readDate(words, reader, now)?.on).toBe(on));

test.each([
  '',
  'soon',
  '31 June',
  '2026-02-30',
  '30/02/2026',
  'Friday or so',
  'the flood map by Friday',
  '2027',
  '🎉',
])('"%s" is none, or more than one', (words) => expect(readDate(words, reader, now)).toBeNull());

test('in a sentence the date behind "by" counts, and what only looks like one does not', () => {
  const found = (text: string) => {
    const date = findDate(text, reader, now);
    return date && `${date.on} ${text.slice(...date.span)}`;
  };
  expect(found('the March report by Friday, please')).toBe('2026-03-06 by Friday');
  expect(found('finish 3/4 of version 2.3')).toBeNull();
  expect(found('the 2nd draft')).toBeNull();
  expect(found('be in Paris for two days')).toBeNull();
  expect(found("Monday's minutes")).toBeNull();
  expect(found('the sun may shine')).toBeNull();
});

test('a time is kept in the zone it names, and its day is the owner’s', () => {
  const date = readDate('Friday 11pm Europe/Paris', reader, now);
  expect(date?.at).toEqual(new Date('2026-03-06T22:00:00Z'));
  if (!date) throw new Error('no date');
  expect(dayFor(date, 'Asia/Kolkata')).toBe('2026-03-07');
  expect(dayFor({ ...date, at: null }, 'Asia/Kolkata')).toBe('2026-03-06');
});

test('whether the day comes first is the custom of a country', () => {
  expect(['US', 'JP', 'PH'].map(isDayFirst)).toEqual([false, false, false]);
  expect(['GB', 'DE', 'IN', 'BR', 'XX', 'nonsense', null].map(isDayFirst)).toEqual(Array(7).fill(true));
});
