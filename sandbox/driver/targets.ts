import { interactive } from '../blocks/elements.ts';
import { records, text, textOf } from '../world/json.ts';
import type { Channel, Ephemeral, Json, Message, User, View } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { DriverError } from './error.ts';
import { findPlace, says } from './find.ts';

/** Where to look for a button or select: a place, or a surface; and what tells equal ones apart. */
export interface Where {
  /** `modal`, `home`, or a channel or DM. Absent: the open modal, else the newest message that has it. */
  readonly in?: string;
  /** The message's `ts`, or words in it: of several equal buttons, the one under these words. */
  readonly message?: string;
  /** The button's value, where several have the same label. */
  readonly value?: string;
}

export type Surface =
  | { readonly kind: 'view'; readonly view: View; readonly blocks: Json[] }
  | {
      readonly kind: 'message';
      readonly channel: Channel;
      readonly message: Message;
      readonly blocks: Json[];
    }
  | {
      readonly kind: 'ephemeral';
      readonly channel: Channel;
      readonly ephemeral: Ephemeral;
      readonly blocks: Json[];
    };

export interface Target {
  readonly surface: Surface;
  readonly block: Json;
  readonly element: Json;
}

/** The element that a person means by its label, placeholder or action_id. */
export function findTarget(
  world: World,
  user: User,
  ref: string,
  where: Where,
  kinds: (type: string) => boolean,
): Target {
  const surfaces = surfacesOf(world, user, where);
  const labels: string[] = [];
  for (const surface of surfaces) {
    const all = elementsOf(surface).filter(({ element }) => kinds(text(element.type) ?? ''));
    const named = all.filter((it) => isNamed(it, ref));
    const valued =
      where.value === undefined ? named : named.filter(({ element }) => element.value === where.value);
    const near = valued.filter((it) => where.message !== undefined && wordsAbove(it).includes(where.message));
    const hits = near.length > 0 ? near : valued;
    const [first, second] = hits;
    if (first !== undefined && second !== undefined) {
      const values = hits.map(({ element }) => text(element.value) ?? '(none)').join(', ');
      throw new DriverError(`More than one "${ref}" there; say which by its value: ${values}`);
    }
    if (first !== undefined) return first;
    labels.push(...all.map(({ block, element }) => `"${labelOf(element, block)}"`));
  }
  const seen = [...new Set(labels)].slice(0, 20).join(', ') || 'nothing to press';
  throw new DriverError(`${user.realName} sees no "${ref}" there; there is: ${seen}`);
}

/** The paragraph under which an element stands. */
function wordsAbove({ surface, block }: Target): string {
  const above = surface.blocks.slice(0, surface.blocks.indexOf(block) + 1);
  return textOf(above.findLast((it) => it.type === 'section')?.text);
}

/** What a person reads on an element. */
function labelOf(element: Json, block: Json = {}): string {
  return (
    textOf(element.text) ||
    textOf(element.placeholder) ||
    textOf(block.label) ||
    text(element.action_id) ||
    ''
  );
}

function isNamed({ block, element }: Target, ref: string): boolean {
  if (element.action_id === ref || `${String(block.block_id)}/${String(element.action_id)}` === ref)
    return true;
  const wanted = ref.toLowerCase();
  return [textOf(element.text), textOf(element.placeholder), textOf(block.label)].some(
    (it) => it !== '' && it.toLowerCase() === wanted,
  );
}

function elementsOf(surface: Surface): Target[] {
  return surface.blocks.flatMap((block) =>
    interactive(block).map((element) => ({ surface, block, element })),
  );
}

/** The surfaces on which a person could press something, nearest first. */
function surfacesOf(world: World, user: User, where: Where): Surface[] {
  const top = world.modalsOf(user.id).at(-1);
  if (where.in === 'modal' || (where.in === undefined && top !== undefined)) {
    if (top === undefined) throw new DriverError(`${user.realName} has no modal open`);
    return [{ kind: 'view', view: top, blocks: records(top.data.blocks) }];
  }
  const homes = [...world.homes.values()].filter((view) => view.userId === user.id && view.shown);
  const home = homes.map((view): Surface => ({ kind: 'view', view, blocks: records(view.data.blocks) }));
  if (where.in === 'home') {
    if (home.length === 0) throw new DriverError(`${user.realName} sees no Home`);
    return home;
  }
  const messages =
    where.in === undefined
      ? everywhere(world, user)
      : inChannel(world, user, findPlace(world, user, where.in));
  const wanted = messages.filter((it) => where.message === undefined || isMessage(it, where.message));
  if (where.message !== undefined && wanted.length === 0) {
    throw new DriverError(`${user.realName} sees no message "${where.message}" there`);
  }
  return where.in === undefined && where.message === undefined ? [...wanted, ...home] : wanted;
}

function everywhere(world: World, user: User): Surface[] {
  const channels = [...world.channels.values()].filter((channel) => channel.members.has(user.id));
  return channels
    .flatMap((channel) => inChannel(world, user, channel))
    .sort((a, b) => Number(tsOf(b)) - Number(tsOf(a)));
}

function inChannel(world: World, user: User, channel: Channel): Surface[] {
  const posted = world.messagesIn(channel.id).map((message): Surface => {
    return { kind: 'message', channel, message, blocks: message.blocks ?? [] };
  });
  const whispered = world.ephemerals
    .filter((it) => it.channelId === channel.id && it.to === user.id)
    .map((ephemeral): Surface => ({ kind: 'ephemeral', channel, ephemeral, blocks: ephemeral.blocks ?? [] }));
  return [...posted, ...whispered].sort((a, b) => Number(tsOf(b)) - Number(tsOf(a)));
}

function isMessage(surface: Surface, ref: string): boolean {
  if (surface.kind === 'view') return false;
  const message = surface.kind === 'message' ? surface.message : surface.ephemeral;
  return message.ts === ref || says(message, ref);
}

function tsOf(surface: Surface): string {
  if (surface.kind === 'message') return surface.message.ts;
  return surface.kind === 'ephemeral' ? surface.ephemeral.ts : '0';
}
