/** When somebody is away: read from words, and noted beside what was noted before. Pure. */
import type { Absence } from '../../kernel/calendar.ts';
import { type DateReader, readDate } from '../../kernel/read-date.ts';
import { fail, ok, type Result } from '../../kernel/result.ts';
import { addDays, daysBetween, instantOf, type LocalDate, localDateOf } from '../../kernel/zoned.ts';

/** Both days are days of absence; null: back. */
export type Away = Absence | null;

export type AwayProblem = 'usage' | 'order' | 'past' | 'long';

/** A longer absence is a departure, and no working day could be found in it. */
const LONGEST_DAYS = 366;
const NOON = 720;

/** A stretch of absence, checked: not over, not backwards, not longer than a year. */
export function checkAway(from: LocalDate, until: LocalDate, today: LocalDate): Result<Absence, AwayProblem> {
  if (until < from) return fail('order');
  if (until < today) return fail('past');
  if (daysBetween(from, until) > LONGEST_DAYS || daysBetween(today, from) > LONGEST_DAYS) return fail('long');
  return ok({ from, until });
}

/** The days of an absence that have passed: whoever is back, sooner or not, has a working day before others are asked. */
function passedOf(away: Away, today: LocalDate): Away {
  if (!away || away.from >= today) return null;
  return away.until < today ? away : { from: away.from, until: addDays(today, -1) };
}

/** So long what has passed is kept: steps and rounds are counted in the days on which somebody was there. */
const KEPT_DAYS = 100;
/** "I'm back" on the first days after an absence is about that one, and takes no other one away. */
const LATELY_DAYS = 14;
/** Between two absences there may be no working day in as few days as these: a weekend, with holidays. */
const FEW_DAYS = 4;

/** All that somebody is noted for, the earliest first; no two of them touch. */
export type Absences = readonly Absence[];

/** One more absence: `as` is what it is noted as, together with what it touches; `instead` of what, if less is left. */
export interface Noted {
  readonly absences: Absences;
  readonly as: Absence;
  readonly instead: Away;
}

/** What is current, or comes next. */
export function nextOf(absences: Absences, today: LocalDate): Away {
  return absences.find(({ until }) => until >= today) ?? null;
}

/** What is current or to come, beside one of them. */
export function othersThan(one: Away, absences: Absences, today: LocalDate): Absences {
  return absences.filter((other) => other.until >= today && !isSame(other, one));
}

/**
 * Notes an absence beside those that are noted. It puts right the one that begins or ends on its day, or that is
 * current where it is said from today on; what else it overlaps or touches becomes one with it.
 */
export function noteAway(noted: Absences, wanted: Absence, today: LocalDate): Result<Noted, AwayProblem> {
  const corrected = noted.find((one) => corrects(wanted, one, today)) ?? null;
  const absences = joined([...without(noted, corrected, today), wanted]);
  if (longest(absences, today) > LONGEST_DAYS) return fail('long');
  const as = absences.find(({ from, until }) => from <= wanted.from && wanted.until <= until) ?? wanted;
  const isLess = corrected !== null && (corrected.from < as.from || as.until < corrected.until);
  return ok({ absences: kept(absences, today), as, instead: isLess ? corrected : null });
}

/** Another one in place of one that is noted, or none; what has passed of that stays. */
export function changeAway(
  noted: Absences,
  was: Away,
  wanted: Away,
  today: LocalDate,
): Result<Absences, AwayProblem> {
  if (isSame(was, wanted)) return ok(kept(noted, today));
  const others = without(noted, was, today);
  if (!wanted) return ok(kept(joined(others), today));
  const changed = noteAway(others, wanted, today);
  return changed.ok ? ok(changed.value.absences) : changed;
}

/** `back` ends what is current; if nothing is, nor was lately, what comes next does not come. */
export function comeBack(noted: Absences, today: LocalDate): { absences: Absences; ended: Away } {
  const wasLately = noted.some(({ until }) => until < today && daysBetween(until, today) <= LATELY_DAYS);
  const next = nextOf(noted, today);
  const ended = next && (next.from <= today || !wasLately) ? next : null;
  return { absences: kept(without(noted, ended, today), today), ended };
}

function corrects(wanted: Absence, { from, until }: Absence, today: LocalDate): boolean {
  if (until < today || wanted.until < from || until < wanted.from) return false;
  const isFromNow = from < today && wanted.from === today && today < wanted.until;
  return wanted.from === from || wanted.until === until || isFromNow;
}

/** All but one of them, of which what has passed stays. */
function without(noted: Absences, one: Away, today: LocalDate): Absence[] {
  return noted.flatMap((other) => (isSame(other, one) ? (passedOf(other, today) ?? []) : other));
}

function isSame(a: Away, b: Away): boolean {
  return a?.from === b?.from && a?.until === b?.until;
}

function joined(all: Absences): Absence[] {
  const list: Absence[] = [];
  for (const one of all.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = list.at(-1);
    if (!last || one.from > addDays(last.until, 1)) list.push(one);
    else if (one.until > last.until) list.splice(-1, 1, { from: last.from, until: one.until });
  }
  return list;
}

/** The days from today on of the longest stretch that may be without a working day. */
function longest(absences: Absences, today: LocalDate): number {
  let [start, end, most] = [today, today, 0];
  for (const { from, until } of absences) {
    if (from > addDays(end, FEW_DAYS)) start = from;
    if (until > end) end = until;
    most = Math.max(most, daysBetween(start, end));
  }
  return most;
}

function kept(absences: Absences, today: LocalDate): Absences {
  return absences.filter(({ until }) => until >= addDays(today, -KEPT_DAYS));
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
