/** When digests are due: on the reader's weekday, Monday unless they chose another, or up to two days later; pure. */
import {
  addWorkingDays,
  NoWorkingDayError,
  startOfWorkingDay,
  type WorkingCalendar,
} from '../../kernel/calendar.ts';
import {
  addDays,
  instantOf,
  type LocalDate,
  localDateOf,
  onOrAfter,
  type Weekday,
  weekdayOf,
} from '../../kernel/zoned.ts';

export interface Reader {
  readonly calendar: WorkingCalendar;
  readonly noteMinute: number;
  /** The weekday of their digest; Monday where left out. */
  readonly weekday?: Weekday;
}

/** A digest to come. */
export interface Slot {
  /** Its Monday, or the weekday that was chosen; it covers the days before. */
  readonly on: LocalDate;
  readonly at: Date;
  /** After this it is not sent any more, and the next one covers its week as well. */
  readonly expires: Date;
}

const LATEST = 2; // a Monday's on Wednesday

/** The first Monday from a date on after which the reader is there by Wednesday; null for who never works. */
export function nextSlot({ calendar, noteMinute, weekday = MONDAY }: Reader, from: LocalDate): Slot | null {
  try {
    for (let monday = onOrAfter(from, weekday); ; ) {
      const day = addWorkingDays(calendar, monday, 0);
      const at = startOfWorkingDay(calendar, day, noteMinute);
      if (localDateOf(at, calendar.zone) <= addDays(monday, LATEST)) {
        return { on: monday, at, expires: instantOf(addDays(monday, LATEST + 1), 0, calendar.zone) };
      }
      const later = latest(day, weekday);
      monday = later > monday ? later : addDays(monday, 7);
    }
  } catch (error) {
    if (error instanceof NoWorkingDayError) return null;
    throw error;
  }
}

const MONDAY: Weekday = 1;

/** The last date up to one that is this weekday. */
function latest(date: LocalDate, weekday: Weekday): LocalDate {
  return onOrAfter(addDays(date, -6), weekday);
}

/** The next digest after the reader's hours, absence or role have changed; one that is planned stays. */
export function replanned(reader: Reader, planned: LocalDate | null, now: Date): Slot | null {
  const weekday = reader.weekday ?? MONDAY;
  const fresh = onOrAfter(addDays(localDateOf(now, reader.calendar.zone), 1), weekday);
  const stays = planned !== null && planned <= fresh && weekdayOf(planned) === weekday;
  return nextSlot(reader, stays ? planned : fresh);
}

/** What a plan that has come due leads to: the latest digest that may still be sent, if any, and the next one. */
export function digestDue(
  reader: Reader,
  planned: LocalDate,
  now: Date,
): { readonly digest: Slot | null; readonly next: Slot | null } {
  const thisWeek = latest(localDateOf(now, reader.calendar.zone), reader.weekday ?? MONDAY);
  const slot = nextSlot(reader, planned > thisWeek ? planned : thisWeek);
  if (!slot || slot.at > now) return { digest: null, next: slot };
  const next = nextSlot(reader, addDays(slot.on, 7));
  return { digest: now < slot.expires ? slot : null, next };
}
