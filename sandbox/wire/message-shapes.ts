import { compact } from '../world/json.ts';
import type { Json, Message } from '../world/model.ts';
import { isExternal } from '../world/visibility.ts';
import type { World } from '../world/world.ts';

/** Who an app's message is from, as Slack attaches it to each. */
export function botProfile(
  world: World,
  message: Pick<Message, 'botId' | 'appId' | 'teamId'>,
): Json | undefined {
  if (message.botId === undefined || message.appId === undefined) return undefined;
  const app = world.app(message.appId);
  const image = (size: number) => `${world.baseUrl}/icons/bot_${size}.png`;
  return {
    id: message.botId,
    app_id: message.appId,
    name: app.name,
    icons: { image_36: image(36), image_48: image(48), image_72: image(72) },
    deleted: false,
    updated: 0,
    team_id: message.teamId,
  };
}

/** A message as every answer and event carries it. Metadata is given only where it is asked for. */
export function messageShape(world: World, message: Message, options: { metadata?: boolean } = {}): Json {
  const files = message.fileIds.map((id) => fileShape(world, id));
  return compact({
    type: 'message',
    subtype: message.subtype,
    user: message.userId,
    ts: message.ts,
    client_msg_id: message.clientMsgId,
    bot_id: message.botId,
    app_id: message.appId,
    text: message.text,
    team: message.teamId,
    bot_profile: botProfile(world, message),
    blocks: message.blocks,
    edited: message.edited,
    thread_ts: message.threadTs,
    files: files.length > 0 ? files : undefined,
    metadata: options.metadata ? message.metadata : undefined,
  });
}

/** A message as history shows it: with its thread and reactions counted. */
export function historyShape(world: World, message: Message, options: { metadata?: boolean } = {}): Json {
  const replies = world.messagesIn(message.channelId).filter((it) => it.threadTs === message.ts);
  const repliers = [...new Set(replies.map((it) => it.userId))];
  const pinned = world.pins.get(message.channelId)?.some((pin) => pin.ts === message.ts);
  const parent = message.threadTs && world.message(message.channelId, message.threadTs);
  return compact({
    ...messageShape(world, message, options),
    ...(replies.length > 0 && {
      thread_ts: message.ts,
      reply_count: replies.length,
      reply_users_count: repliers.length,
      latest_reply: replies.at(-1)?.ts,
      reply_users: repliers,
      is_locked: false,
      subscribed: false,
    }),
    parent_user_id: parent ? parent.userId : undefined,
    reactions:
      message.reactions.length > 0
        ? message.reactions.map(({ name, users }) => ({ name, users: [...users], count: users.length }))
        : undefined,
    pinned_to: pinned ? [message.channelId] : undefined,
  });
}

/** A message as the event of its posting has it. A partner's carries which team it came from. */
export function messageEvent(world: World, message: Message): Json {
  const channel = world.channel(message.channelId);
  const author = world.user(message.userId);
  const fromPartner = isExternal(channel) && message.botId === undefined;
  return compact({
    ...messageShape(world, message, { metadata: true }),
    parent_user_id: message.threadTs && world.message(message.channelId, message.threadTs)?.userId,
    channel: channel.id,
    event_ts: message.ts,
    channel_type: { public: 'channel', private: 'group', im: 'im' }[channel.kind],
    user_team: fromPartner ? author.teamId : undefined,
    source_team: fromPartner ? author.teamId : undefined,
    user_profile: fromPartner
      ? {
          avatar_hash: 'g0000000000',
          image_72: `${world.baseUrl}/icons/user_72.png`,
          first_name: author.realName.split(' ')[0] ?? '',
          real_name: author.realName,
          display_name: author.name,
          team: author.teamId,
          name: author.name,
          is_restricted: author.isRestricted,
          is_ultra_restricted: false,
        }
      : undefined,
  });
}

/** A file, as much of it as an app of the installing team may see. */
export function fileShape(world: World, id: string): Json {
  const file = world.files.get(id);
  if (file === undefined) return { id };
  const type = file.name.split('.').at(-1) ?? 'bin';
  const url = `${world.baseUrl}/files/${file.id}/${encodeURIComponent(file.name)}`;
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: MIME_TYPES[type] ?? 'application/octet-stream',
    filetype: type,
    pretty_type: type.toUpperCase(),
    user: file.userId,
    user_team: file.teamId,
    editable: false,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: file.channels.length > 0,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: url,
    url_private_download: url,
    permalink: url,
    comments_count: 0,
    is_starred: false,
    shares: {},
    channels: [...file.channels],
    groups: [],
    ims: [],
    has_rich_preview: false,
    file_access: 'visible',
    alt_txt: file.altText,
  };
}

const MIME_TYPES: Record<string, string> = {
  png: 'image/png',
  svg: 'image/svg+xml',
  csv: 'text/csv',
  ics: 'text/calendar',
  txt: 'text/plain',
};
