import { describe, expect, test } from '@jest/globals';
import { date, live, promise, type Sent } from '../../../test/support/nudge-life.ts';
import { office } from '../../../test/support/office.ts';
import { localDateOf } from '../../kernel/zoned.ts';
import { nextStep } from './domain.ts';
import { type NudgeState, POLICY, type Taken } from './policy.ts';

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
    expect(announced).toMatchObject([
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
    expect(noPeer.sent[0]?.next.announces).toMatchObject({ step: 'ask-leader', on: '2026-02-16' });
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

  test('keeps to the day that an earlier note has named, also where the norms have changed since', () => {
    const announced = { step: 'ask-leader', on: date('2026-02-20') } as const;
    const taken: Taken[] = [{ step: 'late', deliveredAt: new Date('2026-02-09T09:30:00Z'), announced }];
    const { sent } = live(
      { ...promise, asks: { ...promise.asks, peer: null }, taken },
      new Date('2026-02-09T12:00:00Z'),
    );
    expect(sent[0]?.next.announces).toMatchObject({ step: 'ask-leader', on: '2026-02-20' });
    expect(days(sent)).toEqual([
      'tell-leader-next 02-13',
      'ask-leader 02-20',
      'tell-coordinator-next 02-25',
      'coordinator 02-26',
    ]);
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
    const away = { ...office, absences: [{ from: date('2026-02-10'), until: date('2026-02-20') }] };
    expect(days(live({ ...promise, calendar: away }, late).sent).slice(0, 2)).toEqual([
      'late 02-09',
      'ask-peer 02-24',
    ]);
    const next = { from: date('2026-02-24'), until: date('2026-02-26') };
    const twice = { ...office, absences: [...away.absences, next] };
    expect(days(live({ ...promise, calendar: twice }, late).sent).slice(0, 2)).toEqual([
      'late 02-09',
      'ask-peer 03-02',
    ]);
    const forEver = { ...office, absences: [{ from: date('2026-02-01'), until: date('9999-01-01') }] };
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
    expect(sent[0]?.next.announces).toMatchObject({ step: 'proposed-unanswered', on: '2026-01-12' });
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
