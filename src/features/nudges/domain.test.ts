import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addWorkingDays, isWorkingDay, type WorkingCalendar } from '../../kernel/calendar.ts';
import { addDays, instantOf, type LocalDate, localDateOf } from '../../kernel/zoned.ts';
import { nextStep } from './domain.ts';
import { NOTICES } from './ladder.ts';
import { type Next, type NudgeState, POLICY, type Step, type Taken } from './policy.ts';

const date = (text: string) => text as LocalDate;
const calendar: WorkingCalendar = {
  zone: 'Europe/London',
  days: [1, 2, 3, 4, 5],
  from: 540,
  until: 1020,
  country: null,
  region: null,
  absences: [],
};
/** Accepted on Monday 5 January 2026, written down by somebody else, due on Friday 6 February. */
const promise: NudgeState = {
  status: 'accepted',
  dueOn: date('2026-02-06'),
  reviewOn: null,
  baseAt: new Date('2026-01-05T10:00:00Z'),
  isWrittenByOther: true,
  wasHalfTimeAsked: false,
  proposalDeliveredAt: new Date('2026-01-02T09:00:00Z'),
  taken: [],
  pausedUntil: null,
  calendar,
  noteMinute: 570,
  replyDays: { owner: 0, peer: 0 },
  asks: { peer: 'ben', leader: 'lea', coordinator: 'cai' },
};

/** How long after it was written each step is delivered, in hours; null: never. */
type Delays = (step: Step) => number | null;
interface Sent {
  readonly step: Step;
  readonly at: Date;
  readonly next: Extract<Next, { kind: 'send' }>;
}

