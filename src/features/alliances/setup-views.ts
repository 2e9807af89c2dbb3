/** The forms and texts of a set-up. */
import { LEVELS, ROLES, standing } from '../../kernel/roles.ts';
import {
  type Block,
  cut,
  escapeText,
  type Form,
  section,
  selectInput,
  textInput,
} from '../../slack/blocks.ts';
import { levelOf, type Standing, standingCode } from './domain.ts';
import {
  type Candidate,
  type Group,
  NOT_PART,
  ORGANISATION_INPUT,
  PERSON_INPUT,
  type proposals,
} from './setup-domain.ts';
import { listWords } from './views.ts';

type Proposed = ReturnType<typeof proposals>;

/** What was filled in so far; it stands before what is proposed. */
type Filled = Readonly<Record<string, string | null>>;

const STANDINGS: readonly Standing[] = ROLES.toReversed().flatMap((role) =>
  LEVELS.map((level) => ({ role, level })),
);

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const OPTIONS = [
  ...STANDINGS.map((one) => ({ value: standingCode(one), label: capital(standing(one)) })),
  { value: NOT_PART, label: 'Not part of it' },
];

const ROLES_ARE_PROPOSALS =
  "Roles are only a proposal: your own organisation's hold at once, the others' when they accept.";

function nameInputs(filled: Filled): Block[] {
  return [
    textInput({
      name: 'name',
      label: 'What is the alliance called?',
      placeholder: 'River Alliance',
      initial: filled.name ?? '',
      max: 80,
    }),
    textInput({
      name: 'purpose',
      label: 'What is it for, in a sentence?',
      placeholder: 'Fewer flooded homes between the weir and the sea.',
      initial: filled.purpose ?? '',
      max: 200,
    }),
  ];
}

function organisationInput(teamId: string, name: string, hint?: string): Block {
  return textInput({
    name: ORGANISATION_INPUT + teamId,
    label: 'Organisation',
    initial: cut(name, 60),
    ...(hint ? { hint } : {}),
    max: 60,
  });
}

function personInput(
  { personId, name, title, isGuest }: Candidate,
  proposed: Proposed,
  filled: Filled,
): Block {
  const input = PERSON_INPUT + personId;
  return selectInput({
    name: input,
    label: [name, title, isGuest ? 'guest' : ''].filter(Boolean).join(', '),
    options: OPTIONS,
    initial:
      filled[input] ?? standingCode(proposed.get(personId) ?? { role: 'member', level: levelOf(title) }),
  });
}

/** The modal that sets a small alliance up: a line for each organisation, a menu for each of its people. */
export function setupForm(parts: {
  readonly groups: readonly Group[];
  readonly names: ReadonlyMap<string, string>;
  readonly channelId: string;
  /** Stands for whom the form is about. */
  readonly people: string;
  readonly proposed: Proposed;
}): Form {
  const inputs = parts.groups.flatMap(({ teamId, people }) => [
    organisationInput(teamId, parts.names.get(teamId) ?? '', 'Its people are below.'),
    ...people.map((person) => personInput(person, parts.proposed, {})),
  ]);
  return {
    name: 'alliances.setup',
    title: 'A new alliance',
    submit: 'Set up',
    blocks: [section(ROLES_ARE_PROPOSALS), ...nameInputs({}), ...inputs],
    meta: { channel: parts.channelId, people: parts.people },
  };
}

/** Where a page of a longer set-up stands, and what its handler needs back. */
export interface PageAt {
  readonly draftId: string;
  readonly channelId: string;
  /** 0: the names; the people from 1 on. */
  readonly page: number;
  readonly pages: number;
}

function pageForm({ draftId, channelId, page, pages }: PageAt, blocks: Block[]): Form {
  return {
    name: 'alliances.setup',
    title: `A new alliance (${page + 1}/${pages + 1})`,
    submit: page < pages ? 'Next' : 'Set up',
    blocks,
    meta: { channel: channelId, draft: draftId, page: String(page) },
  };
}

/** The first page of a longer set-up. */
export function namesPage(
  at: PageAt,
  parts: { readonly names: ReadonlyMap<string, string>; readonly count: number; readonly filled: Filled },
): Form {
  const intro = `There are ${parts.count} people here. First the names; then the people, ${at.pages} ${at.pages === 1 ? 'page' : 'pages'} of them, each already with a proposal. If you stop in between, \`/alliance setup\` goes on with what you chose.`;
  return pageForm(at, [
    section(intro),
    ...nameInputs(parts.filled),
    ...[...parts.names].map(([teamId, name]) =>
      organisationInput(teamId, parts.filled[ORGANISATION_INPUT + teamId] ?? name),
    ),
  ]);
}

/** A page of people; `notice` says what is to be mended on it. */
export function peoplePage(
  at: PageAt,
  parts: {
    readonly groups: readonly Group[];
    readonly proposed: Proposed;
    readonly filled: Filled;
    readonly notice: string | null;
  },
): Form {
  const people = parts.groups.flatMap(({ teamId, people: own }) => [
    section(`*${escapeText(parts.filled[ORGANISATION_INPUT + teamId] ?? '')}*`),
    ...own.map((person) => personInput(person, parts.proposed, parts.filled)),
  ]);
  return pageForm(at, [section(parts.notice ?? ROLES_ARE_PROPOSALS), ...people]);
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
      ? ` I am asking ${listWords(waiting.map(escapeText))} whether the roles suit them; until then they take part as members.`
      : '';
  return `*${escapeText(name)}* is set up, and I am writing to everybody to say hello.${ask} Next: \`@Entente pairs\` suggests who could be opposite numbers, and \`@Entente pair @a @b\` makes two people so.`;
}
