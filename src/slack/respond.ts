/** Private answers to who clicked, through the address that came with the click. */
import { errorDetails, type Log } from '../db/log.ts';
import { isOfSlack } from './address.ts';

const TIMEOUT_MS = 5_000;

/**
 * Says something privately to who clicked. What was clicked has been dealt with by then, so a failure is only logged.
 */
export type Respond = (responseUrl: string, text: string) => Promise<void>;

/** @param apiUrl of the Slack that the app works with: nothing is ever sent to an address elsewhere */
export function responder(apiUrl: string, log: Log): Respond {
  return async (responseUrl, text) => {
    if (!isOfSlack(apiUrl, responseUrl)) {
      log.warn({}, 'a private answer was to go elsewhere, so it was not sent');
      return;
    }
    try {
      const answer = await fetch(responseUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, text }),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!answer.ok) log.warn({ status: answer.status }, 'a private answer was refused');
      await answer.body?.cancel();
    } catch (error) {
      log.warn(errorDetails(error), 'a private answer could not be sent');
    }
  };
}
