import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SealError, vault } from './secrets.ts';

const key = () => randomBytes(32).toString('base64');
const [old, fresh, foreign] = [key(), key(), key()];

test('what was sealed opens again, and never looks the same twice', () => {
  const { seal, open } = vault([old]);
  fc.assert(
    fc.property(fc.string(), (secret) => {
      const [one, other] = [seal(secret, 'T1'), seal(secret, 'T1')];
      expect(one).not.toBe(other);
      expect(open(one, 'T1')).toBe(secret);
    }),
  );
});

test('the first key of the list seals, every key opens', () => {
  const before = vault([old]).seal('xoxb-1', 'T1');
  const both = vault([fresh, old]);
  expect(both.open(before, 'T1')).toBe('xoxb-1');
  expect(both.isCurrent(before)).toBe(false);
  expect(vault([fresh]).open(both.seal('xoxb-1', 'T1'), 'T1')).toBe('xoxb-1');
  expect(both.isCurrent(both.seal('xoxb-1', 'T1'))).toBe(true);
});

test('another key, another place and any change open nothing, and the error says nothing', () => {
  const { seal, open } = vault([old]);
  const sealed = seal('xoxb-secret', 'T1');
  expect(sealed).not.toContain('xoxb');
  expect(() => vault([foreign]).open(sealed, 'T1')).toThrow(SealError);
  expect(() => open(sealed, 'T2')).toThrow(SealError);
  const [, , , tag = '', body = ''] = sealed.split('.');
  const flipped = Buffer.from(body, 'base64url');
  flipped[0] = (flipped[0] ?? 0) ^ 1;
  expect(() => open(sealed.replace(body, flipped.toString('base64url')), 'T1')).toThrow(SealError);
  expect(() => open(sealed.replace(tag, tag.slice(0, -2)), 'T1')).toThrow(SealError);
  expect(() => open('xoxb-plain', 'T1')).toThrow(SealError);
});
