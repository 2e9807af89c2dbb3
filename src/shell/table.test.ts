import { expect, test } from '@jest/globals';
import { pack, sealBy, unpack } from './carry.ts';
import { asTyped, withoutMention } from './said.ts';
import { find, nearest } from './table.ts';
import { valuesOf } from './values.ts';

const commands = ['pair', 'pairs', 'commit'].map((word) => ({
  word,
  usage: '',
  about: '',
  who: 'anyone' as const,
  run: async () => null,
}));

test('words find their command, in any case; none at all ask for help', () => {
  expect(find(commands, ' Pair <@U1>  weekly')).toMatchObject({ kind: 'command', words: '<@U1>  weekly' });
  expect(find(commands, '')).toEqual({ kind: 'help' });
  expect(find(commands, 'HELP me')).toEqual({ kind: 'help' });
  expect(find(commands, 'comit x')).toEqual({ kind: 'unknown', word: 'comit', nearest: 'commit' });
});

test.each([
  ['pari', 'pair'],
  ['comitt', 'commit'],
  ['pears', 'pairs'],
  ['xyz', null],
  ['me', null],
  ['commitments', null],
])('%s was probably %s', (word, meant) => {
  expect(nearest(word, ['pair', 'pairs', 'commit'])).toBe(meant);
});

test('markup becomes what was typed, and people stay people', () => {
  const text =
    '<@U1|ana> sends <https://x.org/a?b=1&amp;c|the map> to <#C1|flood> &lt;soon&gt; &amp;amp; <!here>';
  expect(asTyped(text)).toBe('<@U1> sends the map to #flood <soon> &amp; @here');
  expect(asTyped('<mailto:a@b.c|a@b.c> <https://x.org>')).toBe('a@b.c https://x.org');
});

test('nobody is mentioned by typing what a mention looks like', () => {
  expect(asTyped('&lt;@U1&gt;')).not.toContain('<@U1>');
});

test('the bot’s own mention is taken out, wherever it stands, and lines stay', () => {
  expect(withoutMention('<@UBOT>, pair <@U1>', ['UBOT'])).toEqual({ text: 'pair <@U1>', isFirst: true });
  expect(withoutMention('I promise <@UBOT|entente> it\nand more', ['UX', 'UBOT'])).toEqual({
    text: 'I promise it\nand more',
    isFirst: false,
  });
});

test('what a modal carries comes back; words give way to ids, and other people’s metadata is refused', () => {
  const carry = {
    allianceId: null,
    channelId: 'C1',
    queue: [['i', 'c'] as const],
    says: ['x'.repeat(2_900)],
    again: 'actions our 2',
  };
  const seal = sealBy('secret');
  expect(unpack(seal, pack(seal, carry, { k: 'v' }))).toEqual({ carry, meta: { k: 'v' } });
  const full = pack(seal, carry, { k: 'v'.repeat(500) });
  expect(full.length).toBeLessThanOrEqual(3_000);
  expect(unpack(seal, full)?.carry).toEqual({ ...carry, says: [] });
  expect(() => pack(seal, carry, { k: 'v'.repeat(3_000) })).toThrow(RangeError);
  const packed = pack(seal, carry, { k: 'v' });
  expect(unpack(seal, packed.replace('C1', 'C2'))).toBeNull();
  expect(unpack(sealBy('another'), packed)).toBeNull();
  for (const none of ['', '{"a":null,"c":"C1"}', packed.slice(22)]) expect(unpack(seal, none)).toBeNull();
});

test('values of all kinds of inputs', () => {
  const values = {
    text: { text: { value: 'a' } },
    none: { none: { value: null } },
    menu: { menu: { selected_option: { value: 'b' } } },
    boxes: { boxes: { selected_options: [{ value: 'c' }, { value: 'd' }] } },
    empty: { empty: { selected_options: [] } },
    day: { day: { selected_date: '2026-01-08' } },
  };
  expect(valuesOf({ values })).toEqual({
    text: 'a',
    none: null,
    menu: 'b',
    boxes: 'c,d',
    empty: null,
    day: '2026-01-08',
  });
});
