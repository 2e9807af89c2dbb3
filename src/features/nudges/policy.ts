import type { WorkingCalendar } from '../../kernel/calendar.ts';
import type { LocalDate } from '../../kernel/zoned.ts';

export type Reader = 'owner' | 'proposer' | 'peer' | 'leader' | 'coordinator';

export type Step =
  | 'proposed-reminder'
  | 'proposed-unanswered'
  | 'review'
  | 'half-time'
  | 'heads-up'
  | 'due'
  | 'late'
  | 'ask-peer'
  | 'tell-leader-next'
  | 'ask-leader'
  | 'tell-coordinator-next'
  | 'coordinator';

interface Row {
  readonly to: Reader;
  /** Working days of the owner: after the due day (before it, where negative), or after what `from` says. */
  readonly days: number;
  readonly from?: 'proposal' | 'half-time' | 'review';
  /** How many working days there must have been until the due day when it was accepted, re-dated or handed over. */
  readonly ifDueIn?: number;
}

/**
 * The nudge policy: when the bot speaks of a commitment, and to whom. docs/policy.md says the same in plain words.
 * In the order in which the steps are taken.
 */
export const POLICY: Readonly<Record<Step, Row>> = {
  'proposed-reminder': { to: 'owner', days: 2, from: 'proposal' },
  'proposed-unanswered': { to: 'proposer', days: 5, from: 'proposal' },
  review: { to: 'owner', days: 0, from: 'review' },
  'half-time': { to: 'owner', days: 0, from: 'half-time', ifDueIn: 10 },
  'heads-up': { to: 'owner', days: -2, ifDueIn: 5 },
  // Promised today for today needs no reminder today.
  due: { to: 'owner', days: 0, ifDueIn: 1 },
  late: { to: 'owner', days: 1 },
  'ask-peer': { to: 'peer', days: 3 },
  'tell-leader-next': { to: 'owner', days: 5 },
  'ask-leader': { to: 'leader', days: 6 },
  'tell-coordinator-next': { to: 'owner', days: 9 },
  coordinator: { to: 'coordinator', days: 10 },
};

/** The longest by which an organisation's usual reply time slows a step, in working days. */
export const LONGEST_STRETCH = 5;

/** A step that was taken since the commitment's base. */
export interface Taken {
  readonly step: Step;
  /** Null while the message waits: for hours, a budget, an absence, a mute, or after a failure. */
  readonly deliveredAt: Date | null;
  /** There was nobody to send it to, or it can never be delivered: the next ones go on without it. */
  readonly isPassedOver?: boolean;
  /** What its message said would come next: that does not come earlier, whatever has changed since. */
  readonly announced?: Pick<Announced, 'step' | 'on'> | null;
}

/** Everything that the policy looks at. Who is asked was resolved before; the ids mean nothing here. */
export interface NudgeState {
  /** `ended`: done, let go, declined, withdrawn, or its alliance has paused. */
  readonly status: 'proposed' | 'accepted' | 'ended';
  readonly dueOn: LocalDate | null;
  /** When to ask for a day where there is none; null: never. */
  readonly reviewOn: LocalDate | null;
  /** The latest of acceptance, new date and hand-over. */
  readonly baseAt: Date;
  readonly isWrittenByOther: boolean;
  /** Half-time is asked once of each owner, whatever becomes of the date. */
  readonly wasHalfTimeAsked: boolean;
  readonly proposalDeliveredAt: Date | null;
  /** Only what was taken since `baseAt`: a new date starts the table again. */
  readonly taken: readonly Taken[];
  /** `I need a hand`, let's talk, a hand-over under way: nothing happens before. */
  readonly pausedUntil: Date | null;
  /** Until when the owner wishes to hear nothing; an instant that has passed is when they were back. */
  readonly snoozedUntil: Date | null;
  /** The owner wishes to hear no more of it, so nobody else does either. */
  readonly isMuted: boolean;
  /** The owner's, as is the minute of the day at which they are written to. */
  readonly calendar: WorkingCalendar;
  readonly noteMinute: number;
  /** Usual reply times in working days: of the owner's organisation, and of that of the peer. */
  readonly replyDays: { readonly owner: number; readonly peer: number };
  /** Who would be asked; null where nobody can be, and the step is passed over. */
  readonly asks: Readonly<Record<'peer' | 'leader' | 'coordinator', string | null>>;
}

/** What the owner is told will happen if nothing moves, and on which day: words and table cannot differ. */
export interface Announced {
  readonly step: Step;
  readonly on: LocalDate;
  /** By how many working days the usual reply time of somebody's organisation has slowed it, if it has. */
  readonly slower: { readonly days: number; readonly whose: 'owner' | 'peer' } | null;
}

export type Next =
  | {
      readonly kind: 'send';
      readonly step: Step;
      readonly to: Reader;
      readonly notBefore: Date;
      readonly announces: Announced | null;
    }
  | { readonly kind: 'wait'; readonly until: Date }
  /** It is on its way: nothing else happens until it has been delivered, or passed over. */
  | { readonly kind: 'wait-for-delivery'; readonly of: Step | 'proposal' }
  /** The owner has muted it: nothing happens until they lift that. */
  | { readonly kind: 'held' }
  | { readonly kind: 'finished' };
