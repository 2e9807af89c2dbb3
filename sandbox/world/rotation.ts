/** Token rotation: tokens that end by real time, and what they are renewed with. Off until a story turns it on. */
import { secretFor } from './ids.ts';
import type { AppDefinition, Installation } from './model.ts';
import type { World } from './world.ts';

interface Rotation {
  refreshToken: string;
  expiresAt: number;
}

const lives = new WeakMap<AppDefinition, number>();
const rotations = new WeakMap<Installation, Rotation>();

/** From now on this app's tokens live for so many milliseconds. */
export function rotateTokens(app: AppDefinition, lifeMs: number): void {
  lives.set(app, lifeMs);
}

/** Gives an installation a new token, where its app's tokens rotate; what Slack says of it beside the token. */
export function nextToken(
  world: World,
  installation: Installation,
): { refresh_token: string; expires_in: number } | undefined {
  const lifeMs = lives.get(world.app(installation.appId));
  if (lifeMs === undefined) return undefined;
  const number = world.ids.count('token');
  const secret = (kind: string) => secretFor(`${kind} ${installation.teamId} ${number}`);
  installation.token = `xoxe.xoxb-1-${number}-${secret('access')}`;
  const refreshToken = `xoxe-1-${number}-${secret('refresh')}`;
  rotations.set(installation, { refreshToken, expiresAt: Date.now() + lifeMs });
  return { refresh_token: refreshToken, expires_in: Math.floor(lifeMs / 1000) };
}

export function isExpired(installation: Installation): boolean {
  return (rotations.get(installation)?.expiresAt ?? Number.POSITIVE_INFINITY) <= Date.now();
}

/** The installation that a refresh token renews. Such a token is good for one use. */
export function refreshedBy(world: World, token: string): Installation | undefined {
  return world.installations.find((it) => !it.revoked && rotations.get(it)?.refreshToken === token);
}
