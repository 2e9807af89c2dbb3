/** How an organisation works, as it says itself, and how two of them differ. Pure. */
import { fail, ok, type Result } from '../../kernel/result.ts';
import { instantOf, isZone, type LocalDate } from '../../kernel/zoned.ts';

type Values = Readonly<Record<string, string | null>>;

function textOf(values: Values, name: string): string {
  return (values[name] ?? '').trim();
}

/** What an organisation says of how it works. */
export interface Norms {
  readonly name: string;
  readonly why: string;
  readonly decides: string;
  readonly goodWork: string;
  readonly workDays: readonly number[];
  readonly workFrom: number;
  readonly workUntil: number;
  readonly country: string | null;
  readonly region: string | null;
  readonly zone: string;
  readonly replyDays: number;
}

const MOST_REPLY_DAYS = 5;

/** The norms form as it was sent, or the inputs that are to be mended. */
export function readNorms(
  values: Values,
): Result<Norms, readonly ('name' | 'until' | 'country' | 'region' | 'zoneTyped')[]> {
  const name = textOf(values, 'name');
  const workFrom = Number(textOf(values, 'from'));
  const workUntil = Number(textOf(values, 'until'));
  const named = textOf(values, 'country');
  const country = named ? countryFrom(named) : null;
  const region = textOf(values, 'region').toUpperCase();
  const typed = textOf(values, 'zoneTyped').replaceAll(' ', '_');
  const zone = typed || textOf(values, 'zone');
  const wrong = [
    ...(name ? [] : (['name'] as const)),
    ...(workFrom >= 0 && workFrom < workUntil && workUntil <= 1440 ? [] : (['until'] as const)),
    ...(named && !country ? (['country'] as const) : []),
    ...(isZone(zone) ? [] : (['zoneTyped'] as const)),
    ...(/^[A-Z0-9-]{0,6}$/.test(region) ? [] : (['region'] as const)),
  ];
  if (wrong.length > 0) return fail(wrong);
  const days = [...new Set(textOf(values, 'days').split('').map(Number))];
  const workDays = days.filter((day) => day >= 1 && day <= 7).toSorted();
  return ok({
    name,
    why: textOf(values, 'why'),
    decides: textOf(values, 'decides'),
    goodWork: textOf(values, 'goodWork'),
    workDays: workDays.length > 0 ? workDays : [1, 2, 3, 4, 5],
    workFrom,
    workUntil,
    country,
    region: region || null,
    zone,
    replyDays: Math.max(0, Math.min(MOST_REPLY_DAYS, Number(textOf(values, 'reply')) || 0)),
  });
}

/** Whether what is planned by an organisation's days and hours can stay as it is. */
export function hasSameHours(a: Norms, b: Norms): boolean {
  const hours = ({ workDays, workFrom, workUntil, country, region, zone, replyDays }: Norms) =>
    JSON.stringify([workDays, workFrom, workUntil, country, region, zone, replyDays]);
  return hours(a) === hours(b);
}

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const countryNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** The country's name in English. */
export function countryName(code: string): string {
  return countryNames.of(code) ?? code;
}

/** The ISO code of a country named or coded; null for anything else. */
export function countryFrom(words: string): string | null {
  const wanted = words.trim().toLowerCase();
  if (wanted === 'uk') return 'GB'; // reserved, not assigned, but what people write
  const codes = LETTERS.flatMap((one) => LETTERS.map((other) => one + other));
  const named = codes.filter((code) => countryNames.of(code) !== undefined && code !== 'UK');
  return (
    named.find((code) => code.toLowerCase() === wanted) ??
    named.find((code) => countryNames.of(code)?.toLowerCase() === wanted) ??
    null
  );
}

/** "northwind" of "Northwind Energy": what people say for short, unless another name begins with it, too. */
function short(name: string, all: readonly { readonly name: string }[]): string | null {
  const first = (one: string) => one.toLowerCase().split(/\s+/)[0] ?? '';
  const word = first(name);
  return word.length > 3 && all.filter((one) => first(one.name) === word).length === 1 ? word : null;
}

/** The organisations whose names come up in words, in the order in which they do. */
export function namedIn<T extends { readonly name: string }>(words: string, all: readonly T[]): T[] {
  const text = words.toLowerCase();
  return all
    .flatMap((one) => {
      const full = text.indexOf(one.name.toLowerCase());
      const word = short(one.name, all);
      const at = full < 0 && word && text.split(/\s+/).includes(word) ? text.indexOf(word) : full;
      return at < 0 ? [] : [{ one, at }];
    })
    .toSorted((a, b) => a.at - b.at || b.one.name.length - a.one.name.length)
    .filter(({ at }, n, found) => found.findIndex((other) => other.at === at) === n)
    .map(({ one }) => one);
}

export type Aspect = 'reply' | 'days' | 'hours' | 'holidays' | 'decides' | 'goodWork' | 'why';

export interface Comparison {
  /** Where the two differ, the most first. It is information: neither way is better. */
  readonly differ: readonly Aspect[];
  readonly alike: readonly Aspect[];
  /** When both work, in minutes after midnight of the first one's zone; null: at no time of a day. */
  readonly both: { readonly from: number; readonly until: number } | null;
}

const MINUTES_A_DAY = 1440;

/** Two organisations side by side, on a date: summer time may make a difference. */
export function compare(a: Norms, b: Norms, on: LocalDate): Comparison {
  const both = sharedHours(a, b, on);
  const shared = both ? both.until - both.from : 0;
  const longest = Math.max(a.workUntil - a.workFrom, b.workUntil - b.workFrom);
  const days = new Set([...a.workDays, ...b.workDays]);
  const commonDays = a.workDays.filter((day) => b.workDays.includes(day)).length;
  // How much it is felt by somebody who waits for the other, from 0 (alike) to about 5.
  const felt: Record<Aspect, number> = {
    reply: Math.abs(a.replyDays - b.replyDays),
    days: days.size - commonDays,
    hours: 5 * (1 - shared / longest),
    holidays: a.country === b.country ? (a.region === b.region ? 0 : 0.3) : 1,
    decides: wordsDiffer(a.decides, b.decides),
    goodWork: wordsDiffer(a.goodWork, b.goodWork),
    why: wordsDiffer(a.why, b.why) / 2,
  };
  const aspects = Object.keys(felt) as Aspect[];
  return {
    differ: aspects.filter((one) => felt[one] > 0).toSorted((one, other) => felt[other] - felt[one]),
    alike: aspects.filter((one) => felt[one] === 0),
    both,
  };
}

/** Words cannot be weighed; where both have said something else, it comes after what can. */
function wordsDiffer(a: string, b: string): number {
  return a.trim().toLowerCase() === b.trim().toLowerCase() ? 0 : 0.5;
}

function sharedHours(a: Norms, b: Norms, on: LocalDate): Comparison['both'] {
  // How much later the same time of day comes at the other's place.
  const shift = (instantOf(on, 720, b.zone).getTime() - instantOf(on, 720, a.zone).getTime()) / 60_000;
  const spans = [-MINUTES_A_DAY, 0, MINUTES_A_DAY].map((day) => ({
    from: Math.max(a.workFrom, b.workFrom + shift + day),
    until: Math.min(a.workUntil, b.workUntil + shift + day),
  }));
  const [most] = spans.toSorted((one, other) => other.until - other.from - (one.until - one.from));
  return most && most.until > most.from ? most : null;
}
