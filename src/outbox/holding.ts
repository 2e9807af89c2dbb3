/** What was planned and could not leave in time: Slack was down, a worker was, or somebody's day has changed. */

import type { LaneMessage } from './claim-store.ts';
import * as store from './holding-store.ts';
import { mayLeave } from './limits.ts';
import type { DeliveryDeps } from './parcel.ts';
import { readersOf } from './readers.ts';

/**
 * The messages that may leave now. A note whose day, hours or reader are gone is taken apart instead, and what it
 * carried is planned anew; what expired meanwhile, or was for somebody who has left, leaves with no note.
 */
export async function withoutHeld(
  deps: DeliveryDeps,
  messages: readonly LaneMessage[],
): Promise<readonly LaneMessage[]> {
  const now = deps.now();
  const notes = messages.filter(({ kind }) => kind === 'note');
  if (notes.length === 0) return messages;
  await store.endStale(
    deps.db,
    now,
    notes.map(({ id }) => id),
  );
  const { readerOf } = await readersOf(
    deps.db,
    notes.flatMap(({ personId }) => personId ?? []),
  );
  const held = notes.filter(({ personId, localDate }) => {
    const reader = readerOf.get(personId ?? '');
    return !reader || !mayLeave(reader, localDate, now);
  });
  if (held.length === 0) return messages;
  await deps.transact((tx) => store.takeApart(tx, now, held));
  deps.log.info({ notes: held.length }, 'notes that could not leave in time are planned anew');
  return messages.filter((message) => !held.includes(message));
}
