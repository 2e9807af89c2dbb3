/** Texts about joining, leaving and roles. People's words are escaped here. */
import { standing } from '../../kernel/roles.ts';
import { cut, escapeText } from '../../slack/blocks.ts';
import type { Named, RolesAsked, Welcome } from './roster.ts';

/** "Ana, Ben and Cleo" */
export function listWords(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

function who({ name, organisation }: Named): string {
  return escapeText(`${name} (${organisation})`);
}

/** The first message to a member. */
export function welcome(to: Welcome): string {
  const partners = listWords(to.partners.map((name) => `*${escapeText(name)}*`));
  const own = to.standing.role === 'coordinator' ? ['you'] : [];
  const coordinators = [...own, ...to.coordinators.slice(0, 3).map(who)];
  const verb = coordinators.length > 1 || own.length > 0 ? 'coordinate' : 'coordinates';
  const lead = coordinators.length > 0 ? `; ${listWords(coordinators)} ${verb}` : '';
  return [
    `Hello ${escapeText(to.name)}, and welcome to *${escapeText(to.alliance)}*${partners ? `, with ${partners}` : ''}: ${escapeText(to.purpose)}`,
    `I am Entente; ${escapeText(to.host)} runs me here${lead}. I keep the promises, answers and short remarks that people give me, and read nothing else.`,
    'A remark goes only where you send it, and nobody hears of a late promise before you do. One note a working day at most, three a week. Not for you? One click, and I leave you be.',
  ].join('\n');
}

export function welcomeContext({ standing: now, proposed }: Welcome): string {
  const as = proposed
    ? `Proposed for you: ${standing(proposed)}. Your organisation decides.`
    : `You are here as ${standing(now)}.`;
  return `${as} “I promise…” and “Settings” are on the pinned message in the channel.`;
}

export function steppedOut(alliance: string): string {
  return `You are not part of *${escapeText(alliance)}*. If you change your mind, \`@Entente join\` in its channel.`;
}

export function farewell(alliance: string): string {
  return `Thank you for saying so. You are not part of *${escapeText(alliance)}*, and nothing more will come from me. The door stays open: \`@Entente join\` in its channel brings you back.`;
}

const MOST_LISTED = 12;

/** The proposals for an organisation, to somebody who may answer for it. */
export function rolesQuestion(asked: RolesAsked): string {
  const listed = asked.proposals
    .slice(0, MOST_LISTED)
    .map((one) => `• ${escapeText(one.name)}: ${standing(one)}`);
  const more = asked.proposals.length - MOST_LISTED;
  return [
    `${who(asked.proposer)} suggests for *${escapeText(asked.organisation)}* in *${escapeText(asked.alliance)}*:`,
    ...listed,
    ...(more > 0 ? [`• and ${more} more, to be seen with \`@Entente members\``] : []),
    'Does that suit you?',
  ].join('\n');
}

export function rolesContext({ organisation, hasOwnLead, alone }: RolesAsked): string {
  const name = escapeText(organisation);
  if (hasOwnLead || alone) return `It takes effect when you accept. You answer for ${name}.`;
  return `It takes effect when you and one colleague accept. Later, ${name} changes its own roles itself.`;
}

/** What the same place reads once it has been answered. */
export function rolesAnswered(asked: RolesAsked, memberId: string | null): string {
  const name = escapeText(asked.organisation);
  if (asked.round === null) return `Thank you. The question about the roles of *${name}* has been answered.`;
  if (memberId && asked.acceptedBy.has(memberId)) {
    return `Thank you. With a second yes from a colleague the roles of *${name}* take effect.`;
  }
  return `The proposed roles of *${name}* have changed since; the newest are in a later note.`;
}

export function rolesAccepted(organisation: string): string {
  return `Thank you. The roles of *${escapeText(organisation)}* hold from now on; its leaders and coordinators can change them with \`@Entente role\`.`;
}

/** To whoever proposed. */
export function rolesDeclined({ organisation, alliance }: RolesAsked): string {
  return `*${escapeText(organisation)}* would like other roles in *${escapeText(alliance)}* than you suggested; nothing was changed. A word with them, then \`@Entente role @name leader sponsor\` suggests anew.`;
}

export const notLikeThis =
  'Thank you. Nothing takes effect; I am telling who suggested it that you would like it otherwise.';
export const overtaken = 'This has changed since. The newest proposal comes with your next note.';
export const oneMore =
  'Thank you. One of your colleagues has been asked too; with a second yes it takes effect.';

/** To leaders, once nobody coordinates any more. */
export function vacancy(alliance: string): string {
  return `Nobody coordinates *${escapeText(alliance)}* any more. Could somebody of yours? \`@Entente role @name coordinator\` names them.`;
}

export function noVacancy(alliance: string): string {
  return `*${escapeText(alliance)}* has a coordinator again. Thank you.`;
}

export const joinRefusals = {
  nowhere: 'Say that in the channel of the alliance that you would like to join.',
  already: (alliance: string) => `You are in *${escapeText(alliance)}* already. Good to have you.`,
};

export function joined(alliance: string): string {
  return `Welcome to *${escapeText(alliance)}*. A note with the essentials is on its way to you.`;
}

/** The name of an organisation that was called after somebody who was erased. */
export const NAMELESS = 'An organisation';

/** What an organisation is called until somebody says: Slack need not tell another workspace's name. */
export function fallbackName(person: string): string {
  return cut(`${person}'s organisation`, 60);
}
