/** What the shell says by itself. Short and kind: whoever reads it wanted something else. */
import type { ModalView } from '@slack/types';
import type { Command, Door } from '../feature.ts';
import type { ItemView } from '../item.ts';
import { reach } from '../kernel/permissions.ts';
import type { Role } from '../kernel/roles.ts';
import { actBlocks, itemBlocks } from '../outbox/views.ts';
import {
  type Block,
  button,
  buttons,
  cut,
  divider,
  escapeText,
  modal,
  section,
  sections,
  selectInput,
} from '../slack/blocks.ts';
import { BELL_FORM, DOOR_ACTION, PAGE_ACTION } from './names.ts';
import { asTyped } from './said.ts';
import { type Drawn, isThing } from './things.ts';

const TITLE = 'Entente';
/** Of what is said in a window. */
const MOST_SECTIONS = 10;

export const said = {
  forSomebodyElse: 'That one is for somebody else.',
  tooOld: 'This form is too old, so nothing has changed. Please open it once more.',
  settled: 'That is settled already. I have brought the note up to date.',
  changed: 'That has changed in the meantime. I have brought the note up to date.',
  tooLong: 'That is more than I can read at once, so nothing has changed. A few sentences at a time, please.',
  gone: 'That is no longer there, so there is nothing left to do.',
  left: 'That belongs to an alliance that you are not in at the moment.',
  savedBefore: 'That was saved already; it counts once.',
  slowDown:
    'Slack asks me to slow down, so the window that you opened cannot be filled just now. Nothing is lost: please close it, and open it once more in a minute.',
  tooSlowToOpen: 'The window did not open in time. Please try once more.',
  stranger: 'You are not in the alliance of this channel yet. One of its coordinators can add you.',
  several: 'You are in several alliances. Please say this in the channel of the one you mean.',
  askedWhich: 'You are in several alliances. I have asked you in a direct message which one you mean.',
  which: 'You are in several alliances. Which one is this about?',
  whichAnswered: 'Thank you, that is done.',
  nowhere: 'There is no alliance here yet. `/alliance setup` in the shared channel starts one.',
  coordinatorsOnly: 'This one is for coordinators of the alliance. One of them will gladly do it for you.',
  leadsOnly:
    'This one is for the leaders and coordinators of an organisation. One of yours will gladly do it for you.',
  thanked: 'With pleasure.',
  nothingMore: 'That is all; there is nothing more to do here.',
  nothingChosen: 'Nothing was chosen, so nothing has changed.',
  notInChannel: 'I am not in this channel yet. Add me with `/invite @entente`, then try once more.',
  cannotShow: 'This cannot be shown here.',
  keptForLater: 'This takes a little longer than usual. It is kept, and will be done by itself.',
};

/** Where only a click can open what these words ask for. */
export function ready(words: string): string {
  return `${code(cut(words, 40))} is ready. It opens for you alone.`;
}

/** For a click that was kept and could not be done. */
export function clickFailed(ref: string): string {
  return `Something went wrong on our side (ref ${ref}). That was not done, and nothing was changed; pressing again counts once.`;
}

/** For a view that could not be made. A look commits nothing, so this can promise it. */
export function lookFailed(ref: string): string {
  return `Something went wrong on our side (ref ${ref}). Nothing was changed; please try again.`;
}

export function usage(command: Command, prefix: string): string {
  return `Like this: ${code(`${prefix} ${command.word} ${command.usage}`)}`;
}

export function unknownWord(word: string, nearest: string | null, prefix: string): string {
  const guess = nearest ? ` Did you mean ${code(`${prefix} ${nearest}`)}?` : '';
  return `I do not know ${code(word.slice(0, 40))}.${guess} ${code(`${prefix} help`)} lists what I understand.`;
}

/** For a sentence that no feature could read. */
export function notUnderstood(prefix: string): string {
  return `I did not find a promise in that. ${example(prefix)}`;
}

/** For a greeting. */
export function hello(prefix: string): string {
  return `Hello. I write down what people promise one another. ${example(prefix)}`;
}

