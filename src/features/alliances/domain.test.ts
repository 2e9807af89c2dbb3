import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newId, type PersonId } from '../../kernel/ids.ts';
import {
  type Candidate,
  groupPeople,
  levelOf,
  NOT_PART,
  personIdsIn,
  proposals,
  readSetup,
  readStanding,
  standingCode,
} from './domain.ts';

function person(name: string, homeTeamId: string, more: Partial<Candidate> = {}): Candidate {
  return { personId: newId<PersonId>(), homeTeamId, name, title: '', zone: 'Europe/London', ...more };
}

const ana = person('Ana', 'T1', { title: 'Programme officer' });
const bo = person('Bo', 'T1', { title: 'Director of Works' });
const dev = person('Dev', 'T2', { zone: 'Asia/Kolkata' });
const eli = person('Eli', 'T2', { title: 'Engineer', zone: 'Asia/Kolkata' });
const all = [dev, ana, eli, bo];
const { groups } = groupPeople(all, ana.personId);
const proposed = proposals(groups, ana.personId);

test.each([
  ['Deputy Mayor', 'sponsor'],
  ['HEAD of water', 'sponsor'],
  ['Site manager', 'operational'],
  ['Warden', 'front_line'],
  ['', 'front_line'],
  ['Headlights technician', 'front_line'],
])('a job title suggests a level: “%s” is %s', (title, level) => expect(levelOf(title)).toBe(level));

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

const crowds = fc.array(fc.record({ team: fc.nat(8), title: fc.constantFrom('Mayor', 'Manager', '') }), {
  minLength: 1,
  maxLength: 130,
});

test('of any crowd, at most 80 are listed, of every organisation somebody, with a leader for each other one', () => {
  fc.assert(
    fc.property(crowds, (drawn) => {
      const people = drawn.map(({ team, title }, n) => person(`P${n}`, `T${team}`, { title }));
      const runner = people[0]?.personId ?? ana.personId;
      const { groups: listed, left } = groupPeople(people, runner);
      const count = listed.reduce((sum, group) => sum + group.people.length, 0);
      expect(count + left).toBe(people.length);
      expect(count).toBeLessThanOrEqual(80);
      expect(listed.map(({ teamId }) => teamId).toSorted()).toEqual(
        [...new Set(people.map(({ homeTeamId }) => homeTeamId))].toSorted(),
      );
      expect(listed[0]?.people[0]?.personId).toBe(runner);
      const roles = proposals(listed, runner);
      for (const { people: own } of listed.slice(1)) {
        expect(own.some(({ personId }) => roles.get(personId)?.role === 'leader')).toBe(true);
      }
    }),
    { numRuns: 50 },
  );
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

test.each([
  ['leader operational', { role: 'leader', level: 'operational' }],
  ['Front line', { level: 'front_line' }],
  ['front-line and member', { role: 'member', level: 'front_line' }],
  ['coordinator', { role: 'coordinator' }],
  ['king', null],
  ['leader leader', null],
  ['', null],
])('“%s” as a role', (words, expected) => expect(readStanding(words)).toEqual(expected));
