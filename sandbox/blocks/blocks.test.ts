import { expect, test } from '@jest/globals';
import type { Json } from '../world/model.ts';
import { World } from '../world/world.ts';
import { checkMessageBlocks } from './message.ts';
import { checkView } from './view.ts';

const world = new World(new Date('2026-01-08T10:00:00Z'));
const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const x = (length: number) => 'x'.repeat(length);
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i));
const section = { type: 'section', text: mrkdwn('words') };
const button = (more: Json = {}) => ({ type: 'button', text: plain('Go'), action_id: 'go', ...more });
const actions = (...elements: Json[]) => ({ type: 'actions', elements });
const option = (n: number) => ({ text: plain(`Option ${n}`), value: String(n) });
const select = (count: number, more: Json = {}) => ({
  type: 'static_select',
  action_id: 'pick',
  options: times(count, option),
  ...more,
});
const input = (element: Json, more: Json = {}) => ({
  type: 'input',
  label: plain('Label'),
  element,
  ...more,
});
const words = { type: 'plain_text_input', action_id: 'words' };

const errors = (blocks: unknown) => {
  const checked = checkMessageBlocks(blocks, world);
  return 'errors' in checked ? checked.errors : [];
};

test.each<[string, Json[]]>([
  ['fifty blocks', times(50, () => section)],
  ['the longest section', [{ type: 'section', text: mrkdwn(x(3000)) }]],
  ['ten fields', [{ type: 'section', fields: times(10, () => mrkdwn(x(2000))) }]],
  ['the longest header', [{ type: 'header', text: plain(x(150)) }]],
  ['twenty-five elements', [actions(...times(25, (n) => button({ action_id: `go${n}` })))]],
  ['a hundred options', [{ ...section, accessory: select(100) }]],
  ['equal action_ids in two blocks', [actions(button()), actions(button())]],
  ['a full button', [actions(button({ value: x(2000), url: 'https://example.org', style: 'danger' }))]],
  [
    'context',
    [
      {
        type: 'context',
        elements: [mrkdwn('a'), { type: 'image', image_url: 'https://a.b/c', alt_text: 'c' }],
      },
    ],
  ],
  ['markdown', [{ type: 'markdown', text: x(12_000) }]],
  ['a table', [{ type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] }]],
])('a message may have %s', (_name, blocks) => {
  expect(errors(blocks)).toEqual([]);
});

test.each<[string, unknown, string]>([
  ['fifty-one blocks', times(51, () => section), 'no more than 50 items allowed [json-pointer:/blocks]'],
  ['a section of 3001', [{ type: 'section', text: mrkdwn(x(3001)) }], 'must be less than 3001 characters'],
  ['an empty text', [{ type: 'section', text: mrkdwn('') }], 'must be more than 0 characters'],
  ['eleven fields', [{ type: 'section', fields: times(11, () => mrkdwn('x')) }], 'no more than 10 items'],
  ['a field of 2001', [{ type: 'section', fields: [mrkdwn(x(2001))] }], '/fields/0/text'],
  ['a header in mrkdwn', [{ type: 'header', text: mrkdwn('x') }], 'must be a valid enum value'],
  ['a header of 151', [{ type: 'header', text: plain(x(151)) }], 'less than 151'],
  ['twenty-six elements', [actions(...times(26, (n) => button({ action_id: `go${n}` })))], 'no more than 25'],
  ['no elements', [actions()], 'no less than 1 items allowed'],
  ['equal action_ids in one block', [actions(button(), button())], 'action_id "go" already exists'],
  ['equal block_ids', times(2, () => ({ ...section, block_id: 'b' })), 'block_id "b" already exists'],
  ['a button text of 76', [actions(button({ text: plain(x(76)) }))], 'less than 76'],
  ['a button value of 2001', [actions(button({ value: x(2001) }))], 'less than 2001'],
  ['a style that is none', [actions(button({ style: 'loud' }))], 'valid enum value'],
  ['an action_id of 256', [actions(button({ action_id: x(256) }))], 'less than 256'],
  ['a hundred and one options', [{ ...section, accessory: select(101) }], 'no more than 100'],
  [
    'an option text of 76',
    [actions(select(1, { options: [{ text: plain(x(76)), value: 'v' }] }))],
    'less than 76',
  ],
  [
    'an option value of 76',
    [actions(select(1, { options: [{ text: plain('t'), value: x(76) }] }))],
    'less than 76',
  ],
  ['a choice that is no option', [actions(select(2, { initial_option: option(7) }))], 'must match one of'],
  ['a text input outside an input block', [actions(words)], 'unsupported type in this place'],
  ['a misspelt key', [{ ...section, blockid: 'b' }], 'invalid additional property: blockid'],
  ['an unknown element', [actions({ type: 'slider' })], 'unsupported type: slider'],
  ['a modal’s block', [{ type: 'alert', text: mrkdwn('x') }], 'unsupported block on this surface'],
  ['eleven in context', [{ type: 'context', elements: times(11, () => mrkdwn('x')) }], 'no more than 10'],
  [
    'an image without words',
    [{ type: 'image', image_url: 'https://a.b/c' }],
    'missing required field: alt_text',
  ],
  ['no list', { type: 'section' }, 'must be an array'],
])('a message may not have %s', (_name, blocks, message) => {
  expect(errors(blocks).join('\n')).toContain(message);
});

const modal = (more: Json = {}) => ({ type: 'modal', title: plain('Title'), blocks: [section], ...more });
const viewErrors = (view: Json, type: 'modal' | 'home' = 'modal') => {
  const checked = checkView(view, type, world);
  return 'view' in checked ? [] : [checked.error, ...checked.errors];
};

test('views have limits of their own', () => {
  expect(viewErrors(modal())).toEqual([]);
  expect(viewErrors(modal({ blocks: times(100, () => section) }))).toEqual([]);
  expect(viewErrors(modal({ submit: plain('Save'), blocks: [input(words)] }))).toEqual([]);
  const refused = (view: Json, message: string, type: 'modal' | 'home' = 'modal') =>
    expect(viewErrors(view, type).join('\n')).toContain(message);
  refused(modal({ blocks: times(101, () => section) }), 'no more than 100');
  refused(modal({ title: plain(x(25)) }), 'less than 25');
  refused({ type: 'modal', blocks: [] }, 'missing required field: title');
  refused(modal({ private_metadata: x(3001) }), 'less than 3001');
  refused(modal({ callback_id: x(256) }), 'less than 256');
  refused(modal({ blocks: [input(words)] }), 'missing required field: submit');
  refused(
    modal({ submit: plain('S'), blocks: times(2, () => input(words, { block_id: 'b' })) }),
    'already exists',
  );
  refused(modal({ blocks: [{ type: 'markdown', text: 'x' }] }), 'unsupported block on this surface');
  refused(modal({ type: 'home' }), 'valid enum value');
  refused(modal({ blocks: [{ ...section, text: mrkdwn(x(300_000)) }] }), 'view_too_large');
  refused({ type: 'home', blocks: [actions({ type: 'datetimepicker' })] }, 'on this surface', 'home');
  refused({ type: 'home', title: plain('x'), blocks: [] }, 'invalid additional property: title', 'home');
});

test('blocks and elements without ids get some, and the app’s own objects stay as they are', () => {
  const mine = [actions({ type: 'button', text: plain('Go') })];
  const checked = checkMessageBlocks(mine, world);
  const [block] = 'blocks' in checked ? checked.blocks : [];
  expect(block).toMatchObject({
    block_id: expect.any(String),
    elements: [{ action_id: expect.any(String) }],
  });
  expect(mine[0]).not.toHaveProperty('block_id');
});
