/** Files of what is kept, and for how long it is. Pure. */
import { stringify } from 'csv-stringify/sync';

/** One line of a file. */
export interface Row {
  readonly what: string;
  readonly at: string;
  readonly alliance: string;
  readonly text: string;
}

/** As CSV, in the order of time. What a spreadsheet would take for a formula is kept from being one. */
export function asCsv(rows: readonly Row[]): string {
  return stringify(sorted(rows), {
    header: true,
    columns: ['what', 'at', 'alliance', 'text'],
    escape_formulas: true,
    bom: true,
  });
}

function sorted(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** The same as lines of text, cut into pieces of so many characters at most. */
export function asPieces(rows: readonly Row[], longest: number): string[] {
  const pieces: string[] = [];
  for (const { what, at, alliance, text } of sorted(rows)) {
    const head = [what, at.slice(0, 10), alliance].filter(Boolean).join(' · ');
    const line = `${head}: ${text}`.slice(0, longest);
    const last = pieces.at(-1);
    if (last !== undefined && last.length + line.length + 1 <= longest) {
      pieces[pieces.length - 1] = `${last}\n${line}`;
    } else pieces.push(line);
  }
  return pieces;
}

/** Ten years at most: what is kept for ever is not looked after. */
const MOST_MONTHS = 120;

/** "12 months", "2 years", "18"; null where it is no such stretch. */
export function readMonths(words: string): number | null {
  const [, count = '', unit = ''] = /^(\d{1,3})\s*(months?|years?)?$/i.exec(words.trim()) ?? [];
  const months = Number(count) * (/^year/i.test(unit) ? 12 : 1);
  return count !== '' && months >= 1 && months <= MOST_MONTHS ? months : null;
}
