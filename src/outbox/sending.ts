/** Posting: each channel at Slack's pace, and what becomes of each message. */
import { setTimeout as sleep } from 'node:timers/promises';
import { UNREACHABLE } from '../slack/surface.ts';
import { type Address, addressOf } from './addressing.ts';
import type { Sender } from './ledger.ts';
import type { Lease, Letter } from './preparing.ts';
import { putOff } from './putting-off.ts';
import { markDead } from './record-store.ts';
import { bellMessage } from './views.ts';

/**
 * For how long a message may wait for its turn in a channel while it is ours: a share of the lease, so that what
 * waited is posted well within it. What would wait longer is given back.
 */
export function reachMs(leaseMs: number): number {
  return leaseMs / 3;
}

/** A lane's messages on their way: each channel's in the order in which they were written, side by side with others'. */
export interface Desk {
  /** Finds out where messages go, and has them posted: resolves when the first is done, `start` is told of the second. */
  send(letters: readonly Letter[], lease: Lease): Promise<void>;
}

/**
 * @param start is told of each channel's posting as it begins
 * @param resting aborted when the process stops: what waits for its turn is then given back
 */
export function openDesk(
  sender: Sender,
  start: (posting: Promise<void>) => void,
  resting: AbortSignal,
): Desk {
  const { ledger, settings } = sender;
  const { channelIntervalMs: intervalMs } = settings;
  const reach = reachMs(settings.leaseMs);
  /** The posting under way in each channel, and when its last place comes. */
  const busy = new Map<string, { last: Promise<void>; until: number }>();

  async function postInTurn(channelId: string, letters: readonly Addressed[], lease: Lease): Promise<void> {
    const first = intervalMs > 0 ? await ledger.places(channelId, letters.length) : 0;
    if (first === null) return giveAllBack(letters, intervalMs);
    const from = Date.now() + first;
    for (const [n, one] of letters.entries()) {
      await pause(from + n * intervalMs - Date.now(), resting);
      if (resting.aborted) return giveAllBack(letters.slice(n), 0);
      await post(sender, one, lease);
    }
  }

  async function giveAllBack(letters: readonly Addressed[], afterMs: number): Promise<void> {
    await Promise.all(
      letters.map(({ letter: { message } }) => ledger.back(message, { afterMs, error: null })),
    );
  }

  async function sendTo(channelId: string, letters: readonly Addressed[], lease: Lease): Promise<void> {
    const before = busy.get(channelId);
    const waitMs = Math.max(0, (before?.until ?? 0) - Date.now());
    // What would wait in vain comes again when the turns before it are over.
    const room = intervalMs > 0 ? Math.floor((reach - waitMs) / intervalMs) : Infinity;
    if (before && room < 1) return giveAllBack(letters, waitMs);
    const atOnce = Math.max(1, room);
    const [now, later] = [letters.slice(0, atOnce), letters.slice(atOnce)];
    const turns = now.length * intervalMs;
    const last = (before?.last ?? Promise.resolve()).then(() => postInTurn(channelId, now, lease));
    const until = Date.now() + waitMs + turns;
    const settled = last.catch(() => {});
    busy.set(channelId, { last: settled, until });
    await Promise.all([last, giveAllBack(later, waitMs + turns)]);
    if (busy.get(channelId)?.last === settled) busy.delete(channelId);
  }

  return {
    async send(letters, lease) {
      // Addresses first, so that what goes to one channel can be posted in the order in which it was written.
      const addressed = await Promise.all(
        letters.map(async (letter) => ({ letter, address: await addressOf(sender, letter) })),
      );
      const known = addressed.filter((one): one is Addressed => one.address !== null);
      for (const [channelId, inChannel] of Map.groupBy(known, ({ address }) => address.channelId)) {
        start(sendTo(channelId, inChannel, lease));
      }
    },
  };
}

interface Addressed {
  readonly letter: Letter;
  readonly address: Address;
}

/** Waits, though not when it is time to rest. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { signal }).catch(() => {});
}

async function post(sender: Sender, { letter, address }: Addressed, lease: Lease): Promise<void> {
  const { ledger, poster, db, log } = sender;
  const { message, items, content } = letter;
  const { route, channelId, threadTs, bellFor } = address;
  if (Date.now() >= lease.until) return; // not ours any more: whoever recovers it posts it
  if (Date.now() >= lease.postUntil) return ledger.back(message, { afterMs: 0, error: null });
  const isSeenByAll = route === 'bell' || route === 'channel';
  // Recovery cannot look for these in a channel: the mark says that from here on they may have been seen.
  if (isSeenByAll) await ledger.posting(message.id, route);
  const sendable = bellFor ? bellMessage(bellFor, message.id) : content;
  const posted = await poster.post(channelId, sendable, message.key, threadTs);
  if (posted.kind === 'done') return ledger.sent(message, items, { route, channelId, ts: posted.value });
  if (posted.kind !== 'refused') return putOff(sender, message, posted);
  // A direct-message channel that was good once may be so no longer: ask for a new one, or ring.
  if (!isSeenByAll && ROUTE_ERRORS.has(posted.error)) {
    await ledger.dm(message, { channelId: null, error: posted.error });
    return ledger.back(message, { afterMs: 0, error: posted.error });
  }
  log.error({ message: message.id, error: posted.error }, 'a message cannot be sent');
  await markDead(db, message.id, posted.error);
}

/** Slack's answers that mean "not this way", as opposed to "not this message". */
const ROUTE_ERRORS = new Set([...UNREACHABLE, 'is_archived', 'not_in_channel']);
