/** All texts about setting up, joining and roles. People's words are escaped here. */

import { LEVELS, ROLES, standing } from '../../kernel/roles.ts';
import { cut, escapeText, type Form, section, selectInput, textInput } from '../../slack/blocks.ts';
import {
  type Group,
  levelOf,
  NOT_PART,
  ORGANISATION_INPUT,
  PERSON_INPUT,
  proposals,
  type Standing,
  standingCode,
} from './domain.ts';
import type { Named, RolesAsked, Welcome } from './roster.ts';

const STANDINGS: readonly Standing[] = ROLES.toReversed().flatMap((role) =>
  LEVELS.map((level) => ({ role, level })),
);

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** "Ana, Ben and Cleo" */
export function listWords(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

function who({ name, organisation }: Named): string {
  return escapeText(`${name} (${organisation})`);
}

/** The modal that sets an alliance up: a line for each organisation, a menu for each of its people. */
export function setupForm(
  parts: {
    readonly groups: readonly Group[];
    readonly left: number;
    readonly names: ReadonlyMap<string, string>;
    readonly channelId: string;
  },
  runner: Parameters<typeof proposals>[1],
): Form {
  const proposed = proposals(parts.groups, runner);
  const options = [
    ...STANDINGS.map((one) => ({ value: standingCode(one), label: capital(standing(one)) })),
    { value: NOT_PART, label: 'Not part of it' },
  ];
  const inputs = parts.groups.flatMap(({ teamId, people }) => [
    textInput({
      name: ORGANISATION_INPUT + teamId,
      label: 'Organisation',
      initial: cut(parts.names.get(teamId) ?? '', 60),
      hint: 'Its people are below.',
      max: 60,
    }),
    ...people.map(({ personId, name, title }) =>
      selectInput({
        name: PERSON_INPUT + personId,
        label: title ? `${name}, ${title}` : name,
        options,
        initial: standingCode(proposed.get(personId) ?? { role: 'member', level: levelOf(title) }),
      }),
    ),
  ]);
  const more =
    parts.left > 0
      ? ` This version sets up the first 80 or so; ${parts.left} more are here and can join later with \`@Entente join\`.`
      : '';
  return {
    name: 'alliances.setup',
    title: 'A new alliance',
    submit: 'Set up',
    blocks: [
      section(
        `Roles are only a proposal: your own organisation's hold at once, the others' when they accept.${more}`,
      ),
      textInput({
        name: 'name',
        label: 'What is the alliance called?',
        placeholder: 'River Alliance',
        max: 80,
      }),
      textInput({
        name: 'purpose',
        label: 'What is it for, in a sentence?',
        placeholder: 'Fewer flooded homes between the weir and the sea.',
        max: 200,
      }),
      ...inputs,
    ],
    meta: { channel: parts.channelId },
  };
}

export const refusals = {
  direct:
    'An alliance lives in the channel that the partners share. Go there and say `/alliance setup` again.',
  taken: (alliance: string) =>
    `This channel already has its alliance: *${escapeText(alliance)}*. \`@Entente members\` shows who is in it.`,
  alone:
    'I see people of one organisation only. Share this channel with your partners (Slack Connect), and when they have joined, say `/alliance setup` again.',
  crowd: 'That is more organisations than one set-up can hold. Try it in a smaller channel.',
  strangers:
    'I could not find some of these people any more. Say `/alliance setup` again and I will look who is here.',
};

/** To whoever set an alliance up. */
export function setUp(name: string, waiting: readonly string[]): string {
  const ask =
    waiting.length > 0
      ? ` I am asking ${listWords(waiting.map(escapeText))} whether the roles suit them; until then theirs rest.`
      : '';
  return `*${escapeText(name)}* is set up, and I am writing to everybody to say hello.${ask} Next: \`@Entente pair @a @b\` makes two people opposite numbers.`;
}

/** The first message to a member. */
export function welcome(to: Welcome): string {
  const partners = listWords(to.partners.map((name) => `*${escapeText(name)}*`));
  const coordinators = to.coordinators.slice(0, 3).map(who);
  return [
    `Hello ${escapeText(to.name)}. You are in *${escapeText(to.alliance)}*${partners ? ` with ${partners}` : ''}: ${escapeText(to.purpose)}`,
    `I am Entente. ${escapeText(to.host)} runs me here${coordinators.length > 0 ? `; ${listWords(coordinators)} ${coordinators.length > 1 ? 'coordinate' : 'coordinates'}` : ''}.`,
    'I keep what people tell me: promises and their dates, answers, short remarks. I do not read your channels.',
    'A remark goes where you send it, no further. Nobody hears about a promise of yours before you do.',
    'You get one note a working day at most, three a week. If this is not for you, one click and I leave you be.',
  ].join('\n');
}

export function welcomeContext({ standing: now, proposed }: Welcome): string {
  return proposed
    ? `Proposed for you: ${standing(proposed)}. Your organisation decides.`
    : `You are here as ${standing(now)}. The pinned message in the channel has your settings.`;
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
  if (asked.round === null) return `Thank you. The roles of *${name}* have been looked at.`;
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

/** What an organisation is called until somebody says: Slack need not tell another workspace's name. */
export function fallbackName(person: string): string {
  return cut(`${person}'s organisation`, 60);
}
