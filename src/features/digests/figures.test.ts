/** Figures: whatever becomes of what few others promised one another, no number that is shown tells it. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  date,
  done,
  id,
  moved,
  north,
  open,
  quietWeek,
  reader,
  south,
  week,
} from '../../../test/support/digest-facts.ts';
import type { Commitment } from './domain.ts';
import type { Facts } from './facts-domain.ts';
import { eight } from './picture-domain.ts';
import { roundUp } from './round-up-views.ts';
import { healthText } from './settings-views.ts';
import { digestView } from './views.ts';

const day = fc.integer({ min: 1, max: 20 }).map((n) => date(`2026-01-${String(n).padStart(2, '0')}`));

/** What some people promised one another, and what became of it. */
const between = (owners: readonly string[], forWhom: readonly string[], sides: Partial<Commitment>) =>
  fc
    .record({
      owner: fc.constantFrom(...owners),
      to: fc.constantFrom(...forWhom),
      on: day,
      due: day,
      how: fc.nat(3),
    })
    .map(({ owner, to, on, due, how }): Commitment => {
      const who = {
        ...sides,
        id: `${owner}${to}${on}${due}${how}`,
        ownerId: id(owner),
        forId: id(to),
        dueOn: due,
      };
      if (how === 0) return { ...done(on), ...who };
      return how === 1 ? { ...open, ...who, moves: [moved(on, true)] } : { ...open, ...who };
    });

const OURS = ['ana', 'ben', 'gita', 'o4', 'o5', 'o6'];
const THEIRS = ['t1', 't2', 't3', 't4', 't5', 't6', 't7'];
const few = fc.integer({ min: 1, max: 4 });
const ours = (n: number) =>
  fc.array(
    between(OURS.slice(0, n), OURS.slice(0, n), { ownerOrganisationId: south, forOrganisationId: south }),
    { maxLength: 12 },
  );
const theirs = (n: number) =>
  fc.array(
    between(THEIRS.slice(0, n), THEIRS.slice(0, n), { ownerOrganisationId: north, forOrganisationId: north }),
    { minLength: 1, maxLength: 12 },
  );

const KINDS = ['leader', 'coordinator', 'member'] as const;

/** All that shows figures to a reader in Southwark. */
function shown(commitments: readonly Commitment[], more: Partial<Facts> = {}): string[] {
  const facts: Facts = { ...quietWeek, ...more, commitments };
  return [
    ...KINDS.map((kind) => digestView({ ...facts, kind }).text),
    healthText(facts),
    JSON.stringify(eight(commitments, reader, week.until)),
  ];
}

test('with fewer than five people in all, nothing that others did among themselves changes a figure', () => {
  const fewer = fc.integer({ min: 1, max: 3 }).chain((n) => fc.tuple(ours(n), theirs(4 - n), theirs(4 - n)));
  fc.assert(
    fc.property(fewer, ([own, one, another]) => {
      // A coordinator reads whether anything is open at all, which is no figure on anybody.
      const isOpen = (all: readonly Commitment[]) => all.some(({ status }) => status === 'accepted');
      fc.pre(isOpen(own) || isOpen(one) === isOpen(another));
      expect(shown([...own, ...one])).toEqual(shown([...own, ...another]));
    }),
  );
});

test('with fewer than five others, one’s own figures do not stand beside the alliance’s', () => {
  fc.assert(
    fc.property(ours(6), few.chain(theirs), (own, others) => {
      const texts = shown([...own, ...others]);
      const alliance = texts.filter((text) => /^A (?:steady|calm) week: /m.test(text));
      expect(alliance.filter((text) => text.includes('From us: '))).toEqual([]);
      const health = texts.find((text) => text.startsWith('*How'));
      expect(/\*Kept\*: \d+; by us/.test(health ?? '')).toBe(false);
    }),
  );
});

test('how many more we wait for is told only where they are five people’s', () => {
  const owed = few.chain((n) =>
    fc.array(between(THEIRS.slice(0, n), OURS, { ownerOrganisationId: north, forOrganisationId: south }), {
      maxLength: 20,
    }),
  );
  fc.assert(
    fc.property(owed, (others) => {
      for (const text of shown([...others, done('2026-01-07')]))
        expect(text).not.toMatch(/wait for\*.*\d+ more/);
    }),
  );
});

test('how many noted a talk is told only where five others did', () => {
  fc.assert(
    fc.property(fc.nat(9), fc.nat(9), (own, others) => {
      const told = shown([done('2026-01-07')], { talks: { own, others } }).filter((text) =>
        /\d+ people noted/.test(text),
      );
      expect(told.length > 0).toBe(others >= 5);
    }),
  );
});

test('the channel reads how much was finished only where five people had a part in it', () => {
  const names = fc.array(fc.constantFrom(...OURS, ...THEIRS), { minLength: 1, maxLength: 2 });
  fc.assert(
    fc.property(fc.array(names, { maxLength: 9 }), (all) => {
      const finished = all.map((people) => ({ text: null, owner: people[0] ?? '', people }));
      const told = roundUp({ month: date('2026-01-01'), finished, thanks: [] });
      expect(told !== null).toBe(new Set(all.flat()).size >= 5);
    }),
  );
});
