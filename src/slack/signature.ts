import type { IncomingHttpHeaders } from 'node:http';
import { isValidSlackRequest } from '@slack/bolt';

const FURTHEST_AHEAD_MS = 5 * 60_000;

/**
 * Whether a request is Slack's. Bolt's verifier refuses what is older than five minutes and compares in constant
 * time; it takes timestamps of the future, with which a request that leaked could be played again for longer.
 */
export function isSlacks(signingSecret: string, headers: IncomingHttpHeaders, rawBody: string): boolean {
  const timestamp = Number(headers['x-slack-request-timestamp']);
  const signature = headers['x-slack-signature'];
  if (!Number.isSafeInteger(timestamp) || typeof signature !== 'string') return false;
  if (timestamp * 1000 - Date.now() > FURTHEST_AHEAD_MS) return false;
  return isValidSlackRequest({
    signingSecret,
    body: rawBody,
    headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp },
  });
}
