import {
  addWorkingDays,
  nextWorkingInstant,
  startOfWorkingDay,
  workingDaysBetween,
} from '../../kernel/calendar.ts';
import { addDays, type LocalDate, localDateOf } from '../../kernel/zoned.ts';
import { type Announced, type Next, type NudgeState, POLICY, type Step, type Taken } from './policy.ts';

/** A state in the owner's working days. Its functions throw NoWorkingDayError where the owner has none. */
export interface Days {
  readonly state: NudgeState;
  readonly now: Date;
  readonly today: LocalDate;
  dateOf(instant: Date): LocalDate;
  /** `days` working days after the date, or before it; for 0 the date itself or the next working day. */
  after(date: LocalDate, days: number): LocalDate;
  lastUpTo(date: LocalDate): LocalDate;
  between(a: LocalDate, b: LocalDate): number;
  taken(step: Step): Taken | undefined;
  hasCome(day: LocalDate): boolean;
  /** The day on which something of that day can be done at the earliest, from now on. */
  soonest(day: LocalDate): LocalDate;
  /** The step on its day, or at the owner's next working moment where that has passed; until then, a wait. */
  take(step: Step, day: LocalDate, announces?: Announced | null): Next;
}

export function daysOf(state: NudgeState, now: Date): Days {
  const { calendar, noteMinute } = state;
  const dateOf = (instant: Date) => localDateOf(instant, calendar.zone);
  const today = dateOf(now);
  const moment = (day: LocalDate) => {
    const start = startOfWorkingDay(calendar, day, noteMinute);
    return start > now ? start : nextWorkingInstant(calendar, now, noteMinute);
  };
  return {
    state,
    now,
    today,
    dateOf,
    after: (date, days) => addWorkingDays(calendar, date, days),
    lastUpTo: (date) => addWorkingDays(calendar, addDays(date, 1), -1),
    between: (a, b) => workingDaysBetween(calendar, a, b),
    taken: (step) => state.taken.find((one) => one.step === step),
    hasCome: (day) => day <= today && moment(day) <= now, // most days are told by the date alone
    soonest: (day) => dateOf(moment(day)),
    take(step, day, announces = null) {
      const notBefore = moment(day);
      if (notBefore > now) return { kind: 'wait', until: notBefore };
      return { kind: 'send', step, to: POLICY[step].to, notBefore, announces };
    },
  };
}

export function later(a: LocalDate, b: LocalDate): LocalDate {
  return a > b ? a : b;
}
