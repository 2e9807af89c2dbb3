import { WebAPIPlatformError } from '@slack/web-api';
import type { Clients } from './client.ts';

/** The app in one workspace. */
export interface Installation {
  readonly teamId: string;
  readonly enterpriseId: string | null;
  /** One token serves several workspaces, so each call has to name its own. */
  readonly isOrgWide: boolean;
  /** null where Slack does not say; what arrives names the app itself. */
  readonly appId: string | null;
  readonly botUserId: string;
  readonly botId: string;
  readonly token: string;
}

export interface Installations {
  /** @param enterpriseId of an input: an org-wide installation serves workspaces that it has not met yet */
  find(teamId: string, enterpriseId?: string | null): Promise<Installation | null>;
  all(): Promise<Installation[]>;
  /**
   * Slack says that a workspace's token has ended. Deletes it, unless Slack still takes it: such an event may come
   * late, after the app was installed anew.
   *
   * @returns the workspaces in which the app is no longer
   * @throws where Slack cannot be asked
   */
  ended(teamId: string): Promise<string[]>;
}

/**
 * The one installation behind a token from the configuration. Slack is asked who it is at first use, once; where
 * Slack cannot be asked, the next use asks again.
 */
export function fixedInstallation(token: string, clients: Clients): Installations {
  let known: Promise<Installation> | null = null;

  const installation = (): Promise<Installation> => {
    known ??= introduce(token, clients).catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };

  return {
    async find(teamId) {
      const only = await installation();
      return only.teamId === teamId ? only : null;
    },
    all: async () => [await installation()],
    async ended(teamId) {
      known = null;
      return (await hasEnded(clients, token)) ? [teamId] : [];
    },
  };
}

/** Slack's answers that mean that a token is of no use any more. */
export const ENDED: ReadonlySet<string> = new Set([
  'invalid_auth',
  'token_revoked',
  'account_inactive',
  'token_expired',
  'not_authed',
]);

/**
 * Whether Slack takes a token no longer.
 * @throws where Slack cannot be asked
 */
export async function hasEnded(clients: Clients, token: string): Promise<boolean> {
  try {
    await clients.of({ token }).auth.test();
    return false;
  } catch (error) {
    if (error instanceof WebAPIPlatformError && ENDED.has(error.data.error)) return true;
    throw error;
  }
}

async function introduce(token: string, clients: Clients): Promise<Installation> {
  const self = await clients.of({ token }).auth.test();
  if (!self.team_id || !self.user_id || !self.bot_id) {
    throw new Error('auth.test did not name a bot: SLACK_BOT_TOKEN must be a bot token');
  }
  return {
    teamId: self.team_id,
    enterpriseId: self.enterprise_id ?? null,
    isOrgWide: false,
    appId: self.app_id ?? null,
    botUserId: self.user_id,
    botId: self.bot_id,
    token,
  };
}
