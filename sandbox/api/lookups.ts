import { fileShape, historyShape } from '../wire/message-shapes.ts';
import { teamShape, userShape } from '../wire/shapes.ts';
import { record } from '../world/json.ts';
import { postMessage } from '../world/messages.ts';
import type { Json, StoredFile } from '../world/model.ts';
import { acquaintance } from '../world/visibility.ts';
import { type Args, page } from './args.ts';
import { SlackError } from './errors.ts';
import { type Caller, channelFor, type Guest, type Method, TIER_2, TIER_3, TIER_4 } from './methods.ts';

/** Smaller questions that apps ask, and what they do with files and in passing. */

function knownUser({ world, bot }: Caller, args: Args) {
  const user = world.users.get(args.text('user') ?? bot.id);
  if (user === undefined || acquaintance(world, bot.teamId, user) === 'none')
    throw new SlackError('user_not_found');
  return user;
}

function botsInfo({ world, installation }: Caller, args: Args): Json {
  const id = args.text('bot') ?? installation.botId;
  const user = [...world.users.values()].find((it) => it.botId === id);
  if (user === undefined) throw new SlackError('bot_not_found');
  const icons = { image_36: '', image_48: '', image_72: '' };
  for (const key of Object.keys(icons))
    Object.assign(icons, { [key]: `${world.baseUrl}/icons/bot_${key.slice(6)}.png` });
  const { appId, deleted, realName, updated } = user;
  return { bot: { id, deleted, name: realName, updated, app_id: appId, user_id: user.id, icons } };
}

function usersProfileGet(caller: Caller, args: Args): Json {
  const { profile } = userShape(caller.world, knownUser(caller, args), caller.bot.teamId);
  // Asked for by itself, a profile does not say whose it is.
  const { team: _unsaid, ...rest } = record(profile);
  return { profile: rest };
}

/** Here everybody is always there. */
function usersGetPresence(caller: Caller, args: Args): Json {
  knownUser(caller, args);
  return { presence: 'active' };
}

/** The people here have no addresses. */
function usersLookupByEmail(_caller: Caller, args: Args): Json {
  args.required('email');
  throw new SlackError('users_not_found');
}

function emojiList({ world }: Caller): Json {
  return { emoji: {}, cache_ts: world.nextTs() };
}

function dndInfo(caller: Caller, args: Args): Json {
  knownUser(caller, args);
  return { dnd_enabled: false, next_dnd_start_ts: 1, next_dnd_end_ts: 1 };
}

function authTeamsList({ world, installation }: Caller): Json {
  const { id, name } = teamShape(world, world.team(installation.teamId));
  return { teams: [{ id, name }], response_metadata: { next_cursor: '' } };
}

function meMessage(caller: Caller, args: Args): Json {
  const { world, bot, installation } = caller;
  const channel = channelFor(caller, args);
  if (!channel.members.has(bot.id)) throw new SlackError('not_in_channel');
  if (channel.archived) throw new SlackError('is_archived');
  const text = args.required('text', 'no_text');
  const { ts } = postMessage(world, { channel, author: bot, installation, text, subtype: 'me_message' });
  return { channel: channel.id, ts };
}

function ownFile({ world, bot }: Caller, args: Args): StoredFile {
  const file = world.files.get(args.required('file', 'file_not_found'));
  if (file === undefined || file.teamId !== bot.teamId) throw new SlackError('file_not_found');
  return file;
}

function filesDelete(caller: Caller, args: Args): Json {
  const file = ownFile(caller, args);
  if (file.userId !== caller.bot.id) throw new SlackError('cant_delete_file');
  for (const messages of caller.world.messages.values()) {
    for (const { fileIds } of messages)
      if (fileIds.includes(file.id)) fileIds.splice(fileIds.indexOf(file.id), 1);
  }
  caller.world.files.delete(file.id);
  return {};
}

function filesList({ world, bot }: Caller, args: Args): Json {
  const all = [...world.files.values()].filter((it) => it.teamId === bot.teamId && it.complete);
  const count = Number(args.text('count') ?? 100);
  const at = Number(args.text('page') ?? 1);
  const files = all.slice((at - 1) * count, at * count).map((it) => fileShape(world, it.id));
  return { files, paging: { count, total: all.length, page: at, pages: Math.ceil(all.length / count) } };
}

function reactionsList({ world, bot }: Caller, args: Args): Json {
  const userId = args.text('user') ?? bot.id;
  const mine = [...world.channels.values()]
    .filter((it) => it.members.has(bot.id))
    .flatMap((it) => world.messagesIn(it.id))
    .filter((it) => it.reactions.some(({ users }) => users.includes(userId)));
  const { page: some, next } = page(mine, args.limit(100), args.text('cursor'));
  return {
    items: some.map((it) => ({ type: 'message', channel: it.channelId, message: historyShape(world, it) })),
    response_metadata: { next_cursor: next },
  };
}

/** Who else would have been told of an event: an app-level token asks. */
export function eventAuthorizations({ world, token }: Guest, args: Args): Json {
  if (token === undefined) throw new SlackError('not_authed');
  const app = [...world.apps.values()].find((it) => it.appToken === token);
  if (app === undefined) throw new SlackError('invalid_auth');
  args.required('event_context', 'invalid_event_context');
  const authorizations = world.installations
    .filter((it) => it.appId === app.id && !it.revoked)
    .map(({ teamId, botUserId }) => ({
      enterprise_id: null,
      team_id: teamId,
      user_id: botUserId,
      is_bot: true,
      is_enterprise_install: false,
    }));
  return { authorizations };
}

export const lookupMethods: Record<string, Method> = {
  'bots.info': { perMinute: TIER_3, scopes: ['users:read'], run: botsInfo },
  'users.profile.get': { perMinute: TIER_4, scopes: ['users.profile:read'], run: usersProfileGet },
  'users.getPresence': { perMinute: TIER_3, scopes: ['users:read'], run: usersGetPresence },
  'users.lookupByEmail': { perMinute: TIER_3, scopes: ['users:read.email'], run: usersLookupByEmail },
  'emoji.list': { perMinute: TIER_2, scopes: ['emoji:read'], run: emojiList },
  'dnd.info': { perMinute: TIER_3, scopes: ['dnd:read'], run: dndInfo },
  'auth.teams.list': { perMinute: TIER_2, scopes: [], run: authTeamsList },
  'chat.meMessage': { perMinute: TIER_3, scopes: ['chat:write'], run: meMessage },
  'files.delete': { perMinute: TIER_3, scopes: ['files:write'], run: filesDelete },
  'files.list': { perMinute: TIER_3, scopes: ['files:read'], run: filesList },
  'reactions.list': { perMinute: TIER_2, scopes: ['reactions:read'], run: reactionsList },
};
