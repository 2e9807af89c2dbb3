/** What the picture of a digest shows: eight weeks, each with what was kept and what was moved in good time. */
import { addDays, type LocalDate } from '../../kernel/zoned.ts';
import { type Commitment, outcome, showsAlliance, type Week } from './domain.ts';

const WEEKS = 8;

export interface WeekCount {
  readonly until: LocalDate;
  readonly kept: number;
  readonly moved: number;
}

export interface Eight {
  /** Of the whole alliance, or of the reader's organisation alone where a week has too few people for a figure. */
  readonly isAlliance: boolean;
  readonly weeks: readonly WeekCount[];
}

/** The days that a picture covers, for a digest that ends on `until`. */
export function eightWeeks(until: LocalDate): Week {
  return { since: addDays(until, 1 - 7 * WEEKS), until };
}

/** The weeks of a picture, the oldest first; null where nothing happened in them, so that there is nothing to draw. */
export function eight(
  commitments: readonly Commitment[],
  reader: { readonly organisationId: string },
  until: LocalDate,
): Eight | null {
  const all = weeksOf(commitments, until);
  // Each week that shows something is a figure of its own: what a digest of then said of one's own could be subtracted.
  const isAlliance = all.every(
    ({ until: last, kept, moved }) =>
      kept + moved === 0 || showsAlliance(commitments, { since: addDays(last, -6), until: last }),
  );
  const own = commitments.filter((one) => one.ownerOrganisationId === reader.organisationId);
  const weeks = isAlliance ? all : weeksOf(own, until);
  return weeks.some(({ kept, moved }) => kept + moved > 0) ? { isAlliance, weeks } : null;
}

function weeksOf(counted: readonly Commitment[], until: LocalDate): WeekCount[] {
  return Array.from({ length: WEEKS }, (_, n): WeekCount => {
    const last = addDays(until, -7 * (WEEKS - 1 - n));
    const week = { since: addDays(last, -6), until: last };
    const outcomes = counted.map((one) => outcome(one, week));
    return {
      until: last,
      kept: outcomes.filter((one) => one === 'kept').length,
      moved: outcomes.filter((one) => one === 'moved').length,
    };
  });
}
