import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Example, startExample } from './example.ts';
import { clientOf, errorOf } from './testing/bolt.ts';
import { record } from './world/json.ts';
import { snapshotOf } from './world/snapshot.ts';
import { openModal } from './world/views.ts';

// What is wrong gets a clear error, and the world stays as it was. A rejected call is in the log, and nowhere else.

let slack: Example;
beforeEach(async () => {
  slack = await startExample({ world: { retryDelaysMs: [] } });
});
afterEach(() => slack.close());

const world = () => {
  const { calls: _log, ...rest } = snapshotOf(slack.world);
  return JSON.stringify(rest);
};
const post = (path: string, body: string | Buffer | FormData, type?: string) => {
  const headers = {
    authorization: `Bearer ${slack.tokens.bot}`,
    ...(type !== undefined && { 'content-type': type }),
  };
  const given = typeof body === 'string' ? Buffer.from(body) : body;
  return fetch(new URL(path, slack.world.baseUrl), { method: 'POST', headers, body: given });
};
const answerTo = async (path: string, body: string | FormData, type?: string) => {
  const answer = await post(path, body, type);
  return { status: answer.status, error: record(await answer.json()).error };
};

test.each([
  ['malformed JSON', '{"channel":', 'application/json', 'invalid_json'],
  ['JSON that is no object', '[1]', 'application/json', 'json_not_object'],
  ['a content type that Slack does not take', '<a/>', 'application/xml', 'invalid_post_type'],
  ['no content type', 'channel=C1', '', 'missing_post_type'],
  ['a form that is none', 'hello', 'multipart/form-data; boundary=x', 'invalid_form_data'],
  [
    'blocks that are no JSON',
    'channel=C000000001&blocks=%5B',
    'application/x-www-form-urlencoded',
    'invalid_blocks_format',
  ],
])('a call with %s', async (_what, body, type, error) => {
  const before = world();
  expect((await answerTo('/api/chat.postMessage', body, type)).error).toBe(error);
  expect(world()).toBe(before);
});

test('forms, JSON and plain text say the same', async () => {
  const channel = slack.channels.alliance.id;
  const form = new FormData();
  form.set('channel', channel);
  form.set('text', 'In a form');
  expect((await (await post('/api/chat.postMessage', form)).json()) as object).toMatchObject({ ok: true });
  const plain = await post('/api/chat.postMessage', `channel=${channel}&text=Plain`, 'text/plain');
  expect((await plain.json()) as object).toMatchObject({ ok: true });
});

test('methods that there are not, and blocks over a limit', async () => {
  const before = world();
  const client = clientOf(slack);
  const channel = slack.channels.alliance.id;
  const divider = { type: 'divider' };
  const long = { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } };
  const say = (blocks: object[]) =>
    errorOf(client.apiCall('chat.postMessage', { channel, text: 'x', blocks }));
  expect(await errorOf(client.apiCall('chat.sing'))).toBe('unknown_method');
  expect(await say(Array.from({ length: 51 }, () => divider))).toBe('invalid_blocks');
  expect(await say([long])).toBe('invalid_blocks');
  expect(await say([{ type: 'holodeck' }])).toBe('invalid_blocks');
  expect(world()).toBe(before);
});

test('a body of 10 MB, wherever it goes', async () => {
  const before = world();
  const large = Buffer.alloc(10 * 1024 * 1024, 'x');
  for (const path of ['/api/chat.postMessage', '/sandbox/act', '/upload/F1', '/response/1/2', '/'])
    expect((await post(path, large, 'application/json')).status).toBe(413);
  expect(world()).toBe(before);
});

test('a world file that is none, older, newer, cut off or does not hold together', async () => {
  const file = record(await (await fetch(new URL('/sandbox/file', slack.world.baseUrl))).json());
  const saved = record(file.world);
  const before = world();
  const load = (given: unknown) => answerTo('/sandbox/file', JSON.stringify(given), 'application/json');
  expect(await load({ hello: 'world' })).toMatchObject({
    status: 409,
    error: expect.stringMatching('no file'),
  });
  expect(await load({ ...file, version: 0 })).toMatchObject({ error: expect.stringMatching('version 0') });
  expect(await load({ ...file, version: 2 })).toMatchObject({ error: expect.stringMatching('version 2') });
  expect(await load({ ...file, world: { ...saved, users: [] } })).toMatchObject({
    error: expect.stringMatching('damaged'),
  });
  expect(await load({ ...file, world: { ...saved, now: 'yesterday' } })).toMatchObject({
    error: expect.stringMatching('damaged'),
  });
  const cut = JSON.stringify(file).slice(0, -100);
  expect(await answerTo('/sandbox/file', cut, 'application/json')).toMatchObject({ status: 400 });
  expect(world()).toBe(before);
  expect(await (await post('/sandbox/file', JSON.stringify(file), 'application/json')).json()).toEqual({
    ok: true,
  });
});

test('two tabs at once: both may speak; of two who hand in the same form, one hears that it is gone', async () => {
  const { app, installation, people } = slack;
  const act = (body: object) => post('/sandbox/act', JSON.stringify(body), 'application/json');
  const both = await Promise.all(
    ['One', 'Two'].map((text) => act({ as: 'Ana', do: 'say', in: '#general', text })),
  );
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  const said = slack.world.messagesIn(slack.channels.riverbankGeneral.id).map(({ text }) => text);
  expect(said).toEqual(expect.arrayContaining(['One', 'Two']));
  const data = { type: 'modal', title: { type: 'plain_text', text: 'A form' }, blocks: [] };
  openModal(slack.world, { app, installation, user: people.ana, data, onTop: false });
  const closed = await Promise.all([1, 2].map(() => act({ as: 'Ana', do: 'close' })));
  expect(closed.map(({ status }) => status).sort()).toEqual([200, 409]);
  const moved = await Promise.all(
    [1, 2].map(() =>
      post('/sandbox/clock', JSON.stringify({ to: '2026-01-09T09:00:00Z' }), 'application/json'),
    ),
  );
  expect(moved.map(({ status }) => status).sort()).toEqual([200, 409]);
});
