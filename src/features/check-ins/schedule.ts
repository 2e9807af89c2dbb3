/** When a pair is asked, and who of the two; pure. Dates are the rhythm's; hours are each member's own. */
import {
  addWorkingDays,
  NoWorkingDayError,
  startOfWorkingDay,
  type WorkingCalendar,
} from '../../kernel/calendar.ts';
import { nextOn, type Rhythm } from '../../kernel/rhythm.ts';
import { addDays, type LocalDate, localDateOf } from '../../kernel/zoned.ts';

/** One of the two: when they work, and the minute of the day at which they are written to. */
export interface Side {
  readonly calendar: WorkingCalendar;
  readonly noteMinute: number;
}

export interface Rhythmic {
  readonly rhythm: Rhythm;
  readonly anchor: LocalDate;
  readonly sides: readonly Side[];
}

/** A round to come. */
export interface Slot {
  /** Its date in the rhythm, and the rhythm's next one: the round is open between the two. */
  readonly on: LocalDate;
  readonly until: LocalDate;
  /** When the first of them is asked. */
  readonly at: Date;
  /** When each side is asked, in the order of `sides`; null for who is away until the next round. */
  readonly starts: readonly (Date | null)[];
}

const REMINDER_AFTER = 2;

/** The first round after a date for which at least one of the two is there; null where neither ever works. */
export function nextSlot(pair: Rhythmic, after: LocalDate): Slot | null {
  for (let from = after; ; ) {
    const on = nextOn(pair.rhythm, from, pair.anchor);
    const until = nextOn(pair.rhythm, on, pair.anchor);
    const starts = pair.sides.map((side) => startOn(side, on));
    const back = starts.flatMap((start) => (start ? [start.date] : [])).sort()[0];
    if (back === undefined) return null;
    if (back < until) {
      const asked = starts.map((start) => (start && start.date < until ? start.at : null));
      const at = new Date(Math.min(...asked.flatMap((start) => (start ? [start.getTime()] : []))));
      return { on, until, at, starts: asked };
    }
    // Nobody is there: on to the round within which the first of them is back, however far that is.
    const near = addDays(back, -longestGap(pair.rhythm));
    from = near > on ? near : on;
  }
}

/** Their own hour on the date, or on their next working day where a holiday or an absence is in the way. */
function startOn(side: Side, on: LocalDate): { date: LocalDate; at: Date } | null {
  try {
    const at = startOfWorkingDay(side.calendar, on, side.noteMinute);
    return { date: localDateOf(at, side.calendar.zone), at };
  } catch (error) {
    if (error instanceof NoWorkingDayError) return null;
    throw error;
  }
}

function longestGap(rhythm: Rhythm): number {
  switch (rhythm.kind) {
    case 'daily':
      return 1;
    case 'weekly':
      return 7 * rhythm.every;
    case 'monthly':
      return 35;
  }
}

/** The date that is reached in both places. */
function latestToday(sides: readonly Side[], now: Date): LocalDate {
  const dates = sides.map((side) => localDateOf(now, side.calendar.zone)).sort();
  return dates.at(-1) ?? localDateOf(now, 'UTC');
}

/**
 * The next round after something about the pair or its members has changed. A round that is planned already stays
 * where the rhythm still has it: who changes their hour on the morning of the day is asked that day.
 */
export function replanned(pair: Rhythmic, planned: LocalDate | null, now: Date): Slot | null {
  const today = latestToday(pair.sides, now);
  const fresh = nextOn(pair.rhythm, today, pair.anchor);
  const keeps =
    planned !== null &&
    planned <= fresh &&
    nextOn(pair.rhythm, addDays(planned, -1), pair.anchor) === planned;
  return nextSlot(pair, keeps ? addDays(planned, -1) : today);
}

/**
 * What a plan that has come due leads to. Of rounds that were missed in a downtime only the latest is made, and
 * only while less than half of it is over: two rounds close together help nobody.
 */
export function roundDue(
  pair: Rhythmic,
  planned: LocalDate,
  now: Date,
): { readonly round: Slot | null; readonly next: Slot | null } {
  const recent = addDays(latestToday(pair.sides, now), -2 * longestGap(pair.rhythm));
  let slot = nextSlot(pair, planned > recent ? addDays(planned, -1) : recent);
  if (!slot || slot.at > now) return { round: null, next: slot };
  let next = nextSlot(pair, slot.on);
  while (next && next.at <= now) {
    slot = next;
    next = nextSlot(pair, slot.on);
  }
  const isUseful = !next || now.getTime() - slot.at.getTime() <= (next.at.getTime() - slot.at.getTime()) / 2;
  return { round: isUseful ? slot : null, next };
}

/** When somebody who has not answered is reminded, once: two working days on, if the next round is not there yet. */
export function reminderAt(side: Side, delivered: Date, until: LocalDate): Date | null {
  const { calendar, noteMinute } = side;
  try {
    const date = addWorkingDays(calendar, localDateOf(delivered, calendar.zone), REMINDER_AFTER);
    return date < until ? startOfWorkingDay(calendar, date, noteMinute) : null;
  } catch (error) {
    if (error instanceof NoWorkingDayError) return null;
    throw error;
  }
}
