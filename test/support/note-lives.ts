/** Random histories of people who are written to, and what has become of what was written. */
import fc from 'fast-check';
import type { PrismaClient } from '../../src/db/generated/client.ts';

export const WEEKS = 3;

const KINDS = {
  add: 60,
  settle: 24,
  drop: 5,
  untrue: 6,
  true: 4,
  redraw: 4,
  away: 7,
  back: 3,
  snooze: 4,
  settings: 5,
  leave: 2,
  rejoin: 2,
  'slack down': 6,
  'slack limits': 3,
  'answer lost': 6,
  'post lost': 2,
  asleep: 4,
} as const;
type Kind = keyof typeof KINDS;

export const aLife = fc.record({
  people: fc.array(
    fc.record({
      zone: fc.constantFrom('Europe/London', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland'),
      days: fc.constantFrom([1, 2, 3, 4, 5], [1, 2, 3], [7, 1, 2, 3, 4]),
      hours: fc.constantFrom([540, 1020], [480, 720], [600, 1320]),
      noteMinute: fc.constantFrom(null, 540, 600, 1_000, 60),
      pace: fc.constantFrom('normal' as const, 'fewer' as const),
      isReachable: fc.boolean(),
      memberships: fc.constantFrom(1, 1, 2),
    }),
    { minLength: 8, maxLength: 8 },
  ),
  events: fc.array(
    fc.record({
      at: fc.noBias(fc.nat(WEEKS * 7 * 1_440)),
      kind: fc.oneof(
        ...Object.entries(KINDS).map(([kind, weight]) => ({ weight, arbitrary: fc.constant(kind as Kind) })),
      ),
      who: fc.nat(7),
      a: fc.noBias(fc.nat(1_000)),
      b: fc.noBias(fc.nat(1_000)),
    }),
    { minLength: 240, maxLength: 240 },
  ),
});
export type Life = typeof aLife extends fc.Arbitrary<infer T> ? T : never;
export type Event = Life['events'][number];

/** What was lived through, and everything that should not have been. */
export interface Lived {
  readonly wrong: string[];
  readonly notes: number;
  readonly items: Readonly<Record<string, number>>;
  readonly steps: number;
}

/** What has become of every item; one that still waits is forgotten. */
export async function count(db: PrismaClient, wrong: string[]): Promise<Record<string, number>> {
  const rows = await db.item.findMany({ include: { message: true } });
  const counts: Record<string, number> = {};
  for (const { key, status, deliveredAt, message } of rows) {
    const what = deliveredAt ? 'delivered' : message?.status === 'dead' ? 'dead' : status;
    if (what === 'open') wrong.push(`${key} is forgotten, in a message that is ${message?.status ?? 'none'}`);
    counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
}
