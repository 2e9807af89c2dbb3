/** What the picture of a digest shows: eight weeks, each with what was kept and what was moved in good time. */
import { addDays, type LocalDate } from '../../kernel/zoned.ts';
import { type Commitment, outcome, showsAlliance, type Week } from './domain.ts';

export const WEEKS = 8;

export interface WeekCount {
  readonly until: LocalDate;
  readonly kept: number;
  readonly moved: number;
}

export interface Eight {
  /** Of the whole alliance, or of the reader's organisation alone where there are too few people for figures. */
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
  const isAlliance = showsAlliance(commitments, eightWeeks(until));
  const counted = isAlliance
    ? commitments
    : commitments.filter((one) => one.ownerOrganisationId === reader.organisationId);
  const weeks = Array.from({ length: WEEKS }, (_, n): WeekCount => {
    const last = addDays(until, -7 * (WEEKS - 1 - n));
    const week = { since: addDays(last, -6), until: last };
    const outcomes = counted.map((one) => outcome(one, week));
    return {
      until: last,
      kept: outcomes.filter((one) => one === 'kept').length,
      moved: outcomes.filter((one) => one === 'moved').length,
    };
  });
  return weeks.some(({ kept, moved }) => kept + moved > 0) ? { isAlliance, weeks } : null;
}
