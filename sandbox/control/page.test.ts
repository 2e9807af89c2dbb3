import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Example, startExample } from '../example.ts';
import { clientOf } from '../testing/bolt.ts';
import type { Deed, Overview, Pane } from './shapes.ts';

// What the page asks for, without a browser.

let slack: Example;
beforeEach(async () => {
  slack = await startExample({ world: { retryDelaysMs: [] } });
});
afterEach(() => slack.close());

const ask = (path: string, init: RequestInit = {}) => fetch(`${slack.world.baseUrl}${path}`, init);
const get = async <T>(path: string) => (await (await ask(`/sandbox${path}`)).json()) as T;
const post = (path: string, body: unknown) =>
  ask(`/sandbox${path}`, { method: 'POST', body: JSON.stringify(body) });

test('the page and its scripts come from here alone, without their types', async () => {
  const shell = await ask('/');
  expect(shell.headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(await shell.text()).toContain('"preact":"/lib/preact.js"');
  const script = await (await ask('/page/zone.ts')).text();
  expect(script).toContain('export function nextMonday(now');
  expect(script).not.toContain(': Date)');
  for (const path of [
    '/lib/preact.js',
    '/lib/preact/hooks.js',
    '/lib/htm.js',
    '/lib/htm/preact.js',
    '/driver/dates.ts',
  ]) {
    expect((await ask(path)).headers.get('content-type')).toContain('text/javascript');
  }
  for (const path of [
    '/page/nothing.ts',
    '/page/../start.ts',
    '/page/tsconfig.json',
    '/lib/zod.js',
    '/driver/driver.ts',
  ]) {
    expect((await ask(path)).status).toBe(404);
  }
});

test('one event stream tells of changes, several at a moment once', async () => {
  const stream = await ask('/sandbox/events');
  expect(stream.headers.get('content-type')).toContain('text/event-stream');
  const reader = stream.body?.getReader();
  const next = async () => new TextDecoder().decode((await reader?.read())?.value);
  const first = JSON.parse((await next()).replace('data: ', ''));
  await post('/act', { as: 'Ana', do: 'say', in: '#general', text: 'One' });
  const second = JSON.parse((await next()).replace('data: ', ''));
  expect(second.change).toBeGreaterThan(first.change);
  await reader?.cancel();
});

test('a pane is what one person sees: a stretch of messages, threads, what is new to them', async () => {
  const { driver } = slack;
  await driver.say('Ben', '#flood-alliance', 'For @ana');
  await driver.say('Ana', '#flood-alliance', 'Thanks', { thread: 'For' });
  const pane = await get<Pane>('/pane?user=Ana&place=%23flood-alliance&count=2');
  expect(pane.place).toMatchObject({ total: 4, first: 2, unread: 3, mentions: 1 });
  expect(pane.place?.messages.map((it) => it.replies)).toEqual([0, 1]);
  const ts = pane.place?.messages[1]?.ts ?? '';
  const threaded = await get<Pane>(`/pane?user=Ana&place=%23flood-alliance&thread=${ts}`);
  expect(threaded.thread?.map((it) => it.text)).toEqual([`For <@${slack.people.ana.id}>`, 'Thanks']);

  await post('/read', { as: 'Ana', in: '#flood-alliance' });
  expect((await get<Pane>('/pane?user=Ana&place=%23flood-alliance')).place).toMatchObject({
    unread: 0,
    mentions: 0,
  });
  expect((await get<Overview>('/overview')).waiting[slack.people.ana.id]).toEqual({
    unread: 0,
    modal: false,
  });
});

test('only people of an organisation that has the app see its commands and shortcuts', async () => {
  expect((await get<Pane>('/pane?user=Ana')).commands).toHaveLength(1);
  expect((await get<Pane>('/pane?user=Ana')).shortcuts).toHaveLength(1);
  expect(await get<Pane>('/pane?user=Dana')).toMatchObject({
    commands: [],
    shortcuts: [],
    apps: [{ own: false }],
  });
});

test('what an app does is told with its reason: the key in the message’s metadata, also when it is changed', async () => {
  const client = clientOf(slack);
  const { channel } = await client.conversations.open({ users: slack.people.ana.id });
  const metadata = { event_type: 'x', event_payload: { key: 'nudges/1/late' } };
  const posted = await client.chat.postMessage({ channel: channel?.id ?? '', text: 'Late', metadata });
  await client.chat.update({ channel: channel?.id ?? '', ts: posted.ts ?? '', text: 'Done' });
  slack.world.faults.add({ method: 'chat.postMessage', effect: { kind: 'error', error: 'fatal_error' } });
  await client.chat.postMessage({ channel: channel?.id ?? '', text: 'Lost' }).catch(() => undefined);
  const { deeds } = await get<{ deeds: Deed[] }>('/deeds');
  expect(deeds.map(({ what, toId, key, error }) => ({ what, toId, key, error }))).toEqual([
    { what: 'message', toId: slack.people.ana.id, key: 'nudges/1/late', error: null },
    { what: 'update', toId: slack.people.ana.id, key: 'nudges/1/late', error: null },
    { what: 'failed', toId: slack.people.ana.id, key: null, error: 'fatal_error' },
  ]);
});

test('one fault of several is taken away', async () => {
  const effect = { kind: 'status', status: 500 };
  for (const method of ['chat.postMessage', 'chat.update'])
    await post('/faults', { method, times: 2, effect });
  await ask('/sandbox/faults?id=1', { method: 'DELETE' });
  expect((await get<Overview>('/overview')).faults).toEqual([
    { id: 2, about: 'chat.update: 500, 2 times', struck: 0 },
  ]);
});

test('what is wrong gets a clear answer and changes nothing', async () => {
  const before = slack.driver.transcript('Ana');
  expect((await ask('/sandbox/act', { method: 'POST', body: 'x'.repeat(10 * 1024 * 1024) })).status).toBe(
    413,
  );
  expect((await post('/bot', { do: 'kill' })).status).toBe(409);
  expect((await post('/whole', { at: 'empty' })).status).toBe(409);
  expect((await post('/whole', { at: 'nowhere' })).status).toBe(400);
  expect((await post('/file', { format: 'another' })).status).toBe(409);
  expect((await ask('/sandbox/pane?user=Nobody')).status).toBe(409);
  expect((await ask('/sandbox/pane?user=Ana&count=100000')).status).toBe(409);
  expect((await ask('/sandbox/pane?user=Ana&place=C999')).status).toBe(409);
  expect(slack.driver.transcript('Ana')).toBe(before);
});

test('two tabs: the second of two who close the same form hears that it is closed', async () => {
  const { world, app, installation, people } = slack;
  const { openModal } = await import('../world/views.ts');
  const data = { type: 'modal', title: { type: 'plain_text', text: 'A form' }, blocks: [] };
  openModal(world, { app, installation, user: people.ana, data, onTop: false });
  const answers = await Promise.all([1, 2].map(() => post('/act', { as: 'Ana', do: 'close' })));
  expect(answers.map((it) => it.status).sort()).toEqual([200, 409]);
});
