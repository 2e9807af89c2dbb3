import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ANA, BEN, CAI, line, read, said, speaker } from '../../../test/support/readings.ts';
import { readLines, readPromise } from './reading.ts';

// What is understood of plain sentences is the table of docs/sentences.md, which sentences.test.ts reads.

describe('as Slack sends it', () => {
  test.each([
    ['<@U0BOT> I will send the draft by Friday.', 'promise ana> "send the draft" 2026-03-06'],
    ['<@U0BEN|ben> will send the draft by Friday', 'promise ben> "send the draft" 2026-03-06'],
    [`<@U0BOT> ${BEN} will send the draft by Friday`, 'promise ben> "send the draft" 2026-03-06'],
    ['<!subteam^S01|@flood-team> will send the draft by Friday', 'who [ana]> "send the draft" 2026-03-06'],
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
    ["I'll send ~the list~ the map by Friday", 'promise ana> "send the map" 2026-03-06'],
    ["I'll send ~5 maps and ~6 lists by Friday", 'promise ana> "send ~5 maps and ~6 lists" 2026-03-06'],
    ["I'll send it 🎉 by Friday 🎉", 'promise ana> "send it 🎉 🎉" 2026-03-06'],
    ["\u202bI'll send the خريطة by Friday\u202c", 'promise ana> "send the خريطة" 2026-03-06'],
    ['', 'nothing'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));
});

describe('who reads a date', () => {
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

test('what is struck through, ticked off or a heading is no line of a list', () => {
  const pasted = `*Actions*\n• ~${BEN}: flood map by Friday~\n1. [x] ${BEN}: keys\n- [X] ${BEN}: gate\n- [ ] ${BEN} | pumps | Friday\n2. DONE: ${CAI} posters\nNext meeting: ${CAI} to bring the keys`;
  expect(readLines(pasted, said).map(({ reading }) => line(reading))).toEqual([
    'promise ben> "pumps" 2026-03-06',
    'promise cai> "Next meeting: to bring the keys" no date',
  ]);
});

test('words behind `commit` are a note, but neither a "don\'t" nor what somebody has done is one', () => {
  const note = (text: string) => read(text, { style: 'note' });
  expect(note(`${BEN} flood map by Friday`)).toBe('promise ben> "flood map" 2026-03-06');
  expect(note(`${BEN} please don't publish the map before Friday`)).toBe('nothing');
  expect(note(`${BEN} has sent the map`)).toBe('nothing');
  expect(note('help me by Friday')).toBe('promise ana> "help me" 2026-03-06');
  expect(note("I'll be on leave next week")).toBe('away');
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
      "don't, ",
      'not before ',
      'between 3pm and ',
      `~${BEN}~ `,
      `I'll send ${BEN} it and `,
    ]) {
      const start = performance.now();
      readPromise(unit.repeat(Math.ceil(3_000 / unit.length)), said);
      expect(performance.now() - start).toBeLessThan(2_000); // a bound on growth, not a measurement
    }
  });
});
