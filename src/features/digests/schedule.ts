/** When digests are due: Monday at the reader's own hour, or a working day up to Wednesday; pure. */
import {
  addWorkingDays,
  NoWorkingDayError,
  startOfWorkingDay,
  type WorkingCalendar,
} from '../../kernel/calendar.ts';
import { addDays, instantOf, type LocalDate, localDateOf, startOfWeek } from '../../kernel/zoned.ts';

export interface Reader {
  readonly calendar: WorkingCalendar;
  readonly noteMinute: number;
}

/** A digest to come. */
export interface Slot {
  /** Its Monday; it covers the days before. */
  readonly on: LocalDate;
  readonly at: Date;
  /** After this it is not sent any more, and the next one covers its week as well. */
  readonly expires: Date;
}

const LATEST = 2; // Wednesday

/** The first Monday from a date on in whose week the reader is there by Wednesday; null for who never works. */
export function nextSlot({ calendar, noteMinute }: Reader, from: LocalDate): Slot | null {
  try {
    for (let monday = mondayFrom(from); ; ) {
      const day = addWorkingDays(calendar, monday, 0);
      const at = startOfWorkingDay(calendar, day, noteMinute);
      if (localDateOf(at, calendar.zone) <= addDays(monday, LATEST)) {
        return { on: monday, at, expires: instantOf(addDays(monday, LATEST + 1), 0, calendar.zone) };
      }
      const later = mondayFrom(startOfWeek(day));
      monday = later > monday ? later : addDays(monday, 7);
    }
  } catch (error) {
    if (error instanceof NoWorkingDayError) return null;
    throw error;
  }
}

function mondayFrom(date: LocalDate): LocalDate {
  const monday = startOfWeek(date);
  return monday === date ? monday : addDays(monday, 7);
}

/** The next digest after the reader's hours, absence or role have changed; one that is planned stays. */
export function replanned(reader: Reader, planned: LocalDate | null, now: Date): Slot | null {
  const fresh = mondayFrom(addDays(localDateOf(now, reader.calendar.zone), 1));
  return nextSlot(reader, planned !== null && planned <= fresh ? planned : fresh);
}

/** What a plan that has come due leads to: the latest digest that may still be sent, if any, and the next one. */
export function digestDue(
  reader: Reader,
  planned: LocalDate,
  now: Date,
): { readonly digest: Slot | null; readonly next: Slot | null } {
  const thisWeek = startOfWeek(localDateOf(now, reader.calendar.zone));
  const slot = nextSlot(reader, planned > thisWeek ? planned : thisWeek);
  if (!slot || slot.at > now) return { digest: null, next: slot };
  const next = nextSlot(reader, addDays(slot.on, 7));
  return { digest: now < slot.expires ? slot : null, next };
}
