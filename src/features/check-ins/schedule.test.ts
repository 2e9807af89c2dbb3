import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { office } from '../../../test/support/office.ts';
import type { Rhythm } from '../../kernel/rhythm.ts';
import { addDays, type LocalDate, localDateOf } from '../../kernel/zoned.ts';
import { nextSlot, type Rhythmic, reminderAt, replanned, roundDue, type Side } from './schedule.ts';

const date = (text: string) => text as LocalDate;
const london: Side = { calendar: office, noteMinute: 600 };
const tokyo: Side = { calendar: { ...office, zone: 'Asia/Tokyo' }, noteMinute: 540 };
const away = (side: Side, from: string, until: string): Side => ({
  ...side,
  calendar: { ...side.calendar, absences: [{ from: date(from), until: date(until) }] },
});
const tuesdays: Rhythm = { kind: 'weekly', every: 1, weekday: 2 };
const pairOf = (...sides: Side[]): Rhythmic => ({ rhythm: tuesdays, anchor: date('2026-01-01'), sides });

test('each is asked on the day of the rhythm at their own hour, the round falls due with the first', () => {
  expect(nextSlot(pairOf(london, tokyo), date('2026-01-05'))).toEqual({
    on: '2026-01-06',
    until: '2026-01-13',
    at: new Date('2026-01-06T00:00:00Z'),
    starts: [new Date('2026-01-06T10:00:00Z'), new Date('2026-01-06T00:00:00Z')],
  });
});

test("a holiday moves one side to its next working day, the other's day stays", () => {
  const scot = { ...london, calendar: { ...office, country: 'GB', region: 'SCT' } };
  const pair = { ...pairOf(scot, tokyo), rhythm: { kind: 'weekly', every: 1, weekday: 5 } as const };
  // Friday 2 January is a holiday in Scotland alone.
  expect(nextSlot(pair, date('2026-01-01'))?.starts).toEqual([
    new Date('2026-01-05T10:00:00Z'),
    new Date('2026-01-02T00:00:00Z'),
  ]);
});

test('who is away until the next round is not asked; when both are, the round is left out', () => {
  const ana = away(london, '2026-01-05', '2026-01-14');
  expect(nextSlot(pairOf(ana, tokyo), date('2026-01-05'))?.starts[0]).toBeNull();
  const both = nextSlot(pairOf(ana, away(tokyo, '2026-01-05', '2026-01-20')), date('2026-01-05'));
  expect(both).toMatchObject({ on: '2026-01-13', starts: [new Date('2026-01-15T10:00:00Z'), null] });
});

test('a daily rhythm leaves weekends out', () => {
  const daily = { ...pairOf(london, tokyo), rhythm: { kind: 'daily' } as const };
  expect(nextSlot(daily, date('2026-01-09'))?.on).toBe('2026-01-12');
});

test('where nobody ever works, nothing is planned', () => {
  const never = { ...london, calendar: { ...office, days: [] } };
  expect(nextSlot(pairOf(never, never), date('2026-01-05'))).toBeNull();
  expect(nextSlot(pairOf(never, london), date('2026-01-05'))?.starts[0]).toBeNull();
});

describe('planning anew', () => {
  const tuesdayMorning = new Date('2026-01-13T08:00:00Z');

  test('keeps the round of today that is still to come', () => {
    const later = { ...london, noteMinute: 720 };
    expect(replanned(pairOf(later, later), date('2026-01-13'), tuesdayMorning)).toMatchObject({
      on: '2026-01-13',
      at: new Date('2026-01-13T12:00:00Z'),
    });
  });

  test('starts after today where nothing was planned', () => {
    expect(replanned(pairOf(london, london), null, tuesdayMorning)?.on).toBe('2026-01-20');
  });

  test('forgets a planned date that the new rhythm does not have, or has sooner', () => {
    const pair = pairOf(london, london);
    expect(replanned(pair, date('2026-01-15'), tuesdayMorning)?.on).toBe('2026-01-20');
    expect(replanned(pair, date('2026-02-03'), tuesdayMorning)?.on).toBe('2026-01-20');
  });
});

