/** Web API clients, one a token, that fail fast and say nothing of what they carry. */
import { type Logger, LogLevel } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { errorDetails, type Log } from '../db/log.ts';

const TIMEOUT_MS = 10_000;
const TOO_MANY = 429;

/** Whoever has a token: an installation. Without one, only what needs none can be asked. */
export interface TokenHolder {
  readonly token?: string;
  readonly teamId?: string;
  /** The token serves several workspaces: every call names the one it is about. */
  readonly isOrgWide?: boolean;
}

/** Clients are cheap; those of tokens that have ended should not be kept for ever. */
const MOST_KEPT = 2_000;

export interface Clients {
  of(holder: TokenHolder): WebClient;
}

/**
 * What every client is made with; a new object each time, since the SDK writes into the ones it is given. There
 * are never `headers` in it: the SDK would put the first tenant's token there and send it for all others.
 *
 * Nothing is retried in here: who calls knows whether it may be done twice, and a rate limit holds one lane, not
 * the whole client.
 */
export function clientOptions(apiUrl: string, log: Log): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: TIMEOUT_MS,
    logger: slackLogger(log),
  };
}

/** @param onLimited told the method that Slack asks to wait with (429), whoever called it */
export function webClients(
  apiUrl: string,
  log: Log,
  onLimited: (method: string) => void = () => {},
): Clients {
  const known = new Map<string, WebClient>();
  const watched: NonNullable<WebClientOptions['fetch']> = async (address, how) => {
    const answer = await fetch(address, how);
    if (answer.status === TOO_MANY) onLimited(String(address).slice(apiUrl.length));
    return answer;
  };
  return {
    of({ token, teamId, isOrgWide }) {
      const key = `${isOrgWide ? teamId : ''} ${token ?? ''}`;
      const options = { ...clientOptions(apiUrl, log), fetch: watched };
      const client =
        known.get(key) ?? new WebClient(token, isOrgWide && teamId ? { ...options, teamId } : options);
      if (known.size >= MOST_KEPT) known.clear();
      known.set(key, client);
      return client;
    },
  };
}

const LONGEST_LINE = 300;
const SECRETS = /xox[a-z]-[\w-]+|xapp-[\w-]+|\?\S+/g;

/** Only warnings and errors, only sentences: the SDK's lesser levels print payloads. */
export function slackLogger(log: Log): Logger {
  const say = (level: 'warn' | 'error', parts: unknown[]) => {
    const words = parts.filter((part) => typeof part === 'string').join(' ');
    const error = parts.find((part) => part instanceof Error);
    const details = error ? { from: 'slack-sdk', ...errorDetails(error) } : { from: 'slack-sdk' };
    log[level](details, words.replace(SECRETS, '…').slice(0, LONGEST_LINE) || 'Slack SDK');
  };
  return {
    debug() {},
    info() {},
    warn: (...parts) => say('warn', parts),
    error: (...parts) => say('error', parts),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  };
}
