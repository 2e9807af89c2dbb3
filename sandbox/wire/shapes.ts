import { compact } from '../world/json.ts';
import type { About, Channel, Json, Team, User, View } from '../world/model.ts';
import { acquaintance, isExternal, peerIn, teamsOf } from '../world/visibility.ts';
import type { World } from '../world/world.ts';

/** A user as the app of one team may see them. */
export function userShape(
  world: World,
  user: User,
  viewerTeamId: string,
  options: { locale?: boolean } = {},
): Json {
  const known = acquaintance(world, viewerTeamId, user);
  const lean = known !== 'own' && world.options.partnerProfiles === 'lean';
  const image = (size: number) => `${world.baseUrl}/icons/user_${size}.png`;
  const profile = {
    title: user.title,
    phone: '',
    skype: '',
    real_name: user.realName,
    real_name_normalized: user.realName,
    display_name: user.isBot ? '' : user.name,
    display_name_normalized: user.isBot ? '' : user.name,
    status_text: '',
    status_emoji: '',
    status_expiration: 0,
    avatar_hash: 'g0000000000',
    image_24: image(24),
    image_32: image(32),
    image_48: image(48),
    image_72: image(72),
    image_192: image(192),
    image_512: image(512),
    team: user.teamId,
    ...(user.isBot && { bot_id: user.botId, api_app_id: user.appId, always_active: false }),
  };
  const base = { id: user.id, team_id: user.teamId, name: user.name, deleted: user.deleted, profile };
  const rest = { is_bot: user.isBot, is_app_user: false, updated: user.updated };
  if (lean) return { ...base, ...rest, is_stranger: known === 'stranger' };
  return {
    ...base,
    color: '9f69e7',
    real_name: user.realName,
    tz: user.tz,
    tz_label: zoneLabel(user.tz, world.clock.now()),
    tz_offset: zoneOffset(user.tz, world.clock.now()),
    ...(known === 'own'
      ? {
          is_admin: false,
          is_owner: false,
          is_primary_owner: false,
          is_restricted: user.isRestricted,
          is_ultra_restricted: false,
          is_email_confirmed: true,
          who_can_share_contact_card: 'EVERYONE',
          // Slack gives no locale for partners, also when it is asked for.
          ...(options.locale && { locale: user.locale }),
        }
      : { is_stranger: known === 'stranger' }),
    ...rest,
  };
}

/** A channel as the app of one team may see it. `list` lacks who is connected, as Slack's list does. */
export function channelShape(
  channel: Channel,
  viewer: { teamId: string; userId: string },
  options: { list?: boolean; numMembers?: boolean } = {},
): Json {
  if (channel.kind === 'im') return imShape(channel, viewer, options.list ?? false);
  const external = isExternal(channel);
  return compact({
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === 'private',
    created: channel.created,
    creator: channel.creator,
    is_archived: channel.archived,
    is_general: channel.isGeneral,
    unlinked: 0,
    is_shared: external,
    is_org_shared: false,
    is_pending_ext_shared: false,
    is_ext_shared: external,
    pending_shared: [],
    pending_connected_team_ids: [],
    context_team_id: viewer.teamId,
    updated: channel.created * 1000,
    conversation_host_id: external ? channel.teamId : undefined,
    shared_team_ids: options.list && external ? [viewer.teamId] : teamsOf(channel),
    internal_team_ids: external ? [] : undefined,
    connected_team_ids: external && !options.list ? otherTeams(channel, viewer.teamId) : undefined,
    connected_limited_team_ids: external && !options.list ? [] : undefined,
    is_member: channel.members.has(viewer.userId),
    topic: aboutShape(channel.topic),
    purpose: aboutShape(channel.purpose),
    previous_names: [],
    num_members: options.numMembers ? channel.members.size : undefined,
  });
}

function aboutShape(about: About = { value: '', creator: '', lastSet: 0 }): Json {
  return { value: about.value, creator: about.creator, last_set: about.lastSet };
}

function otherTeams(channel: Channel, teamId: string): string[] {
  return teamsOf(channel).filter((id) => id !== teamId);
}

function imShape(channel: Channel, viewer: { teamId: string; userId: string }, list: boolean): Json {
  return {
    id: channel.id,
    created: channel.created,
    is_archived: false,
    is_im: true,
    is_org_shared: false,
    context_team_id: viewer.teamId,
    updated: channel.created * 1000,
    user: peerIn(channel, viewer.userId),
    priority: 0,
    ...(list && { is_user_deleted: false }),
  };
}

export function teamShape(world: World, team: Team): Json {
  return {
    id: team.id,
    name: team.name,
    domain: team.domain,
    email_domain: '',
    url: `https://${team.domain}.slack.com/`,
    icon: { image_default: true, image_34: `${world.baseUrl}/icons/team_34.png` },
    is_verified: false,
    avatar_base_url: `${world.baseUrl}/icons/`,
  };
}

/** A view as answers and payloads carry it. */
export function viewShape(world: World, view: View): Json {
  const installation = world.installation(view.appId, view.installTeamId);
  const { blocks, title, submit, close, private_metadata, callback_id, external_id } = view.data;
  return {
    id: view.id,
    team_id: view.type === 'home' ? view.installTeamId : world.user(view.userId).teamId,
    type: view.type,
    blocks,
    private_metadata: private_metadata ?? '',
    callback_id: callback_id ?? '',
    state: { values: view.state },
    hash: view.hash,
    title: title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: view.data.clear_on_close ?? false,
    notify_on_close: view.data.notify_on_close ?? false,
    close: close ?? null,
    submit: submit ?? null,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: view.appId,
    external_id: external_id ?? '',
    app_installed_team_id: view.installTeamId,
    bot_id: installation?.botId ?? '',
  };
}

/** Seconds that a zone is ahead of UTC at an instant. */
function zoneOffset(zone: string, at: Date): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(name);
  if (match === null) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
  return match[1] === '-' ? -seconds : seconds;
}

function zoneLabel(zone: string, at: Date): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'long' });
  return format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? zone;
}
