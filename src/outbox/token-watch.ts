import { ENDED } from '../slack/installations.ts';
import type { Outcome, Poster } from './poster.ts';

/**
 * A poster that notices when Slack no longer takes its token: the message was not posted and is none the worse, so it
 * waits, and `onEnded` looks whether the app is still installed.
 */
export function watchToken(poster: Poster, onEnded: () => void): Poster {
  async function watched<T>(call: Promise<Outcome<T>>): Promise<Outcome<T>> {
    const outcome = await call;
    if (outcome.kind !== 'refused' || !ENDED.has(outcome.error)) return outcome;
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
