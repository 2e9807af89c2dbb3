import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { WorkingCalendar } from '../../kernel/calendar.ts';
import type { LocalDate } from '../../kernel/zoned.ts';
import { type Reading, readLines, readPromise, type Said } from './reading.ts';

const calendar: WorkingCalendar = {
  zone: 'Europe/London',
  days: [1, 2, 3, 4, 5],
  from: 540,
  until: 1020,
  country: 'GB',
  region: 'ENG',
  absences: [{ from: '2026-03-24' as LocalDate, until: '2026-03-24' as LocalDate }],
};
const ANA = 'U0ANA';
const speaker = { userId: ANA, zone: 'Europe/London', country: 'GB', dayFirst: null, calendar };
const said: Said = { speaker, now: new Date('2026-03-04T10:00:00Z'), botUserId: 'U0BOT' }; // a Wednesday
const BEN = '<@U0BEN>';
const CAI = '<@U0CAI>';

/** A reading in one line: kind owner>for "what" date time flags. */
function line(reading: Reading): string {
  if (reading.kind === 'nothing') return 'nothing';
  if (reading.kind === 'unsure') return `unsure ${reading.word}`;
  const short = (id: string | null) => (id === null ? '' : id.slice(2).toLowerCase());
  const who =
    reading.kind === 'who' ? `[${reading.candidates.map(short).join(' ')}]` : short(reading.ownerId);
  const { when } = reading;
  const time = when.kind === 'day' && when.at ? ` ${when.at.toISOString().slice(11, 16)}Z` : '';
  const day =
    when.kind === 'none'
      ? 'no date'
      : when.kind === 'asap'
        ? `asap, review ${when.reviewOn}`
        : `${when.on}${time}${when.other ? ` or ${when.other.on}` : ''}${when.isPast ? ' past' : ''}${when.off ? ` ${when.off.kind}` : ''}`;
  return `${reading.kind} ${who}>${short(reading.forUserId)} "${reading.what}" ${day}`;
}

const read = (text: string, more: Partial<Said> = {}) => line(readPromise(text, { ...said, ...more }));

