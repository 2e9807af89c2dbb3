import { install, uninstall } from '../world/installing.ts';
import type { Installation, Json } from '../world/model.ts';
import { nextToken, refreshedBy } from '../world/rotation.ts';
import type { World } from '../world/world.ts';
import type { Args } from './args.ts';
import { SlackError } from './errors.ts';
import { eventAuthorizations } from './lookups.ts';
import type { Caller, Guest, Method } from './methods.ts';
import { TIER_3 } from './methods.ts';

/** Methods that need no bot token, and those that end one. */

function apiTest(_guest: Guest, args: Args): Json {
  const error = args.text('error');
  const { token: _secret, ...rest } = args.raw;
  if (error !== undefined) throw new SlackError(error, { args: rest });
  return Object.keys(rest).length > 0 ? { args: rest } : {};
}

function connectionsOpen({ world, socket, token }: Guest): Json {
  if (token === undefined) throw new SlackError('not_authed');
  const app = [...world.apps.values()].find((it) => it.appToken === token);
  if (app === undefined) {
    const bot = world.installations.some((it) => it.token === token);
    throw new SlackError(bot ? 'not_allowed_token_type' : 'invalid_auth');
  }
  if (app.transport !== 'socket') throw new SlackError('forbidden_for_app');
  return { url: socket.ticket(app) };
}

function oauthAccess({ world, basic }: Guest, args: Args): Json {
  const clientId = basic?.id ?? args.text('client_id');
  const app = [...world.apps.values()].find((it) => it.clientId === clientId);
  if (app === undefined) throw new SlackError('invalid_client_id');
  if ((basic?.secret ?? args.text('client_secret')) !== app.clientSecret)
    throw new SlackError('bad_client_secret');
  if (args.text('grant_type') === 'refresh_token') {
    const renewed = refreshedBy(world, args.text('refresh_token') ?? '');
    if (renewed?.appId !== app.id) throw new SlackError('invalid_refresh_token');
    return tokenShape(world, renewed, nextToken(world, renewed));
  }
  const grant = world.grants.get(args.text('code') ?? '');
  if (grant === undefined || grant.appId !== app.id) throw new SlackError('invalid_code');
  if (grant.used) throw new SlackError('code_already_used');
  const redirect = args.text('redirect_uri');
  if (redirect !== undefined && redirect !== grant.redirectUri) throw new SlackError('bad_redirect_uri');
  grant.used = true;
  const installation = install(world, app, grant.teamId, grant.scopes);
  const rotation = nextToken(world, installation);
  return { ...tokenShape(world, installation, rotation), authed_user: { id: grant.userId } };
}

function tokenShape(world: World, installation: Installation, rotation: Json | undefined): Json {
  const team = world.team(installation.teamId);
  return {
    app_id: installation.appId,
    scope: installation.scopes.join(','),
    token_type: 'bot',
    access_token: installation.token,
    ...rotation,
    bot_user_id: installation.botUserId,
    team: { id: team.id, name: team.name },
    enterprise: null,
    is_enterprise_install: false,
  };
}

export const guestMethods: Record<string, (guest: Guest, args: Args) => Json> = {
  'api.test': apiTest,
  'apps.connections.open': connectionsOpen,
  'apps.event.authorizations.list': eventAuthorizations,
  'oauth.v2.access': oauthAccess,
};

function authRevoke({ world, installation }: Caller, args: Args): Json {
  if (args.flag('test')) return { revoked: false };
  uninstall(world, installation);
  return { revoked: true };
}

function appsUninstall({ world, installation, app }: Caller, args: Args): Json {
  if (args.text('client_id') !== app.clientId) throw new SlackError('invalid_client_id');
  if (args.text('client_secret') !== app.clientSecret) throw new SlackError('bad_client_secret');
  uninstall(world, installation);
  return {};
}

export const endingMethods: Record<string, Method> = {
  'auth.revoke': { perMinute: TIER_3, scopes: [], run: authRevoke },
  'apps.uninstall': { perMinute: TIER_3, scopes: [], run: appsUninstall },
};
