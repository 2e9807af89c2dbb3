/** Reading when somebody is away. Pure. */
import { type DateReader, readDate } from '../../kernel/read-date.ts';
import { fail, ok, type Result } from '../../kernel/result.ts';
import { addDays, daysBetween, instantOf, type LocalDate, localDateOf } from '../../kernel/zoned.ts';

/** Both days are days of absence; null: back. */
export type Away = { readonly from: LocalDate; readonly until: LocalDate } | null;

export type AwayProblem = 'usage' | 'order' | 'past' | 'long';

/** A longer absence is a departure, and no working day could be found in it. */
const LONGEST_DAYS = 366;
const NOON = 720;

/** A stretch of absence, checked: not over, not backwards, not longer than a year. */
export function checkAway(
  from: LocalDate,
  until: LocalDate,
  today: LocalDate,
): Result<NonNullable<Away>, AwayProblem> {
  if (until < from) return fail('order');
  if (until < today) return fail('past');
  if (daysBetween(from, until) > LONGEST_DAYS || daysBetween(today, from) > LONGEST_DAYS) return fail('long');
  return ok({ from, until });
}

/** The days of an absence that have passed: whoever is back, sooner or not, has a working day before others are asked. */
export function passedOf(away: Away, today: LocalDate): Away {
  if (!away || away.from >= today) return null;
  return away.until < today ? away : { from: away.from, until: addDays(today, -1) };
}

/** "until 14 August", "3 to 14 August", "Friday", "back"; in the words of `reader`. */
export function readAway(words: string, reader: DateReader, now: Date): Result<Away, AwayProblem> {
  const text = words
    .trim()
    .toLowerCase()
    .replace(/^(from|on)\s+/, '')
    .replace(/[.!]$/, '');
  if (/^(i'm |i am )?back$/.test(text)) return ok(null);
  const today = localDateOf(now, reader.zone);
  const day = (part: string, at: Date) => readDate(part, reader, at)?.on ?? null;

  const [, last] = /^(?:until|till|til|to|through)\s+(.+)$/.exec(text) ?? [];
  if (last) {
    const until = day(last, now);
    return until ? checkAway(today, until, today) : fail('usage');
  }
  const parts = text.split(/\s+(?:to|until|till|til|through|-|–)\s+|\s*–\s*/);
  const [first = '', second] = withSharedMonth(parts);
  const from = day(first, now);
  if (!from || parts.length > 2) return fail('usage');
  if (second === undefined) return checkAway(from, from, today);
  // "Monday to Friday" ends on the Friday after that Monday, so the end is read from the day before the start.
  const until = day(second, instantOf(addDays(from, -1), NOON, reader.zone));
  return until ? checkAway(from, until, today) : fail('usage');
}

/** "3 to 14 August" and "August 3 to 14" name the month once. */
function withSharedMonth(parts: readonly string[]): readonly string[] {
  const [first = '', second = ''] = parts;
  const bare = /^\d{1,2}(st|nd|rd|th)?$/;
  const month = /^\d{1,2}(?:st|nd|rd|th)?\s+([a-z]+.*)$/.exec(second)?.[1];
  if (bare.test(first) && month) return [`${first} ${month}`, second];
  const before = /^([a-z]+)\s+\d{1,2}(?:st|nd|rd|th)?$/.exec(first)?.[1];
  if (bare.test(second) && before) return [first, `${before} ${second}`];
  return parts;
}
