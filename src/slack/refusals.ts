/** What Slack's answers mean for whoever would ask again. */
import { WebAPIPlatformError } from '@slack/web-api';
import { refusesToken } from './installations.ts';

/** Slack's own faults, reported as if they were answers. */
const SLACK_FAULTS: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
]);

export function isFaultOfSlack(code: string): boolean {
  return SLACK_FAULTS.has(code);
}

/** Slack's answer to what it was asked, where it would answer the same again; null where another try may go better. */
export function finalAnswer(error: unknown): string | null {
  if (!(error instanceof WebAPIPlatformError)) return null;
  const code = error.data.error;
  return isFaultOfSlack(code) || refusesToken(code) ? null : code;
}
