/** What the policy looks at, put together from a batch of rows. */
import { LocalDate } from '../../kernel/zoned.ts';
import { type Asked, type Question, whoIsAsked } from './asks.ts';
import type { Batch, NudgedCommitment, TakenStep } from './batch-store.ts';
import { NOTICES } from './ladder.ts';
import type { NudgeState, Reader, Step, Taken } from './policy.ts';

/** What `commitments` renders: it owns the kind, since all that can be answered is a move of its own. */
export const KIND = 'commitments.nudge';

/** The member behind a step's reader; null where there is nobody. */
export function readerOf(to: Reader, commitment: NudgedCommitment, { asks }: NudgeState): string | null {
  switch (to) {
    case 'owner':
      return commitment.ownerId;
    case 'proposer':
      return commitment.writtenById;
    case 'peer':
    case 'leader':
    case 'coordinator':
      return asks[to];
  }
}

/** What the policy looks at; null where there is nobody to look after, because the owner has left. */
export function stateOf(commitment: NudgedCommitment, batch: Batch, now: Date): NudgeState | null {
  const { cards, mutes } = batch;
  const owner = cards.get(commitment.ownerId);
  if (owner?.status !== 'active') return null;
  const own = batch.steps.get(commitment.id) ?? [];
  const current = own.filter(({ baseAt }) => baseAt.getTime() === commitment.baseAt.getTime());
  const askedPeer = current.find(({ step }) => step === 'ask-peer')?.memberId ?? null;
  const asks = whoIsAsked({
    owner,
    forId: commitment.forId,
    candidates: batch.candidates.get(commitment.allianceId) ?? new Map(),
    contacts: batch.contacts.get(owner.id) ?? [],
    now,
    askedPeer,
    named: namedBy(current),
  });
  const peer = asks.peer === null ? undefined : cards.get(asks.peer);
  const open = commitment.status === 'proposed' || commitment.status === 'accepted';
  return {
    status: open ? (commitment.status as 'proposed' | 'accepted') : 'ended',
    dueOn: commitment.dueOn,
    reviewOn: commitment.reviewOn,
    baseAt: commitment.baseAt,
    isWrittenByOther: commitment.writtenById !== commitment.ownerId,
    wasHalfTimeAsked: own.some(({ step, memberId }) => step === 'half-time' && memberId === owner.id),
    proposalDeliveredAt: batch.proposedAt.get(commitment.id) ?? null,
    taken: current.map(takenOf),
    pausedUntil: commitment.pausedUntil,
    snoozedUntil: owner.snoozedUntil,
    isMuted: mutes.has(`${commitment.id}/${owner.id}`),
    calendar: owner.calendar,
    noteMinute: owner.noteMinute,
    replyDays: { owner: owner.replyDays, peer: peer?.replyDays ?? 0 },
    asks,
  };
}

function takenOf({ step, deliveredAt, memberId, nextStep, nextOn }: TakenStep): Taken {
  const on = LocalDate.safeParse(nextOn);
  const announced = nextStep && on.success ? { step: nextStep as Step, on: on.data } : null;
  return { step: step as Step, deliveredAt, isPassedOver: memberId === null, announced };
}

const READERS: Readonly<Record<keyof typeof NOTICES, Asked>> = {
  'ask-peer': 'peer',
  'ask-leader': 'leader',
  coordinator: 'coordinator',
};

/**
 * Nobody is asked whom the owner was not told of: once the owner has had the notice of a step, it is good for the
 * person whom it named and for nobody else.
 */
function namedBy(taken: readonly TakenStep[]): NonNullable<Question['named']> {
  const named: Partial<Record<Asked, string | null>> = {};
  for (const step of Object.keys(NOTICES) as (keyof typeof NOTICES)[]) {
    const notice = taken.find((one) => one.step === NOTICES[step]);
    if (!notice || taken.some((one) => one.step === step)) continue;
    named[READERS[step]] = notice.nextStep === step ? notice.nextId : null;
  }
  return named;
}
