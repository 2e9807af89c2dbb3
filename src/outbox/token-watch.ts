import { refusesToken } from '../slack/installations.ts';
import { around, type Outcome, type Poster } from './poster.ts';

/**
 * A poster whose refusals are noticed. Where the token has ended or is over, the message was not posted and is none the
 * worse, so it waits.
 *
 * @param onEnded Slack no longer takes the token: is the app still installed, or is it to be renewed?
 */
export function watchPoster(poster: Poster, onEnded: () => void): Poster {
  async function watched<T>(_method: string, call: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const outcome = await call();
    if (outcome.kind !== 'refused' || !refusesToken(outcome.error)) return outcome;
    onEnded();
    return { kind: 'unreached', error: outcome.error };
  }
  return around(poster, watched);
}
