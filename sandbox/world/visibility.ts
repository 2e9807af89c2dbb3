import type { Channel, User } from './model.ts';
import type { World } from './world.ts';

/** Who may know of whom, as section "Slack Connect" of Slack's documentation has it. */

/** The teams of a channel: its host, then the connected ones. */
export function teamsOf(channel: Channel): string[] {
  return [channel.teamId, ...channel.connectedTeamIds];
}

export function isExternal(channel: Channel): boolean {
  return channel.connectedTeamIds.length > 0;
}

/** A channel as one team's bot may know it: a public one of its teams, or one that it is in. */
export function visibleTo(channel: Channel, teamId: string, userId: string): boolean {
  if (channel.members.has(userId)) return true;
  return channel.kind === 'public' && teamsOf(channel).includes(teamId);
}

/** Whether two people, or a person and a bot, are in one channel. DMs do not count. */
export function shareChannel(world: World, a: string, b: string): boolean {
  for (const channel of world.channels.values()) {
    if (channel.kind !== 'im' && channel.members.has(a) && channel.members.has(b)) return true;
  }
  return false;
}

/** What a team knows of a user: its own, a partner it shares a channel with, or a partner's stranger. */
export function acquaintance(
  world: World,
  teamId: string,
  user: User,
): 'own' | 'partner' | 'stranger' | 'none' {
  if (user.teamId === teamId) return 'own';
  let connected = false;
  for (const channel of world.channels.values()) {
    const teams = teamsOf(channel);
    if (!teams.includes(teamId)) continue;
    if (channel.members.has(user.id)) return 'partner';
    connected ||= teams.includes(user.teamId);
  }
  return connected ? 'stranger' : 'none';
}

/**
 * Why no DM from a bot reaches somebody, where the story made it so. An organisation that keeps the apps of others from
 * its people (`user_not_visible`) lets its own app through.
 */
export function dmError(world: World, bot: User, userId: string): string | undefined {
  const error = world.dmErrors.get(userId);
  const isOwn = world.users.get(userId)?.teamId === bot.teamId;
  return error === 'user_not_visible' && isOwn ? undefined : error;
}

/** The DM of two users, if it exists. */
export function dmOf(world: World, a: string, b: string): Channel | undefined {
  return world.dms.get(dmKey(a, b));
}

/** The DM of two users, made where it is missing. An app's DM belongs to the team of its installation. */
export function openDm(world: World, opener: User, other: User): Channel {
  const existing = dmOf(world, opener.id, other.id);
  if (existing !== undefined) return existing;
  const order = world.ids.count('membership');
  const owner = other.isBot ? other : opener;
  const channel = world.addChannel({
    kind: 'im',
    name: '',
    teamId: owner.teamId,
    creator: opener.id,
    connectedTeamIds: opener.teamId === other.teamId ? [] : [owner === opener ? other.teamId : opener.teamId],
    members: new Map([
      [opener.id, order],
      [other.id, order],
    ]),
  });
  world.dms.set(dmKey(opener.id, other.id), channel);
  return channel;
}

/** The other one of a DM. */
export function peerIn(channel: Channel, userId: string): string {
  return [...channel.members.keys()].find((id) => id !== userId) ?? userId;
}

function dmKey(a: string, b: string): string {
  return a < b ? `${a}/${b}` : `${b}/${a}`;
}
