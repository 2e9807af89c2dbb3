/** What a person chooses for themselves, and an organisation for its people. Pure. */
import { fail, ok, type Result } from '../../kernel/result.ts';
import { isSnoozeDay } from '../../kernel/snooze.ts';
import { isZone, LocalDate } from '../../kernel/zoned.ts';
import { type Away, type AwayProblem, checkAway } from './away-domain.ts';

type Values = Readonly<Record<string, string | null>>;

export interface Settings {
  /** Minutes after midnight; null: the start of the organisation's day. */
  readonly noteMinute: number | null;
  readonly pace: 'normal' | 'fewer';
  /** What the person chose; null: as Slack has it. */
  readonly zone: string | null;
  /** null: as is the custom of the country. */
  readonly dayFirst: boolean | null;
  readonly away: Away;
  /** The day on which notes come again; null: nothing is snoozed. */
  readonly quietUntil: LocalDate | null;
}

/** The option of a menu that stands for "nothing chosen". */
export const DEFAULT = 'default';

function textOf(values: Values, name: string): string {
  return (values[name] ?? '').trim();
}

/** The settings form as it was sent, or what is to be mended: input name → what is wrong. */
export function readSettings(
  values: Values,
  today: LocalDate,
): Result<
  Settings,
  Partial<Record<'zoneTyped' | 'awayFrom' | 'awayUntil' | 'quietUntil', 'unknown' | AwayProblem>>
> {
  const typed = textOf(values, 'zoneTyped').replaceAll(' ', '_');
  if (typed && !isZone(typed)) return fail({ zoneTyped: 'unknown' });
  const zone = typed || textOf(values, 'zone');
  const from = LocalDate.safeParse(textOf(values, 'awayFrom'));
  const until = LocalDate.safeParse(textOf(values, 'awayUntil'));
  if (from.success && !until.success) return fail({ awayUntil: 'usage' });
  let away: Away = null;
  if (until.success) {
    const checked = checkAway(from.success ? from.data : today, until.data, today);
    // An absence that is over stays in the form until it is opened again; it is simply forgotten.
    if (!checked.ok && checked.error !== 'past') return fail({ awayUntil: checked.error });
    away = checked.ok ? checked.value : null;
  }
  const quiet = LocalDate.safeParse(textOf(values, 'quietUntil')).data ?? null;
  if (quiet !== null && quiet > today && !isSnoozeDay(quiet, today)) return fail({ quietUntil: 'long' });
  const minute = Number.parseInt(textOf(values, 'note'), 10);
  const order = textOf(values, 'dates');
  return ok({
    noteMinute: minute >= 0 && minute < 1440 ? minute : null,
    pace: textOf(values, 'pace') === 'fewer' ? 'fewer' : 'normal',
    zone: zone && zone !== DEFAULT && isZone(zone) ? zone : null,
    dayFirst: order === 'day' ? true : order === 'month' ? false : null,
    away,
    quietUntil: quiet !== null && quiet > today ? quiet : null,
  });
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
  readonly replyDays: number;
}

const MOST_REPLY_DAYS = 5;

/** The norms form as it was sent, or the inputs that are to be mended. */
export function readNorms(
  values: Values,
): Result<Norms, readonly ('name' | 'until' | 'country' | 'region')[]> {
  const name = textOf(values, 'name');
  const workFrom = Number(textOf(values, 'from'));
  const workUntil = Number(textOf(values, 'until'));
  const named = textOf(values, 'country');
  const country = named ? countryFrom(named) : null;
  const region = textOf(values, 'region').toUpperCase();
  const wrong = [
    ...(name ? [] : (['name'] as const)),
    ...(workFrom >= 0 && workFrom < workUntil && workUntil <= 1440 ? [] : (['until'] as const)),
    ...(named && !country ? (['country'] as const) : []),
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
    replyDays: Math.max(0, Math.min(MOST_REPLY_DAYS, Number(textOf(values, 'reply')) || 0)),
  });
}

/** Whether what is planned by an organisation's days and hours can stay as it is. */
export function hasSameHours(a: Norms, b: Norms): boolean {
  const hours = ({ workDays, workFrom, workUntil, country, region, replyDays }: Norms) =>
    JSON.stringify([workDays, workFrom, workUntil, country, region, replyDays]);
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
