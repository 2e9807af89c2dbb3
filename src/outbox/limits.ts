/** When a person hears from the bot: one note a working day, three a week, in their own hours. Pure. */
import {
  addWorkingDays,
  NoWorkingDayError,
  nextWorkingInstant,
  startOfWorkingDay,
  type WorkingCalendar,
} from '../kernel/calendar.ts';
import { addDays, type LocalDate, localDateOf, startOfWeek } from '../kernel/zoned.ts';

/** Notes a week (Monday to Sunday in the person's zone), by the pace that the person chose. */
export const NOTES_A_WEEK = { normal: 3, fewer: 1 } as const;

/** More would not be read; what is left over travels with the next note. */
export const ITEMS_A_NOTE = 12;

/** Of these, so many are for what has waited longest: else what is least urgent would never leave a crowded mailbox. */
const FOR_THE_OLDEST = 3;

/** An item that needs no answer travels with another's note for this many working days before it asks for its own. */
const RIDE_DAYS = 3;

export interface Reader {
  readonly calendar: WorkingCalendar;
  /** Minutes after midnight in the calendar's zone. */
  readonly noteMinute: number;
  readonly pace: keyof typeof NOTES_A_WEEK;
  readonly snoozedUntil: Date | null;
}

export interface WaitingItem {
  readonly id: string;
  readonly rank: number;
  readonly notBefore: Date;
  /** From when it may bring about a note. */
  readonly pushAt: Date;
  readonly expiresAt: Date | null;
}

export interface NoteDecision {
  /** The items that leave now, most urgent first, and the note's day; null: no note now. */
  readonly send: {
    readonly itemIds: readonly string[];
    readonly localDate: LocalDate;
    readonly weekOf: LocalDate;
  } | null;
  /** Items that were not worth sending any more. */
  readonly expired: readonly string[];
  /** When to look again; null: nothing waits. */
  readonly lookAt: Date | null;
}

/**
 * What to do about a person's waiting items now.
 *
 * @param items in the order of writing, which breaks ties
 * @param noteDates the days of the notes that the person got or is about to get, of the last week and later
 * @throws NoWorkingDayError where the person has no working day within 400 days
 */
export function decideNote(
  reader: Reader,
  items: readonly WaitingItem[],
  noteDates: readonly LocalDate[],
  now: Date,
): NoteDecision {
  const expired = items.filter(({ expiresAt }) => expiresAt && expiresAt <= now).map(({ id }) => id);
  const live = items.filter(({ expiresAt }) => !expiresAt || expiresAt > now);
  const leave = whenNext(reader, live, noteDates, now);
  if (!leave || leave > now) return { send: null, expired, lookAt: leave };

  const localDate = localDateOf(now, reader.calendar.zone);
  const chosen = choose(live.filter(({ notBefore }) => notBefore <= now)).map(({ id }) => id);
  const rest = live.filter(({ id }) => !chosen.includes(id));
  return {
    send: { itemIds: chosen, localDate, weekOf: startOfWeek(localDate) },
    expired,
    lookAt: whenNext(reader, rest, [...noteDates, localDate], now),
  };
}

/** What goes into a note, most urgent first; of equal ones, what was written first. */
function choose(items: readonly WaitingItem[]): WaitingItem[] {
  const urgent = items.toSorted((a, b) => a.rank - b.rank);
  const oldest = items.toSorted((a, b) => a.notBefore.getTime() - b.notBefore.getTime());
  const taken = [...new Set([...oldest.slice(0, FOR_THE_OLDEST), ...urgent])].slice(0, ITEMS_A_NOTE);
  return urgent.filter((item) => taken.includes(item));
}

/** The instant from which an item written now may bring about a note of its own. */
export function pushTime(reader: Reader, notBefore: Date, urgency: 'answer' | 'alone' | 'rides'): Date {
  if (urgency !== 'rides') return notBefore;
  const { calendar, noteMinute } = reader;
  const day = localDateOf(notBefore, calendar.zone);
  const rideOn = orNever(() => addWorkingDays(calendar, day, RIDE_DAYS));
  // Who has no working day gets no note; planning asks again when that may have changed.
  return rideOn === null ? notBefore : startOfWorkingDay(calendar, rideOn, noteMinute);
}

/** Whether a note of this day may still leave now: its day, the reader's hours, an absence or a snooze may say no. */
export function mayLeave(reader: Reader, localDate: string | null, now: Date): boolean {
  const { calendar, noteMinute, snoozedUntil } = reader;
  if (localDate !== localDateOf(now, calendar.zone) || (snoozedUntil && snoozedUntil > now)) return false;
  const next = orNever(() => nextWorkingInstant(calendar, now, noteMinute));
  return next !== null && next <= now;
}

/** What a calendar says; null where its reader has no working day, which must not hold up everybody else. */
export function orNever<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch (error) {
    if (error instanceof NoWorkingDayError) return null;
    throw error;
  }
}

function whenNext(
  reader: Reader,
  items: readonly WaitingItem[],
  noteDates: readonly LocalDate[],
  now: Date,
): Date | null {
  if (items.length === 0) return null;
  const push = Math.min(...items.map((item) => Math.max(item.pushAt.getTime(), item.notBefore.getTime())));
  return whenAllowed(
    reader,
    noteDates,
    new Date(Math.max(push, now.getTime(), reader.snoozedUntil?.getTime() ?? 0)),
  );
}

/** The first moment from `from` on at which the person may get a note. */
function whenAllowed(
  { calendar, noteMinute, pace }: Reader,
  noteDates: readonly LocalDate[],
  from: Date,
): Date {
  let at = nextWorkingInstant(calendar, from, noteMinute);
  for (;;) {
    const day = localDateOf(at, calendar.zone);
    const monday = startOfWeek(day);
    const inWeek = noteDates.filter((date) => startOfWeek(date) === monday).length;
    if (inWeek >= NOTES_A_WEEK[pace]) at = startOfWorkingDay(calendar, addDays(monday, 7), noteMinute);
    else if (noteDates.includes(day)) at = startOfWorkingDay(calendar, addDays(day, 1), noteMinute);
    else return at;
  }
}
