/** What a dead sender left behind. */
import type { LaneMessage } from './claim-store.ts';
import { itemsOf, reachOf } from './lane-store.ts';
import type { Sender } from './ledger.ts';
import type { DeliveryDeps } from './parcel.ts';
import { lookAgain, markDead, markUnknown } from './record-store.ts';

/** When to look again, where Slack could not say whether it has a message (real time, on top of the grace). */
const LOOK_AGAIN_MS = 1_000;
/** A message to which Slack never gives a clear answer is given up after so many posts, which take most of a day. */
const MOST_ATTEMPTS = 100;
const LONGEST_WAIT_MS = 600_000;

/** How long a message waits before it is posted once more (real time): at first not at all, then twice as long each time. */
function waitAfter(attempts: number): number {
  return attempts < 2 ? 0 : Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** (attempts - 2));
}

/**
 * A sender died, or Slack's answer was lost: posts again only if the message is not in the direct messages. Where
 * one cannot look, it counts as seen, and what it carried waits for the next note.
 */
export async function recover(sender: Sender, message: LaneMessage): Promise<void> {
  const { db, ledger, poster } = sender;
  if (message.route === 'bell' || message.route === 'channel') return leaveUnknown(sender, message);
  const reach = (await reachOf(db, [message])).get(message.id);
  if (!reach?.channelId) return postAgain(sender, message); // it had nowhere to be posted to yet

  const route = reach.homeTeamId === message.lane ? 'own' : 'host';
  const found = await poster.find(reach.channelId, message.key);
  if (found.kind === 'refused') return leaveUnknown(sender, { ...message, route });
  if (found.kind === 'limited') return lookAgain(db, message.id, found.retryAfterMs);
  if (found.kind !== 'done') return lookAgain(db, message.id, LOOK_AGAIN_MS);
  if (found.value === null) return postAgain(sender, message);

  const { ts, items } = found.value;
  const carried = (await itemsOf(db, [message.id])).get(message.id) ?? [];
  const shown = carried.filter(({ id }) => items.includes(id)); // whatever has become of them since
  // How they read when it was posted is not known, so it is drawn once more.
  await ledger.sent(message, shown, { route, channelId: reach.channelId, ts }, message.wantedRevision - 1);
}

async function postAgain({ db, ledger, log }: Sender, message: LaneMessage): Promise<void> {
  const { id, attempts, error } = message;
  if (attempts < MOST_ATTEMPTS)
    return ledger.back(message, { afterMs: waitAfter(attempts), error: 'recovered' });
  log.error({ message: id, error }, 'a message cannot be sent');
  await markDead(db, id, error ?? 'unclear');
}

/** Nobody can look whether what it was posting arrived: it is not posted again, and what it carried rides anew. */
export function leaveUnknown({ transact, now }: DeliveryDeps, message: LaneMessage): Promise<void> {
  return transact((tx) => markUnknown(tx, now(), message, message.route));
}
