import { channelShape } from '../wire/shapes.ts';
import { join, remove, setArchived } from '../world/membership.ts';
import type { Channel, Json } from '../world/model.ts';
import { shareChannel } from '../world/visibility.ts';
import type { Args } from './args.ts';
import { refused, SlackError } from './errors.ts';
import { type Caller, channelFor, type Method, TIER_2, TIER_3 } from './methods.ts';

/** Making and changing channels. */

const NAME = /^[\p{Ll}\p{Lo}\p{N}_-]{1,80}$/u;

function viewer({ bot }: Caller) {
  return { teamId: bot.teamId, userId: bot.id };
}

/** A channel that the bot is in, of a kind that can be managed. */
function own(caller: Caller, args: Args): Channel {
  const channel = channelFor(caller, args);
  if (channel.kind === 'im') throw new SlackError('method_not_supported_for_channel_type');
  if (!channel.members.has(caller.bot.id)) throw new SlackError('not_in_channel');
  return channel;
}

function freeName({ world, bot }: Caller, args: Args): string {
  const name = args.required('name', 'invalid_name_required');
  if (!NAME.test(name)) throw new SlackError('invalid_name_specials');
  const taken = [...world.channels.values()].some((it) => it.teamId === bot.teamId && it.name === name);
  if (taken) throw new SlackError('name_taken');
  return name;
}

function create(caller: Caller, args: Args): Json {
  const { world, bot } = caller;
  const kind = args.flag('is_private') ? 'private' : 'public';
  const channel = world.addChannel({
    name: freeName(caller, args),
    teamId: bot.teamId,
    creator: bot.id,
    kind,
  });
  channel.members.set(bot.id, world.ids.count('membership'));
  return { channel: channelShape(channel, viewer(caller)) };
}

function rename(caller: Caller, args: Args): Json {
  const channel = own(caller, args);
  if (channel.isGeneral) throw new SlackError('not_authorized');
  channel.name = freeName(caller, args);
  return { channel: channelShape(channel, viewer(caller)) };
}

function archive(caller: Caller, args: Args): Json {
  const channel = own(caller, args);
  if (channel.isGeneral) throw new SlackError('cant_archive_general');
  if (channel.archived) throw new SlackError('already_archived');
  setArchived(caller.world, channel, true, caller.bot);
  return {};
}

function unarchive(caller: Caller, args: Args): Json {
  const channel = own(caller, args);
  if (!channel.archived) throw new SlackError('not_archived');
  setArchived(caller.world, channel, false, caller.bot);
  return {};
}

function invite(caller: Caller, args: Args): Json {
  const { world, bot } = caller;
  const channel = own(caller, args);
  if (channel.archived) throw new SlackError('is_archived');
  const ids = args.list('users') ?? [];
  if (ids.length === 0) throw new SlackError('no_user');
  const users = ids.map((id) => {
    const user = world.users.get(id);
    if (user === undefined || user.deleted) throw new SlackError('user_not_found');
    if (id === bot.id) throw new SlackError('cant_invite_self');
    if (channel.members.has(id)) throw new SlackError('already_in_channel');
    if (user.teamId !== bot.teamId && !shareChannel(world, bot.id, id))
      throw new SlackError('user_not_found');
    return user;
  });
  for (const user of users) join(world, channel, user, bot);
  return { channel: channelShape(channel, viewer(caller)) };
}

function kick(caller: Caller, args: Args): Json {
  const { world, bot } = caller;
  const channel = own(caller, args);
  const user = world.users.get(args.required('user', 'user_not_found'));
  if (user === undefined) throw new SlackError('user_not_found');
  if (user.id === bot.id) throw new SlackError('cant_kick_self');
  if (channel.isGeneral) throw new SlackError('cant_kick_from_general');
  if (!channel.members.has(user.id)) throw new SlackError('not_in_channel');
  remove(world, channel, user, bot);
  return {};
}

const MOST_ABOUT = 250;

/** Both are short texts; Slack answers with the channel as it is now. */
function setAbout(which: 'topic' | 'purpose') {
  return (caller: Caller, args: Args): Json => {
    const channel = own(caller, args);
    if (channel.archived) throw new SlackError('is_archived');
    const value = args.raw[which];
    if (typeof value !== 'string') throw refused('invalid_arguments', [`missing required field: ${which}`]);
    if (value.length > MOST_ABOUT) throw new SlackError('too_long');
    channel[which] = { value, creator: caller.bot.id, lastSet: caller.world.clock.seconds() };
    const { num_members: _uncounted, ...shape } = channelShape(channel, viewer(caller));
    return { channel: shape };
  };
}

/** A DM out of sight; what was said in it stays. */
function close(caller: Caller, args: Args): Json {
  const channel = channelFor(caller, args);
  if (channel.kind !== 'im') throw new SlackError('method_not_supported_for_channel_type');
  return {};
}

/** How far the bot has read. */
function mark(caller: Caller, args: Args): Json {
  const channel = channelFor(caller, args);
  const ts = args.required('ts', 'invalid_timestamp');
  if (!/^\d+\.\d+$/.test(ts)) throw new SlackError('invalid_timestamp');
  if (!channel.members.has(caller.bot.id)) throw new SlackError('not_in_channel');
  caller.world.reads.set(caller.world.readKey(caller.bot.id, channel.id), ts);
  return {};
}

const made = (args: Args) => [args.flag('is_private') ? 'groups:write' : 'channels:manage'];

export const managingMethods: Record<string, Method> = {
  'conversations.create': { perMinute: TIER_2, scopes: (_caller, args) => made(args), run: create },
  'conversations.rename': { perMinute: TIER_2, scopes: manage, run: rename },
  'conversations.archive': { perMinute: TIER_2, scopes: manage, run: archive },
  'conversations.unarchive': { perMinute: TIER_2, scopes: manage, run: unarchive },
  'conversations.invite': { perMinute: TIER_3, scopes: manage, run: invite },
  'conversations.kick': { perMinute: TIER_3, scopes: manage, run: kick },
  'conversations.close': { perMinute: TIER_2, scopes: ['im:write', 'mpim:write'], run: close },
  'conversations.setTopic': { perMinute: TIER_2, scopes: topicScopes, run: setAbout('topic') },
  'conversations.setPurpose': { perMinute: TIER_2, scopes: topicScopes, run: setAbout('purpose') },
  'conversations.mark': { perMinute: TIER_3, scopes: written, run: mark },
};

/** Public channels are managed, private ones written. */
function manage({ world }: Caller, args: Args): readonly string[] {
  const kind = world.channels.get(args.text('channel') ?? '')?.kind;
  return kind === 'private' ? ['groups:write'] : ['channels:manage'];
}

function written({ world }: Caller, args: Args): readonly string[] {
  const kind = world.channels.get(args.text('channel') ?? '')?.kind;
  return { public: ['channels:manage'], private: ['groups:write'], im: ['im:write'] }[kind ?? 'public'];
}

/** A topic may also be written by an app that may do no more than that. */
function topicScopes(caller: Caller, args: Args): readonly string[] {
  const all = manage(caller, args);
  return [
    ...all,
    ...all.map((it) => (it === 'groups:write' ? 'groups:write.topic' : 'channels:write.topic')),
  ];
}
