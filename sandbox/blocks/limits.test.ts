/** Every limit of Block Kit's that is a number: what is just within it is taken, one more is refused. */
import { expect, test } from '@jest/globals';
import type { Json } from '../world/model.ts';
import { World } from '../world/world.ts';
import { checkMessageBlocks } from './message.ts';
import { checkView } from './view.ts';

const world = new World(new Date('2026-01-08T10:00:00Z'));
const plain = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) });
const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: 'x'.repeat(length) });
const times = <T>(count: number, make: (n: number) => T) => Array.from({ length: count }, (_, n) => make(n));
const section = (more: Json = {}) => ({ type: 'section', text: mrkdwn(1), ...more });
const actions = (...elements: Json[]) => ({ type: 'actions', elements });
const button = (more: Json = {}) => ({ type: 'button', text: plain(2), action_id: 'go', ...more });
const option = (n: number, more: Json = {}) => ({ text: plain(1), value: `${n}`, ...more });
const choice = (type: string, count: number, more: Json = {}) => ({
  type,
  action_id: 'pick',
  options: times(count, (n) => option(n)),
  ...more,
});
const image = (more: Json) => ({ type: 'image', image_url: 'https://a.b/c', alt_text: 'c', ...more });
const input = (element: Json, more: Json = {}) => ({ type: 'input', label: plain(1), element, ...more });
const words = (more: Json = {}) => ({ type: 'plain_text_input', action_id: 'words', ...more });
const confirm = (more: Json) => ({
  title: plain(1),
  text: plain(1),
  confirm: plain(1),
  deny: plain(1),
  ...more,
});
const address = (length: number) => `https://a.b/${'c'.repeat(length - 'https://a.b/'.length)}`;

const MESSAGES: readonly [string, number, (n: number) => Json[]][] = [
  ['blocks of a message', 50, (n) => times(n, () => section())],
  ['a block_id', 255, (n) => [section({ block_id: 'b'.repeat(n) })]],
  ['an action_id', 255, (n) => [actions(button({ action_id: 'a'.repeat(n) }))]],
  ['the text of a section', 3_000, (n) => [section({ text: mrkdwn(n) })]],
  ['fields', 10, (n) => [section({ fields: times(n, () => mrkdwn(1)) })]],
  ['a field', 2_000, (n) => [section({ fields: [mrkdwn(n)] })]],
  ['a header', 150, (n) => [{ type: 'header', text: plain(n) }]],
  ['elements of actions', 25, (n) => [actions(...times(n, (i) => button({ action_id: `${i}` })))]],
  ['elements of context', 10, (n) => [{ type: 'context', elements: times(n, () => mrkdwn(1)) }]],
  ['a markdown block', 12_000, (n) => [{ type: 'markdown', text: 'x'.repeat(n) }]],
  ['a button', 75, (n) => [actions(button({ text: plain(n) }))]],
  [
    'what a button says to screen readers',
    75,
    (n) => [actions(button({ accessibility_label: 'x'.repeat(n) }))],
  ],
  ['a button’s value', 2_000, (n) => [actions(button({ value: 'v'.repeat(n) }))]],
  ['a button’s address', 3_000, (n) => [actions(button({ url: address(n) }))]],
  ['an image’s address', 3_000, (n) => [image({ image_url: address(n) })]],
  ['an image’s words', 2_000, (n) => [image({ alt_text: 'x'.repeat(n) })]],
  ['an image’s title', 2_000, (n) => [image({ title: plain(n) })]],
  ['options of a select', 100, (n) => [actions(choice('static_select', n))]],
  ['options of a menu of dots', 5, (n) => [actions(choice('overflow', n))]],
  ['boxes', 10, (n) => [actions(choice('checkboxes', n))]],
  ['radio buttons', 10, (n) => [actions(choice('radio_buttons', n))]],
  [
    'an option',
    75,
    (n) => [actions(choice('static_select', 0, { options: [option(0, { text: plain(n) })] }))],
  ],
  [
    'an option’s value',
    75,
    (n) => [actions(choice('static_select', 0, { options: [option(0, { value: 'v'.repeat(n) })] }))],
  ],
  [
    'an option’s description',
    75,
    (n) => [actions(choice('static_select', 0, { options: [option(0, { description: plain(n) })] }))],
  ],
  ['a placeholder', 150, (n) => [actions(choice('static_select', 1, { placeholder: plain(n) }))]],
  ['a question’s title', 100, (n) => [actions(button({ confirm: confirm({ title: plain(n) }) }))]],
  ['a question', 300, (n) => [actions(button({ confirm: confirm({ text: plain(n) }) }))]],
  ['a question’s yes', 30, (n) => [actions(button({ confirm: confirm({ confirm: plain(n) }) }))]],
  ['a question’s no', 30, (n) => [actions(button({ confirm: confirm({ deny: plain(n) }) }))]],
];

const MODALS: readonly [string, number, (n: number) => Json][] = [
  ['blocks of a modal', 100, (n) => ({ blocks: times(n, () => section()) })],
  ['a title', 24, (n) => ({ title: plain(n) })],
  ['what submits', 24, (n) => ({ submit: plain(n) })],
  ['what closes', 24, (n) => ({ close: plain(n) })],
  ['a callback_id', 255, (n) => ({ callback_id: 'c'.repeat(n) })],
  ['an external_id', 255, (n) => ({ external_id: 'c'.repeat(n) })],
  ['private metadata', 3_000, (n) => ({ private_metadata: 'm'.repeat(n) })],
  ['a label', 2_000, (n) => ({ blocks: [input(words(), { label: plain(n) })] })],
  ['a hint', 2_000, (n) => ({ blocks: [input(words(), { hint: plain(n) })] })],
  ['what is written at first', 3_000, (n) => ({ blocks: [input(words({ initial_value: 'x'.repeat(n) }))] })],
  ['the most that may be written', 3_000, (n) => ({ blocks: [input(words({ max_length: n }))] })],
];

const inMessage = (blocks: Json[]) => {
  const checked = checkMessageBlocks(blocks, world);
  return 'errors' in checked ? checked.errors : [];
};
const inModal = (more: Json) => {
  const view = { type: 'modal', title: plain(1), submit: plain(1), blocks: [section()], ...more };
  const checked = checkView(view, 'modal', world);
  return 'view' in checked ? [] : [checked.error, ...checked.errors];
};

test.each(MESSAGES)('%s: %i and no more', (_, most, make) => {
  expect(inMessage(make(most))).toEqual([]);
  expect(inMessage(make(most + 1)).join()).toMatch(/no more than|must be less than/);
});

test.each(MODALS)('%s: %i and no more', (_, most, make) => {
  expect(inModal(make(most))).toEqual([]);
  expect(inModal(make(most + 1)).join()).toMatch(/no more than|must be less than/);
});
