import { interactive } from '../blocks/elements.ts';
import { fileShape } from '../wire/message-shapes.ts';
import { richTextOf } from '../wire/rich-text.ts';
import { initialValue } from '../wire/state.ts';
import { VALUE_KEYS } from '../wire/value-keys.ts';
import { records, text, textOf } from '../world/json.ts';
import type { Json, View } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { DriverError } from './error.ts';
import { findUser } from './find.ts';

/** What a person puts into a field: words, the label or value of a choice, several of them, a date, a name. */
export type Given = string | number | readonly string[] | null;

/** A field of a form, with the block around it. */
export interface Field {
  readonly block: Json;
  readonly element: Json;
  readonly blockId: string;
  readonly actionId: string;
  readonly label: string;
}

/** Every field of a view or message that holds a value. */
export function fieldsOf(blocks: unknown): Field[] {
  return records(blocks).flatMap((block) =>
    interactive(block)
      .filter((element) => (text(element.type) ?? '') in VALUE_KEYS)
      .map((element) => ({
        block,
        element,
        blockId: text(block.block_id) ?? '',
        actionId: text(element.action_id) ?? '',
        label: textOf(block.label) || textOf(block.text) || textOf(element.placeholder),
      })),
  );
}

/** The field that somebody means: by label, block_id, action_id, or `block_id/action_id`. */
function findField(blocks: unknown, ref: string): Field {
  const fields = fieldsOf(blocks);
  const wanted = ref.toLowerCase();
  const hits = fields.filter((field) =>
    [
      field.blockId,
      field.actionId,
      `${field.blockId}/${field.actionId}`,
      field.label,
      textOf(field.element.placeholder),
    ]
      .map((it) => it.toLowerCase())
      .includes(wanted),
  );
  const [first] = hits;
  if (hits.length === 1 && first !== undefined) return first;
  const known = fields.map((it) => `"${it.label}" (${it.blockId}/${it.actionId})`).join(', ') || 'none';
  throw new DriverError(`${hits.length === 0 ? 'No' : 'More than one'} field "${ref}"; there are: ${known}`);
}

/** The state that a field takes when a person puts something into it; impossible choices are refused. */
export function valueFor(world: World, element: Json, given: Given): Json {
  const type = text(element.type) ?? '';
  const [key] = VALUE_KEYS[type] ?? [];
  if (key === undefined) throw new DriverError(`Nothing can be put into a ${type}`);
  if (given === null) return initialValue({ type }) ?? { type };
  const many = Array.isArray(given) ? given.map(String) : [String(given)];
  const one = many.join(', ');
  switch (key) {
    case 'selected_option':
      return { type, [key]: optionOf(element, one) };
    case 'selected_options':
      return { type, [key]: many.map((it) => optionOf(element, it)) };
    case 'selected_user':
      return { type, [key]: findUser(world, one).id };
    case 'selected_users':
      return { type, [key]: many.map((it) => findUser(world, it).id) };
    case 'selected_date':
      return { type, [key]: matching(one, /^\d{4}-\d{2}-\d{2}$/, 'a date such as 2026-01-31') };
    case 'selected_time':
      return { type, [key]: matching(one, /^\d{2}:\d{2}$/, 'a time such as 09:30') };
    case 'selected_date_time':
      return { type, [key]: /^\d{9,10}$/.test(one) ? Number(one) : Math.floor(instant(one) / 1000) };
    case 'files':
      return { type, [key]: filesOf(world, element, many) };
    case 'rich_text_value':
      return { type, [key]: richTextOf(one, 'typed') };
    case 'selected_conversations':
    case 'selected_channels':
      return { type, [key]: many };
    case 'selected_conversation':
    case 'selected_channel':
      return { type, [key]: one };
    default:
      return { type, [key]: typed(element, one) };
  }
}

function typed(element: Json, value: string): string {
  const max = typeof element.max_length === 'number' ? element.max_length : 3000;
  if (value.length > max) throw new DriverError(`The field takes ${max} characters at most`);
  if (typeof element.min_length === 'number' && value.length < element.min_length) {
    throw new DriverError(`The field wants ${element.min_length} characters at least`);
  }
  if (element.type === 'number_input' && Number.isNaN(Number(value)))
    throw new DriverError(`"${value}" is no number`);
  if (element.type === 'email_text_input') matching(value, /^\S+@\S+\.\S+$/, 'an email address');
  if (element.type === 'url_text_input' && !URL.canParse(value))
    throw new DriverError(`"${value}" is no URL`);
  return value;
}

/** Files that somebody has handed to Slack, as the form's state carries them. */
function filesOf(world: World, element: Json, ids: readonly string[]): Json[] {
  const most = typeof element.max_files === 'number' ? element.max_files : 10;
  if (ids.length > most) throw new DriverError(`The field takes ${most} files at most`);
  const types = Array.isArray(element.filetypes) ? element.filetypes : null;
  return ids.map((id) => {
    const file = world.files.get(id);
    if (file?.bytes === undefined) throw new DriverError(`There is no file "${id}"`);
    if (types && !types.includes(file.name.split('.').at(-1)))
      throw new DriverError(`"${file.name}" is none of: ${types.join(', ')}`);
    return fileShape(world, id);
  });
}

/** A choice of an element, by its label or its value. */
export function optionOf(element: Json, ref: string): Json {
  const options = [
    ...records(element.options),
    ...records(element.option_groups).flatMap((it) => records(it.options)),
  ];
  const wanted = ref.toLowerCase();
  const found =
    options.find((it) => textOf(it.text).toLowerCase() === wanted) ?? options.find((it) => it.value === ref);
  if (found !== undefined) return found;
  throw new DriverError(
    `No choice "${ref}"; there are: ${options.map((it) => `"${textOf(it.text)}"`).join(', ')}`,
  );
}

/** Puts values into a view's fields. Nothing is changed unless all of them can be. */
export function fill(world: World, view: View, values: Readonly<Record<string, Given>>): void {
  const changes = Object.entries(values).map(([ref, given]) => {
    const field = findField(view.data.blocks, ref);
    return { field, value: valueFor(world, field.element, given) };
  });
  for (const { field, value } of changes) {
    view.state[field.blockId] = { ...view.state[field.blockId], [field.actionId]: value };
  }
}

function matching(value: string, pattern: RegExp, what: string): string {
  if (!pattern.test(value)) throw new DriverError(`"${value}" is not ${what}`);
  return value;
}

function instant(value: string): number {
  const at = Date.parse(value);
  if (Number.isNaN(at)) throw new DriverError(`"${value}" is no instant`);
  return at;
}
