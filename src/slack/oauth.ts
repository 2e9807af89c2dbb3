/** Installing by OAuth: `InstallProvider` alone, beside Bolt, whose own would exclude our `authorize`. */
import { createHash } from 'node:crypto';
import {
  ClearStateStore,
  type Installation as Granted,
  InstallProvider,
  type StateStore,
} from '@slack/oauth';
import type { Db } from '../db/client.ts';
import { errorDetails, type Log } from '../db/log.ts';
import { clientOptions, slackLogger } from './client.ts';
import type { Routes } from './http-server.ts';
import { INSTALL_PATH, REDIRECT_PATH } from './paths.ts';
import { BOT_SCOPES } from './scopes.ts';

export interface OAuthSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stateSecret: string;
  /** Under which Slack and browsers reach this server. */
  readonly publicUrl: string;
  readonly apiUrl: string;
}

export interface OAuthDeps {
  readonly db: Db;
  readonly log: Log;
  /** Keeps what was granted, before the person is told that it is done. */
  readonly keep: (granted: Granted) => Promise<void>;
}

/** The two addresses of an installation. What comes back from Slack needs a state that this browser was given. */
export function oauthRoutes(settings: OAuthSettings, { db, log, keep }: OAuthDeps): Routes {
  const { clientId, clientSecret, stateSecret, publicUrl, apiUrl } = settings;
  const installOptions = { scopes: [...BOT_SCOPES], redirectUri: new URL(REDIRECT_PATH, publicUrl).href };
  const provider = new InstallProvider({
    clientId,
    clientSecret,
    stateStore: singleUse(new ClearStateStore(stateSecret), db),
    installationStore: {
      storeInstallation: (granted) => keep(granted as Granted),
      // Installations are looked up by ours alone (stored-installations.ts).
      fetchInstallation: () => Promise.reject(new Error('not looked up here')),
    },
    installUrlOptions: installOptions,
    directInstall: true,
    authVersion: 'v2',
    authorizationUrl: authorizationUrl(apiUrl),
    clientOptions: clientOptions(apiUrl, log),
    logger: slackLogger(log),
  });
  const show = (response: Parameters<Routes[string]>[1], status: number, text: string): void => {
    response
      .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
      .end(text);
  };
  return {
    [`GET ${INSTALL_PATH}`]: (request, response) => provider.handleInstallPath(request, response),
    [`GET ${REDIRECT_PATH}`]: (request, response) =>
      provider.handleCallback(request, response, {
        success: () => show(response, 200, INSTALLED),
        failure: (error) => {
          log.warn(errorDetails(error), 'an installation did not come about');
          show(response, 400, NOT_INSTALLED);
        },
      }),
  };
}

const INSTALLED =
  'Entente is installed. Invite @Entente to the channel that you share with your partners; you can close this page.';
const NOT_INSTALLED = `Entente was not installed, and nothing has changed. To try again, open ${INSTALL_PATH} here.`;

/** Slack's page for people stands beside its API: https://slack.com/api/ → https://slack.com/oauth/v2/authorize */
function authorizationUrl(apiUrl: string): string {
  return new URL('../oauth/v2/authorize', apiUrl).href;
}

/** Signed, ten minutes old at most, and good for one use: the second one finds its mark. */
function singleUse(signed: StateStore, db: Db): StateStore {
  return {
    generateStateParam: (options, now) => signed.generateStateParam(options, now),
    async verifyStateParam(now, state) {
      const options = await signed.verifyStateParam(now, state);
      const mark = { apiAppId: 'oauth', eventId: createHash('sha256').update(state).digest('hex') };
      const { count } = await db.eventSeen.createMany({
        data: [{ ...mark, seenAt: now }],
        skipDuplicates: true,
      });
      if (count === 0) throw new Error('this state has been used');
      return options;
    },
  };
}
