import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type Action, may, PERMISSIONS, reach } from './permissions.ts';
import { ROLES, type Role } from './roles.ts';

const ACTIONS = Object.keys(PERMISSIONS) as Action[];

/** docs/policy.md is what members are promised: its table and the code's must not part. */
const [, section = ''] =
  /<!-- permissions -->([\s\S]*)<!-- \/permissions -->/.exec(readFileSync('docs/policy.md', 'utf8')) ?? [];
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
  .slice(1)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, about = '', outsider = '', member = '', leader = '', coordinator = '']) => ({
    about,
    outsider,
    member,
    leader,
    coordinator,
  }));

test('the table in docs/policy.md is the table in the code', () => {
  expect(rows).toEqual(ACTIONS.map((action) => PERMISSIONS[action]));
});

const HERE = { organisationId: 'o1' };
const me = (role: Role) => ({ id: 'me', role, ...HERE });
const own = [{ id: 'me', ...HERE }];
const colleague = [{ id: 'colleague', ...HERE }];
const partner = [{ id: 'partner', organisationId: 'o2' }];

describe.each(ACTIONS)('%s', (action) => {
  test('somebody outside has their own say or none', () => {
    expect(['no', 'own']).toContain(reach(action, null));
  });

  test.each(ROLES)('as %s, a say reaches as far as the table says, and no further', (role) => {
    const far = PERMISSIONS[action][role] as string;
    expect(reach(action, role)).toBe(far);
    expect(may(action, me(role), own)).toBe(far !== 'no');
    expect(may(action, me(role), colleague)).toBe(far === 'organisation' || far === 'all');
    expect(may(action, me(role), partner)).toBe(far === 'all');
    expect(may(action, me(role), [...partner, ...colleague])).toBe(far === 'organisation' || far === 'all');
    expect(may(action, me(role), [])).toBe(far === 'all');
  });

  test('nobody has less of a say by coordinating', () => {
    const order = ['no', 'own', 'organisation', 'all'];
    const { member, coordinator } = PERMISSIONS[action];
    expect(order.indexOf(coordinator)).toBeGreaterThanOrEqual(order.indexOf(member));
  });
});
