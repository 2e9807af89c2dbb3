/** What "My Entente" shows, and how it is cut into pages. Pure. */
import type { AllianceId, MemberId, PersonId } from '../../kernel/ids.ts';
import type { LocalDate } from '../../kernel/zoned.ts';

/** One thing in a list, by the row that it is about. */
export interface Listed {
  readonly ref: string;
  readonly dueOn: LocalDate | null;
}

/** Something that comes next, on the reader's date. */
export interface Coming {
  readonly on: LocalDate;
  readonly what: { readonly kind: 'word'; readonly with: string } | { readonly kind: 'digest' };
}

/** What one person sees of themselves in one alliance. */
export interface Place {
  readonly allianceId: AllianceId;
  readonly memberId: MemberId;
  readonly alliance: string;
  readonly organisation: string;
  readonly standing: string;
  /** How many things wait for an answer. */
  readonly waiting: number;
  readonly owes: readonly Listed[];
  readonly isOwed: readonly Listed[];
  readonly pairs: readonly string[];
  readonly coming: readonly Coming[];
}

export interface Settings {
  readonly noteMinute: number;
  readonly zone: string;
  readonly fewer: boolean;
  /** How the person reads 3/8; null: as is the custom where they are. */
  readonly dayFirst: boolean | null;
  /** What is current or to come. */
  readonly absences: readonly { readonly from: LocalDate; readonly until: LocalDate }[];
}

export interface Home {
  readonly personId: PersonId;
  readonly places: readonly Place[];
  readonly settings: Settings | null;
}

/** With the nearest dates first, then what has none. */
export function nearest(listed: readonly Listed[]): Listed[] {
  return listed.toSorted((a, b) => {
    if (a.dueOn === b.dueOn) return 0;
    if (a.dueOn === null) return 1;
    return b.dueOn === null || a.dueOn < b.dueOn ? -1 : 1;
  });
}

/** How many days ahead "what comes next" looks. */
export const AHEAD_DAYS = 31;
const MOST_COMING = 4;

/** What comes next, the nearest first. */
export function soonest(coming: readonly Coming[]): Coming[] {
  return coming.toSorted((a, b) => (a.on < b.on ? -1 : 1)).slice(0, MOST_COMING);
}

/** Slack shows a hundred blocks; the rest is for what every page has. */
const MOST_BLOCKS = 90;
/** The most blocks of a thing: what it says, a picture, small print, its buttons. */
const THING_BLOCKS = 4;

/** Parts cut into pages that Slack can show whole; a heading never ends a page. There is at least one. */
export function pages<P extends { readonly kind: string }>(parts: readonly P[]): P[][] {
  const all: P[][] = [[]];
  let size = 0;
  for (const [n, part] of parts.entries()) {
    const weight = part.kind === 'thing' ? THING_BLOCKS : 1;
    const next = parts[n + 1];
    const needed = weight + (part.kind === 'text' && next?.kind === 'thing' ? THING_BLOCKS : 0);
    if (size > 0 && size + needed > MOST_BLOCKS) {
      all.push([]);
      size = 0;
    }
    all.at(-1)?.push(part);
    size += weight;
  }
  return all;
}

/** As many as there are choices for, after the one that is shown. */
export const MOST_PAGES = 20;
