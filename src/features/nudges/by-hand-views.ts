/** A nudge by hand is an offer of help: its words. */
import type { Choice, ItemView } from '../../item.ts';
import { cut, escapeText } from '../../slack/blocks.ts';
import { quoted } from './why-views.ts';

const ASK = 'ask-';
const LEAVE: Choice = { id: 'leave', label: 'Leave it' };

/** The commitment that a choice asks about; `any` for none in particular, null for any other choice. */
export function askedAbout(choice: string): string | null {
  return choice.startsWith(ASK) ? choice.slice(ASK.length) : null;
}

function named(name: string): string {
  return escapeText(cut(name, 60));
}

/** Before anything is asked: about which of these, if any. */
export function offerView(
  name: string,
  about: readonly { readonly id: string; readonly text: string }[],
): ItemView {
  const [only, another] = about;
  const context = 'It rides on their next note, and says that you ask.';
  if (!only) {
    return {
      text: `Shall I ask ${named(name)} whether a new date would help with anything that is with them?`,
      context,
      choices: [{ id: `${ASK}any`, label: 'Yes, ask', style: 'primary' }, LEAVE],
    };
  }
  if (!another) {
    return {
      text: `Shall I ask ${named(name)} whether a new date would help with ${quoted(only.text)}?`,
      context,
      choices: [{ id: ASK + only.id, label: 'Yes, ask', style: 'primary' }, LEAVE],
    };
  }
  return {
    text: `Shall I ask ${named(name)} whether a new date would help? About which?`,
    context,
    choices: [...about.map(({ id, text }) => ({ id: ASK + id, label: cut(text, 75) })), LEAVE],
  };
}

export const OFFER_CLOSED: ItemView = { text: 'Thank you for thinking of them.', choices: [] };

export function askedText(name: string): string {
  return `${named(name)} reads it with the next note.`;
}

/** To a colleague, about nothing in particular. */
export function helpView(by: string): ItemView {
  return {
    text: `${named(by)} asks whether a new date would help with anything that is with you. \`@Entente actions\` lists it.`,
    choices: [],
  };
}

export const USAGE = 'Whom? For example `@Entente nudge @hari`, or `@Entente nudge @hari flood map`.';
export const NOT_HERE = 'They are not in this alliance, or have left it.';
export const YOURSELF = 'That is you. `@Entente actions` has what is with you.';

export function notTheirs(name: string): string {
  return `I carry this to people of your own organisation and to those who owe you something. With ${named(name)}, a word of yours is the better way.`;
}
