import { interactive } from '../blocks/elements.ts';
import { isRecord, records, text } from '../world/json.ts';
import type { Json, ViewState } from '../world/model.ts';

/** For each element that holds a value: the key of its state, and the key of what it begins with. */
export const VALUE_KEYS: Readonly<Record<string, readonly [state: string, initial: string]>> = {
  plain_text_input: ['value', 'initial_value'],
  email_text_input: ['value', 'initial_value'],
  url_text_input: ['value', 'initial_value'],
  number_input: ['value', 'initial_value'],
  rich_text_input: ['rich_text_value', 'initial_value'],
  datepicker: ['selected_date', 'initial_date'],
  timepicker: ['selected_time', 'initial_time'],
  datetimepicker: ['selected_date_time', 'initial_date_time'],
  static_select: ['selected_option', 'initial_option'],
  external_select: ['selected_option', 'initial_option'],
  radio_buttons: ['selected_option', 'initial_option'],
  users_select: ['selected_user', 'initial_user'],
  conversations_select: ['selected_conversation', 'initial_conversation'],
  channels_select: ['selected_channel', 'initial_channel'],
  checkboxes: ['selected_options', 'initial_options'],
  multi_static_select: ['selected_options', 'initial_options'],
  multi_external_select: ['selected_options', 'initial_options'],
  multi_users_select: ['selected_users', 'initial_users'],
  multi_conversations_select: ['selected_conversations', 'initial_conversations'],
  multi_channels_select: ['selected_channels', 'initial_channels'],
  file_input: ['files', 'initial_files'],
};

/** What an element holds before anybody touched it. */
export function initialValue(element: Json): Json | undefined {
  const type = text(element.type) ?? '';
  const keys = VALUE_KEYS[type];
  if (keys === undefined) return undefined;
  const [state, initial] = keys;
  const empty = state.endsWith('s') ? [] : null;
  return { type, [state]: element[initial] ?? empty };
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
