import { refusesToken } from '../slack/installations.ts';
import type { Outcome, Poster } from './poster.ts';

/**
 * A poster whose refusals are noticed. Where the token has ended or is over, the message was not posted and is none the
 * worse, so it waits.
 *
 * @param onEnded Slack no longer takes the token: is the app still installed, or is it to be renewed?
 */
export function watchPoster(poster: Poster, onEnded: () => void): Poster {
  async function watched<T>(call: Promise<Outcome<T>>): Promise<Outcome<T>> {
    const outcome = await call;
    if (outcome.kind !== 'refused' || !refusesToken(outcome.error)) return outcome;
    onEnded();
    return { kind: 'unreached', error: outcome.error };
  }
  return {
    open: (...args) => watched(poster.open(...args)),
    post: (...args) => watched(poster.post(...args)),
    update: (...args) => watched(poster.update(...args)),
    pin: (...args) => watched(poster.pin(...args)),
    find: (...args) => watched(poster.find(...args)),
  };
}
