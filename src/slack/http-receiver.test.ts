import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { silent } from '../db/log.ts';
import { slackRequests } from './http-receiver.ts';
import { type Handler, httpServer } from './http-server.ts';
import type { Input, Outcome } from './receive.ts';

const SECRET = 'a signing secret';
/** In a hurry: nobody here is slow but on purpose. */
const PATIENCE_MS = 500;
const heard: Input[] = [];
let outcome: Outcome = { acknowledged: true };
let base = '';

const server = httpServer(
  {
    'POST /slack/events': slackRequests(SECRET, async (input) => {
      heard.push(input);
      return outcome;
    }),
    'GET /healthz': (_request, response) => void response.end('well'),
    'GET /broken': () => {
      throw new Error('words');
    },
  },
  silent,
  PATIENCE_MS,
);
beforeAll(async () => {
  base = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
});
afterAll(() => server.close());

const now = () => Math.floor(Date.now() / 1000);
const event = (inner: string) => `{"api_app_id":"A1","event_id":"Ev1","event":${inner}}`;

function send(
  body: string,
  {
    at = now(),
    secret = SECRET,
    headers = {},
  }: {
    at?: number | string;
    secret?: string;
    headers?: Record<string, string>;
  } = {},
): Promise<Response> {
  const hash = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
  return fetch(`${base}/slack/events`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${hash}`,
      ...headers,
    },
  });
}

test('a signed request is handed on with its retries counted', async () => {
  outcome = { acknowledged: true, payload: { text: 'Hello' } };
  const headers = { 'x-slack-retry-num': '2', 'x-slack-retry-reason': 'http_timeout' };
  const response = await send('{"type":"event_callback"}', { headers });
  expect([response.status, await response.json()]).toEqual([200, { text: 'Hello' }]);
  expect(heard.at(-1)).toMatchObject({
    body: { type: 'event_callback' },
    retryNum: 2,
    retryReason: 'http_timeout',
  });
});

test('commands and interactions come as forms', async () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  await send('command=%2Falliance&text=pair+%26+more', { headers });
  expect(heard.at(-1)?.body).toEqual({ command: '/alliance', text: 'pair & more' });
  await send(`payload=${encodeURIComponent('{"type":"block_actions"}')}`, { headers });
  expect(heard.at(-1)?.body).toEqual({ type: 'block_actions' });
});

test('what was not acknowledged is a 500, so that it comes again', async () => {
  outcome = { acknowledged: false };
  expect((await send('{}')).status).toBe(500);
  outcome = { acknowledged: true };
});

test.each([
  ['stale', { at: now() - 301 }],
  ['of the future', { at: now() + 310 }],
  ['signed by somebody else', { secret: 'another secret' }],
  ['signed for other words', { headers: { 'x-slack-signature': `v0=${'0'.repeat(64)}` } }],
  ['of an unknown version', { headers: { 'x-slack-signature': 'v1=00' } }],
  ['without a time', { headers: { 'x-slack-request-timestamp': 'now' } }],
  ['without a whole time', { at: `${now()}.5` }],
])('a request %s is refused unheard', async (_name, how) => {
  const before = heard.length;
  expect((await send('{}', how)).status).toBe(401);
  expect(heard).toHaveLength(before);
});

test.each([
  ['without a signature', {}],
  ['that is stale', { 'x-slack-signature': 'v0=00', 'x-slack-request-timestamp': String(now() - 301) }],
])('of a request %s nothing but its head is waited for', async (_name, claim) => {
  const status = await new Promise((resolve, reject) => {
    const { port } = new URL(base);
    const length = { 'content-length': '1000000' };
    const sent = request({ port, path: '/slack/events', method: 'POST', headers: { ...length, ...claim } });
    sent.on('response', ({ statusCode }) => resolve(statusCode));
    sent.on('error', reject);
    sent.write('{'); // and nothing more
  });
  expect(status).toBe(401);
});

test('whoever sends its head by the drop is not waited for', async () => {
  const socket = connect(Number(new URL(base).port), '127.0.0.1');
  const over = new Promise<string>((resolve) => {
    let answer = '';
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', () => {});
  });
  const drop = setInterval(() => socket.write('x'), 20);
  socket.write('GET /healthz HTTP/1.1\r\nhost: a\r\n');
  expect(await over).toMatch(/^HTTP\/1.1 408/);
  clearInterval(drop);
});

test('a server that stops does not wait for connections that somebody keeps open', async () => {
  const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const slow: Handler = async (_request, response) => {
    asked.resolve();
    await answer.promise;
    response.end('done');
  };
  const stopping = httpServer({ 'GET /slow': slow }, silent);
  const port = await stopping.listen(0, '127.0.0.1');
  const agent = new Agent({ keepAlive: true });
  const body = new Promise<number | undefined>((resolve) => {
    request({ port, path: '/slow', agent }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    }).end();
  });
  await asked.promise;
  const since = performance.now();
  const closed = stopping.close();
  answer.resolve();
  expect(await body).toBe(200);
  await closed;
  expect(performance.now() - since).toBeLessThan(5_000);
  agent.destroy();
});

test('a request without a signature is refused', async () => {
  const response = await fetch(`${base}/slack/events`, { method: 'POST', body: '{}' });
  expect(response.status).toBe(401);
});

test('nothing larger than a megabyte is read', async () => {
  const large = await send('x'.repeat(1024 * 1024 + 1)).then(
    ({ status }) => status,
    () => 'cut off', // where the client was still writing
  );
  expect([413, 'cut off']).toContain(large);
});

test('signed nonsense is a 400, and Slack may check the address', async () => {
  expect((await send('not json')).status).toBe(400);
  const response = await send('{"type":"url_verification","challenge":"c"}');
  expect(await response.json()).toEqual({ challenge: 'c' });
});

test.each([
  '{"event":null}',
  '{"event":{"type":"message"}}',
  event('{"text":"of no type"}'),
  event('{"type":"message","channel":null}'),
  event('{"type":"message","user":null}'),
  event('{"type":"message","user":""}'),
  event('{"type":"app_mention","user":"\\ud800"}'), // half a character, which no address can hold
  event('{"type":"app_mention","user":{"id":"\\ud800"}}'),
  event('{"type":"message"},"authorizations":[null]'),
  event('{"type":"member_left_channel","channel":"C1"}'),
  event('{"type":"user_change","user":"U1"}'),
  '{"type":"view_submission","view":{"blocks":{}}}',
  '{"type":"block_actions","actions":{}}',
  '{"type":"message_action","channel":"C1"}',
])('signed by Slack but shaped like nothing of its own: %s is a 400', async (body) => {
  heard.length = 0;
  expect((await send(body)).status).toBe(400);
  expect(heard).toEqual([]);
});

test('what no text can hold is left out; a backslash before u0000 is something that somebody wrote', async () => {
  const words = async (json: string) => {
    heard.length = 0;
    expect((await send(event(`{"type":"message","text":"${json}"}`))).status).toBe(200);
    return heard.map(({ body }) => (body.event as { text: string }).text);
  };
  expect(await words('a\\u0000b')).toEqual(['ab']);
  expect(await words('a\\\\u0000b')).toEqual(['a\\u0000b']);
});

test('other paths are those handed in', async () => {
  const status = async (path: string) => (await fetch(`${base}${path}`)).status;
  expect(await status('/healthz?verbose')).toBe(200);
  expect(await status('/slack/events')).toBe(404);
  expect(await status('/broken')).toBe(500);
});
