import { createHmac, randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { expect, test } from '@jest/globals';
import { startBot } from './support/bot.ts';
import { dump } from './support/dump.ts';

// Ten thousand requests that are not Slack's, or are Slack's of another time or with another body: none is accepted,
// none leaves anything, and the same genuine one twice has one effect.

const bot = await startBot('http');
const { slack, app } = bot;
const agent = new Agent({ keepAlive: true, maxSockets: 16 });
bot.atEnd(async () => agent.destroy());

const now = () => Math.floor(Date.now() / 1000);
const sign = (secret: string, timestamp: number | string, body: string) =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

function post(body: string, headers: Record<string, string>, path = '/slack/events'): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: app.port, path, method: 'POST', agent, headers },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

const command = (text: string) =>
  new URLSearchParams({
    command: '/alliance',
    text,
    user_id: slack.people.ana.id,
    team_id: slack.teams.riverbank.id,
    api_app_id: slack.app.id,
    channel_id: slack.channels.alliance.id,
    trigger_id: '1.2.3',
  }).toString();
const form = (timestamp: number | string, signature: string) => ({
  'content-type': 'application/x-www-form-urlencoded',
  'x-slack-request-timestamp': String(timestamp),
  'x-slack-signature': signature,
});

/** One bad request of each kind, a different one every time. */
const FORGERIES: ((n: number) => [body: string, headers: Record<string, string>])[] = [
  // somebody else's secret
  (n) => [
    command(`keep ${n}`),
    form(now(), sign(randomBytes(16).toString('hex'), now(), command(`keep ${n}`))),
  ],
  // altered after it was signed
  (n) => [command(`forget-me ${n}`), form(now(), sign(slack.signingSecret, now(), command(`help ${n}`)))],
  // played again, too late or from the future
  (n) => {
    const at = now() - 301 - n;
    return [command('help'), form(at, sign(slack.signingSecret, at, command('help')))];
  },
  (n) => {
    const at = now() + 301 + n;
    return [command('help'), form(at, sign(slack.signingSecret, at, command('help')))];
  },
  // another instant than the one that was signed
  (n) => [command('help'), form(now() - (n % 60) - 1, sign(slack.signingSecret, now(), command('help')))],
  // no signature, an empty one, half of one, one of another version
  () => [command('help'), { 'content-type': 'application/x-www-form-urlencoded' }],
  () => [command('help'), form(now(), '')],
  () => [command('help'), form(now(), sign(slack.signingSecret, now(), command('help')).slice(0, 40))],
  () => [command('help'), form(now(), sign(slack.signingSecret, now(), command('help')).replace('v0', 'v1'))],
  // a timestamp that is none
  (n) => [command('help'), form(`${now()}e${n}`, sign(slack.signingSecret, now(), command('help')))],
];

test('of 10,000 forged, altered and replayed requests none is accepted, and nothing is left of them', async () => {
  const before = await dump(bot.connectionString);
  const calls = slack.world.calls.length;
  const statuses = new Map<number, number>();
  let next = 0;
  const lane = async () => {
    for (let n = next++; n < 10_000; n = next++) {
      const [body, headers] = FORGERIES[n % FORGERIES.length]?.(n) ?? ['', {}];
      const status = await post(body, headers);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: 16 }, lane));
  expect([...statuses]).toEqual([[401, 10_000]]);
  expect(slack.world.calls.length).toBe(calls);
  const tables = (text: string) => text.split('\n').filter((line) => !/pgboss|bam|queue/.test(line)).length;
  expect(tables(await dump(bot.connectionString))).toBe(tables(before));
}, 180_000);

test('the same genuine request twice has one effect', async () => {
  const event = {
    type: 'event_callback',
    event_id: 'Ev1',
    api_app_id: slack.app.id,
    team_id: slack.teams.riverbank.id,
    authorizations: [{ team_id: slack.teams.riverbank.id }],
    event: {
      type: 'app_mention',
      user: slack.people.ana.id,
      text: `<@${slack.bot.id}> help`,
      channel: slack.channels.alliance.id,
      ts: '1767866400.999999',
    },
  };
  const body = JSON.stringify(event);
  const headers = {
    'content-type': 'application/json',
    'x-slack-request-timestamp': String(now()),
    'x-slack-signature': sign(slack.signingSecret, now(), body),
  };
  let first = await post(body, headers);
  for (let again = 0; first === 500 && again < 3; again += 1) first = await post(body, headers); // as Slack does
  expect(first).toBe(200);
  expect(await post(body, headers)).toBe(200);
  await bot.settle();
  const answers = bot.driver
    .screen('Ana')
    .dms.flatMap(({ messages }) => messages.filter(({ isApp }) => isApp));
  expect(answers).toHaveLength(1);
}, 60_000);

test('no other address takes anything, and a body that is too large is not read', async () => {
  for (const path of ['/', '/slack/install', '/slack/oauth_redirect', '/admin', '/metrics', '/healthz'])
    expect(await post('{}', {}, path)).toBe(404);
  const large = 'x'.repeat(5 * 1024 * 1024);
  expect(await post(large, form(now(), sign(slack.signingSecret, now(), large))).catch(() => 413)).toBe(413);
});
