/** Random histories of promises: what people do about them, and what comes between. */
import fc from 'fast-check';

export const DAYS = 45;

const KINDS = {
  answer: 10,
  'new date': 3,
  done: 2,
  away: 4,
  back: 3,
  snooze: 4,
  mute: 3,
  unmute: 3,
  'slack down': 5,
  leave: 1,
} as const;
type Kind = keyof typeof KINDS;

export const aPromiseLife = fc.record({
  zones: fc.tuple(
    fc.constantFrom('Europe/London', 'America/New_York'),
    fc.constantFrom('Europe/London', 'Asia/Kolkata'),
  ),
  promises: fc.array(
    fc.record({
      owner: fc.nat(8),
      forWhom: fc.nat(10),
      by: fc.nat(8),
      dueIn: fc.integer({ min: 1, max: 14 }),
    }),
    { minLength: 16, maxLength: 16 },
  ),
  events: fc.array(
    fc.record({
      hour: fc.noBias(fc.nat((DAYS - 5) * 24)),
      kind: fc.oneof(
        ...Object.entries(KINDS).map(([kind, weight]) => ({ weight, arbitrary: fc.constant(kind as Kind) })),
      ),
      who: fc.noBias(fc.nat(99)),
      n: fc.noBias(fc.nat(99)),
    }),
    { minLength: 45, maxLength: 45 },
  ),
});
export type PromiseLife = typeof aPromiseLife extends fc.Arbitrary<infer T> ? T : never;
