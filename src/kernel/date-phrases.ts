import {
  COUNT,
  coming,
  countOf,
  DAY_NAME,
  type DayContext,
  dateFrom,
  dayNumberOfName,
  lastWorkingDay,
  MONTH_NAME,
  monthNumber,
  monthOf,
  months,
  nextDayOfMonth,
  type Stretch,
  shiftWorkingDays,
  stretchOf,
  type Unit,
  yearOf,
} from './day-math.ts';
import { addDays, type LocalDate, startOfWeek } from './zoned.ts';

/** What a phrase means. */
export interface Meant {
  readonly on: LocalDate;
  /** The day if day and month are swapped, where that is another date. */
  readonly other?: LocalDate | null;
  /** Reads as a date only after "by", "on" and the like, or alone: "sat", "may", "3/4". */
  readonly weak?: boolean;
  /** Where the phrase names more than a day: what "before" it comes before. Null: nothing does ("end of"). */
  readonly startsOn?: LocalDate | null;
}

/** Words for a day that the general parser of dates does not read as people here mean them (docs/policy.md). */
export interface Phrase {
  readonly pattern: RegExp;
  /** Null where the words are no date after all. */
  readonly read: (groups: Record<string, string | undefined>, context: DayContext) => Meant | null;
}

const CLOSE =
  '(?:the\\s+)?(?:(?:close|end)\\s+of\\s+(?:the\\s+)?(?:(?:working\\s+)?day|play|business)|cop|cob|eob|eod|midnight)';
// A weekday beside a date adds nothing: the date is shown with its own before anything is recorded.
const BESIDE = `(?:(?:${DAY_NAME}),?\\s+)?`;
const A_DATE = `,?\\s+(?:the\\s+)?(?:\\d{1,2}(?:[/.]|(?:st|nd|rd|th)\\b|\\s+(?:${MONTH_NAME}))|(?:${MONTH_NAME})\\s+\\d|\\d{4}-)`;
const PART = '(?:\\s+(?:morning|lunchtime|afternoon|evening|night))?';
const UNITS = 'days?|weeks?|fortnights?|months?|years?';
const IN_UNITS = `(?<count>${COUNT})\\s+(?:(?<working>working|business)\\s+)?(?<unit>${UNITS})`;

function phrase(source: string, read: Phrase['read']): Phrase {
  return { pattern: new RegExp(`\\b(?:${source})(?![\\w/])`, 'iu'), read };
}

