import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ANA, BEN, CAI, line, read, said, speaker } from '../../../test/support/readings.ts';
import { readLines, readPromise } from './reading.ts';

describe('for whom, and what', () => {
  test.each([
    [`I'll send the draft to ${BEN} by Friday`, 'promise ana>ben "send the draft" 2026-03-06'],
    [`I'll send ${BEN} the draft by Friday`, 'promise ana>ben "send the draft" 2026-03-06'],
    [`I'll check the pumps for ${BEN} by Friday`, 'promise ana>ben "check the pumps" 2026-03-06'],
    [`I'll talk to ${BEN} by Friday`, 'promise ana>ben "talk to <@U0BEN>" 2026-03-06'],
    [`${BEN} I'll send you the draft by Friday`, 'promise ana>ben "send the draft" 2026-03-06'],
    [`I'll send you the draft by Friday, ${BEN}`, 'promise ana>ben "send the draft" 2026-03-06'],
    [`I'll meet ${BEN} by Friday`, 'promise ana> "meet <@U0BEN>" 2026-03-06'],
    [`I owe ${BEN} the flood map by Friday`, 'promise ana>ben "the flood map" 2026-03-06'],
    [`I owe you a report by Friday ${BEN}`, 'promise ana>ben "a report" 2026-03-06'],
    [`I'll tell ${BEN} about it by Friday`, 'promise ana> "tell <@U0BEN> about it" 2026-03-06'],
    ["I'll send *the draft* by `Friday` :pray:", 'promise ana> "send the draft" 2026-03-06'],
    ["I'll read <https://example.org/a?b=1|the plan> by Friday", 'promise ana> "read the plan" 2026-03-06'],
    [
      "I'll read <https://example.org/plan> by Friday",
      'promise ana> "read https://example.org/plan" 2026-03-06',
    ],
    ["I'll post in <#C01|general> by Friday", 'promise ana> "post in #general" 2026-03-06'],
    [
      "I'll mend pumps &amp; valves &lt;@U0CAI&gt; by Friday",
      'promise ana> "mend pumps & valves ‹@U0CAI>" 2026-03-06',
    ],
    ["I'll send the March report by Friday", 'promise ana> "send the March report" 2026-03-06'],
    ["I'll send it 🎉 by Friday 🎉", 'promise ana> "send it 🎉 🎉" 2026-03-06'],
    ["\u202bI'll send the خريطة by Friday\u202c", 'promise ana> "send the خريطة" 2026-03-06'],
    ["I'll by Friday", 'nothing'],
    ['What a lovely day', 'nothing'],
    ['It will rain on Friday', 'nothing'],
    ['', 'nothing'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));
});

describe('when', () => {
  test.each([
    ['by Friday', '2026-03-06'],
    ['by Wednesday', '2026-03-11'], // named on a Wednesday
    ['by this Friday', '2026-03-06'],
    ['by next Friday', '2026-03-13'],
    ['Friday week', '2026-03-13'],
    ['by Tuesday next week', '2026-03-10'],
    ['close of play Thursday', '2026-03-05'],
    ['by EOD', '2026-03-04'],
    ['by end of month', '2026-03-31'],
    ['by the end of the week', '2026-03-06'],
    ['before the end of May', '2026-05-29'], // the 31st is a Sunday
    ['before Friday', '2026-03-05'],
    ['in two working days', '2026-03-06'],
    ['within 3 weeks', '2026-03-25 '.trim()],
    ['in a fortnight', '2026-03-18'],
    ['by mid-January', '2027-01-15'],
    ['in Q1', '2026-03-31'],
    ['next week', '2026-03-13'],
    ['by 3/4', '2026-04-03 or 2026-03-04 holiday'],
    ['by 13/4', '2026-04-13'],
    ['by 4/4', '2026-04-04 weekend'],
    ['by 03.04.', '2026-04-03 or 2026-03-04 holiday'],
    ['by the 12th', '2026-03-12'],
    ['by March 12th', '2026-03-12'],
    ['by 2026-03-20', '2026-03-20'],
    ['by 5pm on Friday', '2026-03-06 17:00Z'],
    ['by Friday 5pm CET', '2026-03-06 16:00Z'],
    ['by 5pm New York time on Friday', '2026-03-06 22:00Z'],
    ['by noon on 30 March', '2026-03-30 11:00Z'], // summer time has begun
    ['by Sunday', '2026-03-08 weekend'],
    ['on 3 April', '2026-04-03 holiday'],
    ['by 24 March', '2026-03-24 absence'],
    ['yesterday', '2026-03-03 past'],
    ['by 2 March 2026', '2026-03-02 past'],
    ['at 9:30 today', '2026-03-04 09:30Z past'],
    ['asap', 'asap, review 2026-03-09'],
    ['as soon as possible', 'asap, review 2026-03-09'],
    ['asap, by Friday', '2026-03-06'],
    ['', 'no date'],
  ])("I'll send the draft %s", (words, expected) => {
    expect(read(`I'll send the draft ${words}`)).toBe(`promise ana> "send the draft" ${expected}`);
  });

  test('day and month follow the person, else the country, else the day is first', () => {
    const on = (more: object) => read("I'll do it by 3/4", { speaker: { ...speaker, ...more } });
    expect(on({ country: 'US' })).toContain('2026-03-04 or 2026-04-03');
    expect(on({ country: 'US', dayFirst: true })).toContain('2026-04-03 or 2026-03-04');
    expect(on({ dayFirst: false })).toContain('2026-03-04 or 2026-04-03');
    expect(on({ country: null })).toContain('2026-04-03 or 2026-03-04');
    expect(on({ country: 'XX' })).toContain('2026-04-03 or 2026-03-04');
  });

  test('today is where the speaker is', () => {
    const kiribati = { ...speaker, zone: 'Pacific/Kiritimati' };
    expect(read("I'll do it today", { now: new Date('2026-03-04T11:00:00Z'), speaker: kiribati })).toContain(
      '2026-03-05',
    );
  });
});

test('a pasted list is one commitment a line', () => {
  const pasted = `- ${BEN}: site list by 12 March\n• <@${ANA}> flood map, Friday\n1. book the hall\n\n* flood gates – ${CAI} – next Friday\nDana: minutes by Monday\n[ ] ${BEN} & ${CAI} school route`;
  expect(readLines(pasted, said).map(({ reading }) => line(reading))).toEqual([
    'promise ben> "site list" 2026-03-12',
    'promise ana> "flood map" 2026-03-06',
    'promise ana> "book the hall" no date',
    'promise cai> "flood gates" 2026-03-13',
    'who []> "minutes" 2026-03-09',
    'who [ben cai]> "school route" no date',
  ]);
});

describe('whatever is written', () => {
  const word = fc.constantFrom(
    'I',
    "I'll",
    'will',
    BEN,
    'if',
    'by',
    'Friday',
    '3/4',
    '&lt;',
    '<!here>',
    '🎉',
    '\n',
    '.',
    '*',
    '_',
    '"',
    '`',
    '(',
    '\u202e',
    '\ud800',
    'to',
    'for',
    ',',
    'and',
    '5pm',
    'end of',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(word, { maxLength: 80 }).map((words) => words.join(' ')),
    fc.array(word, { maxLength: 80 }).map((words) => words.join('')),
  );
  test('it is read without an error, and what was promised fits a line', () => {
    fc.assert(
      fc.property(text, (words) => {
        for (const style of ['sentence', 'note'] as const) {
          const reading = readPromise(words, { ...said, style });
          if ('what' in reading) expect([...reading.what].length).toBeLessThanOrEqual(300);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('three thousand characters are read in no time to speak of', () => {
    for (const unit of [
      'I will ',
      'by Friday ',
      `${BEN} and `,
      'if ',
      'a',
      '*',
      'könnte 🎉 ',
      'please ',
      '1/2/',
      'end of ',
      ', ',
      '" ',
      "I'll send the draft ",
    ]) {
      const start = performance.now();
      readPromise(unit.repeat(Math.ceil(3_000 / unit.length)), said);
      expect(performance.now() - start).toBeLessThan(2_000); // a bound on growth, not a measurement
    }
  });
});
