/** Waiting where Slack asks for it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { WebAPIRateLimitedError } from '@slack/web-api';

/** How often one waits, and for how many seconds at the most. */
export interface Patience {
  readonly times: number;
  readonly longestS: number;
}

/**
 * A call that waits out a rate limit, where somebody has time for it.
 * @throws what Slack answers, and a rate limit that lasts longer
 */
export async function patiently<T>(call: () => Promise<T>, { times, longestS }: Patience): Promise<T> {
  for (let left = times; ; left -= 1) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof WebAPIRateLimitedError) || left <= 0 || error.retryAfter > longestS) throw error;
      await sleep(error.retryAfter * 1_000, undefined, { ref: false });
    }
  }
}
