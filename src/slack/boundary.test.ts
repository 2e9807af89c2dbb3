import { expect, test } from '@jest/globals';
import { WebAPIPlatformError } from '@slack/web-api';
import type { Log } from '../db/log.ts';
import { boundary, Fault, report } from './boundary.ts';

function logging() {
  const lines: object[] = [];
  const write = (details: object, message: string) => void lines.push({ ...details, message });
  const log: Log = { info: write, warn: write, error: write };
  return { log, lines };
}

class Refused extends Error {
  override readonly name = 'Refused';
  readonly code = 'P2002';
}

test('class, code and frames are logged, never the message', () => {
  const { log, lines } = logging();
  const ref = report(log, new Refused('Key (name)=(Ana)\n    at Ana (secret.ts:1:1)\nalready exists'));
  expect(ref).toMatch(/^[2-9A-Z]{4}$/);
  expect(lines).toMatchObject([{ ref, faults: [{ error: 'Refused', code: 'P2002' }] }]);
  const written = JSON.stringify(lines);
  expect(written).toContain('boundary.test.ts');
  expect(written).not.toMatch(/Ana|secret/);
});

test('a fault is logged once, however often it is reported', () => {
  const { log, lines } = logging();
  const fault = new Fault(report(log, new Error('x')));
  expect(report(log, fault)).toBe(fault.ref);
  expect(lines).toHaveLength(1);
});

test('what Bolt wrapped is told apart, and Slack’s own codes are kept', () => {
  const { log, lines } = logging();
  const refused = new WebAPIPlatformError({ ok: false, error: 'invalid_blocks' });
  const wrapped = Object.assign(new Error('several'), {
    originals: [Object.assign(new Error('y'), { original: refused }), new TypeError('z')],
  });
  report(log, wrapped);
  expect(lines).toMatchObject([{ faults: [{ slack: 'invalid_blocks' }, { error: 'TypeError' }] }]);
});

test('the boundary throws on, and names the input by what the app called it', async () => {
  const { log, lines } = logging();
  const body = {
    type: 'block_actions',
    actions: [{ action_id: 'item:done', value: 'v' }],
    user: { name: 'ana' },
  };
  const failed = { error: new Error('ana'), context: { teamId: 'T1' }, body } as unknown;
  const handle = boundary(log) as (args: unknown) => Promise<void>;
  await expect(handle(failed)).rejects.toBeInstanceOf(Fault);
  expect(lines).toMatchObject([{ teamId: 'T1', input: 'block_actions', name: 'item:done' }]);
  expect(JSON.stringify(lines)).not.toMatch(/"ana"/);
});

test('what is no error at all can be reported too', () => {
  const { log, lines } = logging();
  report(log, 'words');
  expect(JSON.stringify(lines)).not.toContain('words');
});
