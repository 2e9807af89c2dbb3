import { messageShape } from '../wire/message-shapes.ts';
import { viewShape } from '../wire/shapes.ts';
import { compact } from '../world/json.ts';
import type {
  AppDefinition,
  Channel,
  Installation,
  Json,
  Message,
  User,
  View,
  ViewState,
} from '../world/model.ts';
import type { World } from '../world/world.ts';

/** Interaction payloads, in Slack's shapes. */

function common(world: World, app: AppDefinition, user: User, teamId: string): Json {
  return {
    team: { id: teamId, domain: world.team(teamId).domain },
    enterprise: null,
    user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
    api_app_id: app.id,
    token: app.verificationToken,
    is_enterprise_install: false,
  };
}

/** A channel's name as interactions carry it: what is not public is not named. */
function nameInPayload(channel: Channel): string {
  return { public: channel.name, private: 'privategroup', im: 'directmessage' }[channel.kind];
}

function actionTs(): string {
  const now = Date.now();
  return `${Math.floor(now / 1000)}.${String((now % 1000) * 1000).padStart(6, '0')}`;
}

export interface Source {
  readonly app: AppDefinition;
  readonly installation: Installation;
  readonly user: User;
  readonly triggerId: string;
  readonly responseUrl?: string;
}

/** A click or choice in a message. `team` is the installation's that posted it, whoever clicks. */
export function messageAction(
  world: World,
  from: Source,
  place: { channel: Channel; message?: Message; ts: string; threadTs?: string },
  action: Json,
  state: ViewState,
): Json {
  return compact({
    type: 'block_actions',
    ...common(world, from.app, from.user, from.installation.teamId),
    container: compact({
      type: 'message',
      message_ts: place.ts,
      channel_id: place.channel.id,
      is_ephemeral: place.message === undefined,
      thread_ts: place.threadTs,
    }),
    trigger_id: from.triggerId,
    channel: { id: place.channel.id, name: nameInPayload(place.channel) },
    message: place.message && messageShape(world, place.message, { metadata: true }),
    state: { values: state },
    response_url: from.responseUrl,
    actions: [{ ...action, action_ts: actionTs() }],
  });
}

/** A click or choice in a modal or Home; `teamId` is whichever side the story lets it come from. */
export function viewAction(world: World, from: Source, view: View, teamId: string, action: Json): Json {
  return {
    type: 'block_actions',
    ...common(world, from.app, from.user, teamId),
    container: { type: 'view', view_id: view.id },
    trigger_id: from.triggerId,
    view: viewShape(world, view),
    actions: [{ ...action, action_ts: actionTs() }],
  };
}

/** A form handed in. `team` is the person's own, also where the app is not installed there. */
export function submission(world: World, from: Source, view: View): Json {
  return {
    type: 'view_submission',
    ...common(world, from.app, from.user, from.user.teamId),
    trigger_id: from.triggerId,
    view: viewShape(world, view),
    response_urls: [],
  };
}

export function closing(world: World, from: Omit<Source, 'triggerId'>, view: View, cleared: boolean): Json {
  return {
    type: 'view_closed',
    ...common(world, from.app, from.user, from.user.teamId),
    view: viewShape(world, view),
    is_cleared: cleared,
  };
}

export function messageShortcut(
  world: World,
  from: Source,
  callbackId: string,
  channel: Channel,
  message: Message,
): Json {
  return compact({
    type: 'message_action',
    ...common(world, from.app, from.user, from.installation.teamId),
    // Only block actions and views say which app they are for.
    api_app_id: undefined,
    user: { id: from.user.id, name: from.user.name, team_id: from.user.teamId },
    action_ts: actionTs(),
    callback_id: callbackId,
    trigger_id: from.triggerId,
    response_url: from.responseUrl,
    channel: { id: channel.id, name: nameInPayload(channel) },
    message_ts: message.ts,
    message: messageShape(world, message),
  });
}

export function globalShortcut(world: World, from: Source, callbackId: string): Json {
  return compact({
    type: 'shortcut',
    ...common(world, from.app, from.user, from.installation.teamId),
    api_app_id: undefined,
    user: { id: from.user.id, username: from.user.name, team_id: from.user.teamId },
    action_ts: actionTs(),
    callback_id: callbackId,
    trigger_id: from.triggerId,
  });
}

export function slashCommand(
  world: World,
  from: Source,
  channel: Channel,
  command: string,
  text: string,
): Json {
  return {
    token: from.app.verificationToken,
    team_id: from.user.teamId,
    team_domain: world.team(from.user.teamId).domain,
    channel_id: channel.id,
    channel_name: nameInPayload(channel),
    user_id: from.user.id,
    user_name: from.user.name,
    command,
    text,
    api_app_id: from.app.id,
    is_enterprise_install: 'false',
    response_url: from.responseUrl ?? '',
    trigger_id: from.triggerId,
  };
}
