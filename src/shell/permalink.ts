import type { WebClient } from '@slack/web-api';
import { within } from '../kernel/turns.ts';

const PERMALINK_MS = 1_000;

/** The address of a message; null where Slack does not say within a second, since it is worth no longer wait. */
export async function permalinkOf(slack: WebClient, channel: string, ts: string): Promise<string | null> {
  const asked = slack.chat.getPermalink({ channel, message_ts: ts }).then(
    ({ permalink }) => permalink ?? null,
    () => null,
  );
  return within(asked, PERMALINK_MS, () => null);
}
