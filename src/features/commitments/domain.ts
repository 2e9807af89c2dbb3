/** What one member promised another, and what may happen to it. Pure: the clock and the owner's calendar are passed in. */
import { clampToHours, isWorkingDay, type WorkingCalendar } from '../../kernel/calendar.ts';
import { shiftWorkingDays } from '../../kernel/day-math.ts';
import type { AllianceId, CommitmentId, MemberId } from '../../kernel/ids.ts';
import { nextOn, type Rhythm } from '../../kernel/rhythm.ts';
import { addDays, instantOf, type LocalDate, localDateOf, startOfWeek } from '../../kernel/zoned.ts';

export type Status = 'proposed' | 'accepted' | 'done' | 'let_go' | 'declined';

/** Who may see it beside the people in it: nobody, the members of their organisations, the whole alliance. */
export type Audience = 'pair' | 'org' | 'alliance';

/** How often it comes round, counted from the day before it first did. */
export interface Recurrence {
  readonly rhythm: Rhythm;
  readonly anchor: LocalDate;
}

export interface Commitment {
  readonly id: CommitmentId;
  readonly allianceId: AllianceId;
  readonly ownerId: MemberId;
  readonly forId: MemberId | null;
  readonly writtenById: MemberId;
  readonly text: string;
  /** The owner's local date; null: none yet. */
  readonly dueOn: LocalDate | null;
  /** Only where a time of day was named. */
  readonly dueAt: Date | null;
  /** When to ask for a day where there is none. */
  readonly reviewOn: LocalDate | null;
  readonly status: Status;
  readonly revision: number;
  readonly baseAt: Date;
  readonly pausedUntil: Date | null;
  readonly offeredToId: MemberId | null;
  readonly permalink: string | null;
  readonly recurrence: Recurrence | null;
  readonly audience: Audience;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

/** Each comment says who may make the move, and those that follow it up to the next comment. */
export type Move =
  /** Made by the owner, of what somebody else wrote down. */
  | { readonly kind: 'accept' | 'decline' }
  /** Made by the owner. */
  | { readonly kind: 'done' | 'let-go' | 'need-hand' | 'fits' }
  | { readonly kind: 're-date'; readonly dueOn: LocalDate }
  | { readonly kind: 'blocked'; readonly reason: string }
  | { readonly kind: 'offer'; readonly to: MemberId }
  /** Made by the owner, of one that recurs: not this time. */
  | { readonly kind: 'skip' }
  /** Made by the member it was offered to. A date is needed where the old one has passed. */
  | { readonly kind: 'take'; readonly dueOn?: LocalDate }
  | { readonly kind: 'cannot' }
  /** Made by the person it is for, or the peer who was asked. */
  | { readonly kind: 'next-week' | 'talk' | 'help' | 'release' }
  /** Made by the owner's leader who was asked. */
  | { readonly kind: 'free-time' | 'talk-to-both' }
  /** Made by whoever wrote it down, while it is not picked up; to themselves, it is theirs, with a date as in `take`. */
  | { readonly kind: 'reassign'; readonly to: MemberId; readonly dueOn?: LocalDate }
  | { readonly kind: 'withdraw' }
  /** Made by the owner, or whoever released them, within seven days of its end. */
  | { readonly kind: 'reopen' }
  /** Made by the person it is for, once it is done. */
  | { readonly kind: 'thanks' }
  | { readonly kind: 'not-quite'; readonly words: string }
  /** Made by the owner, who was thanked: whether others may read it, too. */
  | { readonly kind: 'share-thanks' | 'keep-thanks' };

export type MoveKind = Move['kind'];

/** Who moves, and whether the bot had asked them to. */
export interface Mover {
  readonly id: MemberId;
  readonly asked?: 'peer' | 'leader';
}

/** The move that ended a commitment. */
export interface Ending {
  readonly kind: string;
  readonly by: string | null;
}

/** When it happens, and the owner's days, in which pauses are counted. */
export interface Moment {
  readonly now: Date;
  readonly calendar: WorkingCalendar;
  readonly noteMinute: number;
  /** How it ended, where it has: it decides who may reopen it. */
  readonly ending?: Ending | null;
  /** Who of the people in it takes part no more: nobody is asked who is not there. */
  readonly gone?: ReadonlySet<string>;
}

export type Refusal =
  | { readonly kind: 'not-yours' }
  | { readonly kind: 'settled'; readonly status: Status }
  | { readonly kind: 'past-date' }
  | { readonly kind: 'not-offered' }
  | { readonly kind: 'nothing-new' }
  /** Seven days are over. */
  | { readonly kind: 'long-ago' };

/** Something to tell somebody, beside the redrawn notes of whoever was asked. */
export interface Telling {
  readonly to: MemberId;
  readonly kind: 'news' | 'declined' | 'answer' | 'proposal' | 'handover' | 'hand';
  /** What rendering needs: codes, ids and dates. */
  readonly data: Readonly<Record<string, string | null>>;
}

/** Which open items about it are answered by a move: all, or those of some kinds, perhaps only the mover's own. */
export type Settles = 'all' | { readonly kinds: readonly string[]; readonly ofMover: boolean };

export interface Moved {
  readonly next: Commitment;
  readonly event: { readonly kind: string; readonly data: Readonly<Record<string, string | boolean | null>> };
  readonly settles: Settles;
  readonly tellings: readonly Telling[];
  /** The day of the next one, where this one recurs and is done. */
  readonly followsOn?: LocalDate;
}

const PAUSE_DAYS = 5;
/** For so long what has ended may be reopened, thanked for or called not quite what was meant. */
export const AFTER_DAYS = 7;

/** Whether its day is over for its owner. */
export function hasPassed(dueOn: LocalDate | null, { now, calendar }: Moment): boolean {
  return dueOn !== null && dueOn < localDateOf(now, calendar.zone);
}

/** Whether it ended so lately that its end may still be undone. */
export function endedLately({ endedAt }: Pick<Commitment, 'endedAt'>, now: Date): boolean {
  return endedAt !== null && now.getTime() - endedAt.getTime() <= AFTER_DAYS * 86_400_000;
}

/** Who is asked for a hand: whom it is for, or else whoever wrote it down; null where neither is there to be asked. */
export function helperOf(
  { forId, writtenById, ownerId }: Pick<Commitment, 'forId' | 'writtenById' | 'ownerId'>,
  gone: ReadonlySet<string> = new Set(),
): MemberId | null {
  const isThere = (id: MemberId | null) => id !== null && id !== ownerId && !gone.has(id);
  return [forId, writtenById].find(isThere) ?? null;
}

/** Its next day after this one, and after today; null where it does not recur. */
export function nextTime({ recurrence, dueOn }: Commitment, { now, calendar }: Moment): LocalDate | null {
  if (recurrence === null) return null;
  const today = localDateOf(now, calendar.zone);
  return nextOn(recurrence.rhythm, dueOn !== null && dueOn > today ? dueOn : today, recurrence.anchor);
}

/** Who may know of a commitment by name: its owner, the person it is for, and whoever wrote it down. */
export function mayRead(commitment: Commitment, reader: MemberId): boolean {
  const { ownerId, forId, writtenById, offeredToId } = commitment;
  return [ownerId, forId, writtenById, offeredToId].includes(reader);
}

/** "Next week is fine": the last working day of next week, or the first after it where that week has none. */
export function nextWeekDay({ now, calendar }: Moment): LocalDate {
  const monday = addDays(startOfWeek(localDateOf(now, calendar.zone)), 7);
  for (let day = addDays(monday, 6); day >= monday; day = addDays(day, -1)) {
    if (isWorkingDay(calendar, day)) return day;
  }
  return shiftWorkingDays(calendar, addDays(monday, 7), 0);
}

/** When a pause of so many of the owner's working days is over; plain days, where they are away for over a year. */
export function pauseEnd({ now, calendar, noteMinute }: Moment, days = PAUSE_DAYS): Date {
  const on = shiftWorkingDays(calendar, localDateOf(now, calendar.zone), days);
  return instantOf(on, clampToHours(calendar, noteMinute), calendar.zone);
}
