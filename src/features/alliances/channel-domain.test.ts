import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { causeOf, chooseHost, departed, type KnownMember, missing, type Sight } from './channel-domain.ts';

const sight = (teamId: string, isIn = true, isArchived = false): Sight => ({ teamId, isIn, isArchived });

test('the copy that posts stays the one it is while it can', () => {
  expect(chooseHost('B', [sight('A'), sight('B')])).toBe('B');
});

test('another copy in the channel takes over, and nobody where there is none', () => {
  expect(chooseHost('A', [sight('A', false), sight('B')])).toBe('B');
  expect(chooseHost('A', [sight('B', false)])).toBeNull();
  expect(chooseHost('A', [])).toBeNull();
});

test('whoever is chosen is in the channel', () => {
  const some = fc.array(
    fc.record({ teamId: fc.constantFrom('A', 'B', 'C'), isIn: fc.boolean(), isArchived: fc.boolean() }),
  );
  fc.assert(
    fc.property(some, (sights) => {
      const host = chooseHost('A', sights);
      if (host) expect(sights.some((one) => one.teamId === host && one.isIn && !one.isArchived)).toBe(true);
      else expect(sights.every((one) => !one.isIn || one.isArchived)).toBe(true);
    }),
  );
});

test('an archived channel, no copy inside, and one organisation alone are reasons to rest', () => {
  expect(causeOf([sight('A', true, true)], 3)).toBe('archived');
  expect(causeOf([sight('A', false)], 3)).toBe('no_copy');
  expect(causeOf([], 3)).toBe('no_copy');
  expect(causeOf([sight('A')], 1)).toBe('unshared');
  expect(causeOf([sight('A')], 2)).toBeNull();
});

const member = (
  id: string,
  organisationId: string,
  status: KnownMember['status'] = 'active',
): KnownMember => ({
  id,
  userIds: [`U${id}`, `W${id}`],
  organisationId,
  status,
});

test('who is not in the channel any more is missing; who has left before is not missed again', () => {
  const members = [member('1', 'X'), member('2', 'X', 'left'), member('3', 'Y', 'declined')];
  expect(missing(members, new Set(['U9'])).map(({ id }) => id)).toEqual(['1', '3']);
  expect(missing(members, new Set(['U1', 'W3']))).toEqual([]); // whichever id a copy knows them by
  expect(missing(members, new Set())).toEqual([]); // an empty list is no answer
});

test('an organisation is gone with its last person', () => {
  const members = [member('1', 'X'), member('2', 'X'), member('3', 'Y'), member('4', 'Z', 'left')];
  const gone = members.filter(({ id }) => id === '3' || id === '1');
  expect(departed(members, gone)).toEqual(['Y']);
});
