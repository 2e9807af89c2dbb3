import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { ANA, BEN, CAI, line, said } from '../../../test/support/readings.ts';
import { readPromises } from './reading.ts';

const PEOPLE: Readonly<Record<string, string>> = { '@ana': `<@${ANA}>`, '@ben': BEN, '@cai': CAI };

/** The rows of docs/sentences.md. */
const rows = readFileSync(new URL('../../../docs/sentences.md', import.meta.url), 'utf8')
  .split('\n')
  .flatMap((row): [string, string][] => {
    const [, words, understood] = /^\| (.+) \| (.+) \|$/.exec(row) ?? [];
    return words && understood && words !== 'said' && words !== '---' ? [[words, understood]] : [];
  });

test('the page has at least 150 sentences, each once', () => {
  expect(rows.length).toBeGreaterThanOrEqual(150);
  expect(new Set(rows.map(([words]) => words)).size).toBe(rows.length);
});

test.each(rows)('%s', (words, understood) => {
  const text = words.replaceAll(/@(?:ana|ben|cai)/g, (name) => PEOPLE[name] ?? name);
  const readings = readPromises(text, said).map(line).join(' · ');
  expect(
    Object.entries(PEOPLE).reduce((all, [name, mention]) => all.replaceAll(mention, name), readings),
  ).toBe(understood);
});
