import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { WebClient } from '@slack/web-api';
import { type Example, startExample } from '../example.ts';
import { clientOf, errorOf } from '../testing/bolt.ts';

/** Slack's own error names, as an unmodified client gets them. */

let slack: Example;
let client: WebClient;
let channel: string;

beforeAll(async () => {
  slack = await startExample({ world: { retryDelaysMs: [] } });
  client = clientOf(slack);
  channel = slack.channels.alliance.id;
});
afterAll(() => slack.close());

test('tokens', async () => {
  const auth = (token: string) => errorOf(clientOf(slack, token).auth.test());
  expect(await auth('')).toBe('not_authed');
  expect(await auth('xoxb-wrong')).toBe('invalid_auth');
  expect(await auth(slack.tokens.app)).toBe('not_allowed_token_type');
  expect(await errorOf(client.apps.connections.open({}))).toBe('not_allowed_token_type');
  const other = slack.driver.admin.install('northwind');
  await slack.driver.admin.uninstall('northwind');
  expect(await auth(other.token)).toBe('token_revoked');
});

test('scopes, also those that depend on the kind of conversation', async () => {
  const failure = await client.conversations
    .history({ channel })
    .catch((error: { data: unknown }) => error.data);
  expect(failure).toMatchObject({
    error: 'missing_scope',
    needed: 'channels:history',
    provided: expect.stringContaining('im:history'),
  });
  const { channel: dm } = await client.conversations.open({ users: slack.people.eli.id });
  const { messages } = await client.conversations.history({ channel: dm?.id ?? '' });
  expect(messages).toEqual([]);
  expect(await errorOf(client.conversations.list({ types: 'im' }))).toBe('missing_scope');
  expect(await errorOf(client.reactions.add({ channel, timestamp: '1.1', name: 'eyes' }))).toBe(
    'missing_scope',
  );
});

test('places that are not there, not joined or archived', async () => {
  const post = (to: string) => errorOf(client.chat.postMessage({ channel: to, text: 'x' }));
  expect(await post('C999999999')).toBe('channel_not_found');
  expect(await post(slack.channels.northwindGeneral.id)).toBe('channel_not_found');
  expect(await post(slack.channels.riverbankGeneral.id)).toBe('not_in_channel');
  slack.channels.alliance.archived = true;
  expect(await post(channel)).toBe('is_archived');
  slack.channels.alliance.archived = false;
});

test('people who cannot be reached', async () => {
  const { world, bot } = slack;
  const open = (user: string) => errorOf(client.conversations.open({ users: user }));
  expect(await open('U999999999')).toBe('user_not_found');
  expect(await open(bot.id)).toBe('cannot_dm_bot');
  const fields = { tz: 'UTC', realName: 'Zoe Quist', name: 'zoe.quist' };
  const stranger = world.addUser({ ...fields, teamId: slack.teams.northwind.id });
  expect(await open(stranger.id)).toBe('user_not_visible');
  expect(await errorOf(client.users.info({ user: stranger.id }))).toBe('it succeeded');
  expect((await client.users.info({ user: stranger.id })).user).toMatchObject({ is_stranger: true });
  const nobody = world.addUser({
    ...fields,
    name: 'zed',
    teamId: world.addTeam('Elsewhere', 'elsewhere').id,
  });
  expect(await errorOf(client.users.info({ user: nobody.id }))).toBe('user_not_found');
  slack.driver.admin.failDms('Cleo', 'restricted_action');
  expect(await open(slack.people.cleo.id)).toBe('restricted_action');
  const post = client.chat.postMessage({ channel: slack.people.cleo.id, text: 'x' });
  expect(await errorOf(post)).toBe('restricted_action');
  slack.driver.admin.failDms('Cleo', null);
  expect(await open(slack.people.cleo.id)).toBe('it succeeded');
});

test('what is known of partners', async () => {
  const ids = (await client.users.list({})).members?.map((it) => it.id);
  expect(ids).toContain(slack.people.ben.id);
  expect(ids).not.toContain(slack.people.dana.id);
  const members = await client.conversations.members({ channel, limit: 4 });
  const rest = await client.conversations.members({
    channel,
    cursor: members.response_metadata?.next_cursor ?? '',
  });
  expect([...(members.members ?? []), ...(rest.members ?? [])]).toHaveLength(10);
  const { channels } = await client.conversations.list({});
  expect(channels?.find((it) => it.id === channel)).not.toHaveProperty('connected_team_ids');
  expect((await client.conversations.info({ channel })).channel).toMatchObject({
    is_ext_shared: true,
    connected_team_ids: [slack.teams.northwind.id, slack.teams.aldermoor.id],
  });
});

test('partners: a locale is never known, a lean profile and lost ephemerals are possible', async () => {
  const of = async (user: string) => (await client.users.info({ user, include_locale: true })).user;
  expect(await of(slack.people.ana.id)).toMatchObject({ locale: 'en-GB', tz: 'Europe/London' });
  expect(await of(slack.people.dana.id)).not.toHaveProperty('locale');
  Object.assign(slack.world.options, { partnerProfiles: 'lean', partnerEphemerals: 'lost' });
  const lean = await of(slack.people.dana.id);
  expect(lean).not.toHaveProperty('tz');
  expect(lean).not.toHaveProperty('real_name');
  expect(lean?.profile?.real_name).toBe('Dana Whitfield');
  await client.chat.postEphemeral({ channel, user: slack.people.dana.id, text: 'Never seen' });
  expect(slack.driver.transcript('Dana')).not.toContain('Never seen');
  Object.assign(slack.world.options, { partnerProfiles: 'full', partnerEphemerals: 'shown' });
});

