import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Example, startExample } from '../example.ts';
import { clientOf } from '../testing/bolt.ts';

interface Body {
  readonly error?: string;
  readonly transcript?: string;
  readonly users?: unknown[];
  readonly calls?: unknown[];
  readonly channels?: { readonly messages: unknown[] }[];
}

let slack: Example;
beforeEach(async () => {
  slack = await startExample({ world: { retryDelaysMs: [] } });
});
afterEach(() => slack.close());

async function ask(method: string, path: string, body?: unknown) {
  const init = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const answer = await fetch(`${slack.world.baseUrl}/sandbox${path}`, { method, ...init });
  return { status: answer.status, body: (await answer.json()) as Body };
}

test('people act and read', async () => {
  const said = await ask('POST', '/act', {
    as: 'Ana',
    do: 'say',
    in: '#flood-alliance',
    text: 'Hello @dana',
  });
  expect(said).toMatchObject({ status: 200, body: { channel: slack.channels.alliance.id } });
  const { body } = await ask('GET', '/transcript?user=Dana');
  expect(body.transcript).toContain('Ana Reyes, 2026-01-08 5:00 AM: Hello @Dana Whitfield');
  const screen = await ask('GET', '/screen?user=Dana');
  expect(screen.body.channels?.[0]?.messages.at(-1)).toMatchObject({ from: 'Ana Reyes' });
  const world = await ask('GET', '/world');
  expect(world.body.users).toHaveLength(10);
  expect(JSON.stringify(world.body)).not.toContain(slack.signingSecret);
});

test('what is wrong gets a clear answer and changes nothing', async () => {
  const before = slack.driver.transcript('Ana');
  expect(await ask('POST', '/act', '{')).toEqual({ status: 400, body: { error: 'The body is not JSON' } });
  expect(await ask('POST', '/act', { as: 'Ana', do: 'sing' })).toMatchObject({ status: 400 });
  const extra = { as: 'Ana', do: 'say', in: '#general', text: 'x', loud: true };
  expect((await ask('POST', '/act', extra)).body.error).toContain('loud');
  const cannot = { as: 'Dana', do: 'slash', in: '#flood-alliance', command: '/alliance' };
  expect(await ask('POST', '/act', cannot)).toMatchObject({
    status: 409,
    body: { error: expect.any(String) },
  });
  expect(await ask('GET', '/nothing')).toMatchObject({ status: 404 });
  expect(await ask('POST', '/clock', { to: '2020-01-01T00:00:00Z' })).toMatchObject({ status: 409 });
  expect(slack.driver.transcript('Ana')).toBe(before);
});

test('a bot in another process shares the clock', async () => {
  const due = ['2026-01-09T09:00:00.000Z', '2026-01-09T12:00:00.000Z'];
  const ranAt: string[] = [];
  const bot = createServer((incoming, answer) => {
    if (incoming.method === 'POST') {
      ranAt.push(slack.world.clock.now().toISOString());
      if (due[0] !== undefined && due[0] <= slack.world.clock.now().toISOString()) due.shift();
      answer.end();
    } else answer.end(JSON.stringify({ due: due[0] ?? null }));
  });
  await new Promise<void>((resolve) => bot.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(bot.address() as AddressInfo).port}`;
  const remote = { nextDueUrl: `${url}/due`, runUrl: `${url}/run` };
  expect(await ask('POST', '/subject', remote)).toMatchObject({ status: 200 });
  const foreign = { nextDueUrl: 'http://example.org/due', runUrl: 'http://example.org/run' };
  expect(await ask('POST', '/subject', foreign)).toMatchObject({ status: 409 });
  await ask('POST', '/clock', { to: '2026-01-10T00:00:00Z' });
  expect(ranAt).toEqual(['2026-01-09T09:00:00.000Z', '2026-01-09T12:00:00.000Z', '2026-01-10T00:00:00.000Z']);
  expect(await ask('GET', '/clock')).toMatchObject({ body: { now: '2026-01-10T00:00:00.000Z' } });
  await new Promise<void>((resolve) => bot.close(() => resolve()));
});

test('faults, settings and the log', async () => {
  const effect = { kind: 'error', error: 'fatal_error' };
  expect(await ask('POST', '/faults', { method: 'auth.test', times: 1, effect })).toMatchObject({
    body: { id: 1 },
  });
  expect(await ask('POST', '/faults', { effect: { kind: 'flood' } })).toMatchObject({ status: 400 });
  await clientOf(slack)
    .auth.test()
    .catch(() => undefined);
  const { body } = await ask('GET', '/calls');
  expect(body.calls?.at(-1)).toMatchObject({ method: 'auth.test', error: 'fatal_error', fault: 'error' });
  expect(JSON.stringify(body)).not.toContain(slack.tokens.bot);
  await ask('DELETE', '/faults');
  expect((await ask('GET', '/faults')).body).toEqual({ faults: [] });
  await ask('POST', '/settings', { rateLimits: true, failDms: { user: 'Cleo', error: 'restricted_action' } });
  expect(slack.world.rateLimits).toBe(true);
  expect(slack.world.dmErrors.get(slack.people.cleo.id)).toBe('restricted_action');
});

test('administrators act too', async () => {
  const { alliance } = slack.channels;
  await ask('POST', '/admin', { do: 'disconnect', in: '#flood-alliance', team: 'aldermoor' });
  expect(alliance.connectedTeamIds).toEqual([slack.teams.northwind.id]);
  expect(alliance.members.has(slack.people.gita.id)).toBe(false);
  await ask('POST', '/admin', { do: 'changeUser', user: 'Dana', change: { tz: 'Europe/Paris' } });
  expect(slack.people.dana.tz).toBe('Europe/Paris');
  await ask('POST', '/admin', { do: 'uninstall', team: 'riverbank' });
  expect(slack.installation.revoked).toBe(true);
  expect(await ask('POST', '/admin', { do: 'uninstall', team: 'riverbank' })).toMatchObject({ status: 409 });
});

test('consent goes back to the app with a code and the state', async () => {
  const address = new URL('/oauth/v2/authorize', slack.world.baseUrl);
  const query = { client_id: slack.clientId, scope: 'commands,chat:write', state: 's', team: 'northwind' };
  for (const [key, value] of Object.entries(query)) address.searchParams.set(key, value);
  address.searchParams.set('redirect_uri', 'https://bot.example/back');
  const answer = await fetch(address, { redirect: 'manual' });
  const back = new URL(answer.headers.get('location') ?? '');
  expect([answer.status, back.origin, back.searchParams.get('state')]).toEqual([
    302,
    'https://bot.example',
    's',
  ]);
  expect(slack.world.grants.get(back.searchParams.get('code') ?? '')).toMatchObject({ used: false });
  address.searchParams.delete('team');
  const page = await (await fetch(address)).text();
  expect(page).toContain('Allow for City of Aldermoor');
  expect(page).toContain('team=aldermoor');
  address.searchParams.set('scope', 'admin');
  expect((await fetch(address)).status).toBe(400);
});

test('a name that only resolves to this machine does not open it', async () => {
  const { port } = new URL(slack.world.baseUrl);
  const headers = { host: 'evil.example' };
  const status = await new Promise((resolve) => {
    request({ port, host: '127.0.0.1', path: '/sandbox/world', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).end();
  });
  expect(status).toBe(403);
});
