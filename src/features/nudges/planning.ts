/** What has fallen due: the policy's next step of each commitment, as items, in a constant number of queries a batch. */
import type { Work } from '../../feature.ts';
import { AllianceId, MemberId } from '../../kernel/ids.ts';
import { LocalDate } from '../../kernel/zoned.ts';
import { type NewItem, RANK } from '../../outbox/outbox.ts';
import { whoIsAsked } from './asks.ts';
import { nextStep } from './domain.ts';
import { NOTICES } from './ladder.ts';
import type { Next, NudgeState, Step, Taken } from './policy.ts';
import * as store from './store.ts';

type Send = Extract<Next, { kind: 'send' }>;

/** What `commitments` renders: it owns the kind, since all that can be answered is a move of its own. */
const KIND = 'commitments.nudge';
/** More steps than this are never due of one commitment at one moment. */
const MOST_AT_ONCE = 4;

const URGENCY: Readonly<Partial<Record<Step, NewItem['urgency']>>> = {
  'heads-up': 'rides',
  'proposed-unanswered': 'rides',
};
const PLACE: Readonly<Partial<Record<Step, number>>> = {
  due: RANK.due,
  late: RANK.late,
  'tell-leader-next': RANK.late,
  'tell-coordinator-next': RANK.late,
};

/** Takes the steps that have fallen due; how many commitments were looked at. */
export async function run({ db, now, outbox }: Work, limit: number): Promise<number> {
  const ids = await store.claimDue(db, now, limit);
  if (ids.length === 0) return 0;
  const batch = await store.loadBatch(db, ids);
  const taken: store.TakenStep[] = [];
  const items: NewItem[] = [];
  const looks = new Map<string, Date | null>();
  for (const commitment of batch.commitments) {
    const plan = stepsOf(commitment, batch, now);
    looks.set(commitment.id, plan.lookAt);
    taken.push(...plan.taken);
    items.push(...plan.items);
  }
  await store.forgetLost(db, batch.lost);
  await store.recordSteps(db, taken);
  await outbox.add(db, now, items);
  await store.savePlans(db, looks);
  return ids.length;
}

/** The steps of one commitment that are to be taken now, and when to look again. */
function stepsOf(commitment: store.NudgedCommitment, batch: store.Batch, now: Date) {
  const steps: store.TakenStep[] = [];
  const items: NewItem[] = [];
  const found = stateOf(commitment, batch, now);
  if (!found) return { lookAt: null, taken: steps, items };
  let { state } = found;
  for (let n = 0; n < MOST_AT_ONCE; n += 1) {
    const next = nextStep(state, now);
    if (next.kind !== 'send')
      return { lookAt: next.kind === 'wait' ? next.until : null, taken: steps, items };
    const memberId = readerOf(next, commitment, state);
    const reader = memberId === null ? undefined : batch.cards.get(memberId);
    const to = reader?.status === 'active' ? memberId : null; // nobody is written to who has left
    const step = {
      commitmentId: commitment.id,
      baseAt: commitment.baseAt,
      step: next.step,
      memberId: to,
      at: now,
    };
    steps.push({ ...step, deliveredAt: null });
    if (to && next.step !== 'coordinator') items.push(itemOf(commitment, next, to, state, now));
    state = { ...state, taken: [...state.taken, { step: next.step, deliveredAt: null, isPassedOver: !to }] };
  }
  return { lookAt: null, taken: steps, items };
}

function readerOf({ to }: Send, commitment: store.NudgedCommitment, { asks }: NudgeState): string | null {
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

function itemOf(
  { id, allianceId, baseAt, writtenById }: store.NudgedCommitment,
  { step, announces }: Send,
  memberId: string,
  { asks }: NudgeState,
  now: Date,
): NewItem {
  const who = { 'ask-peer': asks.peer, 'ask-leader': asks.leader, coordinator: asks.coordinator };
  const announced = announces && {
    step: announces.step,
    who: announces.step in who ? who[announces.step as keyof typeof who] : writtenById,
    on: announces.on,
  };
  return {
    key: store.keyOf({ commitmentId: id, baseAt, step, at: now }),
    allianceId: AllianceId.parse(allianceId),
    memberId: MemberId.parse(memberId),
    kind: KIND,
    ref: id,
    data: { step, base: baseAt.toISOString(), next: announced },
    rank: PLACE[step] ?? RANK.rest,
    urgency: URGENCY[step] ?? 'answer',
  };
}

/** What the policy looks at; null where there is nobody to look after, because the owner has left. */
function stateOf(
  commitment: store.NudgedCommitment,
  batch: store.Batch,
  now: Date,
): { state: NudgeState } | null {
  const { cards, contacts } = batch;
  const owner = cards.get(commitment.ownerId);
  if (owner?.status !== 'active') return null;
  const own = batch.steps.filter(({ commitmentId }) => commitmentId === commitment.id);
  const current = own.filter(({ baseAt }) => baseAt.getTime() === commitment.baseAt.getTime());
  const askedPeer = current.find(({ step }) => step === 'ask-peer')?.memberId ?? null;
  const candidates = { owner, forId: commitment.forId, candidates: cards, contacts, now, askedPeer };
  const asks = asAnnounced(whoIsAsked(candidates), commitment, current, batch);
  const peer = asks.peer === null ? undefined : cards.get(asks.peer);
  const open = commitment.status === 'proposed' || commitment.status === 'accepted';
  return {
    state: {
      status: open ? (commitment.status as 'proposed' | 'accepted') : 'ended',
      dueOn: LocalDate.nullable().parse(commitment.dueOn),
      reviewOn: LocalDate.nullable().parse(commitment.reviewOn),
      baseAt: commitment.baseAt,
      isWrittenByOther: commitment.writtenById !== commitment.ownerId,
      wasHalfTimeAsked: own.some(({ step, memberId }) => step === 'half-time' && memberId === owner.id),
      proposalDeliveredAt: batch.proposedAt.get(commitment.id) ?? null,
      taken: current.map(
        ({ step, deliveredAt, memberId }): Taken => ({
          step: step as Step,
          deliveredAt,
          isPassedOver: memberId === null,
        }),
      ),
      pausedUntil: commitment.pausedUntil,
      calendar: owner.calendar,
      noteMinute: owner.noteMinute,
      replyDays: { owner: owner.replyDays, peer: peer?.replyDays ?? 0 },
      asks,
    },
  };
}

/**
 * Nobody is asked whom the owner was not told of: once the owner has had the notice of a step, it is good for the
 * person whom it named and for nobody else.
 */
function asAnnounced(
  asks: NudgeState['asks'],
  { id }: store.NudgedCommitment,
  taken: readonly store.TakenStep[],
  { announced }: store.Batch,
): NudgeState['asks'] {
  const named = (step: keyof typeof NOTICES, who: string | null): string | null => {
    const notice = taken.find((one) => one.step === NOTICES[step]);
    if (!notice || taken.some((one) => one.step === step)) return who;
    const told = announced.get(store.keyOf({ ...notice, commitmentId: id }));
    return told?.step === step && told.who === who ? who : null;
  };
  return {
    peer: named('ask-peer', asks.peer),
    leader: named('ask-leader', asks.leader),
    coordinator: named('coordinator', asks.coordinator),
  };
}
