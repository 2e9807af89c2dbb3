/** How much of what was settled was settled by the members themselves: when it is shown, and to whom. Pure. */
import { addDays, type LocalDate } from '../../kernel/zoned.ts';

/** How much of what was settled in eight weeks members settled themselves; see docs/policy.md. */
export interface FollowThrough {
  readonly settled: number;
  readonly themselves: number;
  /** How many people settled something. */
  readonly people: number;
  /** Since when coordinators have seen it; null: this is the first time. */
  readonly shownOn: LocalDate | null;
  /** Null until a coordinator has chosen. */
  readonly isShared: boolean | null;
}

const FEWEST_ACTS = 20;
const FEWEST_PEOPLE = 5;
const ALONE_DAYS = 56;
/** The acts of so many days are counted. */
export const COUNTED_DAYS = 56;

/** Below twenty acts, or of fewer than five people, it says nothing of an alliance. */
export function isTelling({ settled, people }: FollowThrough): boolean {
  return settled >= FEWEST_ACTS && people >= FEWEST_PEOPLE;
}

/** Until when only coordinators see it. */
export function aloneUntil({ shownOn }: FollowThrough, today: LocalDate): LocalDate {
  return addDays(shownOn ?? today, ALONE_DAYS);
}
