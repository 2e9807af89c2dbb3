/** What a digest counts. Everything is about days that are over, and no organisation is compared. */
import type { MemberId, OrganisationId } from '../../kernel/ids.ts';
import { addDays, type LocalDate } from '../../kernel/zoned.ts';

/** The days that a digest covers, both included. */
export interface Week {
  readonly since: LocalDate;
  readonly until: LocalDate;
}

/** The steps after which somebody waits, and which names a commitment in the coordinator's summary. */
export const PEER_STEP = 'ask-peer';
export const COORDINATOR_STEP = 'coordinator';

/** A step that was taken for a commitment since its date was last set. */
export interface Step {
  readonly step: string;
  readonly memberId: MemberId | null;
  /** The owner's date on which it was taken. */
  readonly on: LocalDate;
  /** Whether it has reached them: before that, nobody was told. */
  readonly isDelivered: boolean;
  readonly isAnswered: boolean;
}

/** A commitment with what happened to it; all dates are its owner's. */
export interface Commitment {
  readonly id: string;
  readonly ownerId: MemberId;
  readonly ownerOrganisationId: OrganisationId;
  readonly forId: MemberId | null;
  readonly forOrganisationId: OrganisationId | null;
  readonly text: string;
  /** Who may see it beside the people in it: nobody, their organisations, all. */
  readonly audience: 'pair' | 'org' | 'alliance';
  readonly status: 'proposed' | 'accepted' | 'done' | 'let_go' | 'declined';
  readonly dueOn: LocalDate | null;
  readonly endedOn: LocalDate | null;
  readonly moves: readonly { readonly on: LocalDate; readonly inTime: boolean }[];
  readonly steps: readonly Step[];
  readonly today: LocalDate;
}

/** What became of a commitment in a week. */
export type Outcome = 'kept' | 'moved' | null;

/**
 * Kept: done by the last date that was set before its date passed, in the week in which it was done. Moved in good
 * time: still open, with a new date set that week before the old one passed. What was moved after its date was late,
 * whatever became of it; what was declined, let go or released counts nowhere.
 */
export function outcome(commitment: Commitment, week: Week): Outcome {
  const { status, dueOn, endedOn, moves } = commitment;
  if (moves.some(({ inTime }) => !inTime)) return null;
  if (status === 'done') {
    const isInTime = endedOn !== null && (dueOn === null || endedOn <= dueOn);
    return isInTime && within(week, endedOn) ? 'kept' : null;
  }
  return status === 'accepted' && moves.some(({ on }) => within(week, on)) ? 'moved' : null;
}

function within({ since, until }: Week, date: LocalDate): boolean {
  return since <= date && date <= until;
}

/** Whether somebody was asked about it already: the person it is for, or a peer. */
export function isWaiting({ status, steps }: Commitment): boolean {
  return status === 'accepted' && steps.some(({ step, memberId }) => step === PEER_STEP && memberId !== null);
}

export interface Tally {
  readonly kept: number;
  readonly moved: number;
  readonly waiting: number;
}

/** How many were kept and moved in the week, and how many wait now. */
export function tally(commitments: readonly Commitment[], week: Week): Tally {
  const outcomes = commitments.map((commitment) => outcome(commitment, week));
  return {
    kept: outcomes.filter((one) => one === 'kept').length,
    moved: outcomes.filter((one) => one === 'moved').length,
    waiting: commitments.filter(isWaiting).length,
  };
}

/** Figures about fewer people would be figures about each of them. */
export const FEWEST_PEOPLE = 5;

/** Whether enough people owe or are owed something for the alliance's figures to be shown. */
export function showsAlliance(commitments: readonly Commitment[], week: Week): boolean {
  const people = concerned(commitments, week).flatMap(({ ownerId, forId }) =>
    forId ? [ownerId, forId] : [ownerId],
  );
  return new Set(people).size >= FEWEST_PEOPLE;
}

/**
 * Whether one's own organisation's figures may stand beside the alliance's: what is left of those is about the others,
 * and figures about fewer than five people outside one's own organisation are not shown.
 */
export function showsOwnBeside(commitments: readonly Commitment[], week: Week, reader: Looking): boolean {
  const others = new Set(
    concerned(commitments, week).flatMap(({ ownerId, ownerOrganisationId, forId, forOrganisationId }) => [
      ...(ownerOrganisationId === reader.organisationId ? [] : [ownerId]),
      ...(forId && forOrganisationId !== reader.organisationId ? [forId] : []),
    ]),
  );
  return others.size >= FEWEST_PEOPLE;
}

function concerned(commitments: readonly Commitment[], week: Week): Commitment[] {
  return commitments.filter(
    (one) => one.status === 'accepted' || (one.endedOn !== null && within(week, one.endedOn)),
  );
}

export interface Looking {
  readonly id: MemberId;
  readonly organisationId: OrganisationId;
}

/** The seven days up to and including a date: what is told on request. */
export function weekTo(today: LocalDate): Week {
  return { since: addDays(today, -6), until: today };
}
