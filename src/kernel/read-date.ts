import { createRequire } from 'node:module';
import type * as chronoNode from 'chrono-node';
import type { WorkingCalendar } from './calendar.ts';
import { type Firmness, isEvent, isInName, isNoDay, leadOf, standsAlone } from './date-leads.ts';
import { PHRASES } from './date-phrases.ts';
import { type DayContext, lastWorkingDay, shiftWorkingDays } from './day-math.ts';
import { type NamedZone, namedZones } from './named-zones.ts';
import type { Meant, Phrase } from './phrase.ts';
import { untoldTimes } from './untold-times.ts';
import { addDays, instantOf, LocalDate, localDateOf, minuteOfDayOf } from './zoned.ts';

/** Whose words a date is read in. */
export interface DateReader {
  readonly zone: string;
  /** ISO 3166-1; its custom says whether 3/4 is in April, unless the person said so. */
  readonly country: string | null;
  readonly dayFirst: boolean | null;
  readonly calendar: WorkingCalendar;
}

export interface Day {
  /** The local date of the reader, or where only a day was named simply that day. */
  readonly on: LocalDate;
  /** The moment, only where a time of day was named. */
  readonly at: Date | null;
}

export interface FoundDate extends Day {
  /** The reading with day and month swapped, where both exist. */
  readonly other: Day | null;
  /** Where in the text it stands, its preposition included: from the first index up to the second. */
  readonly span: readonly [number, number];
}

type Context = Parameters<chronoNode.Parser['pattern']>[0];
type Options = chronoNode.ParsingOption & { day: DayContext; meant: Map<number, Meant> };

const MINUTE = 60_000;
const LONGEST = 3_000; // characters; Slack's own limit for what a person types into a field
/** Which of several dates in a sentence counts. */
const RANK = { 'later-of-two': 4, by: 3, on: 2, none: 1, since: 0, not: 0 } as const satisfies Record<
  Firmness,
  number
>;
const TRAIL = /^[,\s]*(?:at\s+the\s+(?:very\s+)?latest|latest|sharp)(?![\p{L}\p{N}])/iu;

// Loading the parser takes a fifth of a second, which a process that reads no sentence need not spend.
const require = createRequire(import.meta.url);
let parser: chronoNode.Chrono | undefined;

function dateParser(): chronoNode.Chrono {
  if (parser) return parser;
  const chrono = require('chrono-node') as typeof chronoNode;
  // The strict set reads months, ISO dates, times and zones; everyday words are ours, as policy gives them meaning.
  const { parsers, refiners } = chrono.en.configuration.createConfiguration(true, true);
  const ours = PHRASES.map((phrase) => ({ pattern: () => phrase.pattern, extract: extractor(phrase) }));
  const noon = {
    pattern: () => /\b(?:noon|midday)\b/i,
    extract: () => ({ hour: 12, minute: 0, meridiem: 1 }),
  };
  // Its own weekdays would take ours with the comma behind them.
  const others = parsers.filter((one) => !one.pattern({ option: {} } as Context).test('Friday'));
  parser = new chrono.Chrono({ parsers: [...ours, noon, ...others], refiners });
  return parser;
}

function extractor({ read }: Phrase): chronoNode.Parser['extract'] {
  return (context, match) => {
    const { day, meant } = context.option as Options;
    const index = match.index ?? 0;
    // The parser goes on inside a word after a match, where a word boundary seems to be.
    if (/[\p{L}\p{N}/.]/u.test(context.text.charAt(index - 1))) return null;
    const found = read(match.groups ?? {}, day);
    if (!found) return null;
    meant.set(index, found);
    const [year, month, date] = found.on.split('-').map(Number);
    return { year, month, day: date } as ReturnType<chronoNode.Parser['extract']>;
  };
}

/**
 * The date in a sentence: the one after "by", "before" and the like, else the first; null where there is none. A time
 * of day is that only where no day is named. It never throws: what a date library trips over is a sentence without a
 * date, which is then asked for.
 */
export function findDate(text: string, reader: DateReader, now: Date): FoundDate | null {
  const all = candidates(text, reader, now);
  const days = all.filter(({ isTime }) => !isTime);
  const found = days.length > 0 ? days : all;
  return found.reduce<Candidate | null>((best, one) => (best && best.rank >= one.rank ? best : one), null);
}

