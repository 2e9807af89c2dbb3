import type { IncomingHttpHeaders } from 'node:http';
import { isValidSlackRequest } from '@slack/bolt';

const FURTHEST_MS = 5 * 60_000;

/**
 * Whether a request is Slack's. Bolt's verifier refuses what is older than five minutes and compares in constant
 * time; it takes timestamps of the future, with which a request that leaked could be played again for longer.
 */
export function isSlacks(signingSecret: string, headers: IncomingHttpHeaders, rawBody: string): boolean {
  const claim = claimOf(headers);
  return claim !== null && isValidSlackRequest({ signingSecret, body: rawBody, headers: claim });
}

/** Whether a request says of itself that it is Slack's, and of now: of any other the body need not be read. */
export function claimsToBeSlacks(headers: IncomingHttpHeaders): boolean {
  return claimOf(headers) !== null;
}

function claimOf(headers: IncomingHttpHeaders) {
  const timestamp = Number(headers['x-slack-request-timestamp']);
  const signature = headers['x-slack-signature'];
  if (!Number.isSafeInteger(timestamp) || typeof signature !== 'string') return null;
  if (Math.abs(timestamp * 1000 - Date.now()) > FURTHEST_MS) return null;
  return { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp };
}
