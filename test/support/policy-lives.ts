/** Random histories of people who promise, wish, move and go: what happens, and when. */
import fc from 'fast-check';

export const WEEKS = 5;

/** What happens, and how often. */
const ACTS = {
  promise: 9,
  propose: 3,
  press: 6,
  date: 2,
  'hand over': 2,
  blocked: 1,
  snooze: 2,
  away: 2,
  back: 3,
  mute: 2,
  unmute: 2,
  norms: 1,
  leave: 1,
  join: 5,
  pair: 1,
  fewer: 1,
  rest: 1,
  'go on': 8,
} as const;
export type Act = keyof typeof ACTS;

/** What may be answered to a nudge, a hand, a proposal, an offer or an answer. */
export const CHOICES = [
  'done',
  'let-go',
  'need-hand',
  'fits',
  'next-week',
  'talk',
  'help',
  'release',
  'accept',
  'decline',
  'agree',
  'take',
  'cannot',
  'free-time',
  'nudges.unmute',
];
export const KINDS = [
  'commitments.nudge',
  'commitments.proposal',
  'commitments.answer',
  'commitments.hand',
  'commitments.handover',
];

const ACTS_A_WEEK = 12;

const MOST_PEOPLE = 10;

/** So many weeks of it. */
export const historyOf = (weeks: number) =>
  fc.record({
    /** Who is there beside the six of the cast. */
    others: fc.array(
      fc.record({
        isHost: fc.boolean(),
        role: fc.constantFrom('member' as const, 'member' as const, 'leader' as const),
        level: fc.constantFrom('front_line' as const, 'operational' as const, 'sponsor' as const),
        pace: fc.constantFrom('normal' as const, 'normal' as const, 'fewer' as const),
        noteMinute: fc.constantFrom(null, 480, 600, 840),
      }),
      { maxLength: MOST_PEOPLE - 6 },
    ),
    acts: fc.array(
      fc.record({
        hour: fc.noBias(fc.nat(weeks * 7 * 24)),
        act: fc.oneof(
          ...Object.entries(ACTS).map(([act, weight]) => ({ weight, arbitrary: fc.constant(act as Act) })),
        ),
        who: fc.nat(MOST_PEOPLE - 1),
        a: fc.noBias(fc.nat(1_000)),
      }),
      { minLength: weeks * ACTS_A_WEEK, maxLength: weeks * ACTS_A_WEEK },
    ),
  });
export const aHistory = historyOf(WEEKS);
export type History = typeof aHistory extends fc.Arbitrary<infer T> ? T : never;
