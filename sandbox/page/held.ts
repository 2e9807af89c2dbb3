import type { Json } from '../control/shapes.ts';
import { VALUE_KEYS } from '../wire/value-keys.ts';
import { isRecord, records, textIn } from './json.ts';

/** What a person puts into a field; null empties it. */
export type Given = string | string[] | null;

export function isField(element: Json): boolean {
  return textIn(element.type) in VALUE_KEYS;
}

/** What names a field among all of a form: as the sandbox's driver takes it. */
export function refOf(block: Json, element: Json): string {
  return `${textIn(block.block_id)}/${textIn(element.action_id)}`;
}

/** What is in a field now, as strings: the values of choices, ids, words. */
export function heldBy(block: Json, element: Json, state: Json): Given {
  const [key, initial] = VALUE_KEYS[textIn(element.type)] ?? ['', ''];
  const ofBlock = state[textIn(block.block_id)];
  const kept = isRecord(ofBlock) ? ofBlock[textIn(element.action_id)] : undefined;
  const held = isRecord(kept) ? kept[key] : element[initial];
  if (held === null || held === undefined) return key.endsWith('s') ? [] : null;
  if (Array.isArray(held)) return held.map((it) => (isRecord(it) ? textIn(it.value ?? it.id) : String(it)));
  if (!isRecord(held)) return String(held);
  return held.type === 'rich_text' ? richWords(held) : textIn(held.value);
}

/** Whether nothing is in a field. */
export function isEmpty(given: Given): boolean {
  return given === null || given.length === 0 || (typeof given === 'string' && given.trim() === '');
}

function richWords(block: Json): string {
  return records(block.elements)
    .map((part) =>
      records(part.elements)
        .map((it) => textIn(it.text))
        .join(''),
    )
    .join('\n');
}

/** The choices of a menu, group by group; a menu without groups is one group without a name. */
export function choicesOf(element: Json): { label: unknown; options: Json[] }[] {
  if (Array.isArray(element.option_groups)) {
    return records(element.option_groups).map((it) => ({ label: it.label, options: records(it.options) }));
  }
  return [{ label: null, options: records(element.options) }];
}
