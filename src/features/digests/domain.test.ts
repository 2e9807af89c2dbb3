import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { date, done, id, moved, north, open, reader, week } from '../../../test/support/digest-facts.ts';
import type { LocalDate } from '../../kernel/zoned.ts';
import { type Commitment, outcome, showsAlliance, tally } from './domain.ts';
import { wordWith } from './facts-domain.ts';
import { listing, mayName, type Naming, needsCoordinator } from './naming-domain.ts';

describe('what became of a commitment', () => {
  const cases: [string, Commitment, 'kept' | 'moved' | null][] = [
    ['done before its date', done('2026-01-07'), 'kept'],
    ['done on its date', done('2026-01-07', { dueOn: date('2026-01-07') }), 'kept'],
    ['done after its date', done('2026-01-08', { dueOn: date('2026-01-07') }), null],
    ['done without a date', done('2026-01-07', { dueOn: null }), 'kept'],
    ['done in another week', done('2026-01-12'), null],
    ['moved in time and done', done('2026-01-07', { moves: [moved('2026-01-06', true)] }), 'kept'],
    ['moved late and done', done('2026-01-07', { moves: [moved('2026-01-06', false)] }), null],
    ['open and moved in time', { ...open, moves: [moved('2026-01-06', true)] }, 'moved'],
    ['open and moved in another week', { ...open, moves: [moved('2026-01-04', true)] }, null],
    ['open and moved late', { ...open, moves: [moved('2026-01-06', false)] }, null],
    ['let go', { ...open, status: 'let_go', endedOn: date('2026-01-07') }, null],
    ['declined', { ...open, status: 'declined', endedOn: date('2026-01-07') }, null],
    ['open', open, null],
  ];
  test.each(cases)('%s', (_, commitment, expected) => expect(outcome(commitment, week)).toBe(expected));

  test('each counts once, whatever the weeks', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((n) => date(`2026-01-${String(n).padStart(2, '0')}`));
    fc.assert(
      fc.property(
        day,
        day,
        fc.array(fc.record({ on: day, inTime: fc.boolean() })),
        (dueOn, endedOn, moves) => {
          const weeks = [5, 12, 19, 26].map((n) => ({
            since: date(`2026-01-${String(n).padStart(2, '0')}`),
            until: date(`2026-0${n === 26 ? 2 : 1}-${String((n + 6) % 31).padStart(2, '0')}`),
          }));
          const one = done(endedOn, { dueOn, moves });
          const kept = weeks.filter((some) => outcome(one, some) === 'kept').length;
          return kept <= 1 && weeks.every((some) => outcome(one, some) !== 'moved');
        },
      ),
    );
  });
});

test('what waits is open and was asked about', () => {
  const asked = {
    step: 'ask-peer',
    memberId: id('dana'),
    on: date('2026-01-07'),
    isDelivered: true,
    isAnswered: false,
  };
  const passedOver = { ...asked, memberId: null };
  const all = [
    open,
    { ...open, steps: [asked] },
    { ...open, steps: [passedOver] },
    done('2026-01-07', { steps: [asked] }),
  ];
  expect(tally(all, week)).toEqual({ kept: 1, moved: 0, waiting: 1 });
});

test('figures of the alliance need five people', () => {
  const between = (owner: string, forWhom: string) => ({ ...open, ownerId: id(owner), forId: id(forWhom) });
  const four = [between('a', 'b'), between('c', 'd'), done('2025-12-01', { ownerId: id('e') })];
  expect(showsAlliance(four, week)).toBe(false);
  expect(showsAlliance([...four, between('a', 'e')], week)).toBe(true);
});

describe('naming', () => {
  const late: Commitment = { ...open, dueOn: date('2026-01-09') };

  test("somebody else's late commitment only after a step has told the reader", () => {
    expect(mayName(open, reader)).toBe(true);
    expect(mayName(late, reader)).toBe(false);
    expect(mayName(late, { ...reader, id: id('ana') })).toBe(true);
    expect(mayName(late, { ...reader, id: id('dana') })).toBe(true);
    const told = {
      step: 'ask-leader',
      memberId: id('gita'),
      on: date('2026-01-07'),
      isDelivered: true,
      isAnswered: true,
    };
    expect(mayName({ ...late, steps: [told] }, reader)).toBe(true);
    expect(mayName({ ...late, steps: [{ ...told, isDelivered: false }] }, reader)).toBe(false);
    expect(mayName({ ...late, steps: [{ ...told, memberId: id('lena') }] }, reader)).toBe(false);
  });

  test('what we owe and wait for: between organisations, by date, four of them', () => {
    const due = (text: string, dueOn: string | null) => ({ ...open, text, dueOn: dueOn as LocalDate | null });
    const all = [
      due('c', null),
      due('b', '2026-02-02'),
      due('a', '2026-01-20'),
      late,
      due('d', null),
      due('e', null),
    ];
    const { named, more } = listing(all, reader, 'we owe');
    expect(named.map(({ text }) => text).slice(0, 2)).toEqual(['a', 'b']);
    expect([named.length, more]).toEqual([4, 2]);
    expect(listing(all, reader, 'we wait for').named).toEqual([]);
    expect(listing(all, { ...reader, organisationId: north }, 'we wait for').named).toHaveLength(4);
  });

  test('the coordinator sees what the last step named to them, until somebody answers', () => {
    const step = {
      step: 'coordinator',
      memberId: id('gita'),
      on: date('2026-01-07'),
      isDelivered: true,
      isAnswered: false,
    };
    const unnamed = { here: null, elsewhere: [] };
    const needs = (steps: Commitment['steps'], naming: Naming = unnamed, today = date('2026-01-12')) =>
      needsCoordinator({ commitments: [{ ...late, steps }], reader, naming, today });
    expect(needs([step])).toHaveLength(1);
    expect(needs([step], unnamed, date('2026-01-11'))).toEqual([]); // not before the Monday that its owner read of
    expect(needs([{ ...step, isAnswered: true }])).toEqual([]);
    expect(needs([{ ...step, memberId: id('other') }])).toEqual([]);
    expect(needs([step], { here: null, elsewhere: [late.id] })).toEqual([]);
    expect(needs([step], { here: [late.id], elsewhere: [] })).toHaveLength(1);
    expect(needs([step], { here: [], elsewhere: [] })).toEqual([]);
  });
});

test('a word is suggested with whom it is longest ago, and with nobody where all is well', () => {
  const pair = (otherId: string, spokeOn: string | null) => {
    return { otherId: id(otherId), spokeOn: spokeOn as LocalDate | null };
  };
  const today = date('2026-01-12');
  expect(wordWith([pair('dana', '2026-01-02')], today)).toBeNull();
  expect(wordWith([pair('dana', '2026-01-02'), pair('eve', '2025-12-22')], today)?.otherId).toBe('eve');
  expect(wordWith([pair('dana', '2025-11-01'), pair('eve', null)], today)?.otherId).toBe('eve');
});