/** The date that these words are, as in a form's field or behind a command; null where they say more or less. */
export function readDate(words: string, reader: DateReader, now: Date): FoundDate | null {
  const text = words.trim();
  return candidates(text, reader, now).find(({ span }) => text.length === span[1] - span[0]) ?? null;
}

/** Which local date of its owner a date is: the day of its moment there, where a time was named. */
export function dayFor(day: Day, zone: string): LocalDate {
  return day.at ? localDateOf(day.at, zone) : day.on;
}

/** Whether 3/4 is in April for a person without a setting: the country's custom, day first where it is not known. */
export function isDayFirst(country: string | null): boolean {
  if (country === null || !/^[A-Za-z]{2}$/.test(country)) return true;
  const { language, region } = new Intl.Locale(`und-${country}`).maximize();
  const format = new Intl.DateTimeFormat(`${language}-${region}`, { day: 'numeric', month: 'numeric' });
  if (!format.resolvedOptions().locale.endsWith(`-${region}`)) return true;
  const order = format.formatToParts(0).map((part) => part.type);
  return order.indexOf('day') < order.indexOf('month');
}

interface Sentence {
  readonly text: string;
  readonly zones: readonly NamedZone[];
  readonly reader: DateReader;
  readonly now: Date;
}

interface Candidate extends FoundDate {
  readonly rank: number;
  /** A time of day, without a day beside it. */
  readonly isTime: boolean;
  /** Another day at the same time of day, if one was named. */
  readonly sameTime: (on: LocalDate) => Day;
}

function candidates(text: string, reader: DateReader, now: Date): Candidate[] {
  const today = localDateOf(now, reader.zone);
  const day = { today, calendar: reader.calendar, dayFirst: reader.dayFirst ?? isDayFirst(reader.country) };
  const options: Options = { forwardDate: true, day, meant: new Map() };
  // The parser is told that the wall clock here is UTC, so that neither its zones nor the machine's come in.
  const wall = new Date(Date.parse(today) + minuteOfDayOf(now, reader.zone) * MINUTE);
  const zones = namedZones(text, reader.zone);
  // A zone in words stands between a time and its date, where the parser expects blanks.
  const plain = [...zones, ...untoldTimes(text)].reduce(
    (rest, { from, until }) => rest.slice(0, from) + ' '.repeat(until - from) + rest.slice(until),
    text.slice(0, LONGEST),
  );
  try {
    const results = dateParser().parse(plain, { instant: wall, timezone: 0 }, options);
    const found = results.flatMap((result) => candidate({ text, zones, reader, now }, result, options) ?? []);
    return found.map((one, n) => timed(found, n, one, text));
  } catch {
    return [];
  }
}

/**
 * A day with the time that is meant for it: the one that follows ("on Friday, by 5pm"), or that of the first of two
 * days ("by 5pm on Monday or Tuesday").
 */
function timed(found: readonly Candidate[], n: number, one: Candidate, text: string): Candidate {
  const [from, until] = one.span;
  const [before, after] = [found[n - 1], found[n + 1]];
  if (one.at !== null) return one;
  if (after?.isTime && /^[,\s]*$/.test(text.slice(until, after.span[0]))) {
    const rank = Math.max(one.rank, after.rank);
    return { ...one, ...after.sameTime(one.on), span: [from, after.span[1]], rank };
  }
  const isSecond = one.rank === RANK['later-of-two'] && before?.at;
  if (!isSecond || from < before.span[0] || from >= before.span[1]) return one;
  return { ...one, ...before.sameTime(one.on), span: [before.span[0], until] };
}

