import { checkMessageBlocks } from '../blocks/message.ts';
import { messageShape } from '../wire/message-shapes.ts';
import { isRecord } from '../world/json.ts';
import { changeMessage, postMessage, removeMessage, whisper } from '../world/messages.ts';
import type { Channel, Json, Message } from '../world/model.ts';
import { dmError, visibleTo } from '../world/visibility.ts';
import type { Args } from './args.ts';
import { openDmFor } from './conversations-open.ts';
import { refused, SlackError } from './errors.ts';
import { type Caller, channelFor, type Method, TIER_3, TIER_4 } from './methods.ts';

const MAX_TEXT = 40_000;
const MAX_UPDATE_TEXT = 4000;
const MAX_METADATA = 16_000;

/** What is said in a call: checked, cut as Slack cuts it, and with ids for the blocks that have none. */
export function content(caller: Caller, args: Args): { text: string; blocks?: Json[] } {
  const text = args.text('text') ?? args.text('markdown_text') ?? '';
  if ((args.text('markdown_text')?.length ?? 0) > 12_000) throw new SlackError('msg_too_long');
  const blocks = args.json('blocks', 'invalid_blocks_format');
  if (blocks === undefined || blocks === null || (Array.isArray(blocks) && blocks.length === 0)) {
    if (text === '') throw new SlackError('no_text');
    return { text: text.slice(0, MAX_TEXT) };
  }
  const checked = checkMessageBlocks(blocks, caller.world);
  if ('errors' in checked) throw refused('invalid_blocks', checked.errors);
  return { text: text.slice(0, MAX_TEXT), blocks: checked.blocks };
}

/** @throws SlackError where it has not Slack's shape */
export function metadataOf(args: Args): Json | undefined {
  const metadata = args.object('metadata', 'invalid_metadata_format');
  if (metadata === undefined) return undefined;
  if (typeof metadata.event_type !== 'string' || !isRecord(metadata.event_payload)) {
    throw new SlackError('invalid_metadata_format');
  }
  if (JSON.stringify(metadata).length > MAX_METADATA) throw new SlackError('metadata_too_large');
  return metadata;
}

/** Where a post goes: a channel, a DM, or a person's id, which opens their DM. */
export function target(caller: Caller, args: Args): Channel {
  const { world, bot } = caller;
  const id = args.required('channel', 'channel_not_found');
  if (world.users.has(id)) return openDmFor(caller, id);
  const channel = world.channels.get(id);
  if (channel === undefined || !visibleTo(channel, bot.teamId, bot.id))
    throw new SlackError('channel_not_found');
  if (!channel.members.has(bot.id)) throw new SlackError('not_in_channel');
  if (channel.archived) throw new SlackError('is_archived');
  if (channel.kind === 'im') {
    for (const member of channel.members.keys()) {
      const error = dmError(world, bot, member);
      if (error !== undefined) throw new SlackError(error);
    }
  }
  return channel;
}

/** The thread that a post belongs to: a reply's own one. */
export function threadOf(caller: Caller, channel: Channel, args: Args): string | undefined {
  const ts = args.text('thread_ts');
  if (ts === undefined) return undefined;
  const parent = caller.world.message(channel.id, ts);
  if (parent === undefined) throw new SlackError('thread_not_found');
  return parent.threadTs ?? parent.ts;
}

function own(caller: Caller, channel: Channel, args: Args, code: string): Message {
  const message = caller.world.message(channel.id, args.required('ts'));
  if (message === undefined) throw new SlackError('message_not_found');
  if (message.userId !== caller.bot.id) throw new SlackError(code);
  return message;
}

function postMessageMethod(caller: Caller, args: Args): Json {
  const channel = target(caller, args);
  const metadata = metadataOf(args);
  const threadTs = threadOf(caller, channel, args);
  const message = postMessage(caller.world, {
    channel,
    author: caller.bot,
    installation: caller.installation,
    broadcast: args.flag('reply_broadcast'),
    ...content(caller, args),
    ...(metadata && { metadata }),
    ...(threadTs && { threadTs }),
  });
  const shape = messageShape(caller.world, message, { metadata: true });
  return { channel: channel.id, ts: message.ts, message: shape };
}

function update(caller: Caller, args: Args): Json {
  const channel = channelFor(caller, args);
  const message = own(caller, channel, args, 'cant_update_message');
  const saysText = args.text('text') !== undefined;
  const saysBlocks = args.raw.blocks !== undefined;
  if (!saysText && !saysBlocks) throw new SlackError('no_text');
  if ((args.text('text')?.length ?? 0) > MAX_UPDATE_TEXT) throw new SlackError('msg_too_long');
  const said = content(caller, args);
  const metadata = metadataOf(args);
  // Blocks stay unless the call has some: an empty list takes them away.
  const change = { ...(saysText && { text: said.text }), ...(saysBlocks && { blocks: said.blocks }) };
  changeMessage(caller.world, message, { ...change, ...(metadata && { metadata }) }, caller.bot);
  const { ts: _own, ...shape } = messageShape(caller.world, message, { metadata: true });
  return { channel: channel.id, ts: message.ts, text: message.text, message: shape };
}

function remove(caller: Caller, args: Args): Json {
  const channel = channelFor(caller, args);
  const message = own(caller, channel, args, 'cant_delete_message');
  removeMessage(caller.world, message);
  return { channel: channel.id, ts: message.ts };
}

function postEphemeral(caller: Caller, args: Args): Json {
  const { world, bot, installation } = caller;
  const channel = channelFor(caller, args);
  if (!channel.members.has(bot.id)) throw new SlackError('not_in_channel');
  if (channel.archived) throw new SlackError('is_archived');
  const user = world.users.get(args.required('user', 'user_not_found'));
  if (user === undefined || user.deleted || !channel.members.has(user.id))
    throw new SlackError('user_not_in_channel');
  const said = content(caller, args);
  const threadTs = args.text('thread_ts');
  const ephemeral = whisper(world, {
    channelId: channel.id,
    to: user.id,
    authorId: bot.id,
    installation,
    ...said,
    ...(threadTs && { threadTs }),
  });
  return { message_ts: ephemeral.ts };
}

function getPermalink(caller: Caller, args: Args): Json {
  const channel = channelFor(caller, args);
  const message = caller.world.message(channel.id, args.required('message_ts'));
  if (message === undefined) throw new SlackError('message_not_found');
  const { domain } = caller.world.team(caller.installation.teamId);
  const path = `https://${domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}`;
  const thread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${channel.id}` : '';
  return { channel: channel.id, permalink: `${path}${thread}` };
}

export const chatMethods: Record<string, Method> = {
  // Posting has a limit of its own, one a second in each channel; see `rate-limits.ts`.
  'chat.postMessage': { perMinute: 300, scopes: ['chat:write'], run: postMessageMethod },
  'chat.update': { perMinute: TIER_3, scopes: ['chat:write'], run: update },
  'chat.delete': { perMinute: TIER_3, scopes: ['chat:write'], run: remove },
  'chat.postEphemeral': { perMinute: TIER_4, scopes: ['chat:write'], run: postEphemeral },
  'chat.getPermalink': { perMinute: 600, scopes: [], run: getPermalink },
};
