import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { WebClient } from '@slack/web-api';
import { type Example, startExample } from '../example.ts';
import { clientOf, recorder } from '../testing/bolt.ts';
import { foreign } from '../testing/samples.ts';
import { strangeAnswer } from '../testing/shipped-types.ts';
import { record } from '../world/json.ts';
import type { Json } from '../world/model.ts';
import { readSnapshot, restore, snapshotOf } from '../world/snapshot.ts';

// Messages for later, what channels say of themselves, and groups of people.

let slack: Example;
let client: WebClient;
const { answers, call, error } = recorder(() => client);
const inSeconds = (seconds: number) => slack.world.clock.seconds() + seconds;
const goOn = (seconds: number) => slack.driver.advanceTo(new Date(inSeconds(seconds) * 1000));

beforeEach(async () => {
  slack = await startExample({ world: { retryDelaysMs: [] } });
  slack.installation.scopes = [...slack.app.scopes, 'channels:manage', 'usergroups:read', 'usergroups:write'];
  client = clientOf(slack);
});
afterEach(() => slack.close());

test('what is scheduled is posted when its time comes, listed until then, and can be taken back', async () => {
  const channel = slack.channels.alliance.id;
  const first = await call('chat.scheduleMessage', { channel, text: 'First', post_at: inSeconds(3600) });
  const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'Second' } }];
  const second = await call('chat.scheduleMessage', { channel, text: 'x', blocks, post_at: inSeconds(7200) });
  const listed = await call('chat.scheduledMessages.list', { channel });
  expect(listed.scheduled_messages).toMatchObject([
    { id: first.scheduled_message_id, text: 'First', channel_id: channel },
    { id: second.scheduled_message_id },
  ]);
  await call('chat.deleteScheduledMessage', { channel, scheduled_message_id: first.scheduled_message_id });
  await goOn(7100);
  expect(slack.driver.transcript('Dana')).not.toContain('First');
  const late = { channel, scheduled_message_id: second.scheduled_message_id };
  await goOn(60);
  expect(await error('chat.deleteScheduledMessage', late)).toBe('invalid_scheduled_message_id');
  await goOn(60);
  expect(slack.driver.transcript('Dana')).toContain('Second');
  expect((await call('chat.scheduledMessages.list')).scheduled_messages).toEqual([]);
});

test('a message for later is refused with Slack’s own words', async () => {
  const channel = slack.channels.alliance.id;
  const at = (seconds: number, more: Json = {}) =>
    error('chat.scheduleMessage', { channel, text: 'x', post_at: inSeconds(seconds), ...more });
  expect(await at(-1)).toBe('time_in_past');
  expect(await at(121 * 86_400)).toBe('time_too_far');
  expect(await at(60, { post_at: 'soon' })).toBe('invalid_time');
  expect(await at(60, { text: '' })).toBe('no_text');
  expect(await at(60, { channel: 'C999999999' })).toBe('channel_not_found');
  expect(await error('chat.scheduledMessages.list', { channel: 'C999999999' })).toBe('invalid_channel');
  for (let n = 0; n < 30; n += 1)
    await call('chat.scheduleMessage', { channel, text: `${n}`, post_at: inSeconds(600) });
  expect(await at(700)).toBe('restricted_too_many');
  expect(await at(1200)).toBe('it succeeded');
});

test('with metadata it is taken and never posted, as on Slack; nor where the app is gone by then', async () => {
  const channel = slack.channels.alliance.id;
  const metadata = { event_type: 'note', event_payload: { key: 'k' } };
  await call('chat.scheduleMessage', { channel, text: 'Never', post_at: inSeconds(60), metadata });
  await goOn(120);
  expect(slack.driver.transcript('Ana')).not.toContain('Never');
  await call('chat.scheduleMessage', { channel, text: 'Gone', post_at: inSeconds(60) });
  await slack.driver.admin.remove('Ana', '#flood-alliance', 'entente');
  await goOn(120);
  expect(slack.driver.transcript('Ana')).not.toContain('Gone');
});

