import { isRecord, records } from '../world/json.ts';
import type { Json } from '../world/model.ts';
import type { Checker, Surface } from './checker.ts';
import { confirm, dispatch, options } from './parts.ts';

/** Where an element may stand. */
export type Place = 'accessory' | 'actions' | 'input' | 'context' | 'context_actions';

interface Rule {
  readonly places: readonly Place[];
  readonly not?: readonly Surface[];
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly check?: (checker: Checker, element: Json, path: string) => void;
}

const ANYWHERE: readonly Place[] = ['accessory', 'actions', 'input'];
const FOCUS = ['confirm', 'focus_on_load'];
const PICK = [...FOCUS, 'placeholder'];
const TYPED = ['placeholder', 'initial_value', 'focus_on_load', 'dispatch_action_config'];

function picker(key: string, pattern: RegExp, what: string) {
  return (checker: Checker, element: Json, path: string) =>
    checker.matches(element[key], `${path}/${key}`, pattern, what);
}

function typed(max: number) {
  return (checker: Checker, element: Json, path: string) =>
    checker.string(element.initial_value, `${path}/initial_value`, max);
}

function button(checker: Checker, element: Json, path: string): void {
  checker.text(element.text, `${path}/text`, 75, true);
  checker.string(element.value, `${path}/value`, 2000);
  if (element.url !== undefined) checker.url(element.url, `${path}/url`);
  checker.oneOf(element.style, `${path}/style`, ['primary', 'danger']);
  checker.string(element.accessibility_label, `${path}/accessibility_label`, 75);
}

function image(checker: Checker, element: Json, path: string): void {
  checker.string(element.alt_text, `${path}/alt_text`, 2000, 1);
  const given = [element.image_url, element.slack_file].filter((it) => it !== undefined);
  if (given.length !== 1) checker.fail(path, 'must have either image_url or slack_file');
  if (element.image_url !== undefined) checker.url(element.image_url, `${path}/image_url`);
  checker.matches(element.image_url, `${path}/image_url`, /^https?:/, 'an address on the web');
  if (isRecord(element.slack_file) && typeof element.slack_file.id === 'string') {
    if (!checker.hasFile(element.slack_file.id)) checker.fail(`${path}/slack_file`, 'invalid slack file');
  }
}

function staticSelect(checker: Checker, element: Json, path: string): void {
  const { option_groups: groups } = element;
  if ((element.options === undefined) === (groups === undefined)) {
    checker.fail(path, 'must have either options or option_groups');
  }
  options(checker, element, path, 100);
  checker.list(groups, `${path}/option_groups`, 100, 1, (group, at) => {
    if (!checker.shape(group, at, ['label', 'options'], [])) return;
    checker.text(group.label, `${at}/label`, 75, true);
    options(checker, group, at, 100);
  });
}

function plainTextInput(checker: Checker, element: Json, path: string): void {
  checker.string(element.initial_value, `${path}/initial_value`, 3000);
  checker.flag(element.multiline, `${path}/multiline`);
  checker.integer(element.min_length, `${path}/min_length`, 0, 3000);
  checker.integer(element.max_length, `${path}/max_length`, 1, 3000);
}

const SELECT = (initial: string, ...more: string[]): Rule => ({
  places: ANYWHERE,
  required: ['type'],
  optional: ['action_id', ...PICK, initial, ...more],
});
const MULTI = (initial: string, ...more: string[]): Rule => SELECT(initial, 'max_selected_items', ...more);
const INPUT = (optional: readonly string[], check?: Rule['check']): Rule => ({
  places: ['input'],
  required: ['type'],
  optional: ['action_id', ...optional],
  ...(check && { check }),
});
const CONVERSATIONS = ['default_to_current_conversation', 'response_url_enabled', 'filter'];

