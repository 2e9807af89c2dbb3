import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Delays, date, live, promise, type Sent } from '../../../test/support/nudge-life.ts';
import { office } from '../../../test/support/office.ts';
import { addWorkingDays, isWorkingDay } from '../../kernel/calendar.ts';
import { addDays, instantOf, localDateOf } from '../../kernel/zoned.ts';
import { nextStep } from './domain.ts';
import { NOTICES } from './ladder.ts';
import { type Next, type NudgeState, POLICY, type Step } from './policy.ts';

const STEPS = Object.keys(POLICY) as Step[];
const aState = fc
  .record({
    start: fc.integer({ min: 0, max: 700 }),
    length: fc.integer({ min: 0, max: 80 }),
    zone: fc.constantFrom('Europe/London', 'America/New_York', 'Pacific/Apia', 'Africa/Cairo'),
    workDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    country: fc.constantFrom(null, 'GB', 'EG'),
    absence: fc.tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 40 })),
    noteMinute: fc.integer({ min: 0, max: 1439 }),
    isWrittenByOther: fc.boolean(),
    status: fc.constantFrom('proposed' as const, 'accepted' as const),
    replyDays: fc.record({ owner: fc.integer({ min: 0, max: 9 }), peer: fc.integer({ min: 0, max: 9 }) }),
    asks: fc.record({
      peer: fc.constantFrom(null, 'ben'),
      leader: fc.constantFrom(null, 'lea'),
      coordinator: fc.constantFrom(null, 'cai'),
    }),
  })
  .map(({ start, length, zone, workDays, country, absence: [away, forDays], ...rest }): NudgeState => {
    const base = addDays(date('2026-01-01'), start);
    const absences = [
      { from: addDays(date('2026-01-01'), away), until: addDays(date('2026-01-01'), away + forDays) },
    ];
    const baseAt = instantOf(base, 660, zone);
    return {
      ...promise,
      ...rest,
      dueOn: addDays(base, length),
      baseAt,
      proposalDeliveredAt: baseAt,
      calendar: { ...office, zone, days: workDays, country, absences },
    };
  });
const delay = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 8 }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 400 }) },
  { weight: 1, arbitrary: fc.constant(null) },
);
const someDelays = fc.tuple(...STEPS.map(() => delay)).map(
  (all): Delays =>
    (step) =>
      all[STEPS.indexOf(step)] ?? null,
);
const aStart = fc.integer({ min: 0, max: 90 * 24 });

describe('whatever happens', () => {
  const check = (property: (state: NudgeState, sent: readonly Sent[], delays: Delays, end: Next) => void) =>
    fc.assert(
      fc.property(aState, someDelays, aStart, (state, delays, hours) => {
        const { sent, end } = live(state, new Date(state.baseAt.getTime() + hours * 3_600_000), delays);
        property(state, sent, delays, end);
      }),
      { numRuns: 120 },
    );

  test('each step is taken once at most, in the order of the table', () => {
    check((_, sent) => {
      const order = sent.map(({ step }) => STEPS.indexOf(step));
      expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
    });
  });

  test('the owner is written to on working days only, within the hours', () => {
    check(({ calendar: owners }, sent) => {
      for (const { next } of sent) {
        if (next.to === 'owner')
          expect(isWorkingDay(owners, localDateOf(next.notBefore, owners.zone))).toBe(true);
      }
    });
  });

  test('nobody hears before the owner, nor on the same working day', () => {
    check(({ calendar: owners }, sent, delays) => {
      for (const { step, at } of sent) {
        const notice = step in NOTICES ? NOTICES[step as keyof typeof NOTICES] : null;
        if (!notice) continue;
        const told = sent.find((one) => one.step === notice);
        const hours = delays(notice);
        if (!told || hours === null) throw new Error(`${step} without ${notice}`);
        const delivered = new Date(told.at.getTime() + hours * 3_600_000);
        const earliest = addWorkingDays(owners, localDateOf(delivered, owners.zone), 1);
        expect(localDateOf(at, owners.zone) >= earliest).toBe(true);
      }
    });
  });

  test('what is announced happens no earlier than announced', () => {
    check(({ calendar: owners }, sent) => {
      for (const { next } of sent) {
        const { announces } = next;
        const then = announces && sent.find(({ step }) => step === announces.step);
        if (then) expect(localDateOf(then.at, owners.zone) >= announces.on).toBe(true);
      }
    });
  });

  test('what is held holds all that follows', () => {
    check((_, sent, delays) => {
      const ladder = sent.filter(({ step }) => STEPS.indexOf(step) >= STEPS.indexOf('late'));
      const held = ladder.findIndex(({ step }) => delays(step) === null);
      if (held >= 0) expect(held).toBe(ladder.length - 1);
    });
  });

  test('an end stops everything, at any moment', () => {
    check((state, sent) => {
      for (const { at } of sent) {
        expect(nextStep({ ...state, status: 'ended' }, at)).toEqual({ kind: 'finished' });
        const moved = {
          ...state,
          status: 'accepted' as const,
          baseAt: at,
          dueOn: addDays(localDateOf(at, state.calendar.zone), 60),
        };
        expect(nextStep({ ...moved, taken: [] }, at).kind).toBe('wait');
      }
    });
  });

  test('while it rests nothing is sent, and while it is muted nothing is planned', () => {
    fc.assert(
      fc.property(aState, aStart, fc.integer({ min: 1, max: 900 }), (state, hours, rest) => {
        const now = new Date(state.baseAt.getTime() + hours * 3_600_000);
        const until = new Date(now.getTime() + rest * 3_600_000);
        const longer = new Date(until.getTime() + 1);
        expect(nextStep({ ...state, pausedUntil: until }, now)).toEqual({ kind: 'wait', until });
        expect(nextStep({ ...state, snoozedUntil: until }, now)).toEqual({ kind: 'wait', until });
        expect(nextStep({ ...state, pausedUntil: longer, snoozedUntil: until }, now)).toEqual({
          kind: 'wait',
          until: longer,
        });
        expect(nextStep({ ...state, isMuted: true }, now)).toEqual({ kind: 'held' });
      }),
    );
  });

  test('looking again in between changes nothing', () => {
    fc.assert(
      fc.property(aState, aStart, fc.double({ min: 0, max: 0.999, noNaN: true }), (state, hours, part) => {
        const now = new Date(state.baseAt.getTime() + hours * 3_600_000);
        const next = nextStep(state, now);
        if (next.kind !== 'wait') return;
        const between = new Date(now.getTime() + Math.floor((next.until.getTime() - now.getTime()) * part));
        expect(nextStep(state, between)).toEqual(next);
      }),
    );
  });
});
