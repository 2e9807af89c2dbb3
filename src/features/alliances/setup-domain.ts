/** Who is in the channel, and what they are proposed to be: a set-up from its pages to its plan. Pure. */
import type { PersonId } from '../../kernel/ids.ts';
import { fail, ok, type Result } from '../../kernel/result.ts';
import { LEVELS } from '../../kernel/roles.ts';
import { isZone } from '../../kernel/zoned.ts';
import { levelOf, readCode, type Standing } from './domain.ts';
import { countryOfZone } from './zones.ts';

/** Somebody in the channel. */
export interface Candidate {
  readonly personId: PersonId;
  readonly homeTeamId: string;
  readonly name: string;
  readonly title: string;
  readonly zone: string | null;
  /** A guest of their home team may take part; nobody is surprised by being proposed to lead it. */
  readonly isGuest: boolean;
}

export interface Group {
  readonly teamId: string;
  readonly people: readonly Candidate[];
}

function bySeniority(a: Candidate, b: Candidate): number {
  return LEVELS.indexOf(levelOf(a.title)) - LEVELS.indexOf(levelOf(b.title)) || a.name.localeCompare(b.name);
}

/** The people of a channel by organisation, the runner's own first, the runner and the most senior titles first. */
export function groupPeople(people: readonly Candidate[], runner: PersonId): Group[] {
  const home = people.find(({ personId }) => personId === runner)?.homeTeamId;
  const byTeam = Map.groupBy(people, ({ homeTeamId }) => homeTeamId);
  return [...byTeam]
    .toSorted(([a], [b]) => Number(b === home) - Number(a === home) || (a < b ? -1 : 1))
    .map(([teamId, own]) => ({
      teamId,
      people: own.toSorted(
        (a, b) => Number(b.personId === runner) - Number(a.personId === runner) || bySeniority(a, b),
      ),
    }));
}

/** A modal has a hundred blocks, three of which are the alliance's own; and menus of 80 people are about 100 KB. */
const MOST_BLOCKS = 97;
const MOST_PEOPLE = 80;

/** Whether one modal holds an alliance's name, its organisations and their people. */
export function fitsOneModal(groups: readonly Group[]): boolean {
  const people = groups.reduce((sum, group) => sum + group.people.length, 0);
  return people <= MOST_PEOPLE && people + groups.length <= MOST_BLOCKS;
}

/**
 * Where one modal is not enough: the people page by page, in their order, an organisation's people together as far as
 * they fit. The alliance's and the organisations' names have a page of their own before these.
 */
export function peoplePages(groups: readonly Group[]): Group[][] {
  const pages: Group[][] = [[]];
  let people = MOST_PEOPLE;
  let blocks = MOST_BLOCKS;
  for (const group of groups) {
    for (let rest = group.people; rest.length > 0; ) {
      if (people === 0 || blocks < 2) {
        pages.push([]);
        people = MOST_PEOPLE;
        blocks = MOST_BLOCKS;
      }
      const here = rest.slice(0, Math.min(people, blocks - 1)); // its name has a block, too
      pages.at(-1)?.push({ teamId: group.teamId, people: here });
      people -= here.length;
      blocks -= here.length + 1;
      rest = rest.slice(here.length);
    }
  }
  return pages;
}

/** What everybody is proposed to be: by job title, and in each other organisation at least one leader. */
export function proposals(groups: readonly Group[], runner: PersonId): Map<PersonId, Standing> {
  const found = new Map<PersonId, Standing>();
  for (const { people } of groups) {
    for (const { personId, title, isGuest } of people) {
      const level = levelOf(title);
      if (personId === runner) {
        found.set(personId, { role: 'coordinator', level: level === 'sponsor' ? level : 'operational' });
      } else {
        found.set(personId, { role: level === 'sponsor' && !isGuest ? 'leader' : 'member', level });
      }
    }
    const senior = people.find(({ isGuest }) => !isGuest) ?? people[0];
    const hasLeader = people.some(({ personId }) => found.get(personId)?.role === 'leader');
    if (senior && !hasLeader && senior.personId !== runner) {
      found.set(senior.personId, { role: 'leader', level: levelOf(senior.title) });
    }
  }
  return found;
}

/** The option for somebody who is in the channel but takes no part. */
export const NOT_PART = 'none';

