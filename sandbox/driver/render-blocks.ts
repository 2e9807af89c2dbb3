import { interactive } from '../blocks/elements.ts';
import { VALUE_KEYS } from '../wire/value-keys.ts';
import { isRecord, record, records, strings, text, textOf } from '../world/json.ts';
import type { Json, ViewState } from '../world/model.ts';
import { type Reader, renderRichText, renderText, renderTextObject } from './mrkdwn.ts';

/** Something that a person can press, choose or fill in. */
export interface Control {
  readonly type: string;
  readonly label: string;
  readonly actionId: string;
  readonly blockId: string;
  readonly value: string | null;
  readonly url: string | null;
  readonly options: { readonly label: string; readonly value: string }[];
  /** What is chosen or filled in now, as a person reads it. */
  readonly current: string;
}

/** Blocks as lines of text, `[Button]`, `{Select}` and `Label: value` among them, and what can be operated. */
export function renderBlocks(
  reader: Reader,
  blocks: readonly Json[],
  state: ViewState = {},
  errors: Readonly<Record<string, string>> = {},
): { lines: string[]; controls: Control[] } {
  const lines: string[] = [];
  const controls: Control[] = [];
  for (const block of blocks) {
    const own = interactive(block).map((element) => controlOf(reader, block, element, state));
    controls.push(...own);
    lines.push(...linesOf(reader, block, own));
    const error = errors[text(block.block_id) ?? ''];
    if (error !== undefined) lines.push(`! ${error}`);
  }
  return { lines, controls };
}

function linesOf(reader: Reader, block: Json, controls: readonly Control[]): string[] {
  const shown = controls.map(face).join(' ');
  switch (block.type) {
    case 'section': {
      const fields = records(block.fields).map((field) => renderTextObject(reader, field));
      const words = [renderTextObject(reader, block.text), ...fields].filter(Boolean);
      return [...words.flatMap(split), ...pictures([record(block.accessory)]), ...(shown ? [shown] : [])];
    }
    case 'header':
      return [`# ${textOf(block.text)}`];
    case 'divider':
      return ['---'];
    case 'context': {
      const parts = records(block.elements).map((it) =>
        it.type === 'image' ? alt(it) : renderTextObject(reader, it),
      );
      return split(parts.join(' · '));
    }
    case 'input': {
      const hint = textOf(block.hint);
      const optional = block.optional === true ? ' (optional)' : '';
      const inner = controls.map((it) => `{${it.current || placeholderOf(block)}}`).join(' ');
      return [`${textOf(block.label)}${optional}: ${inner}`, ...(hint ? [`  ${hint}`] : [])];
    }
    case 'image':
      return [...(textOf(block.title) ? [textOf(block.title)] : []), alt(block)];
    case 'rich_text':
      return split(renderRichText(reader, block));
    case 'markdown':
      return split(text(block.text) ?? '');
    case 'alert':
      return [`! ${renderTextObject(reader, block.text)}`];
    case 'table':
    case 'data_table':
      return (Array.isArray(block.rows) ? block.rows : []).map((row) =>
        records(row)
          .map((cell) => (cell.type === 'rich_text' ? renderRichText(reader, cell) : (text(cell.text) ?? '')))
          .join(' | '),
      );
    case 'data_visualization':
      return [`(chart: ${text(block.title) ?? ''})`];
    case 'card':
      return [block.title, block.subtitle, block.body]
        .map((it) => renderTextObject(reader, it))
        .concat(shown)
        .filter(Boolean);
    case 'carousel':
    case 'container': {
      const inner = records(block.elements ?? block.child_blocks);
      return [renderTextObject(reader, block.title), ...renderBlocks(reader, inner).lines].filter(Boolean);
    }
    default:
      return shown ? [shown] : [];
  }
}

function placeholderOf(block: Json): string {
  return textOf(record(block.element).placeholder);
}

function split(words: string): string[] {
  return words.split('\n');
}

function pictures(elements: readonly Json[]): string[] {
  return elements.filter((it) => it.type === 'image').map(alt);
}

function alt(image: Json): string {
  return `(picture: ${text(image.alt_text) ?? ''})`;
}

/** A control as it stands in a line of text. */
function face({ type, label, current }: Control): string {
  if (type === 'button' || type === 'workflow_button') return `[${label}]`;
  return current === '' ? `{${label}}` : `{${label}: ${current}}`;
}

function controlOf(reader: Reader, block: Json, element: Json, state: ViewState): Control {
  const blockId = text(block.block_id) ?? '';
  const actionId = text(element.action_id) ?? '';
  const choices = [
    ...records(element.options),
    ...records(element.option_groups).flatMap((it) => records(it.options)),
  ];
  return {
    type: text(element.type) ?? '',
    label: textOf(element.text) || textOf(element.placeholder) || textOf(block.label) || actionId,
    actionId,
    blockId,
    value: text(element.value) ?? null,
    url: text(element.url) ?? null,
    options: choices.map((it) => ({ label: renderTextObject(reader, it.text), value: text(it.value) ?? '' })),
    current: words(reader, element, state[blockId]?.[actionId]),
  };
}

/** What a field holds, in words. Without a state, what it began with. */
function words(reader: Reader, element: Json, value: Json | undefined): string {
  const [key, initial] = VALUE_KEYS[text(element.type) ?? ''] ?? ['', ''];
  const held = value === undefined ? element[initial] : value[key];
  if (held === null || held === undefined) return '';
  if (Array.isArray(held)) {
    const names = records(held).map((it) => textOf(it.text));
    return (names.length > 0 ? names : strings(held).map((it) => nameOf(reader, it))).join(', ');
  }
  if (isRecord(held))
    return held.type === 'rich_text' ? renderRichText(reader, held) : renderTextObject(reader, held.text);
  return nameOf(reader, String(held));
}

function nameOf(reader: Reader, value: string): string {
  if (reader.world.users.has(value)) return renderText(reader, `<@${value}>`);
  return reader.world.channels.has(value) ? renderText(reader, `<#${value}>`) : value;
}
