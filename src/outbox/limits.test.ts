import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { office } from '../../test/support/office.ts';
import { isWorkingTime } from '../kernel/calendar.ts';
import { type LocalDate, localDateOf, startOfWeek } from '../kernel/zoned.ts';
import { decideNote, NOTES_A_WEEK, pushTime, type Reader, type WaitingItem } from './limits.ts';

const reader: Reader = { calendar: office, noteMinute: 540, pace: 'normal', snoozedUntil: null };
const at = (text: string) => new Date(text);
const item = (id: string, pushAt: string, more: Partial<WaitingItem> = {}): WaitingItem => ({
  id,
  rank: 50,
  notBefore: at(pushAt),
  pushAt: at(pushAt),
  expiresAt: null,
  ...more,
});
const dates = (...days: string[]) => days as LocalDate[];

test('what is due at nine leaves at nine, most urgent first', () => {
  const items = [
    item('check-in', '2026-01-13T09:00Z', { rank: 30 }),
    item('late', '2026-01-13T09:00Z', { rank: 10 }),
  ];
  expect(decideNote(reader, items, [], at('2026-01-13T09:00Z'))).toEqual({
    send: { itemIds: ['late', 'check-in'], localDate: '2026-01-13', weekOf: '2026-01-12' },
    expired: [],
    lookAt: null,
  });
});

test('what comes up at noon leaves at noon, if the day has had no note', () => {
  const { send } = decideNote(reader, [item('a', '2026-01-13T12:00Z')], [], at('2026-01-13T12:00Z'));
  expect(send?.itemIds).toEqual(['a']);
});

test('of more than twelve the most urgent leave, and three of what has waited longest', () => {
  const old = [1, 2, 3, 4].map((n) => item(`old ${n}`, `2026-01-05T09:0${n}Z`, { rank: 50 }));
  const urgent = Array.from({ length: 13 }, (_, n) => item(`late ${n}`, '2026-01-13T09:00Z', { rank: 10 }));
  const { send } = decideNote(reader, [...urgent, ...old], [], at('2026-01-13T09:00Z'));
  const nine = urgent.slice(0, 9).map(({ id }) => id);
  expect(send?.itemIds).toEqual([...nine, 'old 1', 'old 2', 'old 3']);
});

test('however much comes up that is more urgent, what has waited leaves within a few notes', () => {
  const old = Array.from({ length: 9 }, (_, n) => item(`old ${n}`, '2026-01-05T09:00Z', { rank: 50 }));
  let waiting = old;
  for (const now of ['2026-01-06T09:00Z', '2026-01-07T09:00Z', '2026-01-08T09:00Z']) {
    const urgent = Array.from({ length: 15 }, (_, n) => item(`${now} ${n}`, now, { rank: 10 }));
    const { send } = decideNote(reader, [...urgent, ...waiting], [], at(now));
    waiting = [...urgent, ...waiting].filter(({ id }) => !send?.itemIds.includes(id));
  }
  expect(waiting.filter((one) => old.includes(one))).toEqual([]);
});

test('a second note on one day waits for the next working day', () => {
  const decision = decideNote(
    reader,
    [item('a', '2026-01-16T12:00Z')],
    dates('2026-01-16'),
    at('2026-01-16T12:00Z'),
  );
  expect(decision).toEqual({ send: null, expired: [], lookAt: at('2026-01-19T09:00Z') });
});

test('a fourth note in a week waits for Monday', () => {
  const had = dates('2026-01-12', '2026-01-13', '2026-01-14');
  const { send, lookAt } = decideNote(reader, [item('a', '2026-01-15T09:00Z')], had, at('2026-01-15T09:00Z'));
  expect([send, lookAt]).toEqual([null, at('2026-01-19T09:00Z')]);
});

test('with `fewer`, a second note in a week waits for Monday', () => {
  const fewer: Reader = { ...reader, pace: 'fewer' };
  const { lookAt } = decideNote(
    fewer,
    [item('a', '2026-01-13T09:00Z')],
    dates('2026-01-12'),
    at('2026-01-13T09:00Z'),
  );
  expect(lookAt).toEqual(at('2026-01-19T09:00Z'));
});

test('nothing is sent while away, and what waited comes as one note on return', () => {
  const away: Reader = {
    ...reader,
    calendar: {
      ...office,
      absences: [{ from: '2026-01-12' as LocalDate, until: '2026-01-20' as LocalDate }],
    },
  };
  const items = [item('a', '2026-01-13T09:00Z'), item('b', '2026-01-19T09:00Z')];
  const { lookAt } = decideNote(away, items, [], at('2026-01-13T09:00Z'));
  expect(lookAt).toEqual(at('2026-01-21T09:00Z'));
  expect(decideNote(away, items, [], at('2026-01-21T09:00Z')).send?.itemIds).toEqual(['a', 'b']);
});