/** At one place the longest match wins, so the order matters only between equals. */
export const PHRASES: readonly Phrase[] = [
  phrase(
    `(?:${CLOSE}\\s*,?\\s*(?:on\\s+|of\\s+)?|on\\s+)?` +
      '(?:(?<before>this(?:\\s+coming)?|coming|next(?:\\s+week(?:\\s+on)?)?|last)\\s+)?' +
      `(?<day>${DAY_NAME})(?!${A_DATE})(?:\\s+(?:of\\s+)?(?<after>week|next(?:\\s+week)?|this\\s+week)(?![\\w]))?` +
      `${PART}(?:,?\\s+${CLOSE})?`,
    weekday,
  ),
  phrase(
    `(?<count>${COUNT})\\s+weeks?\\s+(?:on|from)\\s+(?<day>${DAY_NAME})`,
    ({ count = '', day = '' }, c) => ({
      on: addDays(coming(dayNumberOfName(day), c), 7 * countOf(count)),
    }),
  ),
  phrase(
    '(?:the\\s+)?end\\s+of\\s+(?:the\\s+|this\\s+|(?<next>next)\\s+)?(?<unit>week|month|quarter|year)',
    endOfUnit,
  ),
  phrase('(?:the\\s+)?(?<unit>week|month|quarter|year)[\\s-]end|eo(?<letter>[wmqy])', endOfUnit),
  phrase('(?:this|(?<next>next))\\s+(?<unit>week|month|quarter|year)', ({ next, unit }, c) =>
    within(c, (n) => stretchOf(unit?.toLowerCase() as Unit, n + (next ? 1 : 0), c)),
  ),
  phrase(
    '(?:the\\s+)?(?<part>early|mid|late|(?:end|middle|start|beginning)\\s+of)[\\s-]+(?:the\\s+)?' +
      `(?:(?<month>${MONTH_NAME})(?:\\s+(?<year>\\d{4}))?|(?:this\\s+|(?<next>next)\\s+)?(?<unit>week|month))`,
    partOfStretch,
  ),
  phrase(`(?<month>${MONTH_NAME})(?:\\s+(?<year>\\d{4}))?`, ({ month = '', year }, c) => {
    const meant = within(c, (n) => months(yearFor(c, year) + (year ? 0 : n), monthNumber(month)));
    return meant && { ...meant, weak: year === undefined };
  }),
  phrase(
    '(?:the\\s+)?(?<end>end\\s+of\\s+)?q(?<q>[1-4])(?:\\s+(?:of\\s+)?(?<year>\\d{4}))?',
    ({ end, q, year }, c) => {
      const meant = within(c, (n) => months(yearFor(c, year) + (year ? 0 : n), Number(q) * 3 - 3, 3));
      return meant && { ...meant, ...(end && { startsOn: null }) };
    },
  ),
  phrase(`(?:in|within)\\s+(?:the\\s+next\\s+)?${IN_UNITS}(?:['’]?s?['’]?\\s+time)?`, inUnits),
  phrase(`${IN_UNITS}\\s+from\\s+(?:now|today)`, inUnits),
  phrase(
    `(?:${CLOSE}\\s+)?(?:today|tonight|this\\s+(?:morning|afternoon|evening))(?:\\s+${CLOSE})?`,
    inDays(0),
  ),
  phrase(CLOSE, (_, { today }) => ({ on: today, startsOn: null })),
  phrase(`(?:${CLOSE}\\s+)?(?:tomorrow|tmrw)${PART}(?:\\s+${CLOSE})?`, inDays(1)),
  phrase(`(?:the\\s+)?day\\s+after\\s+tomorrow${PART}`, inDays(2)),
  phrase('yesterday', inDays(-1)),
  phrase('(?:this|the)\\s+weekend', (_, { today }) => ({
    on: addDays(startOfWeek(today), 6),
    startsOn: addDays(startOfWeek(today), 5),
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
  if (words.includes('next')) return { on: addDays(startOfWeek(c.today), 6 + number) };
  if (words.trim() === 'week') return { on: addDays(next, 7) };
  return { on: next, weak: words === ' ' && /^(mon|wed|sat|sun)$/i.test(day) };
}

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
    if (/^(early|start|beginning)/i.test(part)) return { from, until: shiftWorkingDays(c.calendar, from, 0) };
    if (/^mid/i.test(part)) return { from, until: addDays(from, unit?.toLowerCase() === 'week' ? 2 : 14) };
    return whole;
  };
  const meant = within(c, piece);
  return meant && { on: meant.on, startsOn: null };
}

function inUnits(
  { count = '', working, unit = '' }: Record<string, string | undefined>,
  c: DayContext,
): Meant | null {
  const n = countOf(count);
  const kind = unit.toLowerCase();
  if (working && kind.startsWith('day')) return { on: shiftWorkingDays(c.calendar, c.today, n) };
  if (kind.startsWith('day')) return { on: addDays(c.today, n) };
  if (kind.startsWith('week')) return { on: addDays(c.today, 7 * n) };
  if (kind.startsWith('fortnight')) return { on: addDays(c.today, 14 * n) };
  const month = monthOf(c.today) + n * (kind.startsWith('year') ? 12 : 1);
  // A month after 31 May is 30 June.
  const on =
    dateFrom(yearOf(c.today), month, Number(c.today.slice(8))) ??
    months(yearOf(c.today), month)?.until ??
    null;
  return on && { on };
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
