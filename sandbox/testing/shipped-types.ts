import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isRecord } from '../world/json.ts';

/**
 * Our shapes against the types that Slack ships in `@slack/web-api` and `@slack/types`. They are erased when code runs,
 * so their declarations are read as text: names of keys, which of them must be there, and kinds of plain values.
 */

/** Where our shapes and the types differ, by the reason why ours stay. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  'Slack gives these to what was pinned or changed; the recordings of other methods have them': [
    'reactions.get.message.edited is unknown',
    'pins.list.items.message.edited is unknown',
    'conversations.history.messages.pinned_to is unknown',
    'conversations.replies.messages.pinned_to is unknown',
  ],
  'what a partner says carries these; the recording of app_mention has them': [
    'message.user_team is unknown',
    'message.source_team is unknown',
    'message.user_profile is unknown',
  ],
  'Slack’s documentation of the method has it': ['auth.revoke.revoked is unknown'],
  'the recording has a number': ['pin_added.pin_count is no string', 'pin_removed.pin_count is no string'],
  'Slack leaves out what it has nothing to say about; the recordings lack them too': [
    'user_change.user.profile.status_text_canonical is missing',
    'user_change.user.profile.status_emoji_display_info is missing',
    'user_change.user.profile.first_name is missing',
    'user_change.user.profile.last_name is missing',
    'user_change.user.profile.fields is missing',
    'user_change.user.locale is missing',
  ],
};

type Shape = Map<string, { readonly required: boolean; readonly type: string | Shape }>;

const require = createRequire(import.meta.url);
const RESPONSES = join(dirname(require.resolve('@slack/web-api')), 'types/response');
const EVENTS = join(dirname(require.resolve('@slack/types')), 'events');
/** Whole languages of their own, or the client's business. */
const OPAQUE = new Set(['blocks', 'metadata', 'icons', 'view', 'authorizations']);

/** What of an answer its shipped type does not know. */
export function strangeAnswer(method: string, answer: unknown): string[] {
  const name = `${pascal(method)}Response`;
  const shapes = shapesIn(readFileSync(join(RESPONSES, `${name}.d.ts`), 'utf8'));
  return unexplained(strange(answer, name, shapes, method));
}

const events = new Map<string, Shape>();

/** What of an event its shipped type does not know, and what that type demands in vain. */
export function strangeEvent(event: unknown): string[] {
  if (!isRecord(event)) return ['no event'];
  if (events.size === 0) {
    for (const file of readdirSync(EVENTS).filter((it) => it.endsWith('.d.ts'))) {
      for (const [name, shape] of shapesIn(readFileSync(join(EVENTS, file), 'utf8'))) events.set(name, shape);
    }
  }
  const { type, subtype } = event;
  const name =
    type === 'message' && subtype === undefined ? 'GenericMessage' : pascal(String(subtype ?? type));
  return unexplained(strange(event, `${name}Event`, events, String(subtype ?? type)));
}

function unexplained(found: readonly string[]): string[] {
  const explained = Object.values(EXCEPTIONS).flat();
  return [...new Set(found)].filter((it) => !explained.includes(it));
}

function strange(
  ours: unknown,
  type: string | Shape,
  shapes: ReadonlyMap<string, Shape>,
  path: string,
): string[] {
  if (Array.isArray(ours) && typeof type === 'string') {
    return ours.flatMap((item) => strange(item, type.replace(/\[\]$/, ''), shapes, path));
  }
  if (typeof type === 'string' && ['string', 'number', 'boolean'].includes(type)) {
    return typeof ours === type ? [] : [`${path} is no ${type}`];
  }
  const shape = typeof type === 'string' ? shapes.get(type) : type;
  if (shape === undefined || !isRecord(ours)) return [];
  const missing = [...shape].filter(([key, it]) => it.required && !(key in ours));
  const unknown = Object.entries(ours).flatMap(([key, value]) => {
    const known = shape.get(key);
    if (known === undefined) return [`${path}.${key} is unknown`];
    return OPAQUE.has(key) ? [] : strange(value, known.type, shapes, `${path}.${key}`);
  });
  return [...unknown, ...missing.map(([key]) => `${path}.${key} is missing`)];
}

/** The object types that a declaration file declares. */
function shapesIn(source: string): Map<string, Shape> {
  const shapes = new Map<string, Shape>();
  const lines = source.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const [, name] = /^export (?:declare )?(?:interface|type) (\w+)\b.*\{$/.exec(lines[at] ?? '') ?? [];
    if (name !== undefined) shapes.set(name, members(lines, at + 1, '    '));
  }
  return shapes;
}

/** The keys at one depth of indentation, and what is inside theirs. */
function members(lines: readonly string[], from: number, indent: string): Shape {
  const shape: Shape = new Map();
  for (let at = from; lines[at]?.startsWith(indent); at += 1) {
    const [, key, optional, type = ''] = /^ *(\w+)(\??): (.*)$/.exec(lines[at] ?? '') ?? [];
    const isHere = lines[at]?.[indent.length] !== ' ';
    if (key === undefined || !isHere) continue;
    const required = optional === '' && type !== 'undefined;';
    const inside = type === '{' ? members(lines, at + 1, `${indent}    `) : type.replace(/;$/, '');
    shape.set(key, { required, type: inside });
  }
  return shape;
}

function pascal(name: string): string {
  return name.replaceAll(/(?:^|[._])(\w)/g, (_all, letter: string) => letter.toUpperCase());
}
