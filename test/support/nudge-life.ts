import { expect } from '@jest/globals';
import { nextStep } from '../../src/features/nudges/domain.ts';
import type { Next, NudgeState, Step } from '../../src/features/nudges/policy.ts';
import type { LocalDate } from '../../src/kernel/zoned.ts';
import { office } from './office.ts';

export const date = (text: string) => text as LocalDate;
/** Accepted on Monday 5 January 2026, written down by somebody else, due on Friday 6 February. */
export const promise: NudgeState = {
  status: 'accepted',
  dueOn: date('2026-02-06'),
  reviewOn: null,
  baseAt: new Date('2026-01-05T10:00:00Z'),
  isWrittenByOther: true,
  wasHalfTimeAsked: false,
  proposalDeliveredAt: new Date('2026-01-02T09:00:00Z'),
  taken: [],
  pausedUntil: null,
  snoozedUntil: null,
  isMuted: false,
  calendar: office,
  noteMinute: 570,
  replyDays: { owner: 0, peer: 0 },
  asks: { peer: 'ben', leader: 'lea', coordinator: 'cai' },
};

/** How long after it was written each step is delivered, in hours; null: never. */
export type Delays = (step: Step) => number | null;
export interface Sent {
  readonly step: Step;
  readonly at: Date;
  readonly next: Extract<Next, { kind: 'send' }>;
}

/** Lives through a commitment: looks whenever it should, sends what is due, and delivers it. */
export function live(
  start: NudgeState,
  from: Date,
  delays: Delays = () => 0,
): { sent: Sent[]; end: Next; looks: number } {
  let state = start;
  let now = from;
  const sent: Sent[] = [];
  for (let looks = 0; ; looks += 1) {
    if (looks > 100) throw new Error('it never ends');
    const next = nextStep(state, now);
    if (next.kind === 'send') {
      sent.push({ step: next.step, at: now, next });
      const hours = delays(next.step);
      const deliveredAt = hours === null ? null : new Date(now.getTime() + hours * 3_600_000);
      const announced = next.announces;
      state = { ...state, taken: [...state.taken, { step: next.step, deliveredAt, announced }] };
    } else if (next.kind === 'wait') {
      expect(next.until > now).toBe(true);
      now = next.until;
    } else {
      return { sent, end: next, looks };
    }
    // The future is not known to the policy: what is delivered later is still on its way now.
    const known = state.taken.filter(({ deliveredAt }) => deliveredAt && deliveredAt > now);
    if (known.length > 0) {
      const hidden = {
        ...state,
        taken: state.taken.map((one) => (known.includes(one) ? { ...one, deliveredAt: null } : one)),
      };
      const meanwhile = nextStep(hidden, now);
      if (meanwhile.kind === 'wait-for-delivery') {
        now = known.reduce(
          (soonest, { deliveredAt }) => (deliveredAt && deliveredAt < soonest ? deliveredAt : soonest),
          known[0]?.deliveredAt ?? now,
        );
      }
    }
  }
}
