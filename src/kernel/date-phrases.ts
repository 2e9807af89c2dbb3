import {
  coming,
  type DayContext,
  dateFrom,
  lastWorkingDay,
  monthOf,
  months,
  nextDayOfMonth,
  shiftWorkingDays,
  yearOf,
} from './day-math.ts';
import { COUNT, countOf, DAY_NAME, dayNumberOfName, MONTH_NAME, monthNumber } from './number-words.ts';
import { PERIOD_PHRASES } from './period-phrases.ts';
import { type Meant, type Phrase, phrase } from './phrase.ts';
import { addDays, type LocalDate, startOfWeek } from './zoned.ts';

const CLOSE =
  '(?:the\\s+)?(?:(?:close|end)\\s+of\\s+(?:the\\s+)?(?:(?:working\\s+)?day|play|business)|cop|cob|eob|eod|midnight)';
// A weekday beside a date adds nothing: the date is shown with its own before anything is recorded.
const BESIDE = `(?:(?:${DAY_NAME}),?\\s+)?`;
const A_DATE = `,?\\s+(?:the\\s+)?(?:\\d{1,2}(?:[/.]|(?:st|nd|rd|th)\\b|\\s+(?:${MONTH_NAME}))|(?:${MONTH_NAME})\\s+\\d|\\d{4}-)`;
const PART = '(?:\\s+(?:morning|lunch(?:time)?|afternoon|evening|night|first\\s+thing))?';
/** Said before a day without changing it. */
const EARLY = '(?:first\\s+thing|lunch(?:time)?)\\s*,?\\s*(?:on\\s+)?';
const UNITS = 'days?|weeks?|wks?|fortnights?|months?|years?';
const IN_UNITS = `(?<count>${COUNT})\\s+(?:(?<working>working|business)\\s+)?(?<unit>${UNITS})`;

/** At one place the longest match wins, so the order matters only between equals. */
export const PHRASES: readonly Phrase[] = [
  ...PERIOD_PHRASES,
  phrase(
    `(?:${CLOSE}\\s*,?\\s*(?:on\\s+|of\\s+)?|${EARLY}|on\\s+)?` +
      '(?:(?<before>this(?:\\s+coming)?|coming|next(?:\\s+week(?:\\s+on)?)?|last)\\s+)?' +
      `(?<day>${DAY_NAME})(?!${A_DATE})(?:\\s+(?:of\\s+)?(?<after>week|fortnight|after\\s+next|next(?:\\s+week)?|this\\s+week)(?![\\w]))?` +
      `${PART}(?:,?\\s+${CLOSE})?`,
    weekday,
  ),
  phrase(
    `(?<count>${COUNT})\\s+(?<unit>weeks?|fortnights?)\\s+(?:on|from)\\s+(?<day>${DAY_NAME})`,
    ({ day = '', ...groups }, c) => ({ on: addDays(coming(dayNumberOfName(day), c), 7 * weeksIn(groups)) }),
  ),
  phrase(
    `(?:in|within|over|during)\\s+(?:the\\s+(?:next|coming)\\s+)?${IN_UNITS}(?:['’]?s?['’]?\\s+time)?`,
    inUnits,
  ),
  phrase('(?:in|within|over|during)\\s+the\\s+(?:next|coming)\\s+(?<unit>fortnight)', (groups, c) =>
    inUnits({ ...groups, count: 'a' }, c),
  ),
  phrase(`(?<count>${COUNT})\\s+(?<unit>weeks?|fortnights?)\\s+(?<from>today|tomorrow)`, weeksFrom),
  phrase('(?<from>today|tomorrow)\\s+(?<unit>week|fortnight)', (groups, c) =>
    weeksFrom({ ...groups, count: 'a' }, c),
  ),
  phrase(`${IN_UNITS}\\s+from\\s+(?:now|today)`, inUnits),
  phrase(
    `(?:(?:${CLOSE}|later)\\s+)?(?:today|tonight|this\\s+(?:morning|afternoon|evening))(?:\\s+${CLOSE})?`,
    inDays(0),
  ),
  phrase(CLOSE, (_, { today }) => ({ on: today, startsOn: null })),
  phrase(`(?:${CLOSE}\\s+|${EARLY})?(?:tomorrow|tmrw)${PART}(?:\\s+${CLOSE})?`, inDays(1)),
  phrase(`(?:the\\s+)?day\\s+after\\s+tomorrow${PART}`, inDays(2)),
  phrase('yesterday', inDays(-1)),
  phrase('(?:this|the)\\s+weekend', (_, { today }) => ({
    on: addDays(startOfWeek(today), 6),
    startsOn: addDays(startOfWeek(today), 5),
  })),
  phrase('after\\s+(?:the|this)\\s+weekend', (_, c) => ({
    on: shiftWorkingDays(c.calendar, addDays(startOfWeek(c.today), 7), 0),
  })),
  phrase('by\\s+the\\s+weekend', (_, c) => ({ on: lastWorkingDay(c, addDays(startOfWeek(c.today), 4)) })),
  phrase(
    `${BESIDE}(?<month>${MONTH_NAME})\\s+(?:the\\s+)?(?<day>\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+(?<year>\\d{4}))?(?!:)`,
    ({ month = '', day, year }, c) => {
      const [m, d] = [monthNumber(month), Number(day)];
      const on = year ? dateFrom(Number(year), m, d) : nextDayOfMonth(m, d, c);
      return on && { on };
    },
  ),
  phrase(
    `${BESIDE}(?<a>\\d{1,2})(?<mark>[/.])(?<b>\\d{1,2})(?:\\k<mark>(?<year>\\d{4}|\\d{2}))?(?:\\.(?!\\d))?`,
    numeric,
  ),
  phrase(
    // "The 2nd draft" is no date; "the 2nd at noon" is one.
    `${BESIDE}(?:the\\s+)?(?<day>\\d{1,2})(?:st|nd|rd|th)(?:\\s+of\\s+(?:this|the|(?<next>next))\\s+month)?` +
      '(?!\\s+(?!(?:at|by|please|and|so|to|for|latest)\\b)\\p{L})',
    dayOfMonth,
  ),
];

