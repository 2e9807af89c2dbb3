import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { WebClient } from '@slack/web-api';
import { type Example, startExample } from '../example.ts';
import { clientOf, errorOf, recorder } from '../testing/bolt.ts';
import { checked, foreign } from '../testing/samples.ts';
import { strangeAnswer } from '../testing/shipped-types.ts';

// Making and changing channels, and the smaller questions that apps ask.

const SCOPES = [
  'channels:manage',
  'groups:write',
  'im:write',
  'chat:write',
  'users:read',
  'users.profile:read',
  'users:read.email',
  'emoji:read',
  'dnd:read',
  'files:read',
  'files:write',
  'reactions:read',
  'reactions:write',
];

let slack: Example;
let client: WebClient;
const { answers, call, error } = recorder(() => client);

beforeAll(async () => {
  slack = await startExample({ world: { retryDelaysMs: [] } });
  client = clientOf(slack);
});
beforeEach(() => {
  slack.installation.scopes = SCOPES;
});
afterAll(() => slack.close());

test('a channel is made, filled, emptied, renamed, put away and brought back', async () => {
  const { ana, dana, cleo } = slack.people;
  const made = await call('conversations.create', { name: 'pumps' });
  const channel = (made.channel as { id: string }).id;
  const members = () => [...slack.world.channel(channel).members.keys()];
  await call('conversations.invite', { channel, users: `${ana.id},${cleo.id}` });
  expect(members()).toEqual([slack.bot.id, ana.id, cleo.id]);
  await call('conversations.kick', { channel, user: cleo.id });
  expect(members()).toEqual([slack.bot.id, ana.id]);
  await call('conversations.rename', { channel, name: 'all-pumps' });
  expect(slack.world.channel(channel).name).toBe('all-pumps');
  await call('conversations.mark', { channel, ts: '1767866400.000100' });
  await call('conversations.archive', { channel });
  expect(await error('conversations.archive', { channel })).toBe('already_archived');
  expect(await error('conversations.invite', { channel, users: dana.id })).toBe('is_archived');
  await call('conversations.unarchive', { channel });
  expect(await error('conversations.unarchive', { channel })).toBe('not_archived');
});

test('what cannot be done has Slack’s own error, and nothing happens', async () => {
  const channel = slack.channels.alliance.id;
  const { bot, people } = slack;
  expect(await error('conversations.create', { name: 'flood-alliance' })).toBe('name_taken');
  expect(await error('conversations.create', { name: 'Not This!' })).toBe('invalid_name_specials');
  expect(await error('conversations.invite', { channel, users: people.ana.id })).toBe('already_in_channel');
  expect(await error('conversations.invite', { channel, users: bot.id })).toBe('cant_invite_self');
  expect(await error('conversations.kick', { channel, user: bot.id })).toBe('cant_kick_self');
  expect(await error('conversations.archive', { channel: slack.channels.riverbankGeneral.id })).toBe(
    'not_in_channel',
  );
  expect(await error('conversations.close', { channel })).toBe('method_not_supported_for_channel_type');
  expect(await error('users.lookupByEmail', { email: 'ana@example.org' })).toBe('users_not_found');
  expect(await error('bots.info', { bot: 'B9' })).toBe('bot_not_found');
  slack.installation.scopes = ['chat:write'];
  for (const method of [
    'conversations.create',
    'conversations.archive',
    'bots.info',
    'files.delete',
    'dnd.info',
  ]) {
    expect(await error(method, { channel })).toBe('missing_scope');
  }
});

test('smaller questions', async () => {
  const { ana, dana } = slack.people;
  expect(await call('bots.info')).toMatchObject({ bot: { user_id: slack.bot.id, name: 'Entente' } });
  expect(await call('users.profile.get', { user: dana.id })).toMatchObject({
    profile: { title: 'Vice President' },
  });
  expect(await call('users.getPresence', { user: ana.id })).toMatchObject({ presence: 'active' });
  await call('emoji.list');
  await call('dnd.info', { user: ana.id });
  await call('auth.teams.list');
  const app = clientOf(slack, slack.tokens.app);
  const { authorizations } = await app.apps.event.authorizations.list({ event_context: '4-x' });
  expect(authorizations?.map((it) => it.team_id)).toEqual([slack.teams.riverbank.id]);
  expect(await errorOf(client.apps.event.authorizations.list({ event_context: '4-x' }))).toBe('invalid_auth');
});

test('files are listed and deleted, reactions listed, a channel told in the third person', async () => {
  const channel = slack.channels.alliance.id;
  const upload = await client.files.getUploadURLExternal({ filename: 'a.txt', length: 2 });
  await fetch(String(upload.upload_url), { method: 'POST', body: 'hi' });
  await client.files.completeUploadExternal({
    files: [{ id: String(upload.file_id), title: 'A' }],
    channel_id: channel,
  });
  expect(await call('files.list')).toMatchObject({ files: [{ title: 'A' }], paging: { total: 1 } });
  await call('files.delete', { file: upload.file_id });
  expect(await call('files.list')).toMatchObject({ files: [], paging: { total: 0 } });
  expect(slack.world.messagesIn(channel).at(-1)?.fileIds).toEqual([]);

  const said = await client.chat.meMessage({ channel, text: 'nods' });
  await client.reactions.add({ channel, timestamp: String(said.ts), name: 'wave' });
  expect(await call('reactions.list')).toMatchObject({ items: [{ channel, message: { text: 'nods' } }] });
  const dm = await client.conversations.open({ users: slack.people.ana.id });
  await call('conversations.close', { channel: dm.channel?.id });
});

test('all of these answers are known to the types that Slack ships', () => {
  expect(answers.flatMap(([method, answer]) => strangeAnswer(method, answer))).toEqual([]);
});

checked('all of these answers have no key that Slack’s lack', () => {
  expect(answers.flatMap(([method, answer]) => foreign(answer, `api/${method}.json`))).toEqual([]);
  expect(answers.length).toBeGreaterThan(15);
});
