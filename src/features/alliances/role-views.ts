/** Texts about who is what. */
import { levelWords, type Role, standing } from '../../kernel/roles.ts';
import { escapeText } from '../../slack/blocks.ts';
import type { Standing } from './domain.ts';
import type { OrganisationRoster } from './roster.ts';

/** Who takes part, by organisation. */
export function membersText(alliance: string, organisations: readonly OrganisationRoster[]): string {
  const headings: Record<Role, string> = {
    leader: 'Leads',
    coordinator: 'Coordinates',
    member: 'Takes part',
  };
  const blocks = organisations.flatMap(({ name, members }) => {
    if (members.length === 0) return [];
    const lines = (['leader', 'coordinator', 'member'] as const).flatMap((role) => {
      const people = members.filter((member) => member.role === role);
      if (people.length === 0) return [];
      const named = people.map(({ name: one, level, proposed }) =>
        proposed
          ? `${escapeText(one)} (proposed: ${standing(proposed)})`
          : `${escapeText(one)} (${levelWords(level)})`,
      );
      return [`${headings[role]}: ${named.join(', ')}`];
    });
    return [[`*${escapeText(name)}*`, ...lines].join('\n')];
  });
  return [`Who is in *${escapeText(alliance)}*`, ...blocks].join('\n\n');
}

export const roleUsage =
  'Whom, and what? For example `@Entente role @dana leader sponsor`, or `@Entente role @dana front line`. Roles: member, coordinator, leader. Levels: sponsor, operational, front line.';
export const notAMember =
  'I do not know this person in this alliance. Pick the name from the list that Slack shows when you type @.';
export const ownRolesOnly =
  'For people of another organisation, a coordinator makes the suggestion. You can say who is what in your own.';
export const lastCoordinator =
  'That would leave nobody to coordinate. Make somebody else a coordinator first: `@Entente role @name coordinator`.';

export function roleSet(name: string, now: Standing): string {
  return `${escapeText(name)} is ${standing(now)} from now on, and will read so in a note.`;
}

export function roleProposed(name: string, organisation: string, proposed: Standing): string {
  return `I am asking ${escapeText(organisation)} whether ${escapeText(name)} may be ${standing(proposed)}. It takes effect when they accept.`;
}

/** To whom a role was given by a coordinator of their own organisation. */
export function roleGiven(alliance: string, now: Standing): string {
  return `You are ${standing(now)} in *${escapeText(alliance)}* from now on. If it does not fit, say so to your coordinator.`;
}