function inDays(n: number): Phrase['read'] {
  return (_, { today }) => ({ on: addDays(today, n) });
}

/** Bare, "this" and "coming": the coming one. "Next Friday": the Friday of next week. "Friday week": one later. */
function weekday(
  { before = '', day = '', after = '' }: Record<string, string | undefined>,
  c: DayContext,
): Meant {
  const number = dayNumberOfName(day);
  const next = coming(number, c);
  const words = `${before} ${after}`.toLowerCase();
  if (words.includes('last')) return { on: addDays(next, next === addDays(c.today, 7) ? -14 : -7) };
  if (words.includes('after next')) return { on: addDays(startOfWeek(c.today), 13 + number) };
  if (words.includes('next')) return { on: addDays(startOfWeek(c.today), 6 + number) };
  if (words.trim() === 'week') return { on: addDays(next, 7) };
  if (words.trim() === 'fortnight') return { on: addDays(next, 14) };
  return { on: next, weak: words === ' ' && /^(mon|wed|sat|sun)$/i.test(day) };
}

function inUnits(
  { count = '', working, unit = '' }: Record<string, string | undefined>,
  c: DayContext,
): Meant | null {
  const n = countOf(count);
  const kind = unit.toLowerCase();
  if (working && kind.startsWith('day')) return { on: shiftWorkingDays(c.calendar, c.today, n) };
  if (kind.startsWith('day')) return { on: addDays(c.today, n) };
  if (kind.startsWith('w')) return { on: addDays(c.today, 7 * n) };
  if (kind.startsWith('fortnight')) return { on: addDays(c.today, 14 * n) };
  const month = monthOf(c.today) + n * (kind.startsWith('year') ? 12 : 1);
  // A month after 31 May is 30 June.
  const on =
    dateFrom(yearOf(c.today), month, Number(c.today.slice(8))) ??
    months(yearOf(c.today), month)?.until ??
    null;
  return on && { on };
}

/** "A week today", "a fortnight tomorrow". */
function weeksFrom(
  { from = '', ...groups }: Record<string, string | undefined>,
  { today }: DayContext,
): Meant {
  return { on: addDays(today, 7 * weeksIn(groups) + (/^tomorrow$/i.test(from) ? 1 : 0)) };
}

function weeksIn({ count = '', unit = '' }: Record<string, string | undefined>): number {
  return countOf(count) * (/^f/i.test(unit) ? 2 : 1);
}

function numeric(
  { a, mark, b, year: named }: Record<string, string | undefined>,
  c: DayContext,
): Meant | null {
  const year = named && Number(named) + (named.length === 2 ? 2000 : 0);
  const read = (day: number, month: number): LocalDate | null => {
    if (month < 1 || month > 12) return null;
    return year ? dateFrom(year, month - 1, day) : nextDayOfMonth(month - 1, day, c);
  };
  const [dayFirst, monthFirst] = [read(Number(a), Number(b)), read(Number(b), Number(a))];
  // Dots are written by people who put the day first, whatever the country.
  const [on, other] = c.dayFirst || mark === '.' ? [dayFirst, monthFirst] : [monthFirst, dayFirst];
  if (!on) return other && { on: other, weak: !year };
  return { on, other: other === on ? null : other, weak: !year };
}

function dayOfMonth({ day, next }: Record<string, string | undefined>, c: DayContext): Meant | null {
  for (let n = next ? 1 : 0; n < 12; n += 1) {
    const on = dateFrom(yearOf(c.today), monthOf(c.today) + n, Number(day));
    if (on && on >= c.today) return { on, weak: true };
  }
  return null;
}
