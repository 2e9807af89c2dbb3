import { addDays, instantOf, type LocalDate, startOfWeek } from './zoned.ts';

/** For how long somebody may wish to hear nothing; any other day can be named. */
export const SNOOZES = ['1-day', '3-days', 'next-week'] as const;
export type Snooze = (typeof SNOOZES)[number];

/** The longest snooze; a longer silence is a departure. */
const LONGEST_DAYS = 366;

/** The day on which notes come again. */
export function snoozeDay(snooze: Snooze, today: LocalDate): LocalDate {
  switch (snooze) {
    case '1-day':
      return addDays(today, 1);
    case '3-days':
      return addDays(today, 3);
    case 'next-week':
      return addDays(startOfWeek(today), 7);
  }
}

/** Whether notes can come again on this day: it lies ahead, by a year at most. */
export function isSnoozeDay(on: LocalDate, today: LocalDate): boolean {
  return on > today && on <= addDays(today, LONGEST_DAYS);
}

/** The instant at which a snooze is over: that day begins. */
export function snoozeEnd(on: LocalDate, zone: string): Date {
  return instantOf(on, 0, zone);
}
