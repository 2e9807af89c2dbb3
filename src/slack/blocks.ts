/** Block Kit in few words: what views build from. Limits are Slack's; texts over them are cut, never refused. */
import type {
  ActionsBlock,
  Button,
  ContextBlock,
  DividerBlock,
  ImageBlock,
  InputBlock,
  KnownBlock,
  ModalView,
  PlainTextElement,
  PlainTextOption,
  SectionBlock,
} from '@slack/types';
import { inPieces } from '../kernel/pieces.ts';

/** Blocks of any kind that the bot sends. */
export type Block = KnownBlock;

/** Makes text of people's harmless inside mrkdwn: Slack reads `&`, `<` and `>` as markup. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** At most `length` characters, the last one an ellipsis where something was cut; never half a surrogate pair. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/**
 * A local date as words, with its weekday ("Fri 16 January"), the year where it is not that of `now`. A date of
 * the owner's is the same day for every reader, so it is not Slack's `<!date>`, which moves with the zone
 * (docs/adr/0020-a-day-is-words.md).
 */
export function dayWords(date: string, now?: Date): string {
  const day = new Date(`${date}T00:00:00Z`);
  const isThisYear = !now || now.getUTCFullYear() === day.getUTCFullYear();
  const key = isThisYear ? date : `${date}!`;
  const known = daysInWords.get(key);
  if (known !== undefined) return known;
  if (daysInWords.size >= DAYS_KEPT) daysInWords.clear();
  const words = (isThisYear ? dayFormat : dayOfYearFormat).format(day).replace(',', '');
  daysInWords.set(key, words);
  return words;
}

// Every line of a note has a date, and notes of one week have the same few.
const DAYS_KEPT = 1_000;
const daysInWords = new Map<string, string>();
// Made once: making one takes a hundred times as long as using it.
const DAY = { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'long' } as const;
const dayFormat = new Intl.DateTimeFormat('en-GB', DAY);
const dayOfYearFormat = new Intl.DateTimeFormat('en-GB', { ...DAY, year: 'numeric' });

/** An instant in each reader's own zone, through Slack's date formatting. */
export function instantWords(at: Date, fallbackZone: string): string {
  const fallback = new Intl.DateTimeFormat('en-GB', {
    timeZone: fallbackZone,
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
  return `<!date^${Math.floor(at.getTime() / 1000)}^{date_short_pretty} at {time}|${fallback}>`;
}

function plain(text: string, length = 75): PlainTextElement {
  return { type: 'plain_text', text: cut(text, length), emoji: true };
}

/** The longest text of a section. */
const LONGEST_TEXT = 3_000;

/** A paragraph of mrkdwn; people's words in it must have gone through `escapeText`. */
export function section(text: string, blockId?: string): SectionBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: cut(text, LONGEST_TEXT) },
    ...(blockId ? { block_id: blockId } : {}),
  };
}

/** A long text as so many paragraphs at most, each of whole lines; what does not fit into the last one is cut. */
export function sections(text: string, most: number): SectionBlock[] {
  if (text.length <= LONGEST_TEXT) return [section(text)];
  const pieces = inPieces(text, LONGEST_TEXT).filter((piece) => piece.trim() !== '');
  const rest = pieces.splice(most - 1).join('\n');
  return [...pieces, ...(rest ? [rest] : [])].map((piece) => section(piece));
}

/** Small print below a paragraph. */
export function context(text: string): ContextBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: cut(text, 2000) }] };
}

/** A picture that was uploaded to Slack: a line above it, and what it shows in words. */
export function picture(fileId: string, title: string, alt: string): ImageBlock {
  return { type: 'image', slack_file: { id: fileId }, title: plain(title, 2000), alt_text: cut(alt, 2000) };
}

export function divider(): DividerBlock {
  return { type: 'divider' };
}

export function button(actionId: string, label: string, value: string, style?: 'primary' | 'danger'): Button {
  return {
    type: 'button',
    action_id: actionId,
    text: plain(label),
    value: cut(value, 2000),
    ...(style ? { style } : {}),
  };
}

export function buttons(blockId: string, elements: Button[]): ActionsBlock {
  return { type: 'actions', block_id: blockId, elements: elements.slice(0, 25) };
}

