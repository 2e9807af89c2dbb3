import { shortId } from '../blocks/ids.ts';
import { messageEvent, messageShape } from '../wire/message-shapes.ts';
import { richTextOf } from '../wire/rich-text.ts';
import { emitInChannel } from './events.ts';
import { compact } from './json.ts';
import type { Channel, Ephemeral, Installation, Json, Message, User } from './model.ts';
import { peerIn } from './visibility.ts';
import type { World } from './world.ts';

export interface NewMessage {
  readonly channel: Channel;
  readonly author: User;
  /** Present where an app posts. */
  readonly installation?: Installation;
  readonly text: string;
  readonly blocks?: Json[];
  readonly metadata?: Json;
  readonly threadTs?: string;
  readonly broadcast?: boolean;
  readonly subtype?: string;
  readonly fileIds?: string[];
}

/** Puts a message into a channel or DM, and tells the apps that may hear of it. */
export function postMessage(world: World, it: NewMessage): Message {
  const { channel, author, installation } = it;
  const typed = installation === undefined && it.subtype === undefined;
  const message: Message = compactMessage({
    ts: world.nextTs(),
    channelId: channel.id,
    userId: author.id,
    teamId: author.teamId,
    botId: installation?.botId,
    appId: installation?.appId,
    threadTs: it.threadTs,
    broadcast: it.broadcast ?? false,
    text: it.text,
    blocks: it.blocks ?? (typed ? [richTextOf(it.text, shortId(world))] : undefined),
    metadata: it.metadata,
    subtype: it.subtype,
    clientMsgId: typed ? clientMessageId(world) : undefined,
    fileIds: it.fileIds ?? [],
    reactions: [],
  });
  world.messagesIn(channel.id).push(message);
  if (installation !== undefined)
    noteAppPost(world, message, channel.kind === 'im' ? peerIn(channel, author.id) : null);
  for (const hook of world.hooks) hook(message);
  const event = messageEvent(world, message);
  emitMessageEvent(world, channel, author.teamId, event);
  if (channel.kind !== 'im' && it.subtype === undefined) emitMention(world, channel, author.teamId, event);
  return message;
}

/** Changes a message's words. Slack shows "(edited)" for people's changes, and for apps' only if text changed. */
export function changeMessage(
  world: World,
  message: Message,
  change: { text?: string; blocks?: Json[] | undefined; metadata?: Json },
  by: User,
): void {
  const previous = messageShape(world, message);
  if (change.text !== undefined) message.text = change.text;
  if ('blocks' in change) message.blocks = change.blocks;
  else if (change.text !== undefined && message.botId === undefined) {
    message.blocks = [richTextOf(change.text, shortId(world))];
  }
  if (change.metadata !== undefined) message.metadata = change.metadata;
  message.edited = { user: by.id, ts: world.nextTs() };
  const channel = world.channel(message.channelId);
  emitMessageEvent(world, channel, by.teamId, {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    message: messageShape(world, message),
    previous_message: previous,
    channel: channel.id,
    ts: message.edited.ts,
    event_ts: message.edited.ts,
    channel_type: { public: 'channel', private: 'group', im: 'im' }[channel.kind],
  });
}

/** Takes a message away, its pin too. */
export function removeMessage(world: World, message: Message): void {
  const list = world.messagesIn(message.channelId);
  list.splice(list.indexOf(message), 1);
  const pins = world.pins.get(message.channelId) ?? [];
  world.pins.set(
    message.channelId,
    pins.filter((pin) => pin.ts !== message.ts),
  );
}

/** Shows one person a message that nobody else sees and that no history keeps. */
export function whisper(world: World, it: Omit<Ephemeral, 'ts'> & { installation: Installation }): Ephemeral {
  const { installation, ...rest } = it;
  const ephemeral: Ephemeral = { ...rest, ts: world.nextTs() };
  const foreign = world.user(it.to).teamId !== installation.teamId;
  if (foreign && world.options.partnerEphemerals === 'lost') return ephemeral;
  world.ephemerals.push(ephemeral);
  world.log.post({
    channelId: ephemeral.channelId,
    ts: ephemeral.ts,
    teamId: installation.teamId,
    to: ephemeral.to,
    ephemeral: true,
    text: ephemeral.text,
    blocks: ephemeral.blocks ?? [],
    metadata: null,
    simulatedAt: world.clock.now(),
  });
  for (const hook of world.hooks) hook(ephemeral);
  return ephemeral;
}

function emitMessageEvent(world: World, channel: Channel, actorTeamId: string, event: Json): void {
  const subscription = { public: 'message.channels', private: 'message.groups', im: 'message.im' }[
    channel.kind
  ];
  emitInChannel(world, channel, { event: { ...event, type: 'message' }, subscription, actorTeamId });
}

function emitMention(world: World, channel: Channel, actorTeamId: string, event: Json): void {
  const mentioned = new Set(
    [...String(event.text).matchAll(/<@([UW][A-Z0-9]+)/g)].map((match) => match[1] ?? ''),
  );
  if (mentioned.size === 0) return;
  const { channel_type: _unused, ...rest } = event;
  emitInChannel(world, channel, { event: { ...rest, type: 'app_mention' }, actorTeamId }, mentioned);
}

function noteAppPost(world: World, message: Message, to: string | null): void {
  world.log.post({
    channelId: message.channelId,
    ts: message.ts,
    teamId: message.teamId,
    to,
    ephemeral: false,
    text: message.text,
    blocks: message.blocks ?? [],
    metadata: message.metadata ?? null,
    simulatedAt: world.clock.now(),
  });
}

function clientMessageId(world: World): string {
  const number = String(world.ids.count('client message')).padStart(12, '0');
  return `00000000-0000-4000-8000-${number}`;
}

function compactMessage(message: { [K in keyof Message]: Message[K] | undefined }): Message {
  return compact(message as Json) as unknown as Message;
}
