import { interactive } from '../blocks/elements.ts';
import { isRecord, records, text } from '../world/json.ts';
import type { Json, ViewState } from '../world/model.ts';
import { VALUE_KEYS } from './value-keys.ts';

/** What an element holds before anybody touched it. */
export function initialValue(element: Json): Json | undefined {
  const type = text(element.type) ?? '';
  const keys = VALUE_KEYS[type];
  if (keys === undefined) return undefined;
  const [state, initial] = keys;
  const begun = element[initial] ?? (state.endsWith('s') ? [] : null);
  // Of formatted words Slack says nothing until there are some.
  return type === 'rich_text_input' && begun === null ? { type } : { type, [state]: begun };
}

/** The state of a surface, with what was filled in before kept where block and action are still there. */
export function stateOf(blocks: unknown, before: ViewState = {}): ViewState {
  const state: ViewState = {};
  for (const block of records(blocks)) {
    const blockId = text(block.block_id) ?? '';
    for (const element of interactive(block)) {
      const value = initialValue(element);
      const actionId = text(element.action_id) ?? '';
      if (value === undefined) continue;
      const kept = before[blockId]?.[actionId];
      state[blockId] = {
        ...state[blockId],
        [actionId]: kept !== undefined && kept.type === value.type ? kept : value,
      };
    }
  }
  return state;
}

/** Whether a value says something; a required field needs one that does. */
export function isFilled(value: Json | undefined): boolean {
  if (value === undefined) return false;
  const [key] = VALUE_KEYS[text(value.type) ?? ''] ?? [''];
  const held = value[key];
  if (Array.isArray(held)) return held.length > 0;
  if (isRecord(held)) return true;
  return held !== null && held !== undefined && held !== '';
}