test('what is said', async () => {
  const post = (args: object) => errorOf(client.apiCall('chat.postMessage', { channel, ...args }));
  expect(await post({})).toBe('no_text');
  expect(await post({ text: 'x', thread_ts: '1.000001' })).toBe('thread_not_found');
  expect(await post({ text: 'x', metadata: { event_type: 'a' } })).toBe('invalid_metadata_format');
  expect(await post({ markdown_text: 'x'.repeat(12_001) })).toBe('msg_too_long');
  const wrong = { text: 'x', blocks: [{ type: 'section' }, { type: 'poem' }] };
  const failure = await client
    .apiCall('chat.postMessage', { channel, ...wrong })
    .catch((error) => error.data);
  expect(failure).toMatchObject({
    error: 'invalid_blocks',
    response_metadata: {
      messages: [
        '[ERROR] missing required field: text [json-pointer:/blocks/0]',
        '[ERROR] unsupported block: poem [json-pointer:/blocks/1]',
      ],
    },
  });
  const outsider = { channel, user: 'U999999999', text: 'x' };
  expect(await errorOf(client.chat.postEphemeral(outsider))).toBe('user_not_in_channel');
  const others = slack.world.messagesIn(channel)[0]?.ts ?? '';
  expect(await errorOf(client.chat.update({ channel, ts: others, text: 'x' }))).toBe('cant_update_message');
  expect(await errorOf(client.chat.delete({ channel, ts: others }))).toBe('cant_delete_message');
  await client.pins.add({ channel, timestamp: others });
  expect(await errorOf(client.pins.add({ channel, timestamp: others }))).toBe('already_pinned');
});

test('methods and bodies that are not understood', async () => {
  expect(await errorOf(client.apiCall('chat.sing'))).toBe('unknown_method');
  const sent = await fetch(`${slack.apiUrl}auth.test`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${slack.tokens.bot}` },
    body: '{',
  });
  expect([sent.status, await sent.json()]).toEqual([400, { ok: false, error: 'invalid_json' }]);
});

test('history pages through a DM with its metadata', async () => {
  const { channel: dm } = await client.conversations.open({ users: slack.people.ana.id });
  const id = dm?.id ?? '';
  const event_payload = { key: 'note/1' };
  for (const text of ['one', 'two', 'three']) {
    await client.chat.postMessage({ channel: id, text, metadata: { event_type: 'note', event_payload } });
  }
  const first = await client.conversations.history({ channel: id, limit: 2, include_all_metadata: true });
  expect(first.messages?.map((it) => it.text)).toEqual(['three', 'two']);
  expect(first.messages?.[0]?.metadata).toEqual({ event_type: 'note', event_payload });
  const cursor = first.response_metadata?.next_cursor ?? '';
  const second = await client.conversations.history({ channel: id, limit: 2, cursor });
  expect(second.messages?.map((it) => it.text)).toEqual(['one']);
  expect(second.messages?.[0]).not.toHaveProperty('metadata');
  const oldest = second.messages?.[0]?.ts ?? '';
  expect((await client.conversations.history({ channel: id, oldest })).messages).toHaveLength(2);
  expect(
    (await client.conversations.history({ channel: id, oldest, inclusive: true })).messages,
  ).toHaveLength(3);
});

test('limits, where they are on', async () => {
  slack.world.rateLimits = true;
  await client.chat.postMessage({ channel, text: 'one' });
  const second = client.chat.postMessage({ channel, text: 'two' });
  await expect(second).rejects.toMatchObject({ retryAfter: 1 });
  await client.chat.postMessage({ channel: slack.people.ana.id, text: 'another place' });
  slack.world.rateLimits = false;
});

test('files come in three steps and can be shown in blocks', async () => {
  const { files } = await client.filesUploadV2({
    filename: 'chart.png',
    file: Buffer.from('picture'),
    title: 'Chart',
  });
  const id = files[0]?.files?.[0]?.id ?? '';
  expect(slack.world.files.get(id)?.bytes?.toString()).toBe('picture');
  const picture = (file: string) => [{ type: 'image', alt_text: 'A chart', slack_file: { id: file } }];
  const post = (file: string) =>
    errorOf(client.apiCall('chat.postMessage', { channel, text: 'x', blocks: picture(file) }));
  expect(await post(id)).toBe('it succeeded');
  expect(await post('F999999999')).toBe('invalid_blocks');
});

test('an app is installed by consent', async () => {
  const guest = clientOf(slack, '');
  const code = slack.driver.admin.allow('Dana', 'https://bot.example/slack/oauth_redirect');
  const access = (args: object) =>
    guest.oauth.v2.access({ client_id: slack.clientId, client_secret: slack.clientSecret, code, ...args });
  expect(await errorOf(access({ client_secret: 'wrong' }))).toBe('bad_client_secret');
  expect(await errorOf(access({ code: 'wrong' }))).toBe('invalid_code');
  expect(await errorOf(access({ redirect_uri: 'https://elsewhere.example' }))).toBe('bad_redirect_uri');
  const granted = await access({});
  expect(granted).toMatchObject({ team: { id: slack.teams.northwind.id }, is_enterprise_install: false });
  expect(await errorOf(access({}))).toBe('code_already_used');
  const test = await clientOf(slack, granted.access_token).auth.test();
  expect(test).toMatchObject({ team_id: slack.teams.northwind.id, user_id: granted.bot_user_id });
});
