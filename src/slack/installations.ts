import type { Clients } from './client.ts';

/** The app in one workspace. */
export interface Installation {
  readonly teamId: string;
  readonly enterpriseId: string | null;
  /** null where Slack does not say; what arrives names the app itself. */
  readonly appId: string | null;
  readonly botUserId: string;
  readonly botId: string;
  readonly token: string;
}

export interface Installations {
  find(teamId: string): Promise<Installation | null>;
  all(): Promise<Installation[]>;
  /** Drops what is remembered about a workspace: its token has been revoked. */
  forget(teamId: string): void;
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
    forget() {
      known = null;
    },
  };
}

async function introduce(token: string, clients: Clients): Promise<Installation> {
  const self = await clients.of({ token }).auth.test();
  if (!self.team_id || !self.user_id || !self.bot_id) {
    throw new Error('auth.test did not name a bot: SLACK_BOT_TOKEN must be a bot token');
  }
  return {
    teamId: self.team_id,
    enterpriseId: self.enterprise_id ?? null,
    appId: self.app_id ?? null,
    botUserId: self.user_id,
    botId: self.bot_id,
    token,
  };
}
