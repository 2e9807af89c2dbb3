import { findPlace } from '../driver/find.ts';
import { fileShape } from '../wire/message-shapes.ts';
import { records, textOf } from '../world/json.ts';
import type { Channel, Ephemeral, Message, User, View } from '../world/model.ts';
import { dmOf, peerIn, teamsOf } from '../world/visibility.ts';
import type { World } from '../world/world.ts';
import type { OpenPlace, PageApp, PageMessage, PagePlace, PageView, Pane } from './shapes.ts';
import { unreadIn } from './unread.ts';

/** What somebody looks at: a place, a stretch of it, a thread. */
export interface Look {
  /** An id, `#name`, or `@Name` for a DM. */
  readonly place?: string | undefined;
  /** The number of the first message; absent: the newest ones. */
  readonly first?: number | undefined;
  readonly count: number;
  readonly thread?: string | undefined;
}

/** What one person sees. @throws DriverError where the place is not theirs to see */
export function paneOf(world: World, user: User, look: Look): Pane {
  const mine = [...world.channels.values()].filter((it) => it.members.has(user.id));
  const shown = mine.filter((it) => it.kind !== 'im' || world.messagesIn(it.id).length > 0);
  const place = look.place === undefined ? undefined : findPlace(world, user, look.place);
  const apps = [...world.apps.values()];
  const own = apps.filter((app) => world.installation(app.id, user.teamId)?.scopes.includes('commands'));
  const top = world.modalsOf(user.id).at(-1);
  const ids = new Set([...mine.map((it) => it.id), ...world.modalsOf(user.id).map((it) => it.id)]);
  return {
    now: world.clock.now().toISOString(),
    meId: user.id,
    places: shown.map((it) => placeOf(world, user, it)).sort((a, b) => (a.name < b.name ? -1 : 1)),
    apps: apps.map((app) => appOf(world, user, app.id)).filter((it) => it !== undefined),
    commands: own.flatMap(({ commands }) =>
      commands.map(({ command, hints = [] }) => ({ command, hints: [...hints] })),
    ),
    shortcuts: own.flatMap(({ shortcuts }) => [...shortcuts]),
    place: place === undefined ? null : openPlace(world, user, place, look),
    thread: place && look.thread !== undefined ? threadOf(world, user, place, look.thread) : null,
    modal: top === undefined ? null : viewOf(world, user, top),
    notices: world.notices.filter((it) => it.userId === user.id && !ids.has(it.where)).map((it) => it.text),
  };
}

function placeOf(world: World, user: User, channel: Channel): PagePlace {
  const peerId = channel.kind === 'im' ? peerIn(channel, user.id) : null;
  return {
    id: channel.id,
    name: peerId === null ? channel.name : nameOfPeer(world, user, world.user(peerId)),
    kind: channel.kind,
    archived: channel.archived,
    peerId,
    teamIds: teamsOf(channel),
    ...unreadIn(world, user, channel),
  };
}

/** Where one's own organisation has an app, a partner's copy of it says whose it is. */
function nameOfPeer(world: World, user: User, peer: User): string {
  const isCopy =
    peer.teamId !== user.teamId && world.installation(peer.appId ?? '', user.teamId) !== undefined;
  return isCopy ? `${peer.realName} (${world.team(peer.teamId).name})` : peer.realName;
}

function openPlace(world: World, user: User, channel: Channel, look: Look): OpenPlace {
  const posted = world.messagesIn(channel.id).filter((it) => it.threadTs === undefined || it.broadcast);
  const whispered = whispersIn(world, user, channel).filter((it) => it.threadTs === undefined);
  const all = [...posted, ...whispered].sort((a, b) => Number(a.ts) - Number(b.ts));
  const first = Math.max(0, Math.min(look.first ?? all.length - look.count, all.length - 1));
  const threads = repliesIn(world, user, channel);
  const pinned = new Set(world.pins.get(channel.id)?.map((it) => it.ts));
  const draw = (it: Message | Ephemeral) => messageOf(world, user, it, threads, pinned);
  return {
    ...placeOf(world, user, channel),
    members: [...channel.members.keys()],
    total: all.length,
    first,
    messages: all.slice(first, first + look.count).map(draw),
    lastRead: world.reads.get(world.readKey(user.id, channel.id)) ?? null,
    pins: world
      .messagesIn(channel.id)
      .filter((it) => pinned.has(it.ts))
      .map(draw),
    notices: noticesAt(world, user, channel.id),
  };
}

