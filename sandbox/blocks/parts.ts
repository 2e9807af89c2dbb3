import { isRecord } from '../world/json.ts';
import type { Json } from '../world/model.ts';
import type { Checker } from './checker.ts';

/** The smaller objects that elements are made of. */

/** The choices of an element, and that what is chosen at first is one of them. */
export function options(checker: Checker, element: Json, path: string, max: number, rich = false): void {
  checker.list(element.options, `${path}/options`, max, 1, (option, at) => {
    oneOption(checker, option, at, rich);
  });
  if (!Array.isArray(element.options)) return;
  const known = new Set(element.options.map(identity));
  const chosen: unknown[] = Array.isArray(element.initial_options) ? [...element.initial_options] : [];
  if (element.initial_option !== undefined) chosen.push(element.initial_option);
  for (const option of chosen) {
    if (!known.has(identity(option))) checker.fail(path, 'initial option must match one of the options');
  }
}

function oneOption(checker: Checker, option: unknown, path: string, rich: boolean): void {
  if (!checker.shape(option, path, ['text', 'value'], ['description', 'url'])) return;
  checker.text(option.text, `${path}/text`, 75, !rich);
  checker.string(option.value, `${path}/value`, 75, 1);
  checker.text(option.description, `${path}/description`, 75, !rich);
}

function identity(option: unknown): string {
  if (!isRecord(option)) return '';
  const text = isRecord(option.text) ? option.text.text : '';
  return JSON.stringify([text, option.value]);
}

/** The question asked before an action goes out. */
export function confirm(checker: Checker, value: unknown, path: string): void {
  if (value === undefined) return;
  if (!checker.shape(value, path, ['text'], ['title', 'confirm', 'deny', 'style'])) return;
  checker.text(value.title, `${path}/title`, 100, true);
  checker.text(value.text, `${path}/text`, 300, false);
  checker.text(value.confirm, `${path}/confirm`, 30, true);
  checker.text(value.deny, `${path}/deny`, 30, true);
  checker.oneOf(value.style, `${path}/style`, ['primary', 'danger']);
}

export function dispatch(checker: Checker, value: unknown, path: string): void {
  if (value === undefined) return;
  if (!checker.shape(value, path, [], ['trigger_actions_on'])) return;
  checker.list(value.trigger_actions_on, `${path}/trigger_actions_on`, 2, 1, (item, at) => {
    checker.oneOf(item, at, ['on_enter_pressed', 'on_character_entered']);
  });
}
