import type { DayContext } from './day-math.ts';
import type { LocalDate } from './zoned.ts';

/** What a phrase means. */
export interface Meant {
  readonly on: LocalDate;
  /** The day if day and month are swapped, where that is another date. */
  readonly other?: LocalDate | null;
  /** Reads as a date only after "by", "on" and the like, or alone: "sat", "may", "3/4". */
  readonly weak?: boolean;
  /** Where the phrase names more than a day: what "before" it comes before. Null: nothing does ("end of"). */
  readonly startsOn?: LocalDate | null;
}

/** Words for a day that the general parser of dates does not read as people here mean them (docs/policy.md). */
export interface Phrase {
  readonly pattern: RegExp;
  /** Null where the words are no date after all. */
  readonly read: (groups: Record<string, string | undefined>, context: DayContext) => Meant | null;
}

/** Words that are a date by themselves, wherever they stand in a sentence. */
export function phrase(source: string, read: Phrase['read']): Phrase {
  return { pattern: new RegExp(`\\b(?:${source})(?![\\w/])`, 'iu'), read };
}