describe('whose promise it is', () => {
  test.each([
    ["I'll send the draft by Friday", 'promise ana> "send the draft" 2026-03-06'],
    ['I’ll send the draft by Friday', 'promise ana> "send the draft" 2026-03-06'],
    ['<@U0BOT> I will send the draft by Friday.', 'promise ana> "send the draft" 2026-03-06'],
    ['By Friday I will send the draft', 'promise ana> "send the draft" 2026-03-06'],
    ["OK, I'm going to book the hall tomorrow", 'promise ana> "book the hall" 2026-03-05'],
    ['I promise to send the flood map by 12 March', 'promise ana> "send the flood map" 2026-03-12'],
    ["I promise that I'll send the flood map by 12 March", 'promise ana> "send the flood map" 2026-03-12'],
    ['I promise the flood map by 12 March', 'promise ana> "the flood map" 2026-03-12'],
    ['I can share the site list on Monday', 'promise ana> "share the site list" 2026-03-09'],
    [`${BEN} will send the draft by Friday`, 'promise ben> "send the draft" 2026-03-06'],
    ['<@U0BEN|ben> will send the draft by Friday', 'promise ben> "send the draft" 2026-03-06'],
    [`<@U0BOT> ${BEN} will send the draft by Friday`, 'promise ben> "send the draft" 2026-03-06'],
    [`${BEN} is going to check the pumps by Friday`, 'promise ben> "check the pumps" 2026-03-06'],
    [`${BEN} to check the pumps by Friday`, 'promise ben> "check the pumps" 2026-03-06'],
    [`${BEN} will send me the draft by Friday`, 'promise ben>ana "send the draft" 2026-03-06'],
    [`<@${ANA}> will send the draft by Friday`, 'promise ana> "send the draft" 2026-03-06'],
    ["After the call I'll write the minutes", 'promise ana> "write the minutes, after the call" no date'],
    ["Thanks all. I'll send the draft. By Friday.", 'promise ana> "send the draft" 2026-03-06'],
    ['we will send the draft by Friday', 'who [ana]> "send the draft" 2026-03-06'],
    ["we'll send the draft by Friday", 'who [ana]> "send the draft" 2026-03-06'],
    ["Let's meet the council by Friday", 'nothing'],
    ['Our team will send the draft by Friday', 'who [ana]> "send the draft" 2026-03-06'],
    ['Northwind will send the draft by Friday', 'who [ana]> "send the draft" 2026-03-06'],
    ['Somebody will send the draft by Friday', 'who [ana]> "send the draft" 2026-03-06'],
    ['<!subteam^S01|@flood-team> will send the draft by Friday', 'who [ana]> "send the draft" 2026-03-06'],
    [`${BEN} and ${CAI} will send the draft by Friday`, 'who [ben cai]> "send the draft" 2026-03-06'],
    [`${BEN}, ${CAI} will send the draft by Friday`, 'who [ben cai]> "send the draft" 2026-03-06'],
    [`${BEN} and I will send the draft by Friday`, 'who [ana ben]> "send the draft" 2026-03-06'],
    [`We agreed that ${BEN} will send the draft by Friday`, 'promise ben> "send the draft" 2026-03-06'],
    [`As agreed, ${BEN} will send the draft by Friday`, 'promise ben> "send the draft" 2026-03-06'],
    [`FYI ${BEN}, I will send the draft by Friday`, 'promise ana>ben "send the draft" 2026-03-06'],
    ['Will send the draft by Friday', 'promise ana> "send the draft" 2026-03-06'],
    ['Will it rain on Friday?', 'nothing'],
    ['Everyone will send their figures by Friday', 'who [ana]> "send their figures" 2026-03-06'],
    [`I'll ask ${BEN} to send the map by Friday`, 'promise ana> "ask <@U0BEN> to send the map" 2026-03-06'],
    ['The draft will be ready by Friday', 'who [ana]> "The draft will be ready" 2026-03-06'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));
});

describe('requests', () => {
  test.each([
    [`${BEN} could you send the draft by Friday?`, 'request ben>ana "send the draft" 2026-03-06'],
    [`Could you send the draft by Friday, ${BEN}?`, 'request ben>ana "send the draft" 2026-03-06'],
    [`Can ${BEN} send the draft by Friday?`, 'request ben>ana "send the draft" 2026-03-06'],
    [`${BEN} please send the draft by Friday`, 'request ben>ana "send the draft" 2026-03-06'],
    [`please ${BEN} send the draft to ${CAI} by Friday`, 'request ben>cai "send the draft" 2026-03-06'],
    [`${BEN}, send me the draft by Friday please`, 'request ben>ana "send the draft" 2026-03-06'],
    [`I need ${BEN} to send the draft by Friday`, 'request ben>ana "send the draft" 2026-03-06'],
    [`${BEN} should send the draft by Friday`, 'request ben>ana "send the draft" 2026-03-06'],
    [`${BEN} would you please check the pumps by 12 March?`, 'request ben>ana "check the pumps" 2026-03-12'],
    [`${BEN}: send the draft by Friday`, 'request ben>ana "send the draft" 2026-03-06'],
    ['Could you send the draft by Friday?', 'who []> "send the draft" 2026-03-06'],
    [`${BEN} ${CAI} could you send the draft by Friday?`, 'who [ben cai]> "send the draft" 2026-03-06'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));
});

describe('doubt', () => {
  test.each([
    ['I might send the draft by Friday', 'unsure might'],
    ["I'll try to send the draft by Friday", 'unsure try'],
    ['I will try and send the draft by Friday', 'unsure try'],
    ["I'm trying to send the draft by Friday", 'unsure trying'],
    ['I hope to send the draft by Friday', 'unsure hope'],
    ["If Ben agrees, I'll send the draft by Friday", 'unsure if'],
    ["I'll send the draft by Friday if I have time", 'unsure if'],
    ["I'll see if I can send the draft by Friday", 'unsure see if'],
    ["I won't send the draft by Friday", "unsure won't"],
    ['I will not send the draft', 'unsure not'],
    [`${BEN} might send the draft by Friday`, 'unsure might'],
    [`${BEN} won't send the draft by Friday`, "unsure won't"],
    ["We'll try to send the draft by Friday", 'unsure try'],
    ['Maybe I can send the draft by Friday', 'unsure maybe'],
    ["I'll send it by Friday, hopefully", 'unsure hopefully'],
    // The same words, inside what is promised.
    ["I'll ask Ben by Friday if the pump works", 'promise ana> "ask Ben if the pump works" 2026-03-06'],
    [
      "I'll send the list of who might come by Friday",
      'promise ana> "send the list of who might come" 2026-03-06',
    ],
    ['I\'ll print "If it rains" by Friday', 'promise ana> "print "If it rains"" 2026-03-06'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));
});

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
