import { messageShape } from '../wire/message-shapes.ts';
import { emitInChannel } from './events.ts';
import type { Channel, Message, User } from './model.ts';
import type { World } from './world.ts';

const MAX_PINS = 100;

/** Reactions and pins. Each returns Slack's error name where there is nothing to do. */

export function addReaction(
  world: World,
  channel: Channel,
  message: Message,
  name: string,
  by: User,
): string | undefined {
  const existing = message.reactions.find((reaction) => reaction.name === name);
  if (existing?.users.includes(by.id)) return 'already_reacted';
  if (existing === undefined) message.reactions.push({ name, users: [by.id] });
  else existing.users.push(by.id);
  emitReaction(world, channel, message, name, by, 'reaction_added');
  return undefined;
}

export function removeReaction(
  world: World,
  channel: Channel,
  message: Message,
  name: string,
  by: User,
): string | undefined {
  const existing = message.reactions.find((reaction) => reaction.name === name);
  const at = existing?.users.indexOf(by.id) ?? -1;
  if (existing === undefined || at < 0) return 'no_reaction';
  existing.users.splice(at, 1);
  if (existing.users.length === 0) message.reactions.splice(message.reactions.indexOf(existing), 1);
  emitReaction(world, channel, message, name, by, 'reaction_removed');
  return undefined;
}

function emitReaction(
  world: World,
  channel: Channel,
  message: Message,
  reaction: string,
  by: User,
  type: string,
): void {
  const item = { type: 'message', channel: channel.id, ts: message.ts };
  const event = { type, user: by.id, reaction, item, item_user: message.userId, event_ts: world.nextTs() };
  emitInChannel(world, channel, { event, actorTeamId: by.teamId });
}

export function pin(world: World, channel: Channel, message: Message, by: User): string | undefined {
  const pins = world.pins.get(channel.id) ?? [];
  if (pins.some((it) => it.ts === message.ts)) return 'already_pinned';
  if (pins.length >= MAX_PINS) return 'too_many_pins';
  pins.push({ ts: message.ts, by: by.id, at: world.clock.seconds() });
  world.pins.set(channel.id, pins);
  emitPin(world, channel, message, by, 'pin_added');
  return undefined;
}

export function unpin(world: World, channel: Channel, message: Message, by: User): string | undefined {
  const pins = world.pins.get(channel.id) ?? [];
  const at = pins.findIndex((it) => it.ts === message.ts);
  if (at < 0) return 'no_pin';
  pins.splice(at, 1);
  emitPin(world, channel, message, by, 'pin_removed');
  return undefined;
}

function emitPin(world: World, channel: Channel, message: Message, by: User, type: string): void {
  const pins = world.pins.get(channel.id) ?? [];
  const event = {
    type,
    user: by.id,
    channel_id: channel.id,
    item: {
      type: 'message',
      channel: channel.id,
      message: messageShape(world, message),
      created: world.clock.seconds(),
      created_by: by.id,
    },
    item_user: message.userId,
    pin_count: pins.length,
    pinned_info: { channel: channel.id, pinned_by: by.id, pinned_ts: world.clock.seconds() },
    ...(type === 'pin_removed' && { has_pins: pins.length > 0 }),
    event_ts: world.nextTs(),
  };
  emitInChannel(world, channel, { event, actorTeamId: by.teamId });
}
