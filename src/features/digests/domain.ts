/** What a digest counts and names. Everything is about days that are over, and no organisation is compared. */
import type { AllianceId, MemberId, OrganisationId } from '../../kernel/ids.ts';
import { addDays, daysBetween, type LocalDate } from '../../kernel/zoned.ts';
import type { Acts, Talks, Thanked } from './acts-domain.ts';
import type { FollowThrough } from './follow-through-domain.ts';

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
const FEWEST_PEOPLE = 5;

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

/** Named with their dates, and how many more there are. */
export interface Listing {
  readonly named: readonly Commitment[];
  readonly more: number;
}

const MOST_NAMED = 4;

/** What the reader's organisation owes to others, or waits for from them, the next date first. */
export function listing(
  commitments: readonly Commitment[],
  reader: Looking,
  which: 'we owe' | 'we wait for',
): Listing {
  const mine = commitments.filter(({ status, ownerOrganisationId: owner, forOrganisationId }) => {
    if (status !== 'accepted' || owner === forOrganisationId) return false;
    return reader.organisationId === (which === 'we owe' ? owner : forOrganisationId);
  });
  const named = mine
    .filter((commitment) => mayName(commitment, reader))
    .sort((a, b) => ((a.dueOn ?? '9') < (b.dueOn ?? '9') ? -1 : 1))
    .slice(0, MOST_NAMED);
  return { named, more: mine.length - named.length };
}

/** What is between the people in it is named to nobody else. Somebody else's late commitment is named only to those whom a step has told of it; its past date would tell. */
export function mayName(
  { ownerId, forId, audience, dueOn, today, steps }: Commitment,
  { id }: Looking,
): boolean {
  if (audience === 'pair' && ownerId !== id && forId !== id) return false;
  const isLate = dueOn !== null && dueOn < today;
  return (
    !isLate ||
    ownerId === id ||
    forId === id ||
    steps.some((step) => step.memberId === id && step.isDelivered)
  );
}

/** What summaries that have arrived have named: by this one where it has, and by others of the same reader. */
export interface Naming {
  readonly here: readonly string[] | null;
  readonly elsewhere: readonly string[];
}

/** More are named in the next summary. */
const MOST_NEEDED = 5;

/**
 * What the coordinator alone can mend: a step has named it to them, nothing has moved since, and no summary of theirs
 * named it before.
 */
export function needsCoordinator({
  commitments,
  reader,
  naming,
}: Pick<Facts, 'commitments' | 'naming'> & { readonly reader: Looking }): Commitment[] {
  return commitments
    .filter(
      ({ id, status, steps }) =>
        status === 'accepted' &&
        (naming.here === null ? !naming.elsewhere.includes(id) : naming.here.includes(id)) &&
        steps.some(
          ({ step, memberId, isAnswered }) =>
            step === COORDINATOR_STEP && memberId === reader.id && !isAnswered,
        ),
    )
    .slice(0, MOST_NEEDED);
}

/** What a coordinator did from a summary about a commitment that it named. */
export interface Help {
  readonly commitmentId: string;
  readonly act: 'talk' | 'date' | 'close';
}

/** One of the reader's own pairs. */
export interface OwnPair {
  readonly otherId: MemberId;
  /** When either of the two last noted a talk. */
  readonly spokeOn: LocalDate | null;
}

const LONG_AGO = 21;

/** The opposite number with whom a word is most overdue; null where all is well. */
export function wordWith(pairs: readonly OwnPair[], today: LocalDate): OwnPair | null {
  const [first] = byContact(pairs);
  if (!first) return null;
  return first.spokeOn === null || daysBetween(first.spokeOn, today) >= LONG_AGO ? first : null;
}

/** Pairs, the longest without a talk first. */
export function byContact(pairs: readonly OwnPair[]): OwnPair[] {
  return [...pairs].sort((a, b) => ((a.spokeOn ?? '') < (b.spokeOn ?? '') ? -1 : 1));
}

/** The seven days up to and including a date: what is told on request. */
export function weekTo(today: LocalDate): Week {
  return { since: addDays(today, -6), until: today };
}

/** A member as a digest names them. */
export interface Person {
  readonly id: MemberId;
  readonly name: string;
  readonly organisation: string;
}

/** What awaits a word from the reader or their organisation. */
export interface Decisions {
  readonly roles: number;
  readonly pairs: number;
  readonly promises: number;
}

/** All that a digest is made from. */
export interface Facts {
  readonly kind: 'leader' | 'coordinator' | 'member';
  readonly reader: Looking & { readonly allianceId: AllianceId };
  readonly week: Week;
  readonly today: LocalDate;
  readonly commitments: readonly Commitment[];
  readonly people: ReadonlyMap<MemberId, Person>;
  readonly pairs: readonly OwnPair[];
  readonly decisions: Decisions;
  /** What people shared with the whole alliance in these days. */
  readonly remarks: readonly { readonly authorId: MemberId; readonly text: string }[];
  /** Whom the reader asked for a word from this digest. */
  readonly asked: readonly MemberId[];
  /** A coordinator's alone: what was named, and what they did about it. */
  readonly naming: Naming;
  readonly helped: readonly Help[];
  readonly followThrough: FollowThrough;
  readonly acts: Acts;
  readonly thanks: readonly Thanked[];
  readonly talks: Talks;
  /** Once it has been drawn. */
  readonly picture: { readonly fileId: string; readonly alt: string } | null;
}