function threadOf(world: World, user: User, channel: Channel, ts: string): PageMessage[] {
  const posted = world.messagesIn(channel.id).filter((it) => it.ts === ts || it.threadTs === ts);
  const whispered = whispersIn(world, user, channel).filter((it) => it.threadTs === ts);
  const pinned = new Set(world.pins.get(channel.id)?.map((it) => it.ts));
  return [...posted, ...whispered]
    .sort((a, b) => Number(a.ts) - Number(b.ts))
    .map((it) => messageOf(world, user, it, new Map(), pinned));
}

function whispersIn(world: World, user: User, channel: Channel): Ephemeral[] {
  return world.ephemerals.filter((it) => it.channelId === channel.id && it.to === user.id);
}

type Threads = Map<string, { count: number; last: string }>;

function repliesIn(world: World, user: User, channel: Channel): Threads {
  const threads: Threads = new Map();
  for (const { ts, threadTs } of [...world.messagesIn(channel.id), ...whispersIn(world, user, channel)]) {
    if (threadTs === undefined || threadTs === ts) continue;
    threads.set(threadTs, { count: (threads.get(threadTs)?.count ?? 0) + 1, last: ts });
  }
  return threads;
}

function messageOf(
  world: World,
  user: User,
  it: Message | Ephemeral,
  threads: Threads,
  pinned: ReadonlySet<string>,
): PageMessage {
  const thread = threads.get(it.ts);
  const common = {
    ts: it.ts,
    text: it.text,
    blocks: it.blocks ?? [],
    state: world.messageStates.get(`${user.id}/${it.channelId}/${it.ts}`) ?? {},
    threadTs: it.threadTs ?? null,
    replies: thread?.count ?? 0,
    lastReply: thread?.last ?? null,
  };
  if ('to' in it) {
    const nothing = { edited: false, pinned: false, reactions: [], files: [] };
    return { ...common, ...nothing, userId: it.authorId, isApp: true, ephemeral: true };
  }
  return {
    ...common,
    userId: it.userId,
    isApp: it.botId !== undefined,
    ephemeral: false,
    edited: it.edited !== undefined && it.botId === undefined,
    pinned: pinned.has(it.ts),
    reactions: it.reactions.map(({ name, users }) => ({ name, users: [...users] })),
    files: it.fileIds.map((id) => {
      const { title, mimetype } = fileShape(world, id);
      return { id, name: String(title), isImage: String(mimetype).startsWith('image/') };
    }),
  };
}

function appOf(world: World, user: User, appId: string): PageApp | undefined {
  const app = world.app(appId);
  const own = world.installation(appId, user.teamId);
  const known = world.installations.filter((it) => it.appId === appId && !it.revoked);
  const here = own ?? known.find((it) => dmOf(world, it.botUserId, user.id)) ?? known[0];
  if (here === undefined) return undefined;
  const home = world.homes.get(world.homeKey(appId, user.id));
  return {
    id: appId,
    name: app.name,
    botId: here.botUserId,
    own: own !== undefined,
    hints: app.commands.flatMap(({ hints = [] }) => [...hints]),
    home: home?.shown ? viewOf(world, user, home) : null,
  };
}

function viewOf(world: World, user: User, view: View): PageView {
  const blocks = records(view.data.blocks);
  const asks = blocks.some((block) => block.type === 'input');
  return {
    id: view.id,
    title: textOf(view.data.title),
    // Without a text of its own Slack still shows a button where there is something to fill in.
    submit: textOf(view.data.submit) || (asks ? 'Submit' : null),
    close: textOf(view.data.close) || 'Cancel',
    blocks,
    state: view.state,
    errors: { ...view.errors },
    notices: noticesAt(world, user, view.id),
    depth: view.type === 'modal' ? world.modalsOf(user.id).indexOf(view) : 0,
  };
}

function noticesAt(world: World, user: User, where: string): string[] {
  return world.notices.filter((it) => it.userId === user.id && it.where === where).map((it) => it.text);
}
