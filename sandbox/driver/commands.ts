import { sayBack } from '../delivery/answers.ts';
import { globalShortcut, messageShortcut, slashCommand } from '../delivery/payloads.ts';
import type { AppDefinition, Channel, Installation, Message, User } from '../world/model.ts';
import { escapeCommand } from './compose.ts';
import { DriverError } from './error.ts';
import { type Outcome, outcomeOf, type Stage } from './pressing.ts';

/** Slash commands and shortcuts: only for people of a team in which the app is installed. */

export async function slash(
  stage: Stage,
  user: User,
  channel: Channel,
  command: string,
  typed: string,
): Promise<Outcome> {
  const { world, deliveries, tickets } = stage;
  const has = (app: AppDefinition) => app.commands.some((it) => it.command === command);
  const found = installed(stage, user, has);
  if (found === undefined) throw new DriverError(`${command} is not a valid command for ${user.realName}`);
  const { app, installation } = found;
  const escapes = app.commands.some((it) => it.command === command && it.shouldEscape);
  const text = (escapes ? escapeCommand(world, user, channel, typed) : typed).trim();
  const ids = { appId: app.id, teamId: installation.teamId, userId: user.id };
  const responseUrl = tickets.responseUrl({ ...ids, channelId: channel.id, source: null });
  const trigger = tickets.trigger({ ...ids, viewId: null });
  const from = { app, installation, user, triggerId: trigger.id, responseUrl };
  const payload = slashCommand(world, from, channel, command, text);
  const outcome = outcomeOf(await deliveries.interaction(app, 'slash_commands', payload));
  if (!outcome.ok) {
    world.notify(user.id, channel.id, `${command} failed with the error "${outcome.error}"`);
    return outcome;
  }
  const trouble = sayBack(world, { installation, to: user.id, channelId: channel.id }, outcome.answer);
  if (trouble === null) return outcome;
  world.notify(user.id, channel.id, `${command} failed with the error "${trouble}"`);
  return { ...outcome, ok: false, error: trouble };
}

export async function shortcut(
  stage: Stage,
  user: User,
  callbackId: string,
  at: { channel: Channel; message: Message } | undefined,
): Promise<Outcome> {
  const { world, deliveries, tickets } = stage;
  const type = at === undefined ? 'global' : 'message';
  const has = (app: AppDefinition) =>
    app.shortcuts.some((it) => it.callbackId === callbackId && it.type === type);
  const found = installed(stage, user, has);
  if (found === undefined) throw new DriverError(`${user.realName} has no ${type} shortcut "${callbackId}"`);
  const { app, installation } = found;
  const ids = { appId: app.id, teamId: installation.teamId, userId: user.id };
  const trigger = tickets.trigger({ ...ids, viewId: null });
  const from = { app, installation, user, triggerId: trigger.id };
  let payload = globalShortcut(world, from, callbackId);
  if (at !== undefined) {
    const responseUrl = tickets.responseUrl({ ...ids, channelId: at.channel.id, source: null });
    payload = messageShortcut(world, { ...from, responseUrl }, callbackId, at.channel, at.message);
  }
  const outcome = outcomeOf(await deliveries.interaction(app, 'interactive', payload));
  if (!outcome.ok) {
    world.notify(user.id, at?.channel.id ?? 'home', `The shortcut failed with the error "${outcome.error}"`);
  }
  return outcome;
}

function installed(
  { world }: Stage,
  user: User,
  has: (app: AppDefinition) => boolean,
): { app: AppDefinition; installation: Installation } | undefined {
  for (const app of world.apps.values()) {
    const installation = world.installation(app.id, user.teamId);
    if (installation?.scopes.includes('commands') && has(app)) return { app, installation };
  }
  return undefined;
}
