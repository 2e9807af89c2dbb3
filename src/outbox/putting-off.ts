/** Not now: at Slack's wish, because it could not be reached, or because nobody knows whether it has the message. */
import type { LaneMessage } from './claim-store.ts';
import { holdGate } from './gates.ts';
import type { Sender } from './ledger.ts';
import { around, type Outcome, type Poster } from './poster.ts';
import { leaveToRecovery } from './record-store.ts';

/** How long to wait for a Slack that cannot be reached, in milliseconds of real time. */
export const UNREACHED_MS = 5_000;

type NotNow = Exclude<Outcome<unknown>, { kind: 'done' | 'refused' }>;

/** What becomes of a message that Slack has not taken, or nobody knows. */
export async function putOff(
  { db, log, ledger }: Sender,
  message: LaneMessage,
  outcome: NotNow,
): Promise<void> {
  if (outcome.kind === 'limited') {
    return ledger.back(message, { afterMs: outcome.retryAfterMs, error: 'ratelimited' });
  }
  log.warn({ message: message.id, error: outcome.error, outcome: outcome.kind }, 'a message has to wait');
  if (outcome.kind === 'unreached') {
    return ledger.back(message, { afterMs: UNREACHED_MS, error: outcome.error });
  }
  await leaveToRecovery(db, message.id, outcome.error);
}

/**
 * A lane's calls that keep to what Slack asked: after a 429 none of that method is made until it is over, by this run
 * of the lane nor, since the gate is in the database, by a later one.
 */
export function patient(poster: Poster, db: Sender['db'], lane: string): Poster {
  const closedUntil = new Map<string, number>();
  async function inTurn<T>(method: string, call: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const retryAfterMs = (closedUntil.get(method) ?? 0) - Date.now();
    if (retryAfterMs > 0) return { kind: 'limited', method, retryAfterMs };
    const outcome = await call();
    if (outcome.kind === 'limited') {
      const until = Date.now() + outcome.retryAfterMs;
      closedUntil.set(outcome.method, Math.max(until, closedUntil.get(outcome.method) ?? 0));
      await holdGate(db, lane, outcome.method, outcome.retryAfterMs);
    }
    return outcome;
  }
  return around(poster, inTurn);
}
