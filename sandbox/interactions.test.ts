import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { strangeToBolt } from './testing/bolt-types.ts';
import { type Receiving, startReceiving } from './testing/receiving.ts';
import type { Json } from './world/model.ts';

// What people do, as it reaches an app, against the types that Bolt ships.

let slack: Receiving['slack'];
let client: Receiving['client'];
let app: Receiving['app'];
let close: Receiving['close'];
const done: Json[] = [];

const words = (text: string) => ({ type: 'plain_text', text });
const options = ['a', 'b'].map((value) => ({ text: words(value.toUpperCase()), value }));
/** Every element that holds a value, what it is called and what somebody puts into it. */
const FIELDS: readonly (readonly [type: string, more: Json, given: string | string[]])[] = [
  ['static_select', { options }, 'A'],
  ['multi_static_select', { options }, ['A', 'B']],
  ['checkboxes', { options }, ['B']],
  ['radio_buttons', { options }, 'B'],
  ['datepicker', { initial_date: '2026-01-08' }, '2026-01-09'],
  ['timepicker', {}, '09:30'],
  ['datetimepicker', {}, '2026-01-09T09:30:00Z'],
  ['users_select', {}, 'Dana'],
  ['multi_users_select', {}, ['Dana', 'Ben']],
];
const elements = FIELDS.map(([type, more]) => ({ type, action_id: type, ...more }));
const button = { type: 'button', action_id: 'go', text: words('Go'), value: '1' };
const overflow = { type: 'overflow', action_id: 'overflow', options };
const TYPED: readonly (readonly [type: string, given: string])[] = [
  ['plain_text_input', 'words'],
  ['rich_text_input', 'rich words'],
  ['email_text_input', 'a@b.example'],
  ['url_text_input', 'https://b.example/'],
];

beforeAll(async () => {
  ({ slack, client, app, close } = await startReceiving());
  const [shortcut] = slack.app.shortcuts;
  Object.assign(slack.app, {
    shortcuts: [shortcut, { callbackId: 'global', name: 'Anywhere', type: 'global' }],
  });
});
afterAll(() => close());

const trigger = () => String(app.received.at(-1)?.payload.trigger_id);
const take = () => {
  const taken = app.received.map(({ payload }) => payload).filter(({ type }) => type !== 'event_callback');
  done.push(...taken);
  app.received.length = 0;
  return taken;
};

test('presses and choices in messages, for one person and for all', async () => {
  const channel = slack.channels.alliance.id;
  const blocks = [{ type: 'actions', elements: [button, overflow, ...elements] }];
  await client.apiCall('chat.postMessage', { channel, text: 'x', blocks });
  for (const [type, , given] of FIELDS) await slack.driver.choose('Dana', type, given);
  await slack.driver.choose('Dana', 'overflow', 'B');
  await slack.driver.click('Dana', 'Go');
  await client.apiCall('chat.postEphemeral', {
    channel,
    text: 'x',
    user: slack.people.ana.id,
    blocks: [{ type: 'actions', elements: [{ ...button, text: words('Only you') }] }],
  });
  await slack.driver.click('Ana', 'Only you');
  expect(take()).toHaveLength(FIELDS.length + 3);
});

test('forms, filled in with everything there is, and closed; a press in Home', async () => {
  const channel = slack.channels.alliance.id;
  await client.apiCall('chat.postMessage', {
    channel,
    text: 'x',
    blocks: [{ type: 'actions', elements: [{ ...button, text: words('Open') }] }],
  });
  const inputs = [
    ...elements,
    ...TYPED.map(([type]) => ({ type, action_id: type })),
    { type: 'file_input', action_id: 'file_input' },
  ];
  const view = {
    type: 'modal',
    title: words('A form'),
    submit: words('Save'),
    notify_on_close: true,
    blocks: inputs.map((element) => ({ type: 'input', label: words(element.type), element })),
  };
  await slack.driver.click('Dana', 'Open');
  await client.apiCall('views.open', { trigger_id: trigger(), view });
  const { id } = slack.driver.upload('Dana', 'map.png', Buffer.from('a picture'));
  await slack.driver.submit('Dana', {
    ...Object.fromEntries(FIELDS.map(([type, , given]) => [type, given])),
    ...Object.fromEntries(TYPED),
    file_input: [id],
  });
  await slack.driver.click('Ana', 'Open');
  await client.apiCall('views.open', { trigger_id: trigger(), view });
  await slack.driver.close('Ana');
  const home = {
    type: 'home',
    blocks: [{ type: 'actions', elements: [{ ...button, text: words('At home') }] }],
  };
  await client.apiCall('views.publish', { user_id: slack.people.ana.id, view: home });
  await slack.driver.click('Ana', 'At home', { in: 'home' });
  expect(take().map(({ type }) => type)).toEqual([
    'block_actions',
    'view_submission',
    'block_actions',
    'view_closed',
    'block_actions',
  ]);
});

test('commands and shortcuts', async () => {
  await slack.driver.slash('Ana', '#flood-alliance', '/alliance', 'help');
  await slack.driver.shortcut('Ana', 'commitments.record', { in: '#flood-alliance', message: 'substations' });
  await slack.driver.shortcut('Ana', 'global');
  expect(take().map(({ type }) => type)).toEqual([undefined, 'message_action', 'shortcut']);
});

test('all of it fits Bolt’s types', async () => {
  expect(done.length).toBeGreaterThan(15);
  expect(await strangeToBolt(done)).toEqual([]);
}, 60_000);

test('what does not fit is found out', async () => {
  const [command] = done.filter(({ type }) => type === undefined);
  const { trigger_id: _gone, ...rest } = command ?? {};
  const strange = await strangeToBolt([{ ...rest, colour: 'blue' }]);
  expect(strange.join()).toMatch(/trigger_id|colour/);
}, 60_000);
