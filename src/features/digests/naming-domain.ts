/** What a digest names: open promises with their dates, and what a coordinator alone can mend. Pure. */
import { addDays, type LocalDate, startOfWeek } from '../../kernel/zoned.ts';
import { COORDINATOR_STEP, type Commitment, FEWEST_PEOPLE, type Looking } from './domain.ts';

/** Named with their dates, and how many more there are. */
export interface Listing {
  readonly named: readonly Commitment[];
  readonly more: number;
  /** Whether that number may be told: it is about our own people, or about enough others. */
  readonly isCounted: boolean;
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
  const owners = new Set(mine.filter((one) => !named.includes(one)).map(({ ownerId }) => ownerId));
  const isCounted = which === 'we owe' || owners.size >= FEWEST_PEOPLE;
  return { named, more: mine.length - named.length, isCounted };
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
 * What the coordinator alone can mend: a step has named it to them, nothing has moved since, no summary of theirs named
 * it before, and the Monday of which its owner has read has come, whichever weekday this reader has chosen.
 */
export function needsCoordinator({
  commitments,
  reader,
  naming,
  today,
}: {
  readonly commitments: readonly Commitment[];
  readonly naming: Naming;
  readonly reader: Looking;
  readonly today: LocalDate;
}): Commitment[] {
  const mayBeNamed = (id: string, on: LocalDate) =>
    naming.here === null
      ? !naming.elsewhere.includes(id) && mondayFrom(on) <= today
      : naming.here.includes(id);
  return commitments
    .filter(
      ({ id, status, steps }) =>
        status === 'accepted' &&
        steps.some(
          ({ step, memberId, isAnswered, on }) =>
            step === COORDINATOR_STEP && memberId === reader.id && !isAnswered && mayBeNamed(id, on),
        ),
    )
    .slice(0, MOST_NEEDED);
}

function mondayFrom(date: LocalDate): LocalDate {
  return startOfWeek(addDays(date, 6));
}

/** What a coordinator did from a summary about a commitment that it named. */
export interface Help {
  readonly commitmentId: string;
  readonly act: 'talk' | 'date' | 'close';
}
