/** The good news of a month: what was finished and thanks that both shared, nothing late, nobody ranked. Pure. */
import { startOfWorkingDay, type WorkingCalendar } from '../../kernel/calendar.ts';
import { addDays, instantOf, type LocalDate, startOfNextMonth } from '../../kernel/zoned.ts';

/** A thing that was finished; named only where the whole alliance may see it. */
export interface Finished {
  readonly text: string | null;
  readonly owner: string;
  readonly people: readonly string[];
}

export interface SharedThanks {
  readonly from: string;
  readonly to: string;
  readonly words: string;
  /** What it was for; null where that is for fewer eyes than the thanks. */
  readonly text: string | null;
}

export interface GoodNews {
  readonly month: LocalDate;
  readonly finished: readonly Finished[];
  readonly thanks: readonly SharedThanks[];
}

const FEWEST_PEOPLE = 5;

/** Whether a number says nothing of any one person. */
export function showsCount(finished: readonly Finished[]): boolean {
  return new Set(finished.flatMap(({ people }) => people)).size >= FEWEST_PEOPLE;
}

const TEN = 10 * 60;

/** When a month's good news is told: at ten on the host's first working day after it. */
export function toldAt(calendar: WorkingCalendar, month: LocalDate): Date {
  return startOfWorkingDay(calendar, startOfNextMonth(month), TEN);
}

const LATEST_DAYS = 14;

/** After a long downtime it is news no more. */
export function isNews(month: LocalDate, now: Date): boolean {
  return now < instantOf(addDays(startOfNextMonth(month), LATEST_DAYS), 0, 'UTC');
}
