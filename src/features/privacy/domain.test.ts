import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { asCsv, asPieces, readMonths } from './domain.ts';

const row = (text: string, at = '2026-01-02') => ({ what: 'Remark', at, alliance: 'A', text });

test('a file is in the order of time', () => {
  const csv = asCsv([row('later', '2026-02-01'), row('sooner', '2026-01-01')]);
  expect(csv.indexOf('sooner')).toBeLessThan(csv.indexOf('later'));
});

test('what a spreadsheet takes for a formula is none', () => {
  for (const evil of ['=1+1', '+SUM(A1)', '-2', '@SUM(A1)', '\t=1', '\r=1', '＝1']) {
    const [, , , , , , , cell = ''] = asCsv([row(evil)]).split(/[,\n]/);
    expect(cell.replace(/^"/, '').startsWith("'")).toBe(true);
  }
});

test('pieces hold everything that is not too long by itself, and none is longer than asked', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 80 })), (texts) => {
      const pieces = asPieces(
        texts.map((text) => row(text)),
        200,
      );
      for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(200);
      for (const text of texts) expect(pieces.join('\n')).toContain(text);
    }),
  );
});

test.each([
  ['12 months', 12],
  ['1 month', 1],
  ['2 years', 24],
  ['18', 18],
  ['0 months', null],
  ['11 years', null],
  ['a while', null],
  ['', null],
])('"%s" is %s months', (words, months) => expect(readMonths(words)).toBe(months));
