import { expect, test } from '@jest/globals';
import { MemberId, newId } from './ids.ts';

test('ids are unique, sort in the order in which they were made, and are of version 7', () => {
  const ids = Array.from({ length: 20_000 }, () => newId<MemberId>());
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
  expect(ids.every((id) => MemberId.safeParse(id).success && id[14] === '7')).toBe(true);
});
