/** Every command and form by every role: whoever has no say is refused at the door, and nobody else is. */
import { describe, expect, test } from '@jest/globals';
import type { ActingMember } from '../src/act.ts';
import { features } from '../src/features/index.ts';
import { type AllianceId, type MemberId, newId, type OrganisationId } from '../src/kernel/ids.ts';
import { PERMISSIONS, reach } from '../src/kernel/permissions.ts';
import { ROLES, type Role } from '../src/kernel/roles.ts';
import type { Place } from '../src/shell/acting.ts';
import { shellFeature } from '../src/shell/index.ts';
import { refuse } from '../src/shell/table.ts';

const all = [...features({ doors: () => ({ text: '', blocks: [] }) }), shellFeature];
const doors = all.flatMap(({ commands = [], forms = {} }) => [
  ...commands.map(({ word, who }) => [`command ${word}`, who] as const),
  ...Object.entries(forms).map(([name, { who }]) => [`form ${name}`, who] as const),
]);

const allianceId = newId<AllianceId>();

function place(role: Role | null): Place {
  if (!role) return { allianceId, member: null, missing: 'stranger' };
  const ids = { id: newId<MemberId>(), allianceId, organisationId: newId<OrganisationId>() };
  const member: ActingMember = { ...ids, role, level: 'front_line' };
  return { allianceId, member, missing: null };
}

describe.each(doors)('%s', (_, who) => {
  test.each([null, ...ROLES])('by %s', (role) => {
    expect(refuse(who, place(role)) === null).toBe(reach(who, role) !== 'no');
  });
});

test('each action of the table is some door’s, or is asked for behind one', () => {
  const behind = ['leave', 'card', 'first-card', 'suggest-role', 'pair', 'successor', 'coordinator'];
  const used = new Set<string>([...doors.map(([, who]) => who), ...behind]);
  expect(Object.keys(PERMISSIONS).filter((action) => !used.has(action))).toEqual([]);
});