/** One option of a menu. */
export interface Option {
  readonly value: string;
  readonly label: string;
}

function option({ value, label }: Option): PlainTextOption {
  return { text: plain(label), value };
}

interface InputParts {
  /** The name under which the form's handler finds the answer, and under which an error is shown. */
  readonly name: string;
  readonly label: string;
  readonly optional?: boolean;
  readonly hint?: string;
}

function input(parts: InputParts, element: InputBlock['element']): InputBlock {
  return {
    type: 'input',
    block_id: parts.name,
    label: plain(parts.label, 2000),
    optional: parts.optional ?? false,
    ...(parts.hint ? { hint: plain(parts.hint, 2000) } : {}),
    element,
  };
}

/** A line or, with `multiline`, a paragraph to type. */
export function textInput(
  parts: InputParts & { initial?: string; placeholder?: string; multiline?: boolean; max?: number },
): InputBlock {
  return input(parts, {
    type: 'plain_text_input',
    action_id: parts.name,
    multiline: parts.multiline ?? false,
    max_length: parts.max ?? 3000,
    ...(parts.initial ? { initial_value: parts.initial } : {}),
    ...(parts.placeholder ? { placeholder: plain(parts.placeholder, 150) } : {}),
  });
}

/** How many options Slack shows in a menu without groups, and in each of its groups. */
const OPTIONS_A_GROUP = 100;
/** Slack would show 10,000; of two such menus these fit into the 250 KB of a modal. */
const MOST_OPTIONS = 500;

/** A menu of at most 500 options, in groups where they are many. */
export function selectInput(
  parts: InputParts & { options: Option[]; initial?: string; placeholder?: string },
): InputBlock {
  const options = parts.options.slice(0, MOST_OPTIONS);
  const initial = options.find(({ value }) => value === parts.initial);
  return input(parts, {
    type: 'static_select',
    action_id: parts.name,
    ...(options.length <= OPTIONS_A_GROUP
      ? { options: options.map(option) }
      : { option_groups: grouped(options) }),
    ...(initial ? { initial_option: option(initial) } : {}),
    ...(parts.placeholder ? { placeholder: plain(parts.placeholder, 150) } : {}),
  });
}

function grouped(options: readonly Option[]) {
  const count = Math.ceil(options.length / OPTIONS_A_GROUP);
  return Array.from({ length: count }, (_, n) => {
    const group = options.slice(n * OPTIONS_A_GROUP, (n + 1) * OPTIONS_A_GROUP);
    const [from, to] = [group[0], group.at(-1)].map((one) => cut(one?.label ?? '', 35));
    return { label: plain(`${from} – ${to}`), options: group.map(option) };
  });
}

/** A day to pick, `YYYY-MM-DD`. */
export function dateInput(parts: InputParts & { initial?: string | null }): InputBlock {
  return input(parts, {
    type: 'datepicker',
    action_id: parts.name,
    ...(parts.initial ? { initial_date: parts.initial } : {}),
  });
}

/** A short list of which at most one can be chosen. */
export function radioInput(parts: InputParts & { options: Option[]; initial?: string }): InputBlock {
  const initial = parts.options.find(({ value }) => value === parts.initial);
  return input(parts, {
    type: 'radio_buttons',
    action_id: parts.name,
    options: parts.options.slice(0, 10).map(option),
    ...(initial ? { initial_option: option(initial) } : {}),
  });
}

/** A modal as a feature describes it; who submits it and where it leads travels in `meta`. */
export interface Form {
  /** FEATURE.NAME: the handler in the feature's `forms`. */
  readonly name: string;
  readonly title: string;
  /** The label of the button; without it the modal only shows something. */
  readonly submit?: string;
  readonly blocks: Block[];
  /** What the handler needs back. Ids only, never trusted, 2,000 characters at most. */
  readonly meta?: Record<string, string>;
}

/** The modal that Slack is sent for a form. */
export function modal(form: Form, privateMetadata: string): ModalView {
  return {
    type: 'modal',
    callback_id: form.name,
    title: plain(form.title, 24),
    ...(form.submit ? { submit: plain(form.submit, 24) } : {}),
    close: plain(form.submit ? 'Cancel' : 'Close', 24),
    blocks: form.blocks.slice(0, 100),
    private_metadata: privateMetadata,
  };
}
