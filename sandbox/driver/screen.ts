import { records, text, textOf } from '../world/json.ts';
import type { Channel, Ephemeral, Json, Message, User, View } from '../world/model.ts';
import { peerIn } from '../world/visibility.ts';
import type { World } from '../world/world.ts';
import { type Reader, renderText } from './mrkdwn.ts';
import { type Control, renderBlocks } from './render-blocks.ts';

export interface ScreenMessage {
  readonly ts: string;
  readonly from: string;
  readonly fromId: string;
  readonly isApp: boolean;
  readonly text: string;
  readonly controls: Control[];
  readonly threadTs: string | null;
  readonly ephemeral: boolean;
  readonly edited: boolean;
  readonly pinned: boolean;
  readonly reactions: { readonly name: string; readonly by: string[] }[];
  readonly files: { readonly id: string; readonly name: string }[];
  /** The blocks as the app sent them, for a page that draws them. */
  readonly blocks: Json[];
}

export interface ScreenPlace {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly external: boolean;
  readonly archived: boolean;
  readonly messages: ScreenMessage[];
  readonly notices: string[];
}

export interface ScreenView {
  readonly id: string;
  readonly title: string;
  readonly submit: string | null;
  readonly close: string | null;
  readonly text: string;
  readonly controls: Control[];
  readonly errors: Record<string, string>;
  readonly notices: string[];
  readonly blocks: Json[];
  readonly state: View['state'];
}

/** All that one person sees at this moment. */
export interface Screen {
  readonly user: { readonly id: string; readonly name: string; readonly team: string; readonly zone: string };
  readonly now: Date;
  readonly channels: ScreenPlace[];
  readonly dms: ScreenPlace[];
  /** The modal on top comes last. */
  readonly modals: ScreenView[];
  /** Homes of the apps, where the person can see them. */
  readonly homes: ScreenView[];
  readonly notices: string[];
}

/** What a person sees: their channels and DMs, what only they see, their modals and Homes. */
export function screenOf(world: World, user: User): Screen {
  const mine = [...world.channels.values()].filter((channel) => channel.members.has(user.id));
  const places = mine.map((channel) => placeOf(world, user, channel));
  const ids = new Set([...mine.map((it) => it.id), ...world.modalsOf(user.id).map((it) => it.id)]);
  return {
    user: { id: user.id, name: user.realName, team: world.team(user.teamId).name, zone: user.tz },
    now: world.clock.now(),
    channels: places.filter((it) => it.kind !== 'im').sort((a, b) => (a.name < b.name ? -1 : 1)),
    dms: places.filter((it) => it.kind === 'im' && it.messages.length > 0),
    modals: world.modalsOf(user.id).map((view) => viewOn(world, user, view)),
    homes: [...world.homes.values()]
      .filter((view) => view.userId === user.id && view.shown)
      .map((view) => viewOn(world, user, view)),
    notices: world.notices.filter((it) => it.userId === user.id && !ids.has(it.where)).map((it) => it.text),
  };
}

function placeOf(world: World, user: User, channel: Channel): ScreenPlace {
  const reader = { world, zone: user.tz };
  const whispered = world.ephemerals.filter((it) => it.channelId === channel.id && it.to === user.id);
  const messages = [
    ...world.messagesIn(channel.id).map((message) => messageOn(reader, channel, message)),
    ...whispered.map((message) => whisperOn(reader, message)),
  ];
  return {
    id: channel.id,
    name: channel.kind === 'im' ? world.user(peerIn(channel, user.id)).realName : channel.name,
    kind: channel.kind,
    external: channel.connectedTeamIds.length > 0,
    archived: channel.archived,
    messages: messages.sort((a, b) => Number(a.ts) - Number(b.ts)),
    notices: noticesAt(world, user, channel.id),
  };
}

function messageOn(reader: Reader, channel: Channel, message: Message): ScreenMessage {
  const { world } = reader;
  return {
    ...bodyOf(reader, message),
    ...senderOf(world, message.userId),
    ts: message.ts,
    threadTs: message.threadTs ?? null,
    ephemeral: false,
    edited: message.edited !== undefined && message.botId === undefined,
    pinned: world.pins.get(channel.id)?.some((pin) => pin.ts === message.ts) ?? false,
    reactions: message.reactions.map(({ name, users }) => ({
      name,
      by: users.map((id) => world.user(id).realName),
    })),
    files: message.fileIds.map((id) => ({ id, name: world.files.get(id)?.title ?? id })),
  };
}

function whisperOn(reader: Reader, message: Ephemeral): ScreenMessage {
  return {
    ...bodyOf(reader, message),
    ...senderOf(reader.world, message.authorId),
    ts: message.ts,
    threadTs: message.threadTs ?? null,
    ephemeral: true,
    edited: false,
    pinned: false,
    reactions: [],
    files: [],
  };
}

function senderOf(world: World, id: string): Pick<ScreenMessage, 'from' | 'fromId' | 'isApp'> {
  const sender = world.user(id);
  return { from: sender.realName, fromId: id, isApp: sender.isBot };
}

/** With blocks, people see the blocks; the text is only for notifications then. */
function bodyOf(reader: Reader, message: { text: string; blocks?: Json[] }) {
  const blocks = message.blocks ?? [];
  if (blocks.length === 0) return { text: renderText(reader, message.text), controls: [], blocks };
  const { lines, controls } = renderBlocks(reader, blocks);
  return { text: lines.join('\n'), controls, blocks };
}

function viewOn(world: World, user: User, view: View): ScreenView {
  const reader = { world, zone: user.tz };
  const { lines, controls } = renderBlocks(reader, records(view.data.blocks), view.state, view.errors);
  return {
    id: view.id,
    title: view.type === 'home' ? world.app(view.appId).name : textOf(view.data.title),
    submit: textOf(view.data.submit) || null,
    close: view.type === 'home' ? null : textOf(view.data.close) || 'Cancel',
    text: lines.join('\n'),
    controls,
    errors: { ...view.errors },
    notices: noticesAt(world, user, view.id),
    blocks: records(view.data.blocks),
    state: view.state,
  };
}

function noticesAt(world: World, user: User, where: string): string[] {
  return world.notices
    .filter((it) => it.userId === user.id && it.where === where)
    .map((it) => text(it.text) ?? '');
}
