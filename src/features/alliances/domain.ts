/** Who proposes to be what: reading a set-up and the words of `role`. Pure. */
import type { PersonId } from '../../kernel/ids.ts';
import { fail, ok, type Result } from '../../kernel/result.ts';
import { LEVELS, type Level, ROLES, type Role } from '../../kernel/roles.ts';
import { isZone } from '../../kernel/zoned.ts';
import { countryOfZone } from './zones.ts';

/** Somebody in the channel. */
export interface Candidate {
  readonly personId: PersonId;
  readonly homeTeamId: string;
  readonly name: string;
  readonly title: string;
  readonly zone: string | null;
}

export interface Standing {
  readonly role: Role;
  readonly level: Level;
}

export interface Group {
  readonly teamId: string;
  readonly people: readonly Candidate[];
}

/** A modal has a hundred blocks; three of them are the alliance's own, and each organisation has one for its name. */
const BLOCKS = 97;
const MOST_PEOPLE = 80;

const SPONSORS = /\b(director|head|chief|mayor|trustee|chair|president|ceo|cto|cfo|coo)\b/i;
const OPERATIONAL = /\b(manager|lead|officer|coordinator|co-ordinator|engineer)\b/i;

/** The level that a job title suggests. */
export function levelOf(title: string): Level {
  if (SPONSORS.test(title)) return 'sponsor';
  return OPERATIONAL.test(title) ? 'operational' : 'front_line';
}

function bySeniority(a: Candidate, b: Candidate): number {
  return LEVELS.indexOf(levelOf(a.title)) - LEVELS.indexOf(levelOf(b.title)) || a.name.localeCompare(b.name);
}

/**
 * The people of a channel by organisation, the runner's own first, the most senior titles first. Where there are
 * more than one modal holds, each organisation gets an equal share and the rest are counted in `left`.
 */
export function groupPeople(
  people: readonly Candidate[],
  runner: PersonId,
): { readonly groups: readonly Group[]; readonly left: number } {
  const home = people.find(({ personId }) => personId === runner)?.homeTeamId;
  const teams = [...new Set(people.map(({ homeTeamId }) => homeTeamId))].toSorted(
    (a, b) => Number(b === home) - Number(a === home) || (a < b ? -1 : 1),
  );
  const rows = teams.map((team) =>
    people
      .filter(({ homeTeamId }) => homeTeamId === team)
      .toSorted((a, b) => Number(b.personId === runner) - Number(a.personId === runner) || bySeniority(a, b)),
  );
  const room = Math.min(MOST_PEOPLE, BLOCKS - teams.length);
  const taken = rows.map(() => 0);
  let total = 0;
  for (let grew = true; grew && total < room; ) {
    grew = false;
    for (const [n, row] of rows.entries()) {
      const count = taken[n] ?? 0;
      if (total >= room || count >= row.length) continue;
      taken[n] = count + 1;
      total += 1;
      grew = true;
    }
  }
  const groups = teams.map((teamId, n) => ({ teamId, people: (rows[n] ?? []).slice(0, taken[n]) }));
  return { groups, left: people.length - total };
}

/** What everybody is proposed to be: by job title, and in each other organisation at least one leader. */
export function proposals(groups: readonly Group[], runner: PersonId): Map<PersonId, Standing> {
  const found = new Map<PersonId, Standing>();
  for (const { people } of groups) {
    for (const { personId, title } of people) {
      const level = levelOf(title);
      if (personId === runner) {
        found.set(personId, { role: 'coordinator', level: level === 'sponsor' ? level : 'operational' });
      } else {
        found.set(personId, { role: level === 'sponsor' ? 'leader' : 'member', level });
      }
    }
    const [senior] = people;
    const hasLeader = people.some(({ personId }) => found.get(personId)?.role === 'leader');
    if (senior && !hasLeader && senior.personId !== runner) {
      found.set(senior.personId, { role: 'leader', level: levelOf(senior.title) });
    }
  }
  return found;
}

/** "leader.sponsor", as a menu's option carries it. */
export function standingCode({ role, level }: Standing): string {
  return `${role}.${level}`;
}

function readCode(code: string): Standing | null {
  const [roleWord, levelWord] = code.split('.');
  const role = ROLES.find((one) => one === roleWord);
  const level = LEVELS.find((one) => one === levelWord);
  return role && level ? { role, level } : null;
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
  const errors: Record<string, string> = {};
  const text = (input: string) => (values[input] ?? '').trim();
  const name = text('name');
  const purpose = text('purpose');
  if (!name) errors.name = 'What is it called? A word or two is enough.';
  if (!purpose) errors.purpose = 'One sentence is enough: what do you run together?';

  const own = people.find(({ personId }) => personId === runner)?.homeTeamId;
  const chosen = people.map((person) => ({
    person,
    standing: readCode(text(PERSON_INPUT + person.personId)),
  }));
  const teams = [...new Set(people.map(({ homeTeamId }) => homeTeamId))];
  const host = teams.includes(hostTeamId) ? hostTeamId : own;
  const names = new Set<string>();
  const organisations = teams.flatMap((teamId): PlannedOrganisation[] => {
    const members = chosen.flatMap(({ person, standing }) =>
      standing && person.homeTeamId === teamId ? [{ personId: person.personId, ...standing }] : [],
    );
    if (members.length === 0) return [];
    const input = ORGANISATION_INPUT + teamId;
    const title = text(input);
    if (!title) errors[input] = 'What do people call this organisation?';
    else if (names.has(title.toLowerCase()))
      errors[input] = 'Two organisations have this name: which is which?';
    names.add(title.toLowerCase());
    const zone = commonZone(people.filter(({ homeTeamId }) => homeTeamId === teamId));
    const country = countryOfZone(zone);
    return [{ teamId, name: title, zone, country, isHost: teamId === host, isOwn: teamId === own, members }];
  });

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
  return Object.keys(errors).length > 0 ? fail(errors) : ok({ name, purpose, organisations });
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

/** A role, a level or both, in any order ("leader operational", "front line"); null where a word is neither. */
export function readStanding(words: string): Partial<Standing> | null {
  const found: { role?: Role; level?: Level } = {};
  const tokens = words
    .toLowerCase()
    .replaceAll(/front[\s_-]*line/g, 'front_line')
    .split(/[\s,·+&]+|\band\b|\bat\b/)
    .filter((token) => token !== '');
  for (const token of tokens) {
    const role = ROLES.find((one) => one === token);
    const level = LEVELS.find((one) => one === token);
    if (role && !found.role) found.role = role;
    else if (level && !found.level) found.level = level;
    else return null;
  }
  return found.role || found.level ? found : null;
}
