/** What "My Entente" shows. Pure. */
import type { Rhythm } from '../../kernel/rhythm.ts';
import type { LocalDate } from '../../kernel/zoned.ts';

/** A promise, to or from the reader. */
export interface Promised {
  readonly text: string;
  /** The other one's name; null where it is for nobody in particular. */
  readonly other: string | null;
  readonly dueOn: LocalDate | null;
  /** Not accepted yet. */
  readonly isProposed: boolean;
}

export interface Opposite {
  readonly name: string;
  readonly organisation: string;
  readonly rhythm: Rhythm;
  /** The local date of the last talk that either of the two noted; null where none was. */
  readonly lastTalk: LocalDate | null;
}

export interface Home {
  readonly alliance: string;
  readonly organisation: string;
  readonly standing: string;
  /** How many things wait for an answer. */
  readonly waiting: number;
  readonly owes: readonly Promised[];
  readonly isOwed: readonly Promised[];
  readonly opposites: readonly Opposite[];
  readonly settings: {
    readonly noteMinute: number;
    readonly zone: string;
    readonly fewer: boolean;
    readonly away: { readonly from: LocalDate; readonly until: LocalDate } | null;
  };
}

/** With the nearest dates first, then what has none; at most `most`, and how many are left out. */
export function nearest(
  promised: readonly Promised[],
  most: number,
): { readonly shown: readonly Promised[]; readonly more: number } {
  const sorted = promised.toSorted((a, b) => {
    if (a.dueOn === b.dueOn) return 0;
    if (a.dueOn === null) return 1;
    return b.dueOn === null || a.dueOn < b.dueOn ? -1 : 1;
  });
  return { shown: sorted.slice(0, most), more: Math.max(0, sorted.length - most) };
}
