import { emitTo } from './events.ts';
import { secretFor } from './ids.ts';
import type { AppDefinition, Installation, User } from './model.ts';
import type { World } from './world.ts';

/** Puts an app into a team: a bot user and a token. Again, it gets the same bot and a new token. */
export function install(
  world: World,
  app: AppDefinition,
  teamId: string,
  scopes: readonly string[] = app.scopes,
): Installation {
  const number = world.ids.count('token');
  const token = `xoxb-${teamId}-${number}-${secretFor(`token ${app.id} ${teamId} ${number}`)}`;
  const before = world.installations.find((it) => it.appId === app.id && it.teamId === teamId);
  if (before !== undefined) {
    const active = !before.revoked;
    Object.assign(before, { scopes, revoked: false });
    // A second install of an active app hands out the token it already has.
    if (!active) before.token = token;
    world.user(before.botUserId).deleted = false;
    return before;
  }
  const bot: User = {
    id: world.ids.next('U'),
    teamId,
    name: app.name.toLowerCase(),
    realName: app.name,
    tz: 'America/Los_Angeles',
    isBot: true,
    botId: world.ids.next('B'),
    appId: app.id,
    title: '',
    locale: 'en-US',
    deleted: false,
    isRestricted: false,
    updated: world.clock.seconds(),
  };
  world.users.set(bot.id, bot);
  const { id: botUserId, botId = '' } = bot;
  const installation = { appId: app.id, teamId, token, botUserId, botId, scopes, revoked: false };
  world.installations.push(installation);
  return installation;
}

/** Takes an app out of a team: its token dies, and it hears of it by two events in no promised order. */
export function uninstall(world: World, installation: Installation): void {
  if (installation.revoked) return;
  const app = world.app(installation.appId);
  const bot = world.user(installation.botUserId);
  const tell = (event: { type: string; [key: string]: unknown }) =>
    emitTo(world, app, installation, { event, actorTeamId: installation.teamId }, false);
  tell({ type: 'tokens_revoked', tokens: { oauth: [], bot: [bot.id] } });
  tell({ type: 'app_uninstalled' });
  installation.revoked = true;
  bot.deleted = true;
  for (const channel of world.channels.values()) if (channel.kind !== 'im') channel.members.delete(bot.id);
}
