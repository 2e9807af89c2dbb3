import { expect, test } from '@jest/globals';
import { silent } from '../db/log.ts';
import { isOfSlack } from './address.ts';
import { responder } from './respond.ts';

const SLACK = 'https://slack.com/api/';

test.each([
  'https://hooks.slack.com/actions/T1/2/3',
  'https://files.slack.com/upload/v1/abc',
  'https://slack.com/anything',
])('%s is Slack’s', (address) => expect(isOfSlack(SLACK, address)).toBe(true));

test.each([
  'http://hooks.slack.com/actions/T1/2/3',
  'https://hooks.slack.com:8443/actions',
  'https://hooks.slack.com.example.org/actions',
  'https://evilslack.com/actions',
  'https://hooks.slack.com@example.org/actions',
  'https://somebody:secret@hooks.slack.com/actions',
  'http://169.254.169.254/latest/meta-data',
  'http://127.0.0.1:3000/metrics',
  'http://[::1]/',
  'file:///etc/passwd',
  'not an address',
  '',
])('%s is not', (address) => expect(isOfSlack(SLACK, address)).toBe(false));

test('a Slack for trying things out is one name', () => {
  const local = 'http://127.0.0.1:4000/api/';
  for (const own of ['http://127.0.0.1:4000/response/1', 'http://127.0.0.1:4001/upload'])
    expect(isOfSlack(local, own)).toBe(true);
  for (const other of ['http://localhost:4000/', 'https://127.0.0.1:4000/', 'http://169.254.169.254/'])
    expect(isOfSlack(local, other)).toBe(false);
});

test('nothing is sent to an address elsewhere', async () => {
  const asked = globalThis.fetch;
  const sent: unknown[] = [];
  globalThis.fetch = async (to, how) => {
    sent.push([to, JSON.parse(String(how?.body)), how?.redirect]);
    return new Response();
  };
  try {
    const respond = responder(SLACK, silent);
    await respond('http://169.254.169.254/latest/meta-data', 'hello');
    expect(sent).toEqual([]);
    await respond('https://hooks.slack.com/actions/1', 'hello');
    const words = { response_type: 'ephemeral', replace_original: false, text: 'hello' };
    expect(sent).toEqual([['https://hooks.slack.com/actions/1', words, 'error']]);
  } finally {
    globalThis.fetch = asked;
  }
});
