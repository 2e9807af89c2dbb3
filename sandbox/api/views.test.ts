import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { errorOf } from '../testing/bolt.ts';
import { type Receiving, startReceiving } from '../testing/receiving.ts';
import { record } from '../world/json.ts';

/** Modals and Home, and what comes from inside them. */

let slack: Receiving['slack'];
let client: Receiving['client'];
let app: Receiving['app'];
let close: Receiving['close'];

beforeEach(async () => {
  ({ slack, client, app, close } = await startReceiving());
});
afterEach(() => close());

const plain = (text: string) => ({ type: 'plain_text', text });
const button = { type: 'button', action_id: 'go', text: plain('Go') };
const field = {
  type: 'input',
  block_id: 'what',
  label: plain('What'),
  element: { type: 'plain_text_input', action_id: 'words' },
};
const pick = {
  type: 'static_select',
  action_id: 'pick',
  placeholder: plain('Pick one'),
  options: ['a', 'b'].map((value) => ({ text: plain(value.toUpperCase()), value })),
};
const buttons = { type: 'actions', block_id: 'acts', elements: [button, pick] };
const modal = (title: string, more: object = {}) => ({
  type: 'modal',
  title: plain(title),
  submit: plain('Save'),
  blocks: [field, buttons],
  ...more,
});
const last = () => app.received.at(-1)?.payload ?? {};
const call = (method: string, args: Record<string, unknown>) => client.apiCall(method, args);

/** Somebody presses the button in the channel, and the app opens a modal for it. */
async function open(who: string, view: object = modal('One')): Promise<string> {
  const channel = slack.channels.alliance.id;
  await call('chat.postMessage', { channel, text: 'x', blocks: [{ type: 'actions', elements: [button] }] });
  await slack.driver.click(who, 'Go', { in: '#flood-alliance' });
  const opened = await call('views.open', { trigger_id: last().trigger_id, view });
  return String(record('view' in opened ? opened.view : {}).id);
}

test('a stack has three views', async () => {
  await open('Ana');
  const push = async () => {
    await slack.driver.click('Ana', 'Go');
    return errorOf(call('views.push', { trigger_id: last().trigger_id, view: modal('More') }));
  };
  expect([await push(), await push(), await push()]).toEqual([
    'it succeeded',
    'it succeeded',
    'push_limit_reached',
  ]);
  expect(slack.driver.screen('Ana').modals.map((it) => it.title)).toEqual(['One', 'More', 'More']);
  await slack.driver.close('Ana', { all: true });
  await slack.driver.click('Ana', 'Go', { in: '#flood-alliance' });
  const outside = call('views.push', { trigger_id: last().trigger_id, view: modal('Alone') });
  expect(await errorOf(outside)).toBe('invalid_trigger_id');
});

test('an update keeps what was filled in, and may ask for the hash it knows', async () => {
  const id = await open('Ana', modal('One', { external_id: 'mine' }));
  slack.driver.fill('Ana', { What: 'Half a sentence' });
  const hash = slack.world.modalsOf(slack.people.ana.id)[0]?.hash;
  const update = (args: object) =>
    errorOf(call('views.update', { view: modal('Two', { external_id: 'mine' }), ...args }));
  expect(await update({ view_id: id, hash: 'old' })).toBe('hash_conflict');
  expect(await update({ view_id: id, hash })).toBe('it succeeded');
  expect(await update({ external_id: 'mine' })).toBe('it succeeded');
  expect(await update({ view_id: 'V999999999' })).toBe('not_found');
  expect(await update({ view_id: id, view: modal('x'.repeat(25)) })).toBe('invalid_arguments');
  expect(slack.driver.transcript('Ana')).toContain('Modal 1 of 1: Two\n  What: {Half a sentence}');
});

test.each([
  ['team-of-person', 'northwind'],
  ['team-of-app', 'riverbank'],
] as const)('a partner’s click in a modal comes from the %s', async (choice, team) => {
  slack.world.options.partnerModalActions = choice;
  await open('Dana');
  await slack.driver.click('Dana', 'Go');
  expect(last()).toMatchObject({
    type: 'block_actions',
    team: { id: slack.teams[team].id },
    user: { team_id: slack.teams.northwind.id },
    container: { type: 'view' },
    view: { app_installed_team_id: slack.teams.riverbank.id },
  });
});

test('or a partner’s click in a modal does not come at all', async () => {
  slack.world.options.partnerModalActions = 'fail';
  await open('Dana');
  const before = app.received.length;
  expect(await slack.driver.click('Dana', 'Go')).toMatchObject({ ok: false, error: 'not_delivered' });
  expect(app.received).toHaveLength(before);
  expect(slack.driver.screen('Dana').modals[0]?.notices).toHaveLength(1);
  await slack.driver.submit('Dana', { What: 'Forms still work' });
  expect(last()).toMatchObject({ type: 'view_submission' });
});

test('choices in messages carry what was chosen; fields of forms only fill in', async () => {
  const channel = slack.channels.alliance.id;
  await call('chat.postMessage', { channel, text: 'x', blocks: [buttons] });
  await slack.driver.choose('Eli', 'Pick one', 'B');
  expect(last()).toMatchObject({
    actions: [{ type: 'static_select', action_id: 'pick', selected_option: { value: 'b' } }],
    state: { values: { acts: { pick: { selected_option: { value: 'b' } } } } },
  });
  await slack.driver.click('Eli', 'Go');
  expect(last()).toMatchObject({
    state: { values: { acts: { pick: { selected_option: { value: 'b' } } } } },
  });
  await expect(slack.driver.choose('Eli', 'Pick one', 'C')).rejects.toThrow(
    'No choice "C"; there are: "A", "B"',
  );
  await open('Eli');
  const before = app.received.length;
  await slack.driver.choose('Eli', 'What', 'words');
  expect(app.received).toHaveLength(before);
  await expect(slack.driver.submit('Eli', { What: '' })).rejects.toThrow(
    'Please complete this required field: What',
  );
});

test('Home belongs to the installing team’s people', async () => {
  const view = { type: 'home', blocks: [buttons] };
  for (const user of [slack.people.ben, slack.people.fay]) {
    await call('views.publish', { user_id: user.id, view });
  }
  await slack.driver.click('Ben', 'Go', { in: 'home' });
  expect(last()).toMatchObject({ container: { type: 'view' }, view: { type: 'home' } });
  await expect(slack.driver.click('Fay', 'Go', { in: 'home' })).rejects.toThrow('Fay Lindqvist sees no Home');
  const stale = call('views.publish', { user_id: slack.people.ben.id, view, hash: 'old' });
  expect(await errorOf(stale)).toBe('hash_conflict');
});

test('an update without blocks leaves them; an empty list takes them away', async () => {
  const channel = slack.channels.alliance.id;
  const section = { type: 'section', text: { type: 'mrkdwn', text: 'In blocks' } };
  const { ts } = await client.chat.postMessage({ channel, text: 'x', blocks: [section] as never });
  const shown = () => slack.driver.screen('Ana').channels[0]?.messages.at(-1)?.text;
  await call('chat.update', { channel, ts, text: 'Words' });
  expect(shown()).toBe('In blocks');
  await call('chat.update', { channel, ts, text: 'Words', blocks: [] });
  expect(shown()).toBe('Words');
});
