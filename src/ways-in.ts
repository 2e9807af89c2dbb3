/** By which ways something gets into a process, as its configuration has them. */
import type { Config, OAuthConfig } from './config.ts';
import { type OAuthDeps, oauthRoutes } from './slack/oauth.ts';
import type { StoredInstallations } from './slack/stored-installations.ts';
import type { Workspaces } from './workspaces.ts';

/** How Slack reaches a process: not at all where it only works. */
export function transportOf({ role, slackMode, appToken = '', signingSecret = '' }: Config) {
  if (role === 'worker') return { mode: 'none' } as const;
  return slackMode === 'socket'
    ? ({ mode: 'socket', appToken } as const)
    : ({ mode: 'http', signingSecret } as const);
}

/** The routes of OAuth; whoever has installed finds the alliances of their organisation awake. */
export function installRoutes(
  { slackApiUrl: apiUrl }: Config,
  oauth: OAuthConfig,
  deps: Pick<OAuthDeps, 'db' | 'log'>,
  stored: StoredInstallations,
  workspaces: Workspaces,
) {
  return oauthRoutes(
    { ...oauth, apiUrl },
    { ...deps, keep: async (granted) => workspaces.came(await stored.keep(granted)) },
  );
}