const RULES: Readonly<Record<string, Rule>> = {
  button: {
    places: ['accessory', 'actions'],
    required: ['type', 'text'],
    optional: ['action_id', 'value', 'url', 'style', 'confirm', 'accessibility_label'],
    check: button,
  },
  checkboxes: {
    places: ANYWHERE,
    required: ['type', 'options'],
    optional: ['action_id', 'initial_options', ...FOCUS],
    check: (checker, element, path) => options(checker, element, path, 10, true),
  },
  radio_buttons: {
    places: ANYWHERE,
    required: ['type', 'options'],
    optional: ['action_id', 'initial_option', ...FOCUS],
    check: (checker, element, path) => options(checker, element, path, 10, true),
  },
  overflow: {
    places: ['accessory', 'actions'],
    required: ['type', 'options'],
    optional: ['action_id', 'confirm'],
    check: (checker, element, path) => options(checker, element, path, 5),
  },
  datepicker: {
    ...SELECT('initial_date'),
    check: picker('initial_date', /^\d{4}-\d{2}-\d{2}$/, 'a date in the format YYYY-MM-DD'),
  },
  timepicker: {
    ...SELECT('initial_time', 'timezone'),
    check: picker('initial_time', /^([01]\d|2[0-3]):[0-5]\d$/, 'a time in the format HH:mm'),
  },
  datetimepicker: {
    places: ['actions', 'input'],
    not: ['home'],
    required: ['type'],
    optional: ['action_id', 'initial_date_time', ...FOCUS],
    check: (checker, element, path) =>
      checker.integer(element.initial_date_time, `${path}/initial_date_time`, 0, 9_999_999_999),
  },
  static_select: { ...SELECT('initial_option', 'options', 'option_groups'), check: staticSelect },
  multi_static_select: { ...MULTI('initial_options', 'options', 'option_groups'), check: staticSelect },
  external_select: SELECT('initial_option', 'min_query_length'),
  multi_external_select: MULTI('initial_options', 'min_query_length'),
  users_select: SELECT('initial_user'),
  multi_users_select: MULTI('initial_users'),
  conversations_select: SELECT('initial_conversation', ...CONVERSATIONS),
  multi_conversations_select: MULTI('initial_conversations', ...CONVERSATIONS),
  channels_select: SELECT('initial_channel', 'response_url_enabled'),
  multi_channels_select: MULTI('initial_channels'),
  plain_text_input: INPUT([...TYPED, 'multiline', 'min_length', 'max_length'], plainTextInput),
  email_text_input: INPUT(TYPED, typed(3000)),
  url_text_input: INPUT(TYPED, typed(3000)),
  number_input: INPUT(
    [...TYPED, 'is_decimal_allowed', 'min_value', 'max_value'],
    (checker, element, path) => {
      if (element.is_decimal_allowed === undefined)
        checker.fail(path, 'missing required field: is_decimal_allowed');
    },
  ),
  rich_text_input: { ...INPUT([...TYPED, 'min_lines', 'max_lines']), places: ['input', 'actions'] },
  file_input: { ...INPUT(['filetypes', 'max_files']), not: ['message', 'home'] },
  workflow_button: {
    places: ['accessory', 'actions'],
    required: ['type', 'text', 'workflow'],
    optional: ['action_id', 'style', 'accessibility_label'],
    check: (checker, element, path) => checker.text(element.text, `${path}/text`, 75, true),
  },
  image: {
    places: ['accessory', 'context'],
    required: ['type', 'alt_text'],
    optional: ['image_url', 'slack_file'],
    check: image,
  },
  feedback_buttons: {
    places: ['context_actions'],
    required: ['type', 'positive_button', 'negative_button'],
    optional: ['action_id'],
  },
  icon_button: {
    places: ['context_actions'],
    required: ['type', 'icon', 'text'],
    optional: ['action_id', 'value', 'visible_to_user_ids', 'accessibility_label', 'confirm'],
  },
};

/** Every kind of element that there is. */
export const ELEMENT_TYPES = Object.keys(RULES);

/** Checks one element where it stands. */
export function element(checker: Checker, value: unknown, path: string, place: Place): undefined {
  if (!isRecord(value)) return checker.fail(path, 'must be an object');
  const rule = typeof value.type === 'string' ? RULES[value.type] : undefined;
  if (rule === undefined) return checker.fail(path, `unsupported type: ${String(value.type)}`);
  if (!rule.places.includes(place))
    return checker.fail(path, `unsupported type in this place: ${String(value.type)}`);
  if (rule.not?.includes(checker.surface)) {
    checker.fail(path, `unsupported type on this surface: ${String(value.type)}`);
  }
  checker.shape(value, path, rule.required, rule.optional);
  checker.string(value.action_id, `${path}/action_id`, 255, 1);
  checker.text(value.placeholder, `${path}/placeholder`, 150, true);
  checker.integer(value.max_selected_items, `${path}/max_selected_items`, 1, 100);
  confirm(checker, value.confirm, `${path}/confirm`);
  dispatch(checker, value.dispatch_action_config, `${path}/dispatch_action_config`);
  rule.check?.(checker, value, path);
}

/** The elements of a block that carry an `action_id`. */
export function interactive(block: Json): Json[] {
  const one = [block.accessory, block.element].filter(isRecord);
  const many = block.type === 'context' ? [] : records(block.elements);
  const nested = [...records(block.actions), ...records(block.child_blocks).flatMap(interactive)];
  const cards = block.type === 'carousel' ? many.flatMap((card) => records(card.actions)) : [];
  const all = block.type === 'carousel' ? [...one, ...nested, ...cards] : [...one, ...many, ...nested];
  return all.filter((it) => typeof it.type === 'string' && it.type in RULES && it.type !== 'image');
}