describe('what has fallen due', () => {
  const pair = pairOf(london, london);
  const planned = date('2026-01-06');

  test('opens its round and plans the next', () => {
    const { round, next } = roundDue(pair, planned, new Date('2026-01-06T10:00:30Z'));
    expect([round?.on, next?.on]).toEqual(['2026-01-06', '2026-01-13']);
  });

  test('after a downtime only the latest round is made', () => {
    const { round, next } = roundDue(pair, planned, new Date('2026-02-04T09:00:00Z'));
    expect([round?.on, next?.on]).toEqual(['2026-02-03', '2026-02-10']);
  });

  test('a round that is more than half over is left out', () => {
    const { round, next } = roundDue(pair, planned, new Date('2026-02-09T09:00:00Z'));
    expect([round, next?.on]).toEqual([null, '2026-02-10']);
  });

  test('a plan that has moved on waits', () => {
    const { round, next } = roundDue(pair, planned, new Date('2026-01-06T09:59:00Z'));
    expect([round, next?.on]).toEqual([null, '2026-01-06']);
  });
});

test('one reminder, two working days after the prompt arrived, unless the next round is there by then', () => {
  const thursday = new Date('2026-01-08T11:00:00Z');
  expect(reminderAt(london, thursday, date('2026-01-13'))).toEqual(new Date('2026-01-12T10:00:00Z'));
  expect(reminderAt(london, thursday, date('2026-01-12'))).toBeNull();
});

const rhythms: fc.Arbitrary<Rhythm> = fc.oneof(
  fc.constant({ kind: 'daily' as const }),
  fc.record({
    kind: fc.constant('weekly' as const),
    every: fc.integer({ min: 1, max: 6 }),
    weekday: fc.constantFrom(1, 2, 3, 4, 5, 6, 7),
  }),
  fc.record({
    kind: fc.constant('monthly' as const),
    nth: fc.constantFrom(1, 2, 3, 4, -1),
    weekday: fc.constantFrom(1, 2, 3, 4, 5, 6, 7),
  }),
);
const sides: fc.Arbitrary<Side> = fc
  .record({
    zone: fc.constantFrom('Europe/London', 'Asia/Tokyo', 'America/Nuuk', 'Pacific/Kiritimati'),
    country: fc.constantFrom(null, 'GB', 'JP'),
    from: fc.integer({ min: 0, max: 600 }),
    length: fc.integer({ min: 0, max: 90 }),
    noteMinute: fc.integer({ min: 0, max: 1439 }),
  })
  .map(({ zone, country, from, length, noteMinute }) => {
    const first = addDays(date('2026-01-01'), from);
    const absences = [{ from: first, until: addDays(first, length) }];
    return { noteMinute, calendar: { ...office, zone, country, absences } };
  });

test('rounds follow one another: each on a later date, asked within its window and at most once', () => {
  fc.assert(
    fc.property(rhythms, sides, sides, (rhythm, a, b) => {
      const pair = { rhythm, anchor: date('2026-01-01'), sides: [a, b] };
      let after = date('2026-01-01');
      for (let n = 0; n < 20; n += 1) {
        const slot = nextSlot(pair, after);
        if (!slot) return false;
        const dates = slot.starts.map((start, i) => {
          const zone = pair.sides[i]?.calendar.zone ?? 'UTC';
          return start && localDateOf(start, zone);
        });
        const inWindow = dates.every((day) => day === null || (slot.on <= day && day < slot.until));
        const someone = slot.starts.some((start) => start?.getTime() === slot.at.getTime());
        if (!inWindow || !someone || slot.on <= after) return false;
        after = slot.on;
      }
      return true;
    }),
    { numRuns: 60 },
  );
});

test('however long a downtime, at most one round is made and the next lies ahead', () => {
  fc.assert(
    fc.property(rhythms, sides, sides, fc.integer({ min: 0, max: 300 * 24 }), (rhythm, a, b, hours) => {
      const pair = { rhythm, anchor: date('2026-01-01'), sides: [a, b] };
      const slot = nextSlot(pair, pair.anchor);
      if (!slot) return false;
      const now = new Date(slot.at.getTime() + hours * 3_600_000);
      const { round, next } = roundDue(pair, slot.on, now);
      return next !== null && next.at > now && (round === null || (round.at <= now && round.on < next.on));
    }),
    { numRuns: 100 },
  );
});