function example(prefix: string): string {
  const sentence = `${prefix} I will send the draft by Friday`.trim();
  return `Something like "${sentence}" works, and ${code(`${prefix} help`)} lists the rest.`;
}

export function help(commands: readonly Command[], prefix: string, role: Role | null): string {
  const line = ({ word, usage: after, about }: Command) =>
    `${code(`${prefix} ${word} ${after}`)} ${escapeText(about)}`;
  const everybodys = commands.filter(({ who }) => reach(who, 'member') !== 'no');
  const others = commands.filter((command) => !everybodys.includes(command));
  const also = others.filter(({ who }) => reach(who, role) !== 'no');
  const rest = others.filter((command) => !also.includes(command));
  return [
    '*What I understand*',
    ...everybodys.map(line),
    ...(also.length > 0 ? ['', `*As a ${role}, also*`, ...also.map(line)] : []),
    ...(rest.length > 0
      ? ['', `Leaders or coordinators also have ${rest.map(({ word }) => code(word)).join(', ')}.`]
      : []),
  ].join('\n');
}

function code(text: string): string {
  return `\`${escapeText(text.trim().replaceAll('`', "'"))}\``;
}

export function wordsModal(text: string): ModalView {
  return modal({ name: 'shell.words', title: TITLE, blocks: sections(text, MOST_SECTIONS) }, '');
}

/** Stands until what it opens for is ready: Slack gives three seconds to open something. */
export function loadingModal(): ModalView {
  return wordsModal('One moment …');
}

/** What a bell is about, for the one person it is for. */
export function bellModal(
  items: readonly { readonly id: string; readonly view: ItemView }[],
  metadata: string,
): ModalView {
  const parts = items.flatMap(({ id, view }, n): Drawn[] => [
    ...(n > 0 ? [{ kind: 'divider' as const }] : []),
    { kind: 'thing', id, view },
  ]);
  return pageModal(TITLE, parts, metadata);
}

/** As many as Slack takes in a row of buttons; more are a menu for everybody. */
const MOST_BUTTONS = 25;

/** Things with menus, as a partner's buttons inside a modal may fail; with buttons for whose do not. */
export function pageModal(
  title: string,
  parts: readonly Drawn[],
  metadata: string,
  hasButtons = false,
): ModalView {
  const most = hasButtons ? MOST_BUTTONS : 0;
  const asks = parts.some((part) => part.kind === 'thing' && part.view.choices.length > most);
  const blocks = parts.flatMap((part) => modalPart(part, most));
  return modal({ name: BELL_FORM, title, ...(asks ? { submit: 'Send' } : {}), blocks }, metadata);
}

function modalPart(part: Drawn, mostButtons: number): Block[] {
  if (part.kind === 'divider') return [divider()];
  if (part.kind === 'text') return [section(part.text)];
  const { id, view } = part;
  if (view.choices.length <= mostButtons) return actBlocks({ ...view, id }, PAGE_ACTION);
  const menu = {
    name: id,
    optional: true,
    placeholder: 'Leave as it is',
    options: view.choices.map((choice) => ({ value: choice.id, label: choice.label })),
  };
  if (!isThing(id)) return [...itemBlocks(view), selectInput({ ...menu, label: 'Your answer' })];
  const [label, hint] = [view.text, view.context ?? ''].map(inALine);
  if (!label || hint === undefined)
    return [...itemBlocks(view), selectInput({ ...menu, label: 'What next?' })];
  return [selectInput({ ...menu, label, hint })];
}

/** What a thing says as the label of its menu, so that of many menus each says what it is about. */
function inALine(text: string): string | undefined {
  if (/[\n<`]/.test(text)) return undefined;
  return asTyped(text.replaceAll(/\*([^*]+)\*/g, '$1'));
}

/** The pinned message with the private doors. */
export function doorsMessage(doors: readonly Door[]): { text: string; blocks: Block[] } {
  const text = 'Entente helps this alliance keep in touch and keep its promises.';
  return {
    text,
    blocks: [
      section(`${text} What opens here is only for you.`),
      buttons(
        'doors',
        doors.map(({ id, label }) => button(DOOR_ACTION + id, label, id)),
      ),
    ],
  };
}
