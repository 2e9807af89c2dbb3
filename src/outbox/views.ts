/** How messages look: a note of items, a bell. */
import {
  type Block,
  button,
  buttons,
  context,
  cut,
  divider,
  escapeText,
  picture,
  section,
  sections,
} from '../slack/blocks.ts';
import type { Sendable } from './poster.ts';

/** An item's lines and buttons, as its feature gave them. */
interface Shown {
  readonly id: string;
  readonly text: string;
  readonly context?: string | undefined;
  readonly picture?: { readonly fileId: string; readonly title: string; readonly alt: string } | undefined;
  readonly choices: readonly { id: string; label: string; style?: 'primary' | 'danger' }[];
}

/** The `action_id` of a choice; its value is the item's id. */
export const ITEM_ACTION = 'item:';
/** The `action_id` of a bell's button; its value is the message's id. */
export const BELL_ACTION = 'bell:open';

/** A direct answer may be long, such as the list of all commands. */
const MOST_SECTIONS = 4;
/** As many as Slack takes in a message. */
const MOST_BLOCKS = 50;

/** A note, or a direct answer: what each item says, with its buttons. */
export function noteMessage(items: readonly Shown[]): Sendable {
  const drawn = (most: number) =>
    items.flatMap((item, n): Block[] => [
      ...(n > 0 ? [divider()] : []),
      ...actBlocks(item, ITEM_ACTION, most),
    ]);
  const whole = drawn(MOST_SECTIONS);
  const blocks = whole.length > MOST_BLOCKS ? drawn(1) : whole;
  // The text is what a notification shows; the message is private, so it may say what it is about.
  return { text: cut(items[0]?.text ?? '', 300), blocks };
}

/**
 * What an item says, with its buttons; `action`: what their `action_id` begins with; `mostSections`: what is longer than
 * so many is cut.
 */
export function actBlocks(item: Shown, action = ITEM_ACTION, mostSections = MOST_SECTIONS): Block[] {
  const { id, choices } = item;
  return [
    ...itemBlocks(item, mostSections),
    ...(choices.length > 0
      ? [
          buttons(
            id,
            choices.map((choice) => button(action + choice.id, choice.label, id, choice.style)),
          ),
        ]
      : []),
  ];
}

/** What an item says. */
export function itemBlocks(
  item: Pick<Shown, 'text' | 'context' | 'picture'>,
  mostSections = MOST_SECTIONS,
): Block[] {
  return [
    ...sections(item.text, mostSections),
    ...(item.picture ? [picture(item.picture.fileId, item.picture.title, item.picture.alt)] : []),
    ...(item.context ? [context(item.context)] : []),
  ];
}

/** What stands in a message that was sent for something of which its feature has nothing more to say. */
export const OVER = { text: 'This is no longer open.', choices: [] } as const;

/** What stands where something was that somebody had erased. */
export function erasedMessage(): Sendable {
  const text = 'This has been erased.';
  return { text, blocks: [section(text)] };
}

/** A line in the channel that leads to something private and says nothing of it. */
export function bellMessage(userId: string, messageId: string): Sendable {
  const text = `<@${escapeText(userId)}>, there is something for you.`;
  return {
    text,
    blocks: [section(text), buttons(messageId, [button(BELL_ACTION, 'Open', messageId, 'primary')])],
  };
}
