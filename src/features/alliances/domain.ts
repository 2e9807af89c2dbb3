/** What somebody is: by their title, as an option of a menu, in the words of `role`. Pure. */
import { LEVELS, type Level, ROLES, type Role } from '../../kernel/roles.ts';

export interface Standing {
  readonly role: Role;
  readonly level: Level;
}

const SPONSORS = /\b(director|head|chief|mayor|trustee|chair|president|ceo|cto|cfo|coo)\b/i;
const OPERATIONAL = /\b(manager|lead|officer|coordinator|co-ordinator|engineer)\b/i;

/** The level that a job title suggests. */
export function levelOf(title: string): Level {
  if (SPONSORS.test(title)) return 'sponsor';
  return OPERATIONAL.test(title) ? 'operational' : 'front_line';
}

/** "leader.sponsor", as a menu's option carries it. */
export function standingCode({ role, level }: Standing): string {
  return `${role}.${level}`;
}

/** What an option stands for; null for "not part of it" and for anything else. */
export function readCode(code: string): Standing | null {
  const [roleWord, levelWord] = code.split('.');
  const role = ROLES.find((one) => one === roleWord);
  const level = LEVELS.find((one) => one === levelWord);
  return role && level ? { role, level } : null;
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

/**
 * `now`, but always later than `before`, even while the simulated clock stands still: rounds and memberships are told
 * apart by when they began.
 */
export function later(now: Date, before: Date | null): Date {
  return before && before >= now ? new Date(before.getTime() + 1) : now;
}