test('a snooze holds notes until it ends', () => {
  const snoozed: Reader = { ...reader, snoozedUntil: at('2026-01-15T11:30Z') };
  const { lookAt } = decideNote(snoozed, [item('a', '2026-01-13T09:00Z')], [], at('2026-01-13T09:00Z'));
  expect(lookAt).toEqual(at('2026-01-15T11:30Z'));
});

test('what needs no answer rides with a note, and asks for its own after three working days', () => {
  const pushAt = pushTime(reader, at('2026-01-15T15:00Z'), 'rides');
  expect(pushAt).toEqual(at('2026-01-20T09:00Z')); // Thursday → Tuesday
  const rider = item('rider', '2026-01-15T15:00Z', { pushAt });
  expect(decideNote(reader, [rider], [], at('2026-01-16T09:00Z')).lookAt).toEqual(pushAt);
  const withAnother = decideNote(
    reader,
    [rider, item('a', '2026-01-16T09:00Z')],
    [],
    at('2026-01-16T09:00Z'),
  );
  expect(withAnother.send?.itemIds).toEqual(['rider', 'a']);
});

test('what has gone stale is not sent', () => {
  const stale = item('a', '2026-01-13T09:00Z', { expiresAt: at('2026-01-14T00:00Z') });
  expect(decideNote(reader, [stale], [], at('2026-01-14T09:00Z'))).toEqual({
    send: null,
    expired: ['a'],
    lookAt: null,
  });
});

const minute = 60_000;
const start = Date.parse('2026-01-05T00:00Z');
const someItem = fc
  .record({
    from: fc.nat(40 * 1440),
    waits: fc.nat(3 * 1440),
    lasts: fc.option(fc.nat(10 * 1440)),
    rank: fc.nat(50),
  })
  .map(
    ({ from, waits, lasts, rank }): Omit<WaitingItem, 'id'> => ({
      rank,
      notBefore: new Date(start + from * minute),
      pushAt: new Date(start + (from + waits) * minute),
      expiresAt: lasts === null ? null : new Date(start + (from + waits + lasts) * minute),
    }),
  );
const someReader = fc
  .record({
    zone: fc.constantFrom('Europe/London', 'America/New_York', 'Asia/Kolkata', 'Pacific/Chatham'),
    noteMinute: fc.nat(1439),
    pace: fc.constantFrom('normal' as const, 'fewer' as const),
    snooze: fc.option(fc.nat(20 * 1440)),
    away: fc.option(fc.nat(30)),
  })
  .map(({ zone, noteMinute, pace, snooze, away }): Reader => {
    const day = (n: number) => new Date(start + n * 1440 * minute).toISOString().slice(0, 10) as LocalDate;
    const absences = away === null ? [] : [{ from: day(away), until: day(away + 6) }];
    return {
      calendar: { ...office, zone, absences },
      noteMinute,
      pace,
      snoozedUntil: snooze === null ? null : new Date(start + snooze * minute),
    };
  });

test('whatever waits: in working time only, one note a day, no more than the week allows, each item once', () => {
  fc.assert(
    fc.property(someReader, fc.array(someItem, { maxLength: 30 }), (someone, drawn) => {
      const items = drawn.map((one, n) => ({ ...one, id: String(n) }));
      const notes: { on: LocalDate; at: Date; ids: readonly string[] }[] = [];
      const gone = new Set<string>();
      let now = new Date(start);
      for (let steps = 0; steps < 500; steps += 1) {
        const waiting = items.filter(({ id }) => !gone.has(id));
        const decision = decideNote(
          someone,
          waiting,
          notes.map(({ on }) => on),
          now,
        );
        for (const id of decision.expired) gone.add(id);
        if (decision.send) {
          notes.push({ on: decision.send.localDate, at: now, ids: decision.send.itemIds });
          for (const id of decision.send.itemIds) {
            expect(gone.has(id)).toBe(false);
            gone.add(id);
          }
        }
        if (!decision.lookAt) break;
        expect(decision.lookAt.getTime()).toBeGreaterThan(now.getTime());
        now = decision.lookAt;
      }
      expect(gone.size).toBe(items.length); // sent or expired, never forgotten
      const weeks = Map.groupBy(notes, ({ on }) => startOfWeek(on));
      for (const inWeek of weeks.values())
        expect(inWeek.length).toBeLessThanOrEqual(NOTES_A_WEEK[someone.pace]);
      expect(new Set(notes.map(({ on }) => on)).size).toBe(notes.length);
      for (const note of notes) {
        expect(isWorkingTime(someone.calendar, note.at)).toBe(true);
        expect(localDateOf(note.at, someone.calendar.zone)).toBe(note.on);
        if (someone.snoozedUntil)
          expect(note.at.getTime()).toBeGreaterThanOrEqual(someone.snoozedUntil.getTime());
        for (const id of note.ids) {
          const sent = items.find((one) => one.id === id);
          expect(sent && sent.notBefore <= note.at && (!sent.expiresAt || sent.expiresAt > note.at)).toBe(
            true,
          );
        }
      }
    }),
    { numRuns: 300 },
  );
});
