/** Stretches of time by which people name a day: the end of the month, the second week of April, week 12, Q1. */
import {
  type DayContext,
  dateFrom,
  lastWorkingDay,
  months,
  nextDayOfMonth,
  type Stretch,
  shiftWorkingDays,
  stretchOf,
  type Unit,
  yearOf,
} from './day-math.ts';
import { DAY_NAME, dayNumberOfName, MONTH_NAME, monthNumber, ORDINALS } from './number-words.ts';
import { type Meant, type Phrase, phrase } from './phrase.ts';
import { addDays, type LocalDate, startOfWeek, weekdayOf } from './zoned.ts';

type Groups = Record<string, string | undefined>;

const NTH = `${Object.keys(ORDINALS).join('|')}|1st|2nd|3rd|4th`;
const A_DAY =
  `(?<d>\\d{1,2})(?:st|nd|rd|th)?(?:\\s+(?:of\\s+)?(?<m>${MONTH_NAME}))|` +
  `(?<m2>${MONTH_NAME})\\s+(?<d2>\\d{1,2})(?:st|nd|rd|th)?|(?<a>\\d{1,2})[/.](?<b>\\d{1,2})|(?<d3>\\d{1,2})(?:st|nd|rd|th)`;

/** At one place the longest match wins. */
export const PERIOD_PHRASES: readonly Phrase[] = [
  phrase(
    '(?:the\\s+)?end\\s+of\\s+(?:the\\s+|this\\s+|(?<next>next)\\s+)?(?<unit>week|month|quarter|year)',
    endOfUnit,
  ),
  phrase('(?:the\\s+)?end\\s+of\\s+(?<year>20\\d\\d)', ({ year }, c) => {
    const on = dateFrom(Number(year), 11, 31);
    return on && { on: lastWorkingDay(c, on), startsOn: null };
  }),
  phrase('(?:the\\s+)?(?<unit>week|month|quarter|year)[\\s-]end|eo(?<letter>[wmqy])', endOfUnit),
  phrase(
    '(?:later\\s+|some\\s?time\\s+)?(?:this|(?<next>next))\\s+(?<unit>week|month|quarter|year)',
    ({ next, unit }, c) => within(c, (n) => stretchOf(unit?.toLowerCase() as Unit, n + (next ? 1 : 0), c)),
  ),
  phrase('(?:the\\s+)?(?<unit>week|month)\\s+after\\s+next', ({ unit }, c) =>
    within(c, () => stretchOf(unit?.toLowerCase() as Unit, 2, c)),
  ),
  phrase(
    '(?:the\\s+)?(?<part>first\\s+thing(?:\\s+in)?|early|mid|late|end(?:\\s+of)?|(?:middle|start|beginning)\\s+of)[\\s-]+(?:the\\s+)?' +
      `(?:(?<month>${MONTH_NAME})(?:\\s+(?<year>\\d{4}))?|(?:this\\s+|(?<next>next)\\s+)?(?<unit>week|month))`,
    partOfStretch,
  ),
  phrase(`(?<month>${MONTH_NAME})(?:\\s+(?<year>\\d{4}))?`, ({ month = '', year }, c) => {
    const meant = within(c, (n) => months(yearFor(c, year) + (year ? 0 : n), monthNumber(month)));
    return meant && { ...meant, weak: year === undefined };
  }),
  phrase(
    `(?:the\\s+)?(?<end>end\\s+of\\s+)?(?:the\\s+)?(?:q(?<q>[1-4])|h(?<h>[12])|(?<nth>${NTH})\\s+(?<part>quarter|half))` +
      '(?:\\s+(?:of\\s+)?(?:the\\s+year|(?<year>\\d{4})))?',
    partOfYear,
  ),
  phrase(
    `(?:the\\s+)?(?<nth>${NTH}|last)\\s+(?<what>week|half|day|(?:working|business)\\s+day|${DAY_NAME})\\s+(?:of|in)\\s+` +
      `(?:the\\s+)?(?:(?<month>${MONTH_NAME})(?:\\s+(?<year>\\d{4}))?|(?:this\\s+|(?<next>next)\\s+)?month)`,
    partOfMonth,
  ),
  phrase(
    `(?:the\\s+)?(?:w\\/c|week\\s+(?:commencing|beginning|starting|of))\\s+(?:the\\s+)?(?:(?:${DAY_NAME}),?\\s+)?(?:the\\s+)?(?:${A_DAY})`,
    (groups, c) => {
      const day = dayIn(groups, c);
      return day && { on: lastWorkingDay(c, addDays(startOfWeek(day), 6)), startsOn: startOfWeek(day) };
    },
  ),
  phrase(
    `(?:the\\s+)?(?:w\\/e|week\\s+ending)\\s+(?:on\\s+)?(?:(?:${DAY_NAME}),?\\s+)?(?:the\\s+)?(?:${A_DAY})`,
    (groups, c) => {
      const on = dayIn(groups, c);
      return on && { on };
    },
  ),
  phrase('(?:calendar\\s+week|week|wk|cw|kw)\\s?(?<week>\\d{1,2})(?:\\s+(?<year>20\\d\\d))?', weekOfYear),
  // Whoever says "by Christmas" means before the holidays.
  phrase('(?:christmas|xmas)(?:\\s+eve)?', (_, c) => {
    const eve = nextDayOfMonth(11, 24, c);
    return eve && { on: lastWorkingDay(c, eve), startsOn: null, weak: true };
  }),
];

/** The last working day of the first of these stretches whose last working day is not past. */
function within(c: DayContext, stretch: (n: number) => Stretch | null): Meant | null {
  for (const n of [0, 1]) {
    const found = stretch(n);
    const on = found && lastWorkingDay(c, found.until);
    if (on && (on >= c.today || n === 1)) return { on, startsOn: found.from };
  }
  return null;
}

