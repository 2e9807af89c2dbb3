import { historyShape } from '../wire/message-shapes.ts';
import { channelShape } from '../wire/shapes.ts';
import { join, leave } from '../world/membership.ts';
import type { Channel, Json, Message } from '../world/model.ts';
import { dmOf, peerIn, teamsOf, visibleTo } from '../world/visibility.ts';
import { type Args, page } from './args.ts';
import { openDmFor } from './conversations-open.ts';
import { SlackError } from './errors.ts';
import { byKind, type Caller, channelFor, type Method, TIER_2, TIER_3, TIER_4 } from './methods.ts';

function viewer({ bot }: Caller) {
  return { teamId: bot.teamId, userId: bot.id };
}

function open(caller: Caller, args: Args): Json {
  const users = args.list('users');
  const wanted = args.text('channel');
  if (users === undefined && wanted === undefined) throw new SlackError('users_list_not_supplied');
  if (users !== undefined && users.length > 1) throw new SlackError('invalid_user_combination');
  const named = wanted === undefined ? users?.[0] : peerIn(channelFor(caller, args), caller.bot.id);
  if (named === undefined) throw new SlackError('users_list_not_supplied');
  const existing = dmOf(caller.world, caller.bot.id, named);
  const channel = openDmFor(caller, named);
  const shape = args.flag('return_im') ? channelShape(channel, viewer(caller)) : { id: channel.id };
  return { ...(existing && { no_op: true, already_open: true }), channel: shape };
}

function info(caller: Caller, args: Args): Json {
  const numMembers = args.flag('include_num_members');
  return { channel: channelShape(channelFor(caller, args), viewer(caller), { numMembers }) };
}

function members(caller: Caller, args: Args): Json {
  const channel = channelFor(caller, args);
  const { page: some, next } = page([...channel.members.keys()], args.limit(100), args.text('cursor'));
  return { members: some, response_metadata: { next_cursor: next } };
}

function history(caller: Caller, args: Args): Json {
  const channel = channelFor(caller, args);
  if (!channel.members.has(caller.bot.id)) throw new SlackError('not_in_channel');
  const found = caller.world
    .messagesIn(channel.id)
    .filter((message) => message.threadTs === undefined || message.broadcast)
    .filter(within(args))
    .reverse();
  const { page: some, next } = page(found, args.limit(100, 999), args.text('cursor'));
  const metadata = args.flag('include_all_metadata');
  return {
    messages: some.map((message) => historyShape(caller.world, message, { metadata })),
    has_more: next !== '',
    pin_count: caller.world.pins.get(channel.id)?.length ?? 0,
    ...(next !== '' && { response_metadata: { next_cursor: next } }),
  };
}

function replies(caller: Caller, args: Args): Json {
  const channel = channelFor(caller, args);
  if (!channel.members.has(caller.bot.id)) throw new SlackError('not_in_channel');
  const ts = args.required('ts');
  if (caller.world.message(channel.id, ts) === undefined) throw new SlackError('thread_not_found');
  const inRange = within(args);
  const found = caller.world
    .messagesIn(channel.id)
    .filter((message) => message.ts === ts || (message.threadTs === ts && inRange(message)));
  const { page: some, next } = page(found, args.limit(1000), args.text('cursor'));
  const metadata = args.flag('include_all_metadata');
  return {
    messages: some.map((message) => historyShape(caller.world, message, { metadata })),
    has_more: next !== '',
    ...(next !== '' && { response_metadata: { next_cursor: next } }),
  };
}

/** `oldest` and `latest` leave out the instants themselves unless `inclusive` is set. */
function within(args: Args): (message: Message) => boolean {
  const oldest = Number(args.text('oldest') ?? 0);
  const latest = Number(args.text('latest') ?? Number.POSITIVE_INFINITY);
  const inclusive = args.flag('inclusive');
  return ({ ts }) => {
    const at = Number(ts);
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  };
}

const TYPES: Record<string, Channel['kind']> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'im',
};

