import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import { isValidSlackRequest } from '@slack/bolt';
import { WebSocket } from 'ws';
import { type Example, startExample } from '../example.ts';
import { clientOf, errorOf } from '../testing/bolt.ts';
import { type Answer, type Received, startReceiver } from '../testing/receiver.ts';
import { record } from '../world/json.ts';

/** What leaves for the app, seen from the app's end of the wire. Waits are scaled down. */

let slack: Example;
let app: Awaited<ReturnType<typeof startReceiver>> | undefined;

afterEach(async () => {
  await slack.close();
  await app?.close();
  app = undefined;
});

async function overHttp(answer: (received: Received) => Answer = () => ({}), ackMs = 2_000) {
  const receiver = await startReceiver(answer);
  app = receiver;
  const world = { ackMs, retryDelaysMs: [0, 10, 20] };
  slack = await startExample({ transport: 'http', requestUrl: receiver.url, world });
  return receiver;
}

const mention = () => slack.driver.say('Dana', '#flood-alliance', '@entente');

async function postButton(): Promise<void> {
  const button = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } };
  const blocks = [{ type: 'actions', elements: [button] }];
  const channel = slack.channels.alliance.id;
  await clientOf(slack).apiCall('chat.postMessage', { channel, text: 'x', blocks });
}

test('requests carry a signature of real time that Bolt accepts', async () => {
  const { received } = await overHttp();
  await mention();
  const [one] = received;
  const headers = {
    'x-slack-signature': String(one?.headers['x-slack-signature']),
    'x-slack-request-timestamp': Number(one?.headers['x-slack-request-timestamp']),
  };
  const valid = (signingSecret: string) =>
    isValidSlackRequest({ signingSecret, body: one?.raw ?? '', headers });
  expect(valid(slack.signingSecret)).toBe(true);
  expect(valid('another')).toBe(false);
  expect(Math.abs(Date.now() / 1000 - headers['x-slack-request-timestamp'])).toBeLessThan(60);
  const base = `v0:${headers['x-slack-request-timestamp']}:${one?.raw}`;
  const digest = createHmac('sha256', slack.signingSecret).update(base).digest('hex');
  expect(headers['x-slack-signature']).toBe(`v0=${digest}`);
});

test('an event that fails comes three times more, with its reason; the same event', async () => {
  const { received } = await overHttp(() => ({ status: 500 }));
  const { deliveries } = await mention();
  expect(deliveries[0]?.acked).toBe(false);
  const retries = received.map(({ headers }) => [
    headers['x-slack-retry-num'],
    headers['x-slack-retry-reason'],
  ]);
  expect(retries).toEqual([[undefined, undefined], ...['1', '2', '3'].map((num) => [num, 'http_error'])]);
  expect(new Set(received.map(({ payload }) => payload.event_id)).size).toBe(1);
});

test('retries end at the first 200, and where the app asks for none', async () => {
  let left = 1;
  const { received } = await overHttp(() => {
    left -= 1;
    return { status: left < 0 ? 200 : 500 };
  });
  expect((await mention()).deliveries[0]?.acked).toBe(true);
  expect(received).toHaveLength(2);
  await slack.close();
  await app?.close();
  const second = await overHttp(() => ({ status: 500, headers: { 'x-slack-no-retry': '1' } }));
  await mention();
  expect(second.received).toHaveLength(1);
});

test('slow answers time out; a click is not repeated and its person sees an error', async () => {
  const { received } = await overHttp(() => ({ afterMs: 400 }), 100);
  await postButton();
  expect(await slack.driver.click('Dana', 'Go')).toMatchObject({ ok: false, error: 'operation_timeout' });
  expect(received).toHaveLength(1);
  expect(slack.driver.transcript('Dana')).toContain('! This app did not respond (operation_timeout)');
  await slack.driver.slash('Ana', '#flood-alliance', '/alliance');
  expect(slack.driver.transcript('Ana')).toContain('! /alliance failed with the error "operation_timeout"');
  const { deliveries } = await mention();
  expect(deliveries[0]?.attempts.map((it) => it.kind === 'failed' && it.reason)).toContain('http_timeout');
});

test('with no app there, people see errors and events are given up in the end', async () => {
  slack = await startExample({ world: { retryDelaysMs: [0, 10] } });
  await postButton();
  expect(await slack.driver.click('Dana', 'Go')).toMatchObject({ ok: false, error: 'dispatch_failed' });
  const { deliveries } = await mention();
  expect(deliveries[0]).toMatchObject({ acked: false, attempts: [{ reason: 'connection_failed' }, {}, {}] });
});

