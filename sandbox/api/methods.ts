import type { SocketTransport } from '../delivery/socket.ts';
import type { Tickets } from '../delivery/tickets.ts';
import type { AppDefinition, Channel, Installation, Json, User } from '../world/model.ts';
import { visibleTo } from '../world/visibility.ts';
import type { World } from '../world/world.ts';
import type { Args } from './args.ts';
import { SlackError } from './errors.ts';

/** What a method knows of its caller. */
export interface Caller {
  readonly world: World;
  readonly tickets: Tickets;
  readonly socket: SocketTransport;
  readonly app: AppDefinition;
  readonly installation: Installation;
  readonly bot: User;
}

/** What a method without a bot token knows. */
export interface Guest {
  readonly world: World;
  readonly socket: SocketTransport;
  readonly token: string | undefined;
  /** HTTP Basic credentials, as `oauth.v2.access` may carry them. */
  readonly basic: { id: string; secret: string } | undefined;
}

export type Answer = Json;

/** The scopes of a method, any one of them; or a function of what the call names. */
export type Scopes = readonly string[] | ((caller: Caller, args: Args) => readonly string[]);

export interface Method {
  /** Calls a minute for one app in one team, where limits are on. Slack's tiers. */
  readonly perMinute: number;
  readonly scopes: Scopes;
  readonly run: (caller: Caller, args: Args) => Answer;
}

export const TIER_2 = 20;
export const TIER_3 = 50;
export const TIER_4 = 100;

/** The channel that a call names, if the caller's team may know of it. */
export function channelFor(caller: Caller, args: Args, name = 'channel'): Channel {
  const { world, bot } = caller;
  const channel = world.channels.get(args.required(name));
  if (channel === undefined || !visibleTo(channel, bot.teamId, bot.id))
    throw new SlackError('channel_not_found');
  return channel;
}

const PREFIXES = { public: 'channels', private: 'groups', im: 'im' };

/** Scopes that depend on whether a conversation is public, private or a DM, such as `…:history`. */
export function byKind(suffix: string): Scopes {
  return (caller, args) => {
    const kind = caller.world.channels.get(args.text('channel') ?? '')?.kind;
    // Of a conversation that does not exist, any of these lets the caller hear so.
    return kind === undefined
      ? Object.values(PREFIXES).map((it) => `${it}:${suffix}`)
      : [`${PREFIXES[kind]}:${suffix}`];
  };
}
