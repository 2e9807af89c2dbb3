import type { Channel, Message, User } from '../world/model.ts';
import { dmOf, openDm, shareChannel, teamsOf } from '../world/visibility.ts';
import type { World } from '../world/world.ts';
import { DriverError } from './error.ts';

/** A person or bot by id, handle, full name, or a first name that only one has. */
export function findUser(world: World, ref: string, among?: readonly User[]): User {
  const byId = world.users.get(ref);
  if (byId !== undefined) return byId;
  const name = ref.replace(/^@/, '').toLowerCase();
  const users = among ?? [...world.users.values()];
  const exact = users.filter((user) => [user.name, user.realName].some((it) => it.toLowerCase() === name));
  const found = exact.length > 0 ? exact : users.filter((user) => firstName(user) === name);
  if (found.length === 1 && found[0] !== undefined) return found[0];
  const known = users.map((user) => user.realName).join(', ');
  if (found.length === 0) throw new DriverError(`Nobody is called "${ref}". There are: ${known}`);
  throw new DriverError(`"${ref}" could be ${found.map((it) => `${it.realName} (${it.id})`).join(' or ')}`);
}

/** Somebody who acts: a person who is still there. */
export function findActor(world: World, ref: string): User {
  const name = ref.toLowerCase();
  const users = [...world.users.values()];
  if (users.some((it) => it.isBot && (it.id === ref || it.name === name))) {
    throw new DriverError(`${ref} is an app; only people act here`);
  }
  const user = findUser(
    world,
    ref,
    users.filter((it) => !it.isBot),
  );
  if (user.deleted) throw new DriverError(`${user.realName} has left and can do nothing`);
  return user;
}

/**
 * Where somebody is: `#name`, an id, or `@name` for the DM with a person or an app. Names are looked up
 * among what this person can see.
 */
export function findPlace(world: World, user: User, ref: string): Channel {
  const byId = world.channels.get(ref);
  if (byId !== undefined) return seen(world, user, byId);
  if (ref.startsWith('@')) return findDm(world, user, ref);
  const name = ref.replace(/^#/, '').toLowerCase();
  const named = [...world.channels.values()].filter(
    (it) => it.kind !== 'im' && it.name.toLowerCase() === name,
  );
  const channel = named.find((it) => it.members.has(user.id)) ?? named.find((it) => sees(user, it));
  if (channel === undefined) throw new DriverError(`${user.realName} sees no channel "${ref}"`);
  return channel;
}

function seen(world: World, user: User, channel: Channel): Channel {
  if (sees(user, channel)) return channel;
  throw new DriverError(`${user.realName} cannot see ${channel.name || world.channel(channel.id).id}`);
}

function sees(user: User, channel: Channel): boolean {
  if (channel.members.has(user.id)) return true;
  return channel.kind === 'public' && teamsOf(channel).includes(user.teamId);
}

function findDm(world: World, user: User, ref: string): Channel {
  const name = ref.replace(/^@/, '').toLowerCase();
  const bots = [...world.users.values()].filter((it) => it.isBot && it.name === name);
  const written = bots
    .map((bot) => dmOf(world, bot.id, user.id))
    .find((dm) => dm !== undefined && world.messagesIn(dm.id).length > 0);
  const own = bots.find((bot) => bot.teamId === user.teamId && !bot.deleted);
  if (own !== undefined) return dmOf(world, own.id, user.id) ?? openDm(world, own, user);
  if (written !== undefined) return written;
  if (bots.length > 0) {
    throw new DriverError(`${user.realName} has no DM with ${ref}: a partner's app has to write first`);
  }
  const peer = findUser(world, ref);
  if (peer.teamId !== user.teamId && !shareChannel(world, user.id, peer.id)) {
    throw new DriverError(`${user.realName} and ${peer.realName} share no channel`);
  }
  return openDm(world, user, peer);
}

/** A message by its `ts`, or the newest one that this person sees there with these words in it. */
export function findMessage(world: World, channel: Channel, ref: string): Message {
  const byTs = world.message(channel.id, ref);
  if (byTs !== undefined) return byTs;
  const saying = world.messagesIn(channel.id).findLast((message) => says(message, ref));
  if (saying === undefined) throw new DriverError(`No message there says "${ref}"`);
  return saying;
}

export function says(message: { text: string; blocks?: unknown }, words: string): boolean {
  const wanted = words.toLowerCase();
  return (
    message.text.toLowerCase().includes(wanted) ||
    JSON.stringify(message.blocks ?? [])
      .toLowerCase()
      .includes(wanted)
  );
}

/** Whom somebody brings in: a person, or an app's bot by its name, their own organisation's first. */
export function findInvitee(world: World, by: User, ref: string, known: readonly User[]): User {
  const bots = known.filter((it) => it.isBot && it.name === ref.replace(/^@/, '').toLowerCase());
  return bots.find((it) => it.teamId === by.teamId) ?? bots[0] ?? findUser(world, ref, known);
}

/** Must be in a channel to speak or act there. */
export function mustBeIn(channel: Channel, user: User): void {
  if (!channel.members.has(user.id)) throw new DriverError(`${user.realName} is not in #${channel.name}`);
}

export function firstName(user: User): string {
  return user.realName.split(' ')[0]?.toLowerCase() ?? '';
}
