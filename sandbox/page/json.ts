import type { Json } from '../control/shapes.ts';

/** Readers for blocks, whose shape is whatever an app sent. */

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function records(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The text of a `{type, text}` object. */
export function wordsIn(value: unknown): string {
  return isRecord(value) ? textIn(value.text) : '';
}
