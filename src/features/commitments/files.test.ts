/** Files with whatever people write in them, read back by other parsers than those that wrote them. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { ben, map, named } from '../../../test/support/promise.ts';
import type { CommitmentId } from '../../kernel/ids.ts';
import { legible } from '../../kernel/words.ts';
import { calendarOf } from './calendar-file.ts';
import { csvOf } from './csv.ts';

const HOSTILE = [
  '=HYPERLINK("https://evil.example","click")',
  '+1+1',
  '-2+3',
  '@SUM(A1:A9)',
  '\t=1+1',
  '\r=1+1',
  'a,b;c\\n\\\\d:e"f"',
  'x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:forged',
  'x\nATTACH:https://evil.example\nURL:https://evil.example',
  `${'👩‍👩‍👧‍👦é'.repeat(80)} end`,
  'خريطة \u202E reversed',
];

interface Read {
  readonly uid: string;
  readonly summary: string;
  readonly description: string | null;
  readonly url: unknown;
}

function events(text: string): Read[] {
  const component = new ICAL.Component(ICAL.parse(text));
  return component.getAllSubcomponents('vevent').map((one) => {
    const { uid, summary, description } = new ICAL.Event(one);
    return { uid, summary, description, url: one.getFirstPropertyValue('url') };
  });
}
/** A calendar has one kind of line ends. */
const asLines = (text: string) => text.replaceAll(/\r\n?/g, '\n');

/** RFC 4180, as short as can be: cells of rows. */
function cells(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare = '', mark] of csv
    .replace(/^\uFEFF/, '')
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare);
    if (mark === '\n') rows.push([]);
    if (mark === '') break;
  }
  return rows.filter((row) => row.length > 1);
}

describe.each(HOSTILE)('%j', (text) => {
  const people = new Map([[ben, named(text, text)]]);
  const permalink = 'https://x.example/p1';
  const second = { ...map, id: 'd' as CommitmentId, text: 'second', permalink: null };

  test('is the title of one event, and of nothing else, in a calendar', () => {
    const read = events(calendarOf([{ ...map, text, permalink }, second], people));
    expect(read).toHaveLength(2);
    expect(read.map(({ uid }) => uid)).toEqual(['c@entente', 'd@entente']);
    expect(read[0]?.summary).toBe(asLines(text));
    expect(read.map(({ url }) => url)).toEqual([permalink, null]);
  });

  test('is one cell, and no formula, in a table', () => {
    const rows = cells(csvOf([{ ...map, text }, second], people));
    expect(rows).toHaveLength(3);
    for (const row of rows) {
      expect(row).toHaveLength(13);
      for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }
    expect(rows[1]?.[0]?.replace(/^'/, '')).toBe(text);
    expect(rows[2]?.[0]).toBe('second');
  });
});

test('whatever is promised comes back as it was, from a calendar and from a table', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', minLength: 1 }), { maxLength: 4 }), (texts) => {
      const kept = texts.map(legible).filter((text) => text !== ''); // as all that people write is kept
      const all = kept.map((text, n) => ({ ...map, id: `c${n}` as CommitmentId, text }));
      const people = new Map();
      expect(events(calendarOf(all, people)).map(({ summary }) => summary)).toEqual(kept);
      expect(cells(csvOf(all, people)).slice(1)).toHaveLength(all.length);
    }),
    { numRuns: 200 },
  );
});
