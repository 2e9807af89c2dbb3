import { afterEach, describe, expect, test } from '@jest/globals';
import { silent } from '../db/log.ts';
import { inFlight } from './in-flight.ts';
import { type Process, receiver } from './receive.ts';
import type { Respond } from './respond.ts';

const work = inFlight();
afterEach(() => work.idle(5_000));

const SOON = 60;
const told: [address: string, words: string][] = [];
const respond: Respond = async (...words) => void told.push(words);
const form = {
  type: 'view_submission',
  view: { blocks: [{ type: 'section' }, { type: 'input', block_id: 'text' }] },
};

function receive(body: Record<string, unknown>, process: Process) {
  return receiver(process, silent, work, respond, SOON)({ body, receivedAt: performance.now() });
}

const fails: Process = async () => {
  throw new TypeError('a name that somebody wrote');
};
const lingers: Process = () => new Promise((resolve) => setTimeout(resolve, SOON * 4));

test('what Bolt acknowledges at once leaves only when the listener has returned', async () => {
  const order: string[] = [];
  const outcome = await receive({ event: { type: 'app_mention' } }, async ({ ack }) => {
    await ack();
    order.push('acknowledged');
    await new Promise((resolve) => setTimeout(resolve, 20));
    order.push('committed');
  });
  order.push('answered');
  expect(outcome).toEqual({ acknowledged: true });
  expect(order).toEqual(['acknowledged', 'committed', 'answered']);
});

test('the remembered answer is sent; a bare sentence becomes a payload', async () => {
  const answer = { response_action: 'clear' };
  expect(await receive(form, ({ ack }) => ack(answer))).toEqual({ acknowledged: true, payload: answer });
  expect(await receive({ command: '/alliance' }, ({ ack }) => ack('Hello'))).toEqual({
    acknowledged: true,
    payload: { text: 'Hello' },
  });
});

describe.each([
  ['failed', fails, /Something went wrong on our side \(ref [2-9A-Z]{4}\)/],
  ['late', lingers, /That took too long/],
])('%s', (_name, process, lead) => {
  test('an event is refused, so that Slack sends it again', async () => {
    expect(await receive({ event: { type: 'app_mention' } }, process)).toEqual({ acknowledged: false });
  });

  test('a command is answered with a sentence', async () => {
    const outcome = await receive({ command: '/alliance' }, process);
    expect(outcome).toMatchObject({ acknowledged: true, payload: { response_type: 'ephemeral' } });
    expect(JSON.stringify(outcome)).toMatch(lead);
    expect(JSON.stringify(outcome)).not.toContain('somebody wrote');
  });

  test('a form says so at its first input and stays as it was', async () => {
    const outcome = await receive(form, process);
    const errors = { text: expect.stringContaining('pressing again counts once') };
    expect(outcome).toEqual({ acknowledged: true, payload: { response_action: 'errors', errors } });
    expect(JSON.stringify(outcome)).toMatch(lead);
  });

  test('a form without inputs gets a page on top, from which one step leads back', async () => {
    const outcome = await receive({ type: 'view_submission', view: { blocks: [] } }, process);
    expect(outcome).toMatchObject({ acknowledged: true, payload: { response_action: 'push' } });
  });

  test('a click is acknowledged and told so privately', async () => {
    told.length = 0;
    const outcome = await receive(
      { type: 'block_actions', response_url: 'https://hooks.slack.com/1' },
      process,
    );
    expect(outcome).toEqual({ acknowledged: true });
    expect(told).toEqual([['https://hooks.slack.com/1', expect.stringMatching(lead)]]);
  });
});

test('what is late is still finished', async () => {
  let isDone = false;
  await receive({ event: {} }, async () => {
    await new Promise((resolve) => setTimeout(resolve, SOON * 2));
    isDone = true;
  });
  expect(isDone).toBe(false);
  await work.idle(5_000);
  expect(isDone).toBe(true);
});

test('time counts from receipt, not from when there was time for it', async () => {
  const started = performance.now();
  const take = receiver(lingers, silent, work, respond, 10_000);
  const outcome = await take({ body: { event: {} }, receivedAt: started - 10_000 });
  expect(outcome).toEqual({ acknowledged: false });
  expect(performance.now() - started).toBeLessThan(1_000);
});
