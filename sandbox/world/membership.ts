import { emitInChannel, emitInTeam, emitTo } from './events.ts';
import type { Channel, User } from './model.ts';
import { isExternal, shareChannel, teamsOf } from './visibility.ts';
import type { World } from './world.ts';

/** Comings, goings and what else befalls channels and people, with the events that apps get. */

/** Brings somebody in; the app hears of its own coming too. */
export function join(world: World, channel: Channel, user: User, inviter?: User): void {
  if (channel.members.has(user.id)) return;
  channel.members.set(user.id, world.ids.count('membership'));
  emitMembership(world, channel, user, 'member_joined_channel', inviter);
}

/** Takes somebody out. An app that leaves does not hear of it, for it is gone by then. */
export function leave(world: World, channel: Channel, user: User): void {
  if (!channel.members.delete(user.id)) return;
  emitMembership(world, channel, user, 'member_left_channel');
}

function emitMembership(world: World, channel: Channel, user: User, type: string, inviter?: User): void {
  const event = {
    type,
    user: user.id,
    channel: channel.id,
    channel_type: channel.kind === 'private' ? 'G' : 'C',
    team: user.teamId,
    ...(inviter && { inviter: inviter.id }),
    event_ts: world.nextTs(),
  };
  emitInChannel(world, channel, { event, actorTeamId: user.teamId });
}

/** Takes somebody out on another's word. An app that is taken out hears of it by an event of its own. */
export function remove(world: World, channel: Channel, user: User, by: User): void {
  const installation = world.installationOfBot(user.id);
  if (channel.members.has(user.id) && installation !== undefined) {
    const type = channel.kind === 'private' ? 'group_left' : 'channel_left';
    const event = { type, channel: channel.id, actor_id: by.id, event_ts: world.nextTs() };
    const app = world.app(installation.appId);
    emitTo(world, app, installation, { event, actorTeamId: by.teamId }, isExternal(channel));
  }
  leave(world, channel, user);
}

/** Archives a channel or brings it back. Private channels have events of their own names. */
export function setArchived(world: World, channel: Channel, archived: boolean, by: User): void {
  if (channel.archived === archived) return;
  channel.archived = archived;
  const verb = archived ? 'archive' : 'unarchive';
  const event = {
    type: `${channel.kind === 'private' ? 'group' : 'channel'}_${verb}`,
    channel: channel.id,
    user: by.id,
    event_ts: world.nextTs(),
    ...(archived && { is_moved: 0 }),
  };
  emitInChannel(world, channel, { event, actorTeamId: by.teamId });
}

/** Connects another team to a channel. Its people still have to join. */
export function connectTeam(world: World, channel: Channel, teamId: string): void {
  if (teamsOf(channel).includes(teamId)) return;
  channel.connectedTeamIds.push(teamId);
  const event = {
    type: 'channel_shared',
    connected_team_id: teamId,
    channel: channel.id,
    event_ts: world.nextTs(),
  };
  emitInChannel(world, channel, { event, actorTeamId: channel.teamId });
}

/** Cuts a team off: its people and bots lose the channel, and its id means nothing to them any more. */
export function disconnectTeam(world: World, channel: Channel, teamId: string): void {
  const at = channel.connectedTeamIds.indexOf(teamId);
  if (at < 0) return;
  channel.connectedTeamIds.splice(at, 1);
  for (const id of [...channel.members.keys()]) {
    if (world.user(id).teamId === teamId) channel.members.delete(id);
  }
  const event = {
    type: 'channel_unshared',
    previously_connected_team_id: teamId,
    channel: channel.id,
    is_ext_shared: channel.connectedTeamIds.length > 0,
    event_ts: world.nextTs(),
  };
  emitInChannel(world, channel, { event, actorTeamId: channel.teamId });
}

/** Gives a channel another id, as Slack does when a private one is about to be shared. */
export function renumber(world: World, channel: Channel): { from: string; to: string } {
  const from = channel.id;
  const to = world.ids.next('C');
  const messages = world.messagesIn(from).map((message) => ({ ...message, channelId: to }));
  world.channels.delete(from);
  world.messages.delete(from);
  channel.id = to;
  world.channels.set(to, channel);
  world.messages.set(to, messages);
  world.pins.set(to, world.pins.get(from) ?? []);
  const event = {
    type: 'channel_id_changed',
    old_channel_id: from,
    new_channel_id: to,
    event_ts: world.nextTs(),
  };
  emitInChannel(world, channel, { event, actorTeamId: channel.teamId });
  return { from, to };
}

/** Tells apps that somebody changed: those of their own team, and those they share a channel with. */
export function announceUser(
  world: World,
  user: User,
  shape: (teamId: string) => Record<string, unknown>,
): void {
  user.updated = world.clock.seconds();
  const teams = new Set(
    world.installations
      .filter((it) => !it.revoked)
      .filter((it) => it.teamId === user.teamId || shareChannel(world, it.botUserId, user.id))
      .map((it) => it.teamId),
  );
  for (const teamId of teams) {
    const event = {
      type: 'user_change',
      user: shape(teamId),
      cache_ts: user.updated,
      event_ts: world.nextTs(),
    };
    emitInTeam(world, teamId, { event, actorTeamId: user.teamId });
  }
}