function ofTypes(args: Args): (channel: Channel) => boolean {
  const types = args.list('types') ?? ['public_channel'];
  const kinds = types.map((type) => {
    const kind = TYPES[type];
    if (kind === undefined && type !== 'mpim') throw new SlackError('invalid_types');
    return kind;
  });
  const skipArchived = args.flag('exclude_archived');
  return (channel) => kinds.includes(channel.kind) && !(skipArchived && channel.archived);
}

const LIST_SCOPES: Record<string, string> = {
  public_channel: 'channels:read',
  private_channel: 'groups:read',
  im: 'im:read',
  mpim: 'mpim:read',
};

/** Every kind that is asked for needs its scope; what is returned are those that are missing, or all. */
function listScopes({ installation }: Caller, args: Args): readonly string[] {
  const types = args.list('types') ?? ['public_channel'];
  const needed = types.map((type) => LIST_SCOPES[type] ?? 'channels:read');
  const missing = needed.filter((scope) => !installation.scopes.includes(scope));
  return missing.length > 0 ? missing : needed;
}

function list(caller: Caller, args: Args): Json {
  const { world, bot } = caller;
  const channels = [...world.channels.values()]
    .filter((channel) => visibleTo(channel, bot.teamId, bot.id))
    .filter(ofTypes(args));
  return listed(caller, args, channels, true);
}

function usersConversations(caller: Caller, args: Args): Json {
  const { world, bot } = caller;
  const userId = args.text('user') ?? bot.id;
  if (!world.users.has(userId)) throw new SlackError('user_not_found');
  const channels = [...world.channels.values()]
    .filter((channel) => channel.members.has(userId) && teamsOf(channel).includes(bot.teamId))
    .filter((channel) => userId === bot.id || visibleTo(channel, bot.teamId, bot.id))
    .filter(ofTypes(args));
  return listed(caller, args, channels, false);
}

function listed(caller: Caller, args: Args, channels: Channel[], numMembers: boolean): Json {
  const { page: some, next } = page(channels, args.limit(100), args.text('cursor'));
  const options = { list: true, numMembers };
  return {
    channels: some.map((channel) => {
      const shape = channelShape(channel, viewer(caller), options);
      if (!numMembers) delete shape.is_member;
      return shape;
    }),
    response_metadata: { next_cursor: next },
  };
}

function joinMethod(caller: Caller, args: Args): Json {
  const channel = channelFor(caller, args);
  if (channel.kind !== 'public') throw new SlackError('method_not_supported_for_channel_type');
  if (channel.archived) throw new SlackError('is_archived');
  join(caller.world, channel, caller.bot);
  return { channel: channelShape(channel, viewer(caller)) };
}

function leaveMethod(caller: Caller, args: Args): Json {
  const channel = channelFor(caller, args);
  if (channel.kind === 'im') throw new SlackError('method_not_supported_for_channel_type');
  if (channel.isGeneral) throw new SlackError('cant_leave_general');
  if (!channel.members.has(caller.bot.id)) return { not_in_channel: true };
  leave(caller.world, channel, caller.bot);
  return {};
}

export const conversationMethods: Record<string, Method> = {
  'conversations.open': { perMinute: TIER_3, scopes: ['im:write'], run: open },
  'conversations.info': { perMinute: TIER_3, scopes: byKind('read'), run: info },
  'conversations.members': { perMinute: TIER_4, scopes: byKind('read'), run: members },
  'conversations.history': { perMinute: TIER_3, scopes: byKind('history'), run: history },
  'conversations.replies': { perMinute: TIER_3, scopes: byKind('history'), run: replies },
  'conversations.list': { perMinute: TIER_2, scopes: listScopes, run: list },
  'users.conversations': { perMinute: TIER_3, scopes: listScopes, run: usersConversations },
  'conversations.join': { perMinute: TIER_3, scopes: ['channels:join'], run: joinMethod },
  'conversations.leave': { perMinute: TIER_3, scopes: ['channels:manage', 'groups:write'], run: leaveMethod },
};
