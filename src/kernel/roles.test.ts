import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hasAgreed, ROLES, spokespeople, type Voice } from './roles.ts';

function voice(id: string, position: number, more: Partial<Voice> = {}): Voice {
  return { id, position, role: 'member', proposedRole: null, ...more };
}

const asked = (voices: Voice[]) => spokespeople(voices).map(({ id }) => id);

describe('who speaks for an organisation', () => {
  test('its own first named leader or coordinator, alone', () => {
    const voices = [
      voice('a', 1),
      voice('b', 3, { role: 'leader' }),
      voice('c', 2, { role: 'coordinator' }),
      voice('d', 0, { proposedRole: 'leader' }),
    ];
    expect(asked(voices)).toEqual(['c']);
    expect(hasAgreed(voices, new Set(['b']))).toBe(true);
    expect(hasAgreed(voices, new Set(['a', 'd']))).toBe(false);
  });

  test('until it has one, the first proposed leader and one colleague', () => {
    const voices = [
      voice('a', 0),
      voice('b', 1, { proposedRole: 'coordinator' }),
      voice('c', 2, { proposedRole: 'leader' }),
    ];
    expect(asked(voices)).toEqual(['c', 'b']);
    expect(hasAgreed(voices, new Set(['c']))).toBe(false);
    expect(hasAgreed(voices, new Set(['a', 'b']))).toBe(false);
    expect(hasAgreed(voices, new Set(['a', 'c']))).toBe(true);
  });

  test('an organisation of one person accepts for itself', () => {
    expect(asked([voice('a', 0)])).toEqual(['a']);
    expect(hasAgreed([voice('a', 0)], new Set(['a']))).toBe(true);
  });

  test('an organisation of nobody is not asked and never agrees', () => {
    expect(asked([])).toEqual([]);
    expect(hasAgreed([], new Set(['a']))).toBe(false);
  });
});

const anyVoices = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 4 }),
    position: fc.nat(5),
    role: fc.constantFrom(...ROLES),
    proposedRole: fc.option(fc.constantFrom(...ROLES)),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 8 },
);

test('whoever is asked is enough: when all of them accept, the organisation has agreed', () => {
  fc.assert(
    fc.property(anyVoices, (voices) => {
      expect(hasAgreed(voices, new Set(asked(voices)))).toBe(true);
      expect(hasAgreed(voices, new Set(['nobody of them']))).toBe(false);
    }),
  );
});

test('without a leader or coordinator of its own, no single colleague of several decides', () => {
  fc.assert(
    fc.property(anyVoices, (drawn) => {
      const voices = drawn.map((one) => ({ ...one, role: 'member' as const }));
      fc.pre(voices.length > 1);
      for (const { id } of voices) expect(hasAgreed(voices, new Set([id]))).toBe(false);
    }),
  );
});