/** The year of a month or quarter that is named without one: this year, and `within` goes on from there. */
function yearFor({ today }: DayContext, named: string | undefined): number {
  return named ? Number(named) : yearOf(today);
}

const LETTERS: Record<string, Unit> = { w: 'week', m: 'month', q: 'quarter', y: 'year' };

function endOfUnit({ next, unit, letter }: Record<string, string | undefined>, c: DayContext): Meant | null {
  const kind = (unit?.toLowerCase() as Unit | undefined) ?? LETTERS[letter?.toLowerCase() ?? ''] ?? 'week';
  const meant = within(c, (n) => stretchOf(kind, n + (next ? 1 : 0), c));
  return meant && { on: meant.on, startsOn: null };
}

function partOfStretch(groups: Record<string, string | undefined>, c: DayContext): Meant | null {
  const { part = '', month, year, next, unit } = groups;
  const stretch = (n: number) =>
    month
      ? months(yearFor(c, year) + (year ? 0 : n), monthNumber(month))
      : stretchOf(unit?.toLowerCase() as Unit, n + (next ? 1 : 0), c);
  const piece = (n: number): Stretch | null => {
    const whole = stretch(n);
    if (!whole) return null;
    const { from } = whole;
    if (/^(first|early|start|beginning)/i.test(part))
      return { from, until: shiftWorkingDays(c.calendar, from, 0) };
    if (/^mid/i.test(part)) return { from, until: addDays(from, unit?.toLowerCase() === 'week' ? 2 : 14) };
    return whole;
  };
  const meant = within(c, piece);
  return meant && { on: meant.on, startsOn: null, weak: /^end$/i.test(part) };
}

function placeOf(nth = ''): number {
  return ORDINALS[nth.toLowerCase()] ?? Number.parseInt(nth, 10);
}

/** A quarter or a half of the year, also by its place; one that is only mentioned ("Q2 figures") is no date. */
function partOfYear({ end, q, h, nth, part, year }: Groups, c: DayContext): Meant | null {
  const length = h || part?.toLowerCase() === 'half' ? 6 : 3;
  const place = Number(q ?? h ?? placeOf(nth));
  if (place * length > 12) return null;
  const meant = within(c, (n) => months(yearFor(c, year) + (year ? 0 : n), (place - 1) * length, length));
  return meant && { ...meant, ...(end ? { startsOn: null } : { weak: true }) };
}

/** A week, a half, a weekday or a working day of a month, the last one too. A week ends where its month does. */
function partOfMonth({ nth = '', what = '', month, year, next }: Groups, c: DayContext): Meant | null {
  const isLast = nth.toLowerCase() === 'last';
  const place = isLast ? -1 : placeOf(nth);
  const kind = what.toLowerCase().replaceAll(/\s+/g, ' ');
  for (const n of [0, 1]) {
    const whole = month
      ? months(yearFor(c, year) + (year ? 0 : n), monthNumber(month))
      : stretchOf('month', n + (next ? 1 : 0), c);
    const meant = whole && pieceOf(whole, kind, place, c);
    if (meant && (meant.on >= c.today || n === 1 || year)) return meant;
  }
  return null;
}

function pieceOf({ from, until }: Stretch, kind: string, place: number, c: DayContext): Meant | null {
  const last = place === -1;
  if (kind === 'week') {
    const start = last ? startOfWeek(until) : addDays(startOfWeek(from), 7 * (place - 1));
    const end = addDays(start, 6);
    return { on: lastWorkingDay(c, end > until ? until : end), startsOn: start < from ? from : start };
  }
  if (kind === 'half') {
    if (place > 2) return null;
    const middle = addDays(from, 14);
    return place === 1
      ? { on: lastWorkingDay(c, middle), startsOn: from }
      : { on: lastWorkingDay(c, until), startsOn: addDays(middle, 1) };
  }
  if (kind === 'day') return { on: last ? until : addDays(from, place - 1) };
  if (kind.endsWith(' day'))
    return { on: last ? lastWorkingDay(c, until) : shiftWorkingDays(c.calendar, addDays(from, -1), place) };
  const number = dayNumberOfName(kind);
  const on = last
    ? addDays(until, -((weekdayOf(until) - number + 7) % 7))
    : addDays(from, ((number - weekdayOf(from) + 7) % 7) + 7 * (place - 1));
  return on > until ? null : { on };
}

/** The day in "week commencing 16 March". */
function dayIn({ d, m, d2, m2, d3, a, b }: Groups, c: DayContext): LocalDate | null {
  const month = m ?? m2;
  if (month) return nextDayOfMonth(monthNumber(month), Number(d ?? d2), c);
  if (a && b) {
    const [day, number] = c.dayFirst ? [a, b] : [b, a];
    return nextDayOfMonth(Number(number) - 1, Number(day), c);
  }
  for (let n = 0; n < 12; n += 1) {
    const stretch = stretchOf('month', n, c);
    const on = stretch && addDays(stretch.from, Number(d3) - 1);
    if (on && on >= c.today && on <= stretch.until) return on;
  }
  return null;
}

/** A week by its number (ISO 8601: the first is the one with 4 January in it), this year's or the next one's. */
function weekOfYear({ week = '', year }: Groups, c: DayContext): Meant | null {
  const number = Number(week);
  if (number < 1 || number > 53) return null;
  const meant = within(c, (n) => {
    const fourth = dateFrom(yearFor(c, year) + (year ? 0 : n), 0, 4);
    const from = fourth && addDays(startOfWeek(fourth), 7 * (number - 1));
    return from && { from, until: addDays(from, 6) };
  });
  return meant && { ...meant, weak: true };
}
