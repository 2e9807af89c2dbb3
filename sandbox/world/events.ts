import { secretFor } from './ids.ts';
import { compact } from './json.ts';
import type { AppDefinition, Channel, Installation, Json } from './model.ts';
import { isExternal, teamsOf } from './visibility.ts';
import type { World } from './world.ts';

/** The scopes that let an app receive an event; any one of them is enough. */
const EVENT_SCOPES: Readonly<Record<string, readonly string[]>> = {
  app_mention: ['app_mentions:read'],
  'message.im': ['im:history'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  reaction_added: ['reactions:read'],
  reaction_removed: ['reactions:read'],
  pin_added: ['pins:read'],
  pin_removed: ['pins:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
  member_left_channel: ['channels:read', 'groups:read'],
  channel_archive: ['channels:read'],
  channel_unarchive: ['channels:read'],
  channel_left: ['channels:read'],
  group_left: ['groups:read'],
  group_archive: ['groups:read'],
  group_unarchive: ['groups:read'],
  channel_shared: ['channels:read', 'groups:read'],
  channel_unshared: ['channels:read', 'groups:read'],
  channel_id_changed: ['channels:read', 'groups:read'],
  channel_rename: ['channels:read'],
  user_change: ['users:read'],
  file_shared: ['files:read'],
};

export interface Happening {
  readonly event: Json & { type: string };
  /** What an app subscribes to, where it is not the event's own type: `message.im`. */
  readonly subscription?: string;
  /** The team of whoever did it. */
  readonly actorTeamId: string;
}

/**
 * Tells the apps in a channel what happened there. An app that is installed on several sides hears it once,
 * through the side that joined last, whoever did it.
 */
export function emitInChannel(
  world: World,
  channel: Channel,
  happening: Happening,
  only?: Set<string>,
): void {
  for (const app of world.apps.values()) {
    const inside = installationsIn(world, app, channel);
    const last = inside.at(-1);
    if (last === undefined) continue;
    if (only !== undefined && !inside.some((it) => only.has(it.botUserId))) continue;
    emitTo(world, app, last, happening, isExternal(channel));
  }
}

/** Tells the apps of a team, or of one installation, what happened outside any channel. */
export function emitInTeam(world: World, teamId: string, happening: Happening, appId?: string): void {
  for (const app of world.apps.values()) {
    if (appId !== undefined && app.id !== appId) continue;
    const installation = world.installation(app.id, teamId);
    if (installation !== undefined) emitTo(world, app, installation, happening, false);
  }
}

/** Sends one event through one installation, if the app asked for it and may have it. */
export function emitTo(
  world: World,
  app: AppDefinition,
  installation: Installation,
  { event, subscription = event.type, actorTeamId }: Happening,
  external: boolean,
): void {
  if (!app.events.includes(subscription)) return;
  const scopes = EVENT_SCOPES[subscription];
  if (scopes !== undefined && !scopes.some((scope) => installation.scopes.includes(scope))) return;
  const eventId = world.ids.next('Ev');
  const envelope = compact({
    token: app.verificationToken,
    team_id: world.options.envelopeTeam === 'author' ? actorTeamId : installation.teamId,
    context_team_id: installation.teamId,
    context_enterprise_id: null,
    api_app_id: app.id,
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: world.clock.seconds(),
    authorizations: [
      {
        enterprise_id: null,
        team_id: installation.teamId,
        user_id: installation.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: external,
    event_context: `4-${secretFor(`context ${eventId}`)}`,
  });
  void world.outbound?.event(app, envelope);
}

/** The app's installations whose bots are in a channel, the one that joined last at the end. */
function installationsIn(world: World, app: AppDefinition, channel: Channel): Installation[] {
  const joined = (it: Installation) => channel.members.get(it.botUserId) ?? 0;
  const teams = teamsOf(channel);
  return world.installations
    .filter((it) => it.appId === app.id && !it.revoked && channel.members.has(it.botUserId))
    .filter((it) => teams.includes(it.teamId))
    .sort((a, b) => joined(a) - joined(b));
}
