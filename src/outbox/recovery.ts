/** What a dead sender left behind. */

import type { LaneMessage } from './lane-store.ts';
import * as store from './lane-store.ts';
import type { DeliveryDeps } from './parcel.ts';
import type { Poster } from './poster.ts';
import { recordSent } from './sending.ts';

/**
 * A sender died, or Slack's answer was lost: posts again only if the message is not in the direct messages. Where
 * one cannot look, it counts as seen, and what it carried waits for the next note.
 */
export async function recover(deps: DeliveryDeps, poster: Poster, message: LaneMessage): Promise<void> {
  const { db, transact } = deps;
  const again = () => store.giveBack(db, message, { afterMs: 0, error: 'recovered' });
  if (message.route === 'bell' || message.route === 'channel') {
    return transact((tx) => store.markUnknown(tx, deps.now(), message, message.route));
  }
  const { personId, lane } = message;
  const reach = personId ? (await store.reachOf(db, lane, [personId])).get(personId) : undefined;
  if (!reach?.channelId) return again(); // it had nowhere to be posted to yet

  const route = reach.homeTeamId === lane ? 'own' : 'host';
  const found = await poster.find(reach.channelId, message.key);
  if (found.kind === 'refused') return transact((tx) => store.markUnknown(tx, deps.now(), message, route));
  if (found.kind !== 'done') return store.leaveToRecovery(db, message.id, found.kind);
  if (found.value === null) return again();

  const { ts, items } = found.value;
  const carried = (await store.itemsOf(db, [message.id])).get(message.id) ?? [];
  const shown = carried.filter(({ id }) => items.includes(id)); // whatever has become of them since
  const sent = { route, channelId: reach.channelId, ts } as const;
  // How they read when it was posted is not known, so it is drawn once more.
  await recordSent(deps, message, shown, sent, message.wantedRevision - 1);
}