test('a channel’s topic and purpose', async () => {
  const channel = String(record((await call('conversations.create', { name: 'pumps' })).channel).id);
  const { channel: shown } = await call('conversations.setTopic', { channel, topic: 'Dry feet' });
  expect(record(shown).topic).toMatchObject({ value: 'Dry feet', creator: slack.bot.id });
  await call('conversations.setPurpose', { channel, purpose: '' });
  const info = record((await call('conversations.info', { channel })).channel);
  expect(info).toMatchObject({ topic: { value: 'Dry feet' }, purpose: { value: '' } });
  expect(await error('conversations.setTopic', { channel, topic: 'x'.repeat(251) })).toBe('too_long');
  expect(await error('conversations.setTopic', { channel })).toBe('invalid_arguments');
  await call('conversations.archive', { channel });
  expect(await error('conversations.setPurpose', { channel, purpose: 'x' })).toBe('is_archived');
  slack.installation.scopes = slack.app.scopes;
  expect(await error('conversations.setTopic', { channel, topic: 'x' })).toBe('missing_scope');
});

test('groups of people are made, changed, filled, put away and brought back', async () => {
  const { ana, ben, dana } = slack.people;
  const made = record((await call('usergroups.create', { name: 'Wardens', handle: 'wardens' })).usergroup);
  const usergroup = String(made.id);
  expect(await error('usergroups.create', { name: 'Wardens' })).toBe('name_already_exists');
  expect(await error('usergroups.create', { name: 'Other', handle: 'ana.reyes' })).toBe(
    'handle_already_exists',
  );
  expect(await error('usergroups.users.update', { usergroup, users: '' })).toBe('no_users_provided');
  expect(await error('usergroups.users.update', { usergroup, users: dana.id })).toBe('invalid_users');
  await call('usergroups.users.update', { usergroup, users: `${ana.id},${ben.id}` });
  expect((await call('usergroups.users.list', { usergroup })).users).toEqual([ana.id, ben.id]);
  await call('usergroups.update', { usergroup, name: 'River wardens', description: 'By the water' });
  const listed = await call('usergroups.list', { include_count: true, include_users: true });
  expect(listed.usergroups).toMatchObject([{ name: 'River wardens', user_count: 2 }]);
  await call('usergroups.disable', { usergroup });
  expect(await error('usergroups.disable', { usergroup })).toBe('already_disabled');
  expect((await call('usergroups.list')).usergroups).toEqual([]);
  await call('usergroups.enable', { usergroup });
  expect(await error('usergroups.enable', { usergroup })).toBe('already_enabled');
  expect(await error('usergroups.users.list', { usergroup: 'S999999999' })).toBe('no_such_subteam');
});

test('all of it is kept in a saved world; a file from before it had any is read too', async () => {
  const channel = slack.channels.alliance.id;
  await call('chat.scheduleMessage', { channel, text: 'Later', post_at: inSeconds(60) });
  await call('usergroups.create', { name: 'Wardens' });
  await client.conversations.setTopic({ channel, topic: 'Dry feet' });
  const saved = JSON.parse(JSON.stringify(snapshotOf(slack.world)));
  restore(slack.world, readSnapshot(saved));
  expect(JSON.parse(JSON.stringify(snapshotOf(slack.world)))).toEqual(saved);
  const { scheduled: _none, userGroups: _neither, ...older } = saved;
  restore(slack.world, readSnapshot(older));
  expect(slack.world.scheduled).toEqual([]);
});

test('the answers have Slack’s shapes', () => {
  expect(answers.length).toBeGreaterThan(20);
  expect(answers.flatMap(([method, answer]) => strangeAnswer(method, answer))).toEqual([]);
  const recorded = answers.filter(
    ([method]) => !/^usergroups\.(create|update|disable|enable|users\.update)$/.test(method),
  );
  expect(recorded.flatMap(([method, answer]) => foreign(answer, `api/${method}.json`))).toEqual([]);
});
