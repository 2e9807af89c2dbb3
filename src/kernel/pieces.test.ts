import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inPieces } from './pieces.ts';

test('a text in pieces is all there, in whole lines where they fit, and never too long', () => {
  expect(inPieces('one\ntwo\nthree', 8)).toEqual(['one\ntwo', 'three']);
  expect(inPieces('one\n\ntwo', 100)).toEqual(['one\n\ntwo']);
  expect(inPieces('', 5)).toEqual(['']);
  expect(inPieces('a longer line', 5)).toEqual(['a lon', 'ger l', 'ine']);
  const text = fc.string({ unit: fc.constantFrom('a', '\n', '😀', ' '), maxLength: 60 });
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 20 }), (words, length) => {
      const pieces = inPieces(words, length);
      expect(pieces.join('').replaceAll('\n', '')).toBe(words.replaceAll('\n', ''));
      for (const piece of pieces) {
        expect(piece.length).toBeLessThanOrEqual(length);
        expect(piece.isWellFormed()).toBe(true);
      }
    }),
  );
});
