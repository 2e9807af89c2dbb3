import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PageUser } from '../control/shapes.ts';
import { suggestionsFor } from './completion.ts';
import { heldBy, isEmpty } from './held.ts';
import { fromMarkdown, type Node, parse } from './mrkdwn.ts';
import { fromHash, toHash } from './seats.ts';
import { whyWords } from './why.ts';
import { instantOf, nextMonday, nextWorkingMorning } from './zone.ts';

const flat = (nodes: readonly Node[]): string =>
  nodes
    .map((it) =>
      'inside' in it
        ? `${it.kind}(${flat(it.inside)})`
        : 'text' in it
          ? it.kind === 'text'
            ? it.text
            : `${it.kind}(${it.text})`
          : it.kind,
    )
    .join('');

describe('markup', () => {
  test.each([
    ['*bold* and _italic_ and ~gone~', 'bold(bold) and italic(italic) and strike(gone)'],
    ['*bold _and italic_*', 'bold(bold italic(and italic))'],
    ['snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
    ['`*as it is*`', 'code(*as it is*)'],
    ['before\n```\nlines\n```\nafter', 'beforepre(lines)after'],
    ['&gt; said\nanswered', 'quote(said)answered'],
    ['&lt;@U1&gt; is no mention', '<@U1> is no mention'],
    ['<@U1> <#C1|c> <https://x.y|z> <!here> :tada:', 'user channel link broadcast emoji'],
  ])('%s', (source, drawn) => expect(flat(parse(source))).toBe(drawn));

  test('a date keeps its format and fallback', () => {
    expect(parse('<!date^1700000000^{date} at {time}|then>')).toEqual([
      { kind: 'date', at: 1_700_000_000, format: '{date} at {time}', fallback: 'then', url: null },
    ]);
  });

  test('no word of an escaped text is lost, whatever it is', () => {
    const escaped = (text: string) =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const words = (nodes: readonly Node[]): string =>
      nodes
        .map((it) =>
          'inside' in it ? words(it.inside) : 'text' in it ? it.text : it.kind === 'emoji' ? it.name : '',
        )
        .join('');
    const bare = (text: string) => text.replaceAll(/[^\p{L}\p{N}]/gu, '');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) =>
        expect(bare(words(parse(escaped(text))))).toBe(bare(text)),
      ),
    );
  });

  test('Markdown becomes what Slack shows', () => {
    expect(fromMarkdown('# Hi\n- **one** [two](https://x.y)')).toBe('*Hi*\n• *one* <https://x.y|two>');
  });
});

describe('time', () => {
  const at = (iso: string) => new Date(iso);
  test('nine in the morning where somebody is, on a working day', () => {
    expect(nextWorkingMorning(at('2026-01-09T10:00:00Z'), 'Europe/London')).toEqual(
      at('2026-01-12T09:00:00Z'),
    );
    expect(nextWorkingMorning(at('2026-01-09T10:00:00Z'), 'America/New_York')).toEqual(
      at('2026-01-09T14:00:00Z'),
    );
    expect(nextMonday(at('2026-01-12T09:00:00Z'), 'Asia/Kolkata')).toEqual(at('2026-01-19T03:30:00Z'));
    expect(nextMonday(at('2026-01-12T03:00:00Z'), 'Asia/Kolkata')).toEqual(at('2026-01-12T03:30:00Z'));
  });
  test('summer time is known', () => {
    expect(instantOf('2026-07-01', '09:00', 'Europe/London')).toEqual(at('2026-07-01T08:00:00Z'));
    expect(instantOf('2026-03-29', '09:00', 'Europe/London')).toEqual(at('2026-03-29T08:00:00Z'));
  });
});

describe('what is offered while one types', () => {
  const person = (realName: string, isBot = false): PageUser => ({
    id: realName,
    teamId: 'T',
    name: realName.toLowerCase().replace(' ', '.'),
    realName,
    title: '',
    tz: 'UTC',
    isBot,
    deleted: false,
  });
  const people = [person('Ana Reyes'), person('Dana Whitfield'), person('Entente', true)];
  const hints = [
    { usage: 'pair @a @b', about: '' },
    { usage: 'pairs', about: '' },
    { usage: 'setup', about: '' },
  ];
  const commands = [{ command: '/alliance', hints }];
  const offered = (text: string, whose = commands) =>
    suggestionsFor(text, text.length, people, whose, { name: 'Entente', hints }).map(
      ({ text: next }) => next,
    );

  test('commands, their words and people in them', () => {
    expect(offered('/al')).toEqual(['/alliance ']);
    expect(offered('/alliance pai')).toEqual(['/alliance pair ', '/alliance pairs ']);
    expect(offered('/alliance pair @da')).toEqual(['/alliance pair @Dana Whitfield ']);
    expect(offered('/al', [])).toEqual([]);
  });
  test('people by any of their names; the words of the app after a mention of it', () => {
    expect(offered('Hello @rey')).toEqual(['Hello @Ana Reyes ']);
    expect(offered('a@rey')).toEqual([]);
    expect(offered('@Entente s')).toEqual(['@Entente setup ']);
    expect(offered('@Entente I will')).toEqual([]);
  });
});

test('a field holds its value, else what it began with', () => {
  const menu = { type: 'static_select', action_id: 'a', initial_option: { value: 'x' } };
  expect(heldBy({ block_id: 'b' }, menu, {})).toBe('x');
  expect(heldBy({ block_id: 'b' }, menu, { b: { a: { selected_option: { value: 'y' } } } })).toBe('y');
  expect(heldBy({ block_id: 'b' }, menu, { b: { a: { selected_option: null } } })).toBeNull();
  expect([null, '', ' ', [], 'a', ['a']].map(isEmpty)).toEqual([true, true, true, true, false, false]);
});

test('a key is a reason in words', () => {
  expect(whyWords('nudges/01a1ff97-98d1-722b-a4a3-dc28e38ce987/1768366800000/ask-peer/1768966200000')).toBe(
    'nudges, ask peer',
  );
  expect(whyWords('T000000001/1768366800.000100')).toBe('an answer');
});

test('the address says who one is, and where', () => {
  const people = ['ana', 'ben'].map((name) => ({ id: name.toUpperCase(), name })) as PageUser[];
  const seats = fromHash('#ana/C1+ben', people);
  expect(seats.map(({ userId, spot }) => [userId, spot.place])).toEqual([
    ['ANA', 'C1'],
    ['BEN', null],
  ]);
  expect(toHash(seats, people)).toBe('#ana/C1+ben');
  expect(fromHash('#nobody', people).map(({ userId }) => userId)).toEqual(['ANA']);
});
