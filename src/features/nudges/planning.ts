/** What has fallen due: the policy's next step of each commitment, as items, in a constant number of queries a batch. */
import type { Work } from '../../act.ts';
import type { MemberId } from '../../kernel/ids.ts';
import { instantOf } from '../../kernel/zoned.ts';
import { type NewItem, RANK } from '../../outbox/outbox.ts';
import * as batches from './batch-store.ts';
import { nextStep } from './domain.ts';
import { type Next, type NudgeState, POLICY, type Step } from './policy.ts';
import { KIND, readerOf, stateOf } from './state.ts';
import * as store from './store.ts';
import { withhold } from './withholding.ts';

type Send = Extract<Next, { kind: 'send' }>;

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
  const loaded = await batches.loadBatch(db, ids);
  const withheld = await withhold({ db, now, outbox }, loaded);
  const batch = batches.without(loaded, withheld);
  const taken: batches.TakenStep[] = [];
  const items: NewItem[] = [];
  const looks = new Map<string, Date | null>(ids.map((id) => [id, null]));
  for (const commitment of batch.commitments) {
    const plan = stepsOf(commitment, batch, now);
    looks.set(commitment.id, plan.lookAt);
    taken.push(...plan.taken);
    items.push(...plan.items);
  }
  await store.forgetLost(db, batch.lost);
  await store.recordSteps(db, taken);
  await store.savePlans(db, looks);
  await outbox.add(db, now, items); // last: from here on others who write to the same people wait
  return ids.length;
}

/** The steps of one commitment that are to be taken now, and when to look again. */
function stepsOf(commitment: batches.NudgedCommitment, batch: batches.Batch, now: Date) {
  const steps: batches.TakenStep[] = [];
  const items: NewItem[] = [];
  let state = stateOf(commitment, batch, now);
  for (let n = 0; state && n < MOST_AT_ONCE; n += 1) {
    const next = nextStep(state, now);
    if (next.kind !== 'send') {
      const lookAt = next.kind === 'wait' ? next.until : nextAbsence(state, now);
      return { lookAt, taken: steps, items };
    }
    const memberId = readerOf(next.to, commitment, state);
    const reader = memberId === null ? undefined : batch.cards.get(memberId);
    const to = reader?.status === 'active' ? reader.id : null; // nobody is written to who has left
    // Whoever wishes to hear no more of it is not asked, and nobody after them: looked at again when they lift that.
    if (to && batch.mutes.has(`${commitment.id}/${to}`)) break;
    const announced = announcedBy(next, commitment, state);
    steps.push({
      commitmentId: commitment.id,
      baseAt: commitment.baseAt,
      step: next.step,
      memberId: to,
      at: now,
      deliveredAt: null,
      nextStep: announced?.step ?? null,
      nextId: announced?.who ?? null,
      nextOn: announced?.on ?? null,
    });
    if (to && next.step !== 'coordinator') items.push(itemOf(commitment, next.step, to, announced, now));
    state = { ...state, taken: [...state.taken, { step: next.step, deliveredAt: null, isPassedOver: !to }] };
  }
  return { lookAt: null, taken: steps, items };
}

/** When the owner goes away: what is on its way to others then does not leave. Null where nothing is, or they do not. */
function nextAbsence({ status, taken, calendar }: NudgeState, now: Date): Date | null {
  const isOnItsWay = taken.some(({ deliveredAt, isPassedOver }) => !deliveredAt && !isPassedOver);
  if (status === 'ended' || !isOnItsWay) return null;
  const begins = calendar.absences
    .map(({ from }) => instantOf(from, 0, calendar.zone))
    .filter((instant) => instant > now);
  return begins.reduce<Date | null>((soonest, one) => (soonest && soonest < one ? soonest : one), null);
}

/** What the owner is told will come: which step, whom it asks, on which of their days, and what slows it. */
function announcedBy({ announces }: Send, commitment: batches.NudgedCommitment, state: NudgeState) {
  if (!announces) return null;
  const { step, on, slower } = announces;
  const who = readerOf(POLICY[step].to, commitment, state);
  const of = slower && (slower.whose === 'owner' ? commitment.ownerId : state.asks.peer);
  return { step, who, on, slower: slower && of ? { days: slower.days, of } : null };
}

function itemOf(
  { id, allianceId, baseAt }: batches.NudgedCommitment,
  step: Step,
  memberId: MemberId,
  next: ReturnType<typeof announcedBy>,
  now: Date,
): NewItem {
  return {
    key: batches.keyOf({ commitmentId: id, baseAt, step, at: now }),
    allianceId,
    memberId,
    kind: KIND,
    ref: id,
    data: { step, base: baseAt.toISOString(), next },
    rank: PLACE[step] ?? RANK.rest,
    urgency: URGENCY[step] ?? 'answer',
  };
}
