import type { Call } from '../world/calls.ts';
import { isRecord, record, records, text, textOf } from '../world/json.ts';
import { peerIn } from '../world/visibility.ts';
import type { World } from '../world/world.ts';
import type { Deed } from './shapes.ts';

/** The methods by which an app does something that somebody notices. */
const NOTICED: Readonly<Record<string, Deed['what']>> = {
  'chat.postMessage': 'message',
  'chat.postEphemeral': 'whisper',
  'chat.update': 'update',
  'views.open': 'modal',
  'views.push': 'modal',
  'views.update': 'modal',
  'views.publish': 'home',
  'pins.add': 'pin',
};

/** What the apps did, in order, from one call on. Calls that failed are told as well. */
export function diaryOf(world: World, since: number): Deed[] {
  return world.calls.flatMap((call) => {
    const what = NOTICED[call.method];
    return what === undefined || call.number <= since || (call.status === 0 && call.fault === null)
      ? []
      : [deedOf(world, call, what)];
  });
}

function deedOf(world: World, call: Call, what: Deed['what']): Deed {
  const { args } = call;
  const place = world.channels.get(text(args.channel) ?? '');
  const userId = text(args.user) ?? text(args.user_id);
  const peer = place?.kind === 'im' && botIn(world, place.members) ? personIn(world, place) : undefined;
  const key = keyIn(args.metadata) ?? keyOf(world, args);
  return {
    number: call.number,
    at: call.simulatedAt.toISOString(),
    what: call.ok ? what : 'failed',
    toId: userId ?? peer ?? named(args.text) ?? null,
    place: place === undefined || place.kind === 'im' ? null : place.name,
    text: cut(wordsOf(args)) || call.method,
    key: key ?? null,
    items: [],
    error: call.ok ? null : (call.error ?? call.fault),
  };
}

/** Whom a line in a channel speaks to by name. */
function named(said: unknown): string | undefined {
  return /^<@([UW][A-Z0-9]+)/.exec(text(said) ?? '')?.[1];
}

function botIn(world: World, members: ReadonlyMap<string, number>): boolean {
  return [...members.keys()].some((id) => world.users.get(id)?.isBot);
}

function personIn(world: World, place: Parameters<typeof peerIn>[0]): string | undefined {
  const bot = [...place.members.keys()].find((id) => world.users.get(id)?.isBot);
  return bot === undefined ? undefined : peerIn(place, bot);
}

/** A message's metadata says why it was sent: an app puts its key there. */
function keyIn(metadata: unknown): string | undefined {
  return text(record(record(parsed(metadata)).event_payload).key);
}

/** An update has no metadata of its own; it belongs to the message that it changes. */
function keyOf(world: World, args: Readonly<Record<string, unknown>>): string | undefined {
  const changed = world.message(text(args.channel) ?? '', text(args.ts) ?? '');
  return keyIn(changed?.metadata);
}

/** The first words that a person reads there. */
function wordsOf(args: Readonly<Record<string, unknown>>): string {
  const view = record(parsed(args.view));
  if (isRecord(view.title)) return textOf(view.title);
  const said = text(args.text);
  if (said) return said.split('\n')[0] ?? '';
  return (
    records(parsed(args.blocks))
      .map((block) => textOf(block.text))
      .find(Boolean) ?? ''
  );
}

const MOST = 160;

function cut(words: string): string {
  return words.length > MOST ? `${words.slice(0, MOST - 1)}…` : words;
}

/** Arguments arrive as JSON in a form field, or as they are. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
