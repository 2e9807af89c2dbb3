import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { errorOf } from './testing/bolt.ts';
import { type Receiving, startReceiving } from './testing/receiving.ts';

/** What goes wrong on purpose, and that people see what they would. */

let slack: Receiving['slack'];
let client: Receiving['client'];
let app: Receiving['app'];
let close: Receiving['close'];

beforeEach(async () => {
  ({ slack, client, app, close } = await startReceiving());
});
afterEach(() => close());

const post = (text = 'x') => client.chat.postMessage({ channel: slack.channels.alliance.id, text });
const seen = () => slack.world.posts().map((it) => it.text);

test('429 with Retry-After, for one method and as often as asked', async () => {
  slack.world.faults.add({
    method: 'chat.postMessage',
    times: 1,
    effect: { kind: 'rate-limit', retryAfter: 7 },
  });
  await client.auth.test();
  await expect(post()).rejects.toMatchObject({ retryAfter: 7 });
  await post();
  expect(seen()).toEqual(['x']);
});

test('an answer lost after the post was accepted, and one lost before', async () => {
  slack.world.faults.add({ method: 'chat.postMessage', times: 1, effect: { kind: 'reset', after: true } });
  slack.world.faults.add({ method: 'chat.postMessage', times: 1, effect: { kind: 'reset', after: false } });
  await expect(post('lost answer')).rejects.toThrow();
  await expect(post('lost request')).rejects.toThrow();
  expect(seen()).toEqual(['lost answer']);
  expect(slack.world.calls.map(({ ok, fault }) => [ok, fault])).toEqual([
    [false, 'reset'],
    [false, 'reset'],
  ]);
});

test('accepted late: an error now, the post all the same', async () => {
  slack.world.faults.add({
    method: 'chat.postMessage',
    effect: { kind: 'accept-late', ms: 30, answer: 'error' },
  });
  await expect(post('late')).rejects.toThrow();
  expect(seen()).toEqual([]);
  await slack.driver.settled();
  expect(seen()).toEqual(['late']);
});

test('other failures: a status, an error of Slack’s, a delay', async () => {
  const { faults } = slack.world;
  faults.add({ times: 1, effect: { kind: 'status', status: 503 } });
  faults.add({ times: 1, effect: { kind: 'error', error: 'fatal_error' } });
  faults.add({ times: 1, effect: { kind: 'delay', ms: 1 } });
  await expect(post()).rejects.toThrow('503');
  expect(await errorOf(post())).toBe('fatal_error');
  expect(await errorOf(post())).toBe('it succeeded');
  expect(await errorOf(post())).toBe('it succeeded');
});

test('a rule may wait, be for one channel, and strike by a chance that a seed repeats', async () => {
  const { faults, ids } = slack.world;
  faults.add({ after: 1, times: 1, effect: { kind: 'error', error: 'later' } });
  expect([await errorOf(post()), await errorOf(post())]).toEqual(['it succeeded', 'later']);
  faults.clear();
  faults.add({ channel: slack.channels.riverbankGeneral.id, effect: { kind: 'error', error: 'elsewhere' } });
  expect(await errorOf(post())).toBe('it succeeded');
  faults.clear();
  const run = () => {
    faults.clear();
    faults.seed(ids.count('a seed') * 0 + 42);
    faults.add({ probability: 0.5, effect: { kind: 'error', error: 'x' } });
    return Array.from({ length: 20 }, () => faults.strike({ method: 'm' }) !== undefined);
  };
  const first = run();
  expect(run()).toEqual(first);
  expect(new Set(first).size).toBe(2);
});

test('events come twice, or in another order', async () => {
  const { faults } = slack.world;
  faults.add({ method: 'event', times: 1, effect: { kind: 'duplicate', copies: 4 } });
  await slack.driver.say('Dana', '#flood-alliance', '@entente once');
  expect(app.received).toHaveLength(4);
  expect(new Set(app.received.map(({ payload }) => payload.event_id)).size).toBe(1);
  app.received.length = 0;
  faults.seed(3);
  faults.add({ method: 'event', effect: { kind: 'shuffle', holdMs: 30 } });
  await Promise.all(
    ['1', '2', '3', '4', '5'].map((n) => slack.driver.say('Dana', '#flood-alliance', `@entente ${n}`)),
  );
  const order = app.received.map(({ payload }) => String(payload.event_id));
  expect(order).toHaveLength(5);
  expect(order).not.toEqual([...order].sort());
});
