import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { METHOD_NAMES } from './api/web-api.ts';
import { clientOf } from './testing/bolt.ts';
import { type Receiving, startReceiving } from './testing/receiving.ts';
import { checked, foreign } from './testing/samples.ts';
import { strangeAnswer } from './testing/shipped-types.ts';
import { record } from './world/json.ts';
import type { Json } from './world/model.ts';

// The answers that samples.test.ts and the tests of the methods do not hold against Slack's shapes; and that none is left out.

let slack: Receiving['slack'];
let app: Receiving['app'];
let close: Receiving['close'];
const answers: [method: string, answer: Json][] = [];

beforeAll(async () => {
  ({ slack, app, close } = await startReceiving());
  slack.installation.scopes = [...slack.app.scopes, 'channels:join', 'channels:manage'];
});
afterAll(() => close());

async function call(method: string, args: Json = {}, token = slack.tokens.bot): Promise<Json> {
  const answer: Json = { ...(await clientOf(slack, token).apiCall(method, args)) };
  const metadata = record(answer.response_metadata);
  delete metadata.scopes; // which the client has read from a header
  if (Object.keys(metadata).length === 0) delete answer.response_metadata;
  answers.push([method, answer]);
  return answer;
}

test('views, as they are opened, changed and put on top of each other', async () => {
  const words = (text: string) => ({ type: 'plain_text', text });
  const button = { type: 'button', action_id: 'go', text: words('Go') };
  const blocks = [{ type: 'actions', elements: [button] }];
  const view = { type: 'modal', title: words('A form'), blocks };
  const trigger = () => String(app.received.at(-1)?.payload.trigger_id);
  await clientOf(slack).apiCall('chat.postMessage', {
    channel: slack.channels.alliance.id,
    text: 'x',
    blocks,
  });
  await slack.driver.click('Ana', 'Go', { in: '#flood-alliance' });
  const opened = await call('views.open', { trigger_id: trigger(), view });
  await call('views.update', { view_id: record(opened.view).id, view });
  await slack.driver.click('Ana', 'Go');
  await call('views.push', { trigger_id: trigger(), view });
});

test('going in and out of a channel, and a word in the third person', async () => {
  const channel = slack.channels.riverbankGeneral.id;
  await call('conversations.join', { channel });
  await call('chat.meMessage', { channel, text: 'waves' });
  await call('conversations.leave', { channel: slack.channels.alliance.id });
});

test('what needs no bot token, and what ends one', async () => {
  const { app: entente, teams, clientId, clientSecret } = slack;
  await call('api.test', { foo: 'bar' });
  await call('apps.event.authorizations.list', { event_context: 'e' }, entente.appToken);
  const code = slack.driver.admin.allow('Dana', 'https://b.example/');
  const granted = await call('oauth.v2.access', { client_id: clientId, client_secret: clientSecret, code });
  expect(record(granted.team).id).toBe(teams.northwind.id);
  await call(
    'apps.uninstall',
    { client_id: clientId, client_secret: clientSecret },
    String(granted.access_token),
  );
  await call('auth.revoke');
  entente.transport = 'socket';
  await call('apps.connections.open', {}, entente.appToken);
});

test('they fit the types that Slack ships', () => {
  expect(answers.flatMap(([method, answer]) => strangeAnswer(method, answer))).toEqual([]);
});

checked('and what Slack has recorded', () => {
  const recorded = answers.filter(([method]) => method !== 'chat.meMessage');
  expect(recorded.flatMap(([method, answer]) => foreign(answer, `api/${method}.json`))).toEqual([]);
});

test('no method is left out', () => {
  const here = new URL('.', import.meta.url);
  const tests = ['', 'api/'].flatMap((folder) =>
    readdirSync(new URL(folder || '.', here))
      .filter((name) => /^(samples|answers|managing|later)\.test\.ts$/.test(name))
      .map((name) => readFileSync(new URL(`${folder}${name}`, here), 'utf8')),
  );
  const held = (method: string) => tests.some((source) => source.includes(`'${method}'`));
  expect(METHOD_NAMES.filter((method) => !held(method))).toEqual([]);
  expect(METHOD_NAMES.length).toBeGreaterThan(60);
});