/** Names of the form's inputs. */
export const ORGANISATION_INPUT = 'org.';
export const PERSON_INPUT = 'who.';

export interface PlannedOrganisation {
  readonly teamId: string;
  readonly name: string;
  readonly zone: string;
  readonly country: string | null;
  readonly isHost: boolean;
  /** The runner's own: what is proposed for it takes effect at once. */
  readonly isOwn: boolean;
  readonly members: readonly (Standing & { readonly personId: PersonId })[];
}

export interface SetupPlan {
  readonly name: string;
  readonly purpose: string;
  readonly organisations: readonly PlannedOrganisation[];
}

/** The ids that a set-up form names; whether they are people of this channel is for the caller to check. */
export function personIdsIn(values: Readonly<Record<string, string | null>>): string[] {
  return Object.keys(values).flatMap((name) =>
    name.startsWith(PERSON_INPUT) ? [name.slice(PERSON_INPUT.length)] : [],
  );
}

/** A set-up form as it was sent, or what is to be mended in it: input name → sentence. */
export function readSetup(
  values: Readonly<Record<string, string | null>>,
  people: readonly Candidate[],
  runner: PersonId,
  hostTeamId: string,
): Result<SetupPlan, Record<string, string>> {
  const text = (input: string) => (values[input] ?? '').trim();
  const own = people.find(({ personId }) => personId === runner)?.homeTeamId;
  const chosen = people.map((person) => ({
    person,
    standing: readCode(text(PERSON_INPUT + person.personId)),
  }));
  const teams = [...new Set(people.map(({ homeTeamId }) => homeTeamId))];
  const host = teams.includes(hostTeamId) ? hostTeamId : own;
  const organisations = teams.flatMap((teamId): PlannedOrganisation[] => {
    const members = chosen.flatMap(({ person, standing }) =>
      standing && person.homeTeamId === teamId ? [{ personId: person.personId, ...standing }] : [],
    );
    if (members.length === 0) return [];
    const name = text(ORGANISATION_INPUT + teamId);
    const zone = commonZone(people.filter(({ homeTeamId }) => homeTeamId === teamId));
    const country = countryOfZone(zone);
    return [{ teamId, name, zone, country, isHost: teamId === host, isOwn: teamId === own, members }];
  });

  const errors = nameErrors(
    values,
    organisations.map(({ teamId }) => teamId),
  );
  const ownMembers = organisations.find(({ isOwn }) => isOwn)?.members ?? [];
  const runnerInput = PERSON_INPUT + runner;
  if (!ownMembers.some(({ personId }) => personId === runner)) {
    errors[runnerInput] = 'You are setting this up, so stay in for now. You can step out at any time later.';
  } else if (!ownMembers.some(({ role }) => role === 'coordinator')) {
    errors[runnerInput] = 'Somebody of yours should coordinate, or nobody could change anything later.';
  } else if (organisations.length < 2) {
    errors[runnerInput] =
      'An alliance needs people of two organisations at least: choose somebody of another one.';
  }
  return Object.keys(errors).length > 0
    ? fail(errors)
    : ok({ name: text('name'), purpose: text('purpose'), organisations });
}

/** What is to be mended in the names of an alliance and of its organisations: input name → sentence. */
export function nameErrors(
  values: Readonly<Record<string, string | null>>,
  teams: readonly string[],
): Record<string, string> {
  const errors: Record<string, string> = {};
  const text = (input: string) => (values[input] ?? '').trim();
  if (!text('name')) errors.name = 'What is it called? A word or two is enough.';
  if (!text('purpose')) errors.purpose = 'One sentence is enough: what do you run together?';
  const names = new Set<string>();
  for (const input of teams.map((teamId) => ORGANISATION_INPUT + teamId)) {
    const title = text(input).toLowerCase();
    if (!title) errors[input] = 'What do people call this organisation?';
    else if (names.has(title)) errors[input] = 'Two organisations have this name: which is which?';
    names.add(title);
  }
  return errors;
}

/** The zone that most of them are in. */
function commonZone(people: readonly Candidate[]): string {
  const counts = new Map<string, number>();
  for (const { zone } of people) {
    if (zone && isZone(zone)) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return most?.[0] ?? 'UTC';
}
