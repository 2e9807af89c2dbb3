import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { office } from '../../../test/support/office.ts';
import { addDays, type LocalDate, localDateOf, weekdayOf } from '../../kernel/zoned.ts';
import { digestDue, nextSlot, type Reader, replanned } from './schedule.ts';

const date = (text: string) => text as LocalDate;
const calendar = { ...office, country: 'GB', region: 'ENG' };
const reader: Reader = { calendar, noteMinute: 600 };
const away = (from: string, until: string): Reader => ({
  ...reader,
  calendar: { ...calendar, absences: [{ from: date(from), until: date(until) }] },
});

test('Monday at their own hour', () => {
  expect(nextSlot(reader, date('2026-01-08'))).toEqual({
    on: '2026-01-12',
    at: new Date('2026-01-12T10:00:00Z'),
    expires: new Date('2026-01-15T00:00:00Z'),
  });
});

test('a holiday or a short absence moves it, up to Wednesday', () => {
  expect(nextSlot(reader, date('2026-04-06'))?.at).toEqual(new Date('2026-04-07T09:00:00Z')); // Easter Monday
  expect(nextSlot(away('2026-01-12', '2026-01-13'), date('2026-01-12'))?.at).toEqual(
    new Date('2026-01-14T10:00:00Z'),
  );
  expect(nextSlot(away('2026-01-12', '2026-01-14'), date('2026-01-12'))?.on).toBe('2026-01-19');
  expect(nextSlot(away('2026-01-12', '2026-03-05'), date('2026-01-12'))?.on).toBe('2026-03-09');
});

test('who never works gets none', () => {
  expect(nextSlot({ ...reader, calendar: { ...calendar, days: [] } }, date('2026-01-12'))).toBeNull();
});

test('after a downtime it is sent up to Wednesday, else left to the next', () => {
  const planned = date('2026-01-12');
  const at = (now: string) => {
    const { digest, next } = digestDue(reader, planned, new Date(now));
    return [digest?.on ?? null, next?.on];
  };
  expect(at('2026-01-12T10:00:00Z')).toEqual(['2026-01-12', '2026-01-19']);
  expect(at('2026-01-14T23:59:00Z')).toEqual(['2026-01-12', '2026-01-19']);
  expect(at('2026-01-15T00:00:00Z')).toEqual([null, '2026-01-19']);
  expect(at('2026-02-04T08:00:00Z')).toEqual(['2026-02-02', '2026-02-09']);
});

test('a plan is kept when hours change on the morning of the day; a new reader starts next Monday', () => {
  const monday = new Date('2026-01-12T08:00:00Z');
  expect(replanned(reader, date('2026-01-12'), monday)?.on).toBe('2026-01-12');
  expect(replanned(reader, null, monday)?.on).toBe('2026-01-19');
});

test('one a week: on the Monday or the two days after it', () => {
  const readers = fc
    .record({
      zone: fc.constantFrom('Europe/London', 'Asia/Tokyo', 'America/Nuuk', 'Pacific/Apia'),
      noteMinute: fc.integer({ min: 0, max: 1439 }),
      from: fc.integer({ min: 0, max: 300 }),
      length: fc.integer({ min: 0, max: 60 }),
    })
    .map(({ zone, noteMinute, from, length }) => {
      const first = addDays(date('2026-01-01'), from);
      return {
        noteMinute,
        calendar: { ...calendar, zone, absences: [{ from: first, until: addDays(first, length) }] },
      };
    });
  fc.assert(
    fc.property(readers, fc.integer({ min: 0, max: 300 }), (someone, start) => {
      const from = addDays(date('2026-01-01'), start);
      const slot = nextSlot(someone, from);
      if (!slot) return false;
      const day = localDateOf(slot.at, someone.calendar.zone);
      const following = nextSlot(someone, addDays(slot.on, 7));
      return (
        weekdayOf(slot.on) === 1 &&
        slot.on >= from &&
        slot.on <= day &&
        day <= addDays(slot.on, 2) &&
        following !== null &&
        following.on > slot.on
      );
    }),
  );
});