function candidate(
  { text, zones, reader, now }: Sentence,
  result: chronoNode.ParsedResult,
  { day, meant }: Options,
): Candidate | null {
  const parts = result.end ?? result.start; // of "5 to 7 March" the end is when it is due
  const date = LocalDate.safeParse(isoDate(parts));
  if (!date.success) return null;
  const wordsEnd = result.index + result.text.length;
  // Of words within words ("the end of May") the outer ones count.
  const [words = { on: date.data }] = [...meant]
    .filter(([index, one]) => index >= result.index && index < wordsEnd && one.on === date.data)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);
  const [inside = ''] = /^(?:by|on|for)\b/i.exec(result.text) ?? [];
  if (inside.toLowerCase() === 'for') return null; // "for two days" says how long
  const { from, firmness, isBefore, shift } = leadOf(text.slice(0, result.index), inside);
  const following = text.slice(wordsEnd);
  const rank = rankOf(firmness, Boolean(result.end), standsAlone(text.slice(0, from), following));
  if (rank < RANK.none || isNoDay(result.text, following)) return null;
  const isPossessive = /^['’]s\b/.test(following);
  const isName = isPossessive || isInName(text.slice(0, result.index), result.text, following);
  const isMonths = words.startsOn !== undefined; // by when in March is "the March meeting"?
  const isOfEvent = isPossessive ? rank >= RANK.by : !isMonths && (rank >= RANK.by || isEvent(following));
  if (isName && !isOfEvent) return null;
  if (words.weak && rank < RANK.on && !result.end) return null;

  const zone = zones.find((one) => one.from >= result.index && one.from <= wordsEnd);
  const time = timeOf(result, parts, zone?.name ?? reader.zone);
  const sameTime = (on: LocalDate) => moment(on, time, reader.zone);
  const isTime = time !== null && !parts.isCertain('day') && !parts.isCertain('weekday');
  const named = isTime ? nextTime(sameTime, day.today, now) : sameTime(date.data);
  const isShifted = (isBefore || shift) && time === null && !isName;
  const found = isShifted ? { on: shift?.(words.on, day) ?? dayBefore(words, day), at: null } : named;

  const zoneEnd = Math.max(wordsEnd, zone?.until ?? 0);
  const end = zoneEnd + (TRAIL.exec(text.slice(zoneEnd))?.[0].length ?? 0);
  // "Before Monday's call" stays in the sentence: without it the rest would make no sense.
  const span = [from, isName ? from : end] as const;
  return { ...found, other: words.other ? sameTime(words.other) : null, span, rank, isTime, sameTime };
}

function rankOf(firmness: Firmness, isStretch: boolean, isAlone: boolean): number {
  // "Since Monday" is no day to come; of "from Monday to Friday" the end is.
  if (firmness === 'since' && isStretch) return RANK.on;
  if (firmness === 'none' && isAlone) return RANK.on;
  return RANK[firmness];
}

interface Time {
  readonly minute: number;
  /** Minutes ahead of UTC, where the words said so; else the clocks of `zone` say when it is. */
  readonly offset: number | null;
  readonly zone: string;
}

function timeOf(
  result: chronoNode.ParsedResult,
  parts: chronoNode.ParsedComponents,
  zone: string,
): Time | null {
  const minute = minuteOf(parts);
  if (minute === null) return null;
  const isSaid = !isRelative(result) && parts.isCertain('timezoneOffset');
  return { minute, offset: isSaid ? parts.get('timezoneOffset') : null, zone };
}

/** A date at a time of day, or without one; on the day that it then is in `readerZone`. */
function moment(on: LocalDate, time: Time | null, readerZone: string): Day {
  if (time === null) return { on, at: null };
  const { minute, offset, zone } = time;
  const at =
    offset === null ? instantOf(on, minute, zone) : new Date(Date.parse(on) + (minute - offset) * MINUTE);
  return { on: localDateOf(at, readerZone), at };
}

/** A bare time of day is today's, or tomorrow's once it has passed. */
function nextTime(sameTime: (on: LocalDate) => Day, today: LocalDate, now: Date): Day {
  const todays = sameTime(today);
  return todays.at && todays.at > now ? todays : sameTime(addDays(today, 1));
}

/** "Before Friday" is Thursday, "before the end of the month" its last working day; never a day gone by. */
function dayBefore({ on, startsOn }: Meant, day: DayContext): LocalDate {
  if (startsOn === null || on < day.today) return on;
  const earlier = startsOn
    ? lastWorkingDay(day, addDays(startsOn, -1))
    : shiftWorkingDays(day.calendar, on, -1);
  return earlier < day.today ? day.today : earlier;
}

function isoDate(parts: chronoNode.ParsedComponents): string {
  const [y = 0, m = 0, d = 0] = [parts.get('year'), parts.get('month'), parts.get('day')].map(Number);
  return `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}

function isRelative(result: chronoNode.ParsedResult): boolean {
  return result.tags().has('result/relativeDateAndTime');
}

/** Minutes since midnight, or null without a time. "At 3" is in the afternoon: nobody is due before breakfast. */
function minuteOf(parts: chronoNode.ParsedComponents): number | null {
  if (!parts.isCertain('hour')) return null;
  const hour = parts.get('hour') ?? 0;
  const isVague = !parts.isCertain('meridiem') && hour >= 1 && hour <= 6;
  return (isVague ? hour + 12 : hour) * 60 + (parts.get('minute') ?? 0);
}
