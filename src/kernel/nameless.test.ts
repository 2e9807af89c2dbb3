import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inJson, namelessly, tracesOf, withoutIds } from './nameless.ts';

test.each([
  ['Mark', 'Marketing plan and Market Street flood map', 'Marketing plan and Market Street flood map'],
  ['Mark', 'Ask Mark for the key; Mark’s van', 'Ask somebody for the key; somebody’s van'],
  [
    'Mark',
    'Mark the route and mark it done. Mark up the map',
    'Mark the route and mark it done. Mark up the map',
  ],
  ['Mark', "'Mark the route' is still open, for Mark", "'Mark the route' is still open, for somebody"],
  ['will', 'I will send it. Will it do? Ask Will', 'I will send it. Will it do? Ask somebody'],
  ['May', 'What May wrote, by May, the 3 May and May 5', 'What somebody wrote, by May, the 3 May and May 5'],
  ['al', 'The value of alliances et al, says Al', 'The value of alliances et al, says somebody'],
  ['Hari Menon', 'Call Hari\u00a0Menon. Hari Menon!', 'Call somebody. somebody!'],
  ['hari', 'Hari sends it to hari', 'somebody sends it to somebody'],
  ['Jo', 'Jo and Jo-Ann, Mary-Jo and Joan', 'somebody and Jo-Ann, Mary-Jo and Joan'],
  ['José', 'For Jose\u0301 and José', 'For somebody and somebody'],
  ['Jose', 'For José and Jose\u0301', 'For José and Jose\u0301'],
  ['Zoë', 'Zoëtrope by Zoë', 'Zoëtrope by somebody'],
  ['O’Neil (Northwind)', 'For O’Neil (Northwind), O’Neil', 'For somebody, O’Neil'],
  ['a.*b', 'a.*b and axxb', 'somebody and axxb'],
  ['Tom & Co', 'Owed to Tom &amp; Co', 'Owed to somebody'],
  ['李伟', '请李伟发送', '请somebody发送'],
  ['', 'Nobody', 'Nobody'],
])('without %j, %j reads %j', (name, text, left) => expect(namelessly(name)(text)).toBe(left));

test('who stays keeps their name, though it begins like that of who goes', () => {
  const nameless = namelessly('Rob', ['Rob Stone', 'Rob', 'Ana']);
  expect(nameless('The map for Rob Stone and the key for Rob')).toBe(
    'The map for Rob Stone and the key for somebody',
  );
});

const word = fc.string({ unit: fc.constantFrom(...'abcdefgwilmarkWMäß-'), minLength: 1, maxLength: 12 });
const name = fc
  .tuple(fc.constantFrom('Hari', 'Mark', 'will', 'Zoë', 'al', 'Ira Menon'), fc.constantFrom('', ' Quist'))
  .map((parts) => parts.join(''));

test('words that only contain a name stay; a full name goes wherever it stands; nothing else changes', () => {
  fc.assert(
    fc.property(name, fc.array(word, { maxLength: 6 }), fc.nat(6), (who, words, n) => {
      const nameless = namelessly(who);
      const isName = (one: string) => one.split('-').some((part) => part.toLowerCase() === who.toLowerCase());
      const others = words.filter((one) => !isName(one));
      expect(nameless(others.join(' '))).toBe(others.join(' '));
      const full = 'Noor Quist';
      const around = others.toSpliced(n, 0, full).join(' ');
      expect(namelessly(full)(around)).toBe(others.toSpliced(n, 0, 'somebody').join(' '));
      expect(tracesOf(full).some((trace) => around.includes(trace))).toBe(true);
    }),
  );
});

test('whatever is changed held a trace, and is changed once and for all', () => {
  fc.assert(
    fc.property(fc.oneof(name, fc.string({ maxLength: 8 })), fc.string({ maxLength: 60 }), (who, text) => {
      const nameless = namelessly(who);
      for (const one of [text, `for ${who}, and ${text}`]) {
        const left = nameless(one);
        if (left !== one) expect(tracesOf(who).some((trace) => one.includes(trace))).toBe(true);
        if (!'somebody'.includes(who.trim().toLowerCase())) expect(nameless(left)).toBe(left);
      }
    }),
  );
});

test('in JSON only what is read changes; ids of users go from all values', () => {
  const nameless = namelessly('Hari');
  const json = {
    Hari: true,
    text: 'Hari',
    blocks: [
      { type: 'Hari', block_id: 'Hari', text: { type: 'mrkdwn', text: 'For Hari, <@U1|hari> and U12' } },
    ],
    heard: { words: 'role Hari', on: null, n: 1 },
    by: 'U1',
  };
  const left = inJson(json, (text, isRead) => withoutIds(isRead ? nameless(text) : text, ['U1']));
  expect(left).toEqual({
    Hari: true,
    text: 'somebody',
    blocks: [
      { type: 'Hari', block_id: 'Hari', text: { type: 'mrkdwn', text: 'For somebody, somebody and U12' } },
    ],
    heard: { words: 'role somebody', on: null, n: 1 },
    by: 'somebody',
  });
});
