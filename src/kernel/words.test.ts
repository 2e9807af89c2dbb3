import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { legible } from './words.ts';

test.each([
  ['two\nlines\tand 🧑‍🚒', 'two\nlines\tand 🧑‍🚒'],
  ['שלום', 'שלום'],
  ['x\ud83d y\u0000z', 'x\ufffd yz'],
  ['a\u202Eb\r', 'ab'],
  ['\u200b \u2060\ufeff', ''],
  ['', ''],
])('%j reads %j', (text, kept) => expect(legible(text)).toBe(kept));

test('whatever was typed can be kept, and what can be read stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const kept = legible(text);
      expect(kept.isWellFormed()).toBe(true);
      expect(kept).not.toContain('\u0000');
      expect(legible(kept)).toBe(kept);
    }),
  );
});