test('a form that gets no answer stays open and says so', async () => {
  let view = {};
  const { received } = await overHttp(() => ({ status: 500 }));
  await postButton();
  await slack.driver.click('Dana', 'Go');
  view = {
    type: 'modal',
    title: { type: 'plain_text', text: 'T' },
    submit: { type: 'plain_text', text: 'S' },
  };
  const trigger_id = String(received[0]?.payload.trigger_id);
  await clientOf(slack).apiCall('views.open', { trigger_id, view: { ...view, blocks: [] } });
  expect(await slack.driver.submit('Dana')).toMatchObject({ ok: false, error: 'http_service_error' });
  expect(slack.driver.screen('Dana').modals[0]?.notices).toEqual([
    'We had some trouble connecting. Try again?',
  ]);
});

test('triggers live once and briefly; response URLs five times', async () => {
  const { received } = await overHttp();
  await postButton();
  await slack.driver.click('Dana', 'Go');
  const { trigger_id, response_url } = received[0]?.payload ?? {};
  const view = { type: 'modal', title: { type: 'plain_text', text: 'T' }, blocks: [] };
  const open = (id: unknown) => errorOf(clientOf(slack).apiCall('views.open', { trigger_id: id, view }));
  expect(await open('1.2.made-up')).toBe('invalid_trigger_id');
  expect(await open(trigger_id)).toBe('it succeeded');
  expect(await open(trigger_id)).toBe('exchanged_trigger_id');
  slack.world.options.triggerMs = 20;
  await slack.driver.click('Ben', 'Go');
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(await open(received[1]?.payload.trigger_id)).toBe('expired_trigger_id');
  const respond = async (body: object) => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch(String(response_url), { method: 'POST', headers, body: JSON.stringify(body) }))
      .status;
  };
  expect(await respond({ text: 'For you alone' })).toBe(200);
  expect(slack.driver.transcript('Dana')).toContain('For you alone');
  expect(slack.driver.transcript('Ben')).not.toContain('For you alone');
  expect(await respond({ replace_original: true, text: 'Changed' })).toBe(200);
  expect(slack.driver.transcript('Ben')).toContain('Changed');
  for (const text of ['3', '4', '5']) expect(await respond({ text })).toBe(200);
  expect(await respond({ text: '6' })).toBe(404);
});

test('an app on both sides hears once, through the side that joined last', async () => {
  const { received } = await overHttp();
  slack.driver.admin.install('northwind');
  await slack.driver.invite('Dana', '#flood-alliance', 'entente');
  received.length = 0;
  await slack.driver.say('Ana', '#flood-alliance', `<@${slack.bot.id}> hello`);
  const mentions = received.filter(({ payload }) => record(payload.event).type === 'app_mention');
  expect(mentions.map(({ payload }) => payload.context_team_id)).toEqual([slack.teams.northwind.id]);
});

test('sockets: ten at most, any of them gets the work, and what is lost on one comes by another', async () => {
  slack = await startExample({ world: { retryDelaysMs: [0] } });
  const opener = clientOf(slack, slack.tokens.app);
  const connect = async () => {
    const { url } = await opener.apps.connections.open({});
    const socket = new WebSocket(url ?? '');
    const messages: Record<string, unknown>[] = [];
    socket.on('message', (data) => messages.push(JSON.parse(String(data))));
    await new Promise((resolve) => socket.once('message', resolve));
    return { socket, messages };
  };
  const first = await connect();
  const second = await connect();
  expect(second.messages[0]).toMatchObject({ type: 'hello', num_connections: 2 });
  const ponged = new Promise((resolve) => first.socket.once('pong', resolve));
  first.socket.ping();
  await ponged;
  // Whoever gets it first breaks; the other one acknowledges the second try.
  let broken = false;
  for (const { socket } of [first, second]) {
    socket.on('message', (data) => {
      const { envelope_id, retry_attempt } = JSON.parse(String(data));
      if (envelope_id === undefined) return;
      if (broken) socket.send(JSON.stringify({ envelope_id, payload: {} }));
      else socket.terminate();
      broken = true;
      if (retry_attempt > 0) expect(retry_attempt).toBe(1);
    });
  }
  const { deliveries } = await mention();
  expect(deliveries[0]?.attempts).toMatchObject([{ reason: 'connection_failed' }, { kind: 'acked' }]);
  const rest = await Promise.all(Array.from({ length: 9 }, connect));
  const eleventh = await connect();
  expect(eleventh.messages[0]).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
  slack.driver.admin.dropSockets('warning', 10);
  await slack.driver.settled(20);
  expect(rest[0]?.messages.at(-1)).toMatchObject({ type: 'disconnect', reason: 'warning' });
});
