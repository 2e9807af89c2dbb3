import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { ANA, BEN, CAI, line, said } from '../../../test/support/readings.ts';
import { type Reading, readLines, readPromises } from './reading.ts';

const PEOPLE: Readonly<Record<string, string>> = { '@ana': `<@${ANA}>`, '@ben': BEN, '@cai': CAI };

const HEADS = ['said', 'line', '---'];

/** The rows of docs/sentences.md: what is said to the bot, and lines of minutes. */
const [sentences = [], minutes = []] = readFileSync(
  new URL('../../../docs/sentences.md', import.meta.url),
  'utf8',
)
  .split('\n## ')
  .map((part) =>
    part.split('\n').flatMap((row): [string, string][] => {
      const [, words, understood] = /^\| (.+) \| (.+) \|$/.exec(row) ?? [];
      return words && understood && !HEADS.includes(words) ? [[words, understood]] : [];
    }),
  );

const asTyped = (words: string) => words.replaceAll(/@(?:ana|ben|cai)/g, (name) => PEOPLE[name] ?? name);
const asShown = (readings: readonly Reading[]) =>
  Object.entries(PEOPLE).reduce(
    (all, [name, mention]) => all.replaceAll(mention, name),
    readings.map(line).join(' · '),
  );

test('the page has at least 150 sentences, each once', () => {
  expect(sentences.length).toBeGreaterThanOrEqual(150);
  expect(minutes.length).toBeGreaterThanOrEqual(30);
  for (const rows of [sentences, minutes])
    expect(new Set(rows.map(([words]) => words)).size).toBe(rows.length);
});

test.each(sentences)('%s', (words, understood) => {
  expect(asShown(readPromises(asTyped(words), said))).toBe(understood);
});

test.each(minutes)('in minutes: %s', (words, understood) => {
  const readings = readLines(asTyped(words), said).map(({ reading }) => reading);
  expect(asShown(readings.filter(({ kind }) => kind !== 'nothing')) || 'left out').toBe(understood);
});
