/** What was read in a sentence and awaits the speaker's word. Its id becomes the commitment's, so it counts once. */
import type { WorkingCalendar } from '../../kernel/calendar.ts';
import { shiftWorkingDays } from '../../kernel/day-math.ts';
import type { AllianceId, CommitmentId, MemberId } from '../../kernel/ids.ts';
import type { Rhythm } from '../../kernel/rhythm.ts';
import { addDays, type LocalDate, localDateOf } from '../../kernel/zoned.ts';
import type { Audience, Commitment } from './domain.ts';

export interface DraftContent {
  readonly text: string;
  /** null: nobody was named yet. */
  readonly ownerId: MemberId | null;
  readonly forId: MemberId | null;
  readonly dueOn: LocalDate | null;
  /** An ISO instant, where a time of day was named. */
  readonly dueAt: string | null;
  /** When to ask for a day where none was named. */
  readonly reviewOn: LocalDate | null;
  /** The other way to read day and month. */
  readonly otherDueOn: LocalDate | null;
  /** The day that was named, where it has passed; `dueOn` is null then. */
  readonly passedOn: LocalDate | null;
  /** Where it is to come round: `dueOn` is the first time. */
  readonly rhythm: Rhythm | null;
  readonly audience: Audience;
}

export interface Draft {
  readonly id: CommitmentId;
  readonly allianceId: AllianceId;
  readonly speakerId: MemberId;
  readonly content: DraftContent;
  readonly permalink: string | null;
  readonly status: 'open' | 'recorded' | 'dropped';
  readonly createdAt: Date;
  /** What was read at once has one id and its places; in which thread it was said, if it was said in one. */
  readonly batchId: string | null;
  readonly position: number;
  readonly threadTs: string | null;
}

const REVIEW_DAYS = 10;

/** When a day is asked for, where none was named: two working weeks from today. */
export function reviewDay(calendar: WorkingCalendar, now: Date): LocalDate {
  return shiftWorkingDays(calendar, localDateOf(now, calendar.zone), REVIEW_DAYS);
}

/** What is still missing before it can be recorded. */
export function missing({ ownerId, passedOn }: DraftContent): 'owner' | 'date' | null {
  if (ownerId === null) return 'owner';
  return passedOn === null ? null : 'date';
}

/** The other reading of its date takes the place of the first, and may be taken back. */
export function swapped(content: DraftContent): DraftContent {
  if (content.otherDueOn === null) return content;
  return { ...content, dueOn: content.otherDueOn, otherDueOn: content.dueOn, dueAt: null };
}

/** What somebody wrote down: their own promise counts at once, anybody else's once its owner accepts. */
export function written(
  what: { id: CommitmentId; allianceId: AllianceId; writtenById: MemberId; permalink: string | null },
  content: Omit<DraftContent, 'ownerId' | 'otherDueOn' | 'passedOn'> & { ownerId: MemberId },
  now: Date,
): Commitment {
  const { text, ownerId, forId, dueOn, dueAt, reviewOn, rhythm, audience } = content;
  return {
    ...what,
    text,
    ownerId,
    // A promise to oneself is for nobody else, so there is nobody to tell or to ask.
    forId: forId === ownerId ? null : forId,
    dueOn,
    dueAt: dueAt === null ? null : new Date(dueAt),
    reviewOn: dueOn === null ? reviewOn : null,
    status: ownerId === what.writtenById ? 'accepted' : 'proposed',
    revision: 1,
    baseAt: now,
    pausedUntil: null,
    offeredToId: null,
    recurrence: rhythm && dueOn && { rhythm, anchor: addDays(dueOn, -1) },
    audience,
    createdAt: now,
    endedAt: null,
  };
}

/** The next of a commitment that recurs, once the one before is done: nobody has to promise it again. */
export function successor(done: Commitment, id: CommitmentId, dueOn: LocalDate, now: Date): Commitment {
  return {
    ...done,
    id,
    dueOn,
    dueAt: null,
    reviewOn: null,
    status: 'accepted',
    revision: 1,
    baseAt: now,
    pausedUntil: null,
    offeredToId: null,
    createdAt: now,
    endedAt: null,
  };
}
