import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newId, type PersonId } from '../../kernel/ids.ts';
import { standingCode } from './domain.ts';
import {
  type Candidate,
  fitsOneModal,
  groupPeople,
  NOT_PART,
  nameErrors,
  peoplePages,
  personIdsIn,
  proposals,
  readSetup,
} from './setup-domain.ts';

function person(name: string, homeTeamId: string, more: Partial<Candidate> = {}): Candidate {
  const unknown = { title: '', zone: 'Europe/London', isGuest: false };
  return { personId: newId<PersonId>(), homeTeamId, name, ...unknown, ...more };
}

const ana = person('Ana', 'T1', { title: 'Programme officer' });
const bo = person('Bo', 'T1', { title: 'Director of Works' });
const dev = person('Dev', 'T2', { zone: 'Asia/Kolkata' });
const eli = person('Eli', 'T2', { title: 'Engineer', zone: 'Asia/Kolkata' });
const all = [dev, ana, eli, bo];
const groups = groupPeople(all, ana.personId);
const proposed = proposals(groups, ana.personId);

describe('proposals', () => {
  test('the runner coordinates, whatever their title', () => {
    expect(proposed.get(ana.personId)).toEqual({ role: 'coordinator', level: 'operational' });
  });

  test('a senior title leads', () => {
    expect(proposed.get(bo.personId)).toEqual({ role: 'leader', level: 'sponsor' });
  });

  test('an organisation without one gets its most senior as leader', () => {
    expect(proposed.get(eli.personId)).toEqual({ role: 'leader', level: 'operational' });
    expect(proposed.get(dev.personId)).toEqual({ role: 'member', level: 'front_line' });
  });
});

test('a guest may take part, and is not proposed to lead unless there is nobody else', () => {
  const guest = person('Gus', 'T2', { title: 'Chief adviser', isGuest: true });
  const roles = proposals(groupPeople([...all, guest], ana.personId), ana.personId);
  expect(roles.get(guest.personId)).toEqual({ role: 'member', level: 'sponsor' });
  expect(roles.get(eli.personId)?.role).toBe('leader');
  const alone = proposals(groupPeople([ana, guest], ana.personId), ana.personId);
  expect(alone.get(guest.personId)?.role).toBe('leader');
});

const crowds = fc.array(fc.record({ team: fc.nat(8), title: fc.constantFrom('Mayor', 'Manager', '') }), {
  minLength: 1,
  maxLength: 300,
});

test('of any crowd everybody is on one page, in order, and each other organisation gets a leader', () => {
  fc.assert(
    fc.property(crowds, (drawn) => {
      const people = drawn.map(({ team, title }, n) => person(`P${n}`, `T${team}`, { title }));
      const runner = people[0]?.personId ?? ana.personId;
      const listed = groupPeople(people, runner);
      const inOrder = listed.flatMap((group) => group.people);
      const pages = peoplePages(listed);
      expect(pages.flatMap((page) => page.flatMap((group) => group.people))).toEqual(inOrder);
      for (const page of pages) {
        const blocks = 1 + page.length + page.reduce((sum, group) => sum + group.people.length, 0);
        expect(blocks).toBeLessThanOrEqual(100);
      }
      expect(fitsOneModal(listed)).toBe(people.length <= 80);
      expect(inOrder).toHaveLength(people.length);
      expect(inOrder[0]?.personId).toBe(runner);
      const roles = proposals(listed, runner);
      for (const { people: own } of listed.slice(1)) {
        expect(own.some(({ personId }) => roles.get(personId)?.role === 'leader')).toBe(true);
      }
    }),
    { numRuns: 50 },
  );
});

test('names are wanted for all, and told apart', () => {
  const names = { name: 'River', purpose: 'Dry homes', 'org.T1': 'Acme', 'org.T2': ' acme ' };
  expect(Object.keys(nameErrors(names, ['T1', 'T2']))).toEqual(['org.T2']);
  expect(nameErrors({ ...names, 'org.T2': 'Other' }, ['T1', 'T2'])).toEqual({});
});

describe('reading the form', () => {
  const values = (changes: Record<string, string | null> = {}) => ({
    name: ' River ',
    purpose: 'Dry homes',
    'org.T1': 'Acme',
    'org.T2': 'Northwind',
    ...Object.fromEntries(
      [...proposed].map(([id, standing]) => [`who.${id}`, standingCode(standing)] as const),
    ),
    ...changes,
  });
  const read = (changes: Record<string, string | null> = {}) =>
    readSetup(values(changes), all, ana.personId, 'T1');

  test('as it was opened, it is complete', () => {
    const plan = read();
    expect(plan.ok && plan.value).toMatchObject({
      name: 'River',
      organisations: [
        { name: 'Northwind', zone: 'Asia/Kolkata', country: 'IN', isHost: false, isOwn: false },
        { name: 'Acme', zone: 'Europe/London', country: 'GB', isHost: true, isOwn: true },
      ],
    });
    expect(personIdsIn(values())).toHaveLength(4);
  });

  test('who is not part of it is no member', () => {
    const plan = read({ [`who.${bo.personId}`]: NOT_PART });
    const ids = plan.ok
      ? plan.value.organisations.flatMap(({ members }) => members.map((m) => m.personId))
      : [];
    expect(ids).not.toContain(bo.personId);
    expect(ids).toHaveLength(3);
  });

  test.each([
    [{ name: '' }, 'name'],
    [{ purpose: '  ' }, 'purpose'],
    [{ 'org.T2': '' }, 'org.T2'],
    [{ [`who.${ana.personId}`]: NOT_PART }, `who.${ana.personId}`],
    [{ [`who.${ana.personId}`]: 'member.sponsor' }, `who.${ana.personId}`],
    [{ [`who.${dev.personId}`]: NOT_PART, [`who.${eli.personId}`]: 'nonsense' }, `who.${ana.personId}`],
  ])('what is to be mended is said beside its input: %j', (changes, input) => {
    const plan = read(changes as Record<string, string>);
    expect(plan.ok ? [] : Object.keys(plan.error)).toEqual([input]);
  });
});
