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
  ['on or before Friday', '2026-03-06'],
  ['by Friday at the very latest', '2026-03-06'],
  ['a fortnight on Friday', '2026-03-20'],
  ['first thing next week', '2026-03-09'],
  ['Q2', '2026-06-30'],
])('"%s" is a date', (words, on) => expect(readDate(words, reader, now)?.on).toBe(on));

test.each([
  '',
  'soon',
  '31 June',
  '2026-02-30',
  '30/02/2026',
  'Friday or so',
  'not before Friday',
  'no earlier than Friday',
  'not until Friday',
  'after Friday',
  'Friday at the earliest',
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

test.each([
  ['between 3pm and 5pm on Friday', '2026-03-06 on Friday'],
  ['on Friday after 5pm', '2026-03-06 on Friday'],
  ['by 5pm their time on Friday', '2026-03-06 on Friday'],
  ['by 5pm Europe/Paris on Friday', '2026-03-06 by 5pm Europe/Paris on Friday'],
  ['at 3pm sharp, and the list is for Monday', '2026-03-09 for Monday'],
  ['at 3pm', '2026-03-04 at 3pm'],
  ["in 6 week's time", "2026-04-15 in 6 week's time"],
])('"%s": a day counts before a time of day', (words, expected) => {
  const date = findDate(`send it ${words}`, reader, now);
  expect(date && `${date.on} ${`send it ${words}`.slice(...date.span)}`).toBe(expected);
});

test.each([
  'publish nothing before Friday',
  "don't publish it before the meeting on Friday",
  'the invoice dated 2 January',
  'not Friday',
  'the Q2 figures',
  'look at the Q2 report',
  'book the 20 March room',
  'send it before the March meeting',
])('nothing is due in "%s"', (words) => expect(findDate(words, reader, now)).toBeNull());

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
