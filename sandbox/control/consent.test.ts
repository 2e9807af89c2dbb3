import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Example, startExample } from '../example.ts';
import type { BotPort } from './bot-port.ts';
import type { Overview } from './shapes.ts';

// Adding the app from the page: who allows it, for whom, and the bot's own pages behind the sandbox's address.

let slack: Example;
let pages: Server;
let bot: { -readonly [K in keyof BotPort]: BotPort[K] };

beforeEach(async () => {
  slack = await startExample({ world: { retryDelaysMs: [] } });
  pages = createServer((request, response) => {
    response.writeHead(200, { 'set-cookie': 'state=1; Secure; HttpOnly', 'content-type': 'text/plain' });
    response.end(`${request.url} ${request.headers.cookie ?? ''}`);
  });
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  const nothing = async () => undefined;
  bot = {
    address: `http://127.0.0.1:${(pages.address() as AddressInfo).port}`,
    installUrl: `${slack.world.baseUrl}/slack/install`,
    report: async () => ({ running: true, messages: {} }),
    why: async () => ({}),
    kill: nothing,
    start: nothing,
    save: nothing,
    load: nothing,
  };
});
afterEach(async () => {
  pages.close();
  await slack.close();
});

const open = (path: string, headers: Record<string, string> = {}) =>
  fetch(new URL(path, slack.world.baseUrl), { redirect: 'manual', headers });
const authorize = () => {
  const address = new URL('/oauth/v2/authorize', slack.world.baseUrl);
  const asked = {
    client_id: slack.clientId,
    scope: 'commands',
    state: 's',
    redirect_uri: 'https://b.example/',
  };
  for (const [key, value] of Object.entries(asked)) address.searchParams.set(key, value);
  return address;
};

test('a person of the page is led to the bot’s page, and allows it for their own organisation only', async () => {
  slack.server.control.host(bot);
  const { isha, dana } = slack.people;
  const begun = await open(`/oauth/start?as=${isha.id}`);
  expect(begun.headers.get('location')).toBe(bot.installUrl);
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? '';
  const page = await (await open(authorize().href, { cookie })).text();
  expect(page).toContain('Entente asks to be added to City of Aldermoor');
  expect(page).toContain('You are Isha Patel');
  expect(page).toContain('Add a slash command and shortcuts');
  expect(page).not.toContain('team=northwind');
  const allowed = authorize();
  allowed.searchParams.set('team', 'aldermoor');
  const back = new URL((await open(allowed.href, { cookie })).headers.get('location') ?? '');
  const given = slack.world.grants.get(back.searchParams.get('code') ?? '');
  expect(given).toMatchObject({ teamId: isha.teamId, userId: isha.id });

  dana.deleted = true; // whoever has left speaks for nobody: the page asks for which organisation
  const stranger = await open(authorize().href, { cookie: `sandbox_as=${dana.id}` });
  expect(await stranger.text()).toContain('Allow for Northwind Energy');
});

test('what the sandbox does not serve itself comes from the bot, without the TLS that is not here', async () => {
  expect((await open('/slack/install')).status).toBe(404); // nobody hosts a bot yet
  slack.server.control.host(bot);
  const answer = await open('/slack/install?x=1', { cookie: 'a=b' });
  expect(await answer.text()).toBe('/slack/install?x=1 a=b');
  expect(answer.headers.get('set-cookie')).toBe('state=1; HttpOnly');
  expect((await fetch(new URL('/slack/events', slack.world.baseUrl), { method: 'POST' })).status).toBe(404);
  bot.address = null;
  const down = await open('/slack/install');
  expect([down.status, await down.text()]).toEqual([503, expect.stringContaining('The bot is down')]);
});

test('the page offers to add the app only where it can be added', async () => {
  const overview = async () => (await (await open('/sandbox/overview')).json()) as Overview;
  expect((await overview()).addable).toBeNull();
  expect((await open('/oauth/start')).status).toBe(400);
  slack.server.control.host(bot);
  expect((await overview()).addable).toEqual({
    name: 'Entente',
    url: `${slack.world.baseUrl}/oauth/start`,
  });
});

test('an organisation that keeps the apps of others away lets its own through', async () => {
  const { isha, ana } = slack.people;
  slack.driver.admin.failDms('Isha', 'user_not_visible');
  const { dmError } = await import('../world/visibility.ts');
  expect(dmError(slack.world, slack.bot, isha.id)).toBe('user_not_visible');
  const own = slack.driver.admin.install('aldermoor');
  expect(dmError(slack.world, slack.world.user(own.botUserId), isha.id)).toBeUndefined();
  slack.driver.admin.failDms('Ana', 'user_disabled');
  expect(dmError(slack.world, slack.bot, ana.id)).toBe('user_disabled');
});
