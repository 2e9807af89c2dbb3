import { historyShape } from '../wire/message-shapes.ts';
import { addReaction, pin, removeReaction, unpin } from '../world/marks.ts';
import type { Channel, Json, Message } from '../world/model.ts';
import type { Args } from './args.ts';
import { SlackError } from './errors.ts';
import { type Caller, channelFor, type Method, TIER_2, TIER_3 } from './methods.ts';

function marked(caller: Caller, args: Args): { channel: Channel; message: Message } {
  const channel = channelFor(caller, args);
  if (!channel.members.has(caller.bot.id)) throw new SlackError('not_in_channel');
  const message = caller.world.message(channel.id, args.required('timestamp', 'no_item_specified'));
  if (message === undefined) throw new SlackError('message_not_found');
  return { channel, message };
}

function must(error: string | undefined): Json {
  if (error !== undefined) throw new SlackError(error);
  return {};
}

function pinsList(caller: Caller, args: Args): Json {
  const { world } = caller;
  const channel = channelFor(caller, args);
  const items = (world.pins.get(channel.id) ?? []).map((it) => {
    const message = world.message(channel.id, it.ts);
    return {
      type: 'message',
      channel: channel.id,
      created: it.at,
      created_by: it.by,
      message: message && historyShape(world, message),
    };
  });
  return { items };
}

function reactionsGet(caller: Caller, args: Args): Json {
  const { channel, message } = marked(caller, args);
  return { type: 'message', channel: channel.id, message: historyShape(caller.world, message) };
}

export const markMethods: Record<string, Method> = {
  'pins.add': {
    perMinute: TIER_2,
    scopes: ['pins:write'],
    run: (caller, args) => {
      const { channel, message } = marked(caller, args);
      return must(pin(caller.world, channel, message, caller.bot));
    },
  },
  'pins.remove': {
    perMinute: TIER_2,
    scopes: ['pins:write'],
    run: (caller, args) => {
      const { channel, message } = marked(caller, args);
      return must(unpin(caller.world, channel, message, caller.bot));
    },
  },
  'pins.list': { perMinute: TIER_2, scopes: ['pins:read'], run: pinsList },
  'reactions.add': {
    perMinute: TIER_3,
    scopes: ['reactions:write'],
    run: (caller, args) => {
      const name = args.required('name', 'invalid_name');
      const { channel, message } = marked(caller, args);
      return must(addReaction(caller.world, channel, message, name, caller.bot));
    },
  },
  'reactions.remove': {
    perMinute: TIER_2,
    scopes: ['reactions:write'],
    run: (caller, args) => {
      const name = args.required('name', 'invalid_name');
      const { channel, message } = marked(caller, args);
      return must(removeReaction(caller.world, channel, message, name, caller.bot));
    },
  },
  'reactions.get': { perMinute: TIER_3, scopes: ['reactions:read'], run: reactionsGet },
};