/** Lives through a commitment: looks whenever it should, sends what is due, and delivers it. */
function live(
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
      state = { ...state, taken: [...state.taken, { step: next.step, deliveredAt }] };
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

const days = (sent: readonly Sent[]) =>
  sent.map(({ step, at }) => `${step} ${localDateOf(at, 'Europe/London').slice(5)}`);
const from = new Date('2026-01-05T11:00:00Z');

describe('the table', () => {
  test('is taken step by step, at the owner’s minute', () => {
    const { sent, end } = live(promise, from);
    expect(days(sent)).toEqual([
      'half-time 01-21', // 24 working days, halved
      'heads-up 02-04',
      'due 02-06',
      'late 02-09',
      'ask-peer 02-11',
      'tell-leader-next 02-13',
      'ask-leader 02-16',
      'tell-coordinator-next 02-19',
      'coordinator 02-20',
    ]);
    expect(end).toEqual({ kind: 'finished' });
    expect(sent.map(({ next }) => next.notBefore.toISOString().slice(11))).toEqual(
      sent.map(() => '09:30:00.000Z'),
    );
    expect(sent.map(({ next }) => next.to)).toEqual(sent.map(({ step }) => POLICY[step].to));
  });

  test('tells the owner who is asked next, and when', () => {
    const announced = live(promise, from).sent.flatMap(({ next }) =>
      next.announces ? [next.announces] : [],
    );
    expect(announced).toEqual([
      { step: 'ask-peer', on: '2026-02-11' },
      { step: 'ask-leader', on: '2026-02-16' },
      { step: 'coordinator', on: '2026-02-20' },
    ]);
  });

  test.each([
    ['one’s own has no half-time', { isWrittenByOther: false }, ['heads-up 02-04', 'due 02-06']],
    ['half-time is asked once of each owner', { wasHalfTimeAsked: true }, ['heads-up 02-04', 'due 02-06']],
    [
      'in nine days there is no half-time',
      { baseAt: new Date('2026-01-26T10:00:00Z') },
      ['heads-up 02-04', 'due 02-06'],
    ],
    [
      'in ten there is, after five',
      { baseAt: new Date('2026-01-23T10:00:00Z') },
      ['half-time 01-30', 'heads-up 02-04', 'due 02-06'],
    ],
    ['in four days there is no heads-up', { baseAt: new Date('2026-02-02T10:00:00Z') }, ['due 02-06']],
    ['in five there is', { baseAt: new Date('2026-01-30T10:00:00Z') }, ['heads-up 02-04', 'due 02-06']],
    ['promised today for today', { baseAt: new Date('2026-02-06T10:00:00Z') }, ['late 02-09']],
    [
      'due on a Saturday',
      { dueOn: date('2026-02-07'), isWrittenByOther: false },
      ['heads-up 02-05', 'due 02-06', 'late 02-09'],
    ],
  ])('%s', (_, more, expected) => {
    const state = { ...promise, ...more };
    expect(days(live(state, state.baseAt).sent).slice(0, expected.length)).toEqual(expected);
  });

  test('passes over whom nobody can be, without shifting the others', () => {
    const noPeer = live(
      { ...promise, asks: { ...promise.asks, peer: null } },
      new Date('2026-02-09T08:00:00Z'),
    );
    expect(noPeer.sent[0]?.next.announces).toEqual({ step: 'ask-leader', on: '2026-02-16' });
    expect(days(noPeer.sent)).toEqual([
      'late 02-09',
      'tell-leader-next 02-13',
      'ask-leader 02-16',
      'tell-coordinator-next 02-19',
      'coordinator 02-20',
    ]);
    const nobody = live(
      { ...promise, asks: { peer: null, leader: null, coordinator: null } },
      new Date('2026-02-09T08:00:00Z'),
    );
    expect(days(nobody.sent)).toEqual(['late 02-09']);
    expect(nobody.sent[0]?.next.announces).toBeNull();
  });

  test('is stretched by reply times, by five days at most, and the owner’s own reminders are not', () => {
    const slow = { ...promise, replyDays: { owner: 2, peer: 9 } };
    expect(days(live(slow, new Date('2026-02-06T08:00:00Z')).sent)).toEqual([
      'due 02-06',
      'late 02-09',
      'ask-peer 02-13',
      'tell-leader-next 02-17',
      'ask-leader 02-25',
      'tell-coordinator-next 03-02',
      'coordinator 03-03',
    ]);
  });
});

describe('delays', () => {
  const late = new Date('2026-02-09T09:30:00Z');
  test('a late note that came late moves the step after it, and all that follow', () => {
    const { sent } = live(promise, late, (step) => (step === 'late' ? 24 * 4 : 0)); // delivered on Friday the 13th
    expect(days(sent)).toEqual([
      'late 02-09',
      'ask-peer 02-16',
      'tell-leader-next 02-18',
      'ask-leader 02-19',
      'tell-coordinator-next 02-24',
      'coordinator 02-25',
    ]);
  });

  test('what was never delivered holds everything after it', () => {
    for (const held of [
      'late',
      'ask-peer',
      'tell-leader-next',
      'ask-leader',
      'tell-coordinator-next',
    ] as const) {
      const { sent, end } = live(promise, late, (step) => (step === held ? null : 0));
      expect(sent.at(-1)?.step).toBe(held);
      expect(end).toEqual({ kind: 'wait-for-delivery', of: held });
    }
  });

  test('also where the next one would be asked of nobody', () => {
    const noPeer = { ...promise, asks: { ...promise.asks, peer: null } };
    expect(live(noPeer, late, () => null).end).toEqual({ kind: 'wait-for-delivery', of: 'late' });
  });

  test('a reminder that waits for a note does not keep the next one from sharing it', () => {
    const { sent } = live(promise, from, (step) => (step === 'heads-up' || step === 'due' ? null : 0));
    expect(days(sent).slice(1, 4)).toEqual(['heads-up 02-04', 'due 02-06', 'late 02-09']);
  });

  test('after downtime what is stale is skipped, and the ladder starts at its foot', () => {
    expect(days(live(promise, new Date('2026-02-05T12:00:00Z')).sent)[0]).toBe('heads-up 02-05');
    expect(days(live(promise, new Date('2026-02-06T12:00:00Z')).sent)[0]).toBe('due 02-06');
    const { sent } = live(promise, new Date('2026-03-07T12:00:00Z')); // a Saturday
    expect(days(sent)).toEqual([
      'late 03-09',
      'ask-peer 03-10',
      'tell-leader-next 03-12',
      'ask-leader 03-13',
      'tell-coordinator-next 03-18',
      'coordinator 03-19',
    ]);
  });

  test('an absence holds all steps', () => {
    const away = { ...calendar, absences: [{ from: date('2026-02-10'), until: date('2026-02-20') }] };
    expect(days(live({ ...promise, calendar: away }, late).sent).slice(0, 2)).toEqual([
      'late 02-09',
      'ask-peer 02-24',
    ]);
    const forEver = { ...calendar, absences: [{ from: date('2026-02-01'), until: date('9999-01-01') }] };
    expect(nextStep({ ...promise, calendar: forEver }, late).kind).toBe('wait');
  });

  test('a pause holds all steps, and an end ends them', () => {
    const taken: Taken[] = [{ step: 'late', deliveredAt: late }];
    const pausedUntil = new Date('2026-02-17T09:30:00Z');
    const paused = { ...promise, taken, pausedUntil };
    expect(nextStep(paused, new Date('2026-02-12T10:00:00Z'))).toEqual({ kind: 'wait', until: pausedUntil });
    expect(nextStep(paused, pausedUntil)).toMatchObject({ kind: 'send', step: 'ask-peer' });
    expect(nextStep({ ...paused, status: 'ended' }, pausedUntil)).toEqual({ kind: 'finished' });
  });
});

describe('a proposal', () => {
  const proposal: NudgeState = {
    ...promise,
    status: 'proposed',
    proposalDeliveredAt: new Date('2026-01-05T09:30:00Z'),
  };
  test('is brought up once, then its proposer hears, and it never becomes late', () => {
    const { sent, end } = live(proposal, from);
    expect(days(sent)).toEqual(['proposed-reminder 01-07', 'proposed-unanswered 01-12']);
    expect(sent[0]?.next.announces).toEqual({ step: 'proposed-unanswered', on: '2026-01-12' });
    expect(sent.map(({ next }) => next.to)).toEqual(['owner', 'proposer']);
    expect(end).toEqual({ kind: 'finished' });
  });

  test('that has not reached its owner waits', () => {
    const state = { ...proposal, proposalDeliveredAt: null };
    expect(nextStep(state, new Date('2026-03-01'))).toEqual({ kind: 'wait-for-delivery', of: 'proposal' });
  });

  test('whose reminder waits keeps the proposer waiting', () => {
    const { sent, end } = live({ ...proposal, dueOn: null }, from, () => null);
    expect(days(sent)).toEqual(['proposed-reminder 01-07']);
    expect(end).toEqual({ kind: 'wait-for-delivery', of: 'proposed-reminder' });
  });

  test('whose date passes is not picked up at once', () => {
    expect(days(live({ ...proposal, dueOn: date('2026-01-08') }, from).sent)).toEqual([
      'proposed-reminder 01-07',
      'proposed-unanswered 01-09',
    ]);
    expect(days(live({ ...proposal, dueOn: date('2026-01-06') }, from).sent)).toEqual([
      'proposed-unanswered 01-07',
    ]);
  });
});

test('without a date nothing happens but a review, where there is one', () => {
  const undated = { ...promise, dueOn: null };
  expect(nextStep(undated, from)).toEqual({ kind: 'finished' });
  expect(days(live({ ...undated, reviewOn: date('2026-01-08') }, from).sent)).toEqual(['review 01-08']);
});

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
      calendar: { ...calendar, zone, days: workDays, country, absences },
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
