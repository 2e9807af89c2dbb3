/** Tokens that end after twelve hours, renewed in time: one renewal at a time in all processes. */
import { WebAPIRateLimitedError } from '@slack/web-api';
import { type Database, type Tx, transact } from '../db/client.ts';
import { errorDetails, type Log } from '../db/log.ts';
import type { Clients } from './client.ts';
import { holdInstallation, type InstallationRow, putSecrets } from './installation-store.ts';
import { slackCode } from './installations.ts';

/** Tokens live for twelve hours; they are renewed two hours before. */
const AHEAD_MS = 2 * 3_600_000;
/** A token with less than this left is not used any more. */
const SPARE_MS = 60_000;
/** Where a token could not be renewed, this process does not try again for so long. */
const PAUSE_MS = 3_000;
/** And its log says so once in this time. */
const SILENT_MS = 10 * 60_000;
const RENEWING = { timeoutMs: 20_000, maxWaitMs: 10_000 };

/** Slack's answers that mean that the app is gone. */
export const GONE: readonly string[] = ['token_revoked', 'account_inactive'];
/** Its answers to a renewal that mean that none will ever do: only installing the app anew helps. */
export const LOST: readonly string[] = [...GONE, 'invalid_refresh_token'];

export interface Secrets {
  readonly token: string;
  readonly refresh: string | null;
}

/** A token is over and cannot be renewed now: whoever asked for it tries again later. */
class TokenOver extends Error {
  override readonly name = 'TokenOver';
}

export interface Renewals {
  /**
   * Renews a token that is over, or soon will be; in all other cases gives the row as it is.
   *
   * @param refused the secrets whose token Slack has refused, though by the clock it may have time left
   * @throws what Slack or the database answers
   */
  renew(id: string, refused?: string): Promise<InstallationRow | null>;
  /**
   * The installation with a token that can be used.
   * @throws where its token is over and cannot be renewed now
   */
  inTime(row: InstallationRow): Promise<InstallationRow>;
}

export interface RenewalsDeps {
  readonly db: Database['prisma'];
  readonly clients: Clients;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly opened: (row: InstallationRow) => Secrets;
  readonly sealed: (id: string, secrets: Secrets) => string;
  readonly onRenewed: () => void;
  readonly log: Log;
}

export function createRenewals(deps: RenewalsDeps): Renewals {
  const underWay = new Map<string, Promise<InstallationRow | null>>();
  /** Where renewing has failed: until when to let it rest, and to be silent about it. */
  const failed = new Map<string, { readonly until: number; readonly silentUntil: number }>();

  function renew(id: string, refused?: string): Promise<InstallationRow | null> {
    const before = underWay.get(id);
    if (before) return before;
    // A refresh token is good for one use, so the row is held meanwhile.
    const renewal = transact(deps.db, (tx) => renewIn(tx, id, refused), RENEWING).finally(() => {
      underWay.delete(id);
      deps.onRenewed();
    });
    underWay.set(id, renewal);
    return renewal;
  }

  async function renewIn(tx: Tx, id: string, refused?: string): Promise<InstallationRow | null> {
    const row = await holdInstallation(tx, id);
    if (!row || (row.secrets !== refused && left(row) > AHEAD_MS)) return row; // another process was first
    const { refresh } = deps.opened(row);
    if (!refresh) return row;
    const answer = await deps.clients.of({}).oauth.v2.access({
      client_id: deps.clientId,
      client_secret: deps.clientSecret,
      grant_type: 'refresh_token',
      refresh_token: refresh,
    });
    const { access_token: token, refresh_token: next, expires_in: seconds } = answer;
    if (!token) throw new Error('a renewal without a token');
    const expiresAt = seconds ? new Date(Date.now() + seconds * 1_000) : null;
    const secrets = deps.sealed(id, { token, refresh: next ?? null });
    await putSecrets(tx, id, { secrets, expiresAt });
    deps.log.info({ installation: id }, 'a token has been renewed');
    return { ...row, secrets, expiresAt };
  }

  /** Never rejects; null where it would be of no use to try again. */
  async function tried(id: string): Promise<InstallationRow | null | 'not now'> {
    const before = failed.get(id);
    if (before && before.until > performance.now()) return 'not now';
    try {
      const row = await renew(id);
      failed.delete(id);
      return row;
    } catch (error) {
      const [now, slack] = [performance.now(), slackCode(error)];
      const isSilent = before !== undefined && before.silentUntil > now;
      if (!isSilent) deps.log.error({ installation: id, ...errorDetails(error), slack }, 'no renewal');
      const isLost = slack !== undefined && LOST.includes(slack);
      const pauseMs = error instanceof WebAPIRateLimitedError ? error.retryAfter * 1_000 : PAUSE_MS;
      failed.set(id, {
        until: isLost ? now : now + pauseMs,
        silentUntil: isSilent ? before.silentUntil : now + SILENT_MS,
      });
      return isLost ? null : 'not now';
    }
  }

  return {
    renew,
    async inTime(row) {
      if (left(row) > AHEAD_MS) return row;
      const renewal = tried(row.id);
      if (left(row) > SPARE_MS) return row;
      const renewed = await renewal;
      if (renewed === 'not now') throw new TokenOver();
      // Where it can never be renewed, whoever uses it is refused, and then the installation is found to have ended.
      return renewed ?? row;
    },
  };
}

/** Milliseconds of real time that a token has left. */
function left({ expiresAt }: InstallationRow): number {
  return expiresAt ? expiresAt.getTime() - Date.now() : Number.POSITIVE_INFINITY;
}
