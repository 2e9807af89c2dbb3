/** What a receipt is made of: one member's month, for whoever they choose to forward it to. Pure. */
import { addDays, type LocalDate, startOfMonth, startOfNextMonth } from '../../kernel/zoned.ts';

/** A calendar month. */
export interface Month {
  /** YYYY-MM */
  readonly id: string;
  readonly first: LocalDate;
  readonly last: LocalDate;
}

export interface Done {
  readonly text: string;
  /** Who did it, or whom it was for; null where it is the member's own, for nobody in particular. */
  readonly who: string | null;
  readonly on: LocalDate;
}

export interface Thanked {
  readonly text: string;
  readonly by: string;
  /** Only where whoever wrote it agreed that others read it. */
  readonly words: string | null;
}

/** All that is known of a member's month. What is between the people in it stays there. */
export interface Facts {
  readonly name: string;
  readonly organisation: string;
  readonly alliance: string;
  readonly month: Month;
  /** Whether the month is not over yet. */
  readonly isSoFar: boolean;
  readonly kept: readonly Done[];
  /** What the member helped others with or took over, and how many asked them for a hand. */
  readonly helped: readonly Done[];
  readonly hands: number;
  readonly thanked: readonly Thanked[];
  /** What others did for the member's organisation. */
  readonly received: readonly Done[];
}

/** The sections of a receipt, as they are edited. */
export const SECTIONS = ['kept', 'unblocked', 'thanked', 'received', 'words'] as const;
export type Section = (typeof SECTIONS)[number];
export type Draft = Readonly<Record<Section, string>>;

/** The month that a date lies in. */
export function monthOf(date: LocalDate): Month {
  const first = startOfMonth(date);
  return { id: first.slice(0, 7), first, last: addDays(startOfNextMonth(date), -1) };
}

const NAMES = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
/** Early in a month, it is the last one that people write about. */
const EARLY_DAYS = 7;
const SHORTEST = 3;

/**
 * The month that words name ("January", "jan 2026", "2026-01", "last month"), the latest of its name that has begun;
 * without words this month, or the last one in the first week of a month. Null for anything else, and for a month
 * that lies ahead.
 */
export function readMonth(words: string, today: LocalDate): Month | null {
  const said = words.trim().toLowerCase().replace(/\s+/g, ' ');
  const now = monthOf(today);
  const before = monthOf(addDays(now.first, -1));
  if (said === '') return Number(today.slice(8)) <= EARLY_DAYS ? before : now;
  if (said === 'this month') return now;
  if (said === 'last month') return before;
  const numbered = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(said);
  if (numbered) return begun(monthOf(`${said}-01` as LocalDate), now);
  const named = /^(?:of |for |in )?([a-z]+)\.?(?: (\d{4}))?$/.exec(said);
  const [, name = '', year] = named ?? [];
  const index = name.length < SHORTEST ? -1 : NAMES.findIndex((month) => month.startsWith(name));
  if (index < 0) return null;
  const inYear = (of: number) => monthOf(`${of}-${String(index + 1).padStart(2, '0')}-01` as LocalDate);
  if (year) return begun(inYear(Number(year)), now);
  const thisYear = Number(today.slice(0, 4));
  return begun(inYear(thisYear), now) ?? inYear(thisYear - 1);
}

function begun(month: Month, now: Month): Month | null {
  return month.id <= now.id ? month : null;
}
