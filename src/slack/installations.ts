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
   * late, after the app was installed anew. One that is merely over is renewed.
   *
   * @returns the workspaces in which the app is no longer
   * @throws where Slack cannot be asked, or what renews a token
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
      const refusal = await refusalOf(clients, token);
      return refusal && refusal !== OVER ? [teamId] : [];
    },
  };
}

/** Slack's answer where a token's time is over. It says nothing of the app: that is there, and its token is renewed. */
export const OVER = 'token_expired';
/** Slack's answers that are about the token that it was asked with, and not about what it was asked. */
const REFUSALS: ReadonlySet<string> = new Set([
  OVER,
  'invalid_auth',
  'token_revoked',
  'account_inactive',
  'not_authed',
]);

/** Whether Slack's answer is one of them. */
export function refusesToken(code: string): boolean {
  return REFUSALS.has(code);
}

/**
 * With what Slack refuses a token; null where it takes it.
 * @throws where Slack cannot be asked
 */
export async function refusalOf(clients: Clients, token: string): Promise<string | null> {
  try {
    await clients.of({ token }).auth.test();
    return null;
  } catch (error) {
    const code = slackCode(error);
    if (code && refusesToken(code)) return code;
    throw error;
  }
}

/** What Slack has answered, where it has. */
export function slackCode(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError ? error.data.error : undefined;
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
