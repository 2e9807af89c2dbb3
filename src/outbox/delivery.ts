/** A lane at work: posts what is pending, redraws what has changed, recovers what a dead sender left. */
import { withoutHeld } from './holding.ts';
import * as store from './lane-store.ts';
import { type DeliveryDeps, isDoors, type Parcel, pack } from './parcel.ts';
import type { Poster } from './poster.ts';
import { recover } from './recovery.ts';
import { leaseFrom, sendAll, UNREACHED_MS } from './sending.ts';

const BATCH = 25;

/**
 * Does what a lane has to do now, a batch of each kind.
 *
 * @returns how many messages it took; 0: nothing was left to do now
 */
export async function runLane(deps: DeliveryDeps, lane: string): Promise<number> {
  const poster = await deps.posterFor(lane);
  if (!poster) return leaveUnknown(deps, lane);
  const { db, settings } = deps;
  const abandoned = await store.claimAbandoned(db, lane, BATCH, settings.leaseMs, settings.graceMs);
  for (const message of abandoned) await recover(deps, poster, message);

  const lease = leaseFrom(Date.now(), settings.leaseMs);
  const claimed = await store.claimPending(db, lane, deps.now(), BATCH, settings.leaseMs);
  await sendAll(deps, poster, lane, await withoutHeld(deps, claimed), lease);

  const redraws = await store.claimRedraws(db, lane, BATCH, settings.leaseMs);
  for (const parcel of await pack(deps, redraws)) await redraw(deps, poster, parcel);
  return abandoned.length + claimed.length + redraws.length;
}

/** The app is gone from the workspace, and nobody can look whether what it was posting arrived: it rides anew. */
async function leaveUnknown(deps: DeliveryDeps, lane: string): Promise<number> {
  const { db, settings } = deps;
  const abandoned = await store.claimAbandoned(db, lane, BATCH, settings.leaseMs, settings.graceMs);
  for (const message of abandoned) {
    await deps.transact((tx) => store.markUnknown(tx, deps.now(), message, message.route));
  }
  return abandoned.length;
}

async function redraw(deps: DeliveryDeps, poster: Poster, { message, content }: Parcel): Promise<void> {
  const { channelId, ts } = message;
  if (!channelId || !ts || !content) return store.markShown(deps.db, message.id, message.wantedRevision);
  const done = isDoors(message)
    ? await poster.pin(channelId, ts)
    : await poster.update(channelId, ts, content);
  if (done.kind === 'done') return store.markShown(deps.db, message.id, message.wantedRevision);
  if (done.kind === 'refused') {
    deps.log.warn({ message: message.id, error: done.error }, 'a message cannot be redrawn');
    return store.markShown(deps.db, message.id, message.wantedRevision);
  }
  // Drawing twice does no harm, so what is unclear is simply done again.
  const afterMs = done.kind === 'limited' ? done.retryAfterMs : UNREACHED_MS;
  await store.giveBack(deps.db, message, { afterMs, error: done.kind });
}
