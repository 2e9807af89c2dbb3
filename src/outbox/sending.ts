/** Posting: which way each message goes, and what becomes of it. */
import type { Route } from '../db/generated/enums.ts';
import { holdGate, takePlace } from './gates.ts';
import type { LaneMessage, MessageItem } from './lane-store.ts';
import * as store from './lane-store.ts';
import { type DeliveryDeps, isDoors, type Parcel, pack, threadOf } from './parcel.ts';
import type { Outcome, Poster } from './poster.ts';
import { bellMessage } from './views.ts';

/** How long to wait for a Slack that cannot be reached, in milliseconds of real time. */
export const UNREACHED_MS = 5_000;

interface Address {
  readonly route: Route;
  readonly channelId: string;
  readonly threadTs?: string | undefined;
  /** The user whom a bell calls; without it the message itself is posted. */
  readonly bellFor?: string;
}

/**
 * Until when what was claimed may be posted, and until when it is ours. A post begins in the first half of its lease
 * and has ended, by its timeout, before the lease has, so two workers never hold one message.
 */
export interface Lease {
  /** By the clock on the wall (real time, milliseconds), which goes on while a machine sleeps. */
  readonly postUntil: number;
  readonly until: number;
}

/** The lease of messages that are claimed now. */
export function leaseFrom(now: number, leaseMs: number): Lease {
  return { postUntil: now + leaseMs / 2, until: now + leaseMs };
}

/** Posts what was claimed; messages of one channel in the order in which they were written. */
export async function sendAll(
  deps: DeliveryDeps,
  poster: Poster,
  lane: string,
  messages: readonly LaneMessage[],
  lease: Lease,
): Promise<void> {
  if (messages.length === 0) return;
  const parcels = await pack(deps, messages);
  const people = parcels.flatMap(({ message }) => message.personId ?? []);
  const reach = await store.reachOf(deps.db, lane, people);
  const places = await store.bellPlaces(
    deps.db,
    parcels.flatMap(({ message }) => message.allianceId ?? []),
  );

  // Addresses first, so that what goes to one channel can be posted in the order in which it was written.
  const addressed = await Promise.all(
    parcels.map(async (parcel) => ({
      parcel,
      address: await addressOf(deps, poster, parcel, reach, places),
    })),
  );
  const byChannel = Map.groupBy(
    addressed.filter((one): one is { parcel: Parcel; address: Address } => one.address !== null),
    ({ address }) => address.channelId,
  );
  await Promise.all(
    [...byChannel.values()].map(async (inChannel) => {
      for (const { parcel, address } of inChannel) await send(deps, poster, parcel, address, lease);
    }),
  );
}

type Reach = Awaited<ReturnType<typeof store.reachOf>>;
type Places = Awaited<ReturnType<typeof store.bellPlaces>>;

/** Where a message goes; null where it has been dealt with otherwise. */
async function addressOf(
  deps: DeliveryDeps,
  poster: Poster,
  { message, content }: Parcel,
  reach: Reach,
  places: Places,
): Promise<Address | null> {
  const { db } = deps;
  const place = message.allianceId ? places.get(message.allianceId) : undefined;
  if (!content) {
    await deps.transact((tx) => store.removeEmpty(tx, deps.now(), message.id));
    return null;
  }
  if (message.kind === 'post') {
    if (place) return { route: 'channel', channelId: place.channelId, threadTs: threadOf(message) };
    await store.markDead(db, message.id, 'no_channel');
    return null;
  }
  const person = message.personId ? reach.get(message.personId) : undefined;
  if (!person || !message.personId) {
    await store.markDead(db, message.id, 'no_person');
    return null;
  }
  const route = person.homeTeamId === message.lane ? 'own' : 'host';
  if (person.channelId) return { route, channelId: person.channelId };
  if (!person.error) {
    const opened = await poster.open(person.userId);
    if (opened.kind === 'done') {
      await store.rememberDm(db, deps.now(), message.lane, message.personId, {
        channelId: opened.value,
        error: null,
      });
      return { route, channelId: opened.value };
    }
    if (opened.kind !== 'refused') {
      await putOff(deps, message, opened);
      return null;
    }
    await store.rememberDm(db, deps.now(), message.lane, message.personId, {
      channelId: null,
      error: opened.error,
    });
  }
  if (place && place.hostTeamId !== message.lane) {
    await store.giveBack(db, message, { afterMs: 0, error: 'no_direct_message', lane: place.hostTeamId });
    return null;
  }
  if (!place) {
    await store.markDead(db, message.id, 'no_route');
    return null;
  }
  return {
    route: 'bell',
    channelId: place.channelId,
    threadTs: place.doorsTs ?? undefined,
    bellFor: person.userId,
  };
}

async function send(
  deps: DeliveryDeps,
  poster: Poster,
  { message, items, content }: Parcel,
  { route, channelId, threadTs, bellFor }: Address,
  lease: Lease,
): Promise<void> {
  if (!content || Date.now() >= lease.until) return; // not ours any more: whoever recovers it posts it
  if (Date.now() >= lease.postUntil) return store.giveBack(deps.db, message, { afterMs: 0, error: null });
  const wait = await takePlace(deps.db, channelId, deps.settings.channelIntervalMs);
  if (wait > 0) return store.giveBack(deps.db, message, { afterMs: wait, error: null });

  // Recovery cannot look for these in a channel: the mark says that from here on they may have been seen.
  if (route === 'bell' || route === 'channel') await store.markPosting(deps.db, message.id, route);
  const sendable = bellFor ? bellMessage(bellFor, message.id) : content;
  const posted = await poster.post(channelId, sendable, message.key, threadTs);
  if (posted.kind === 'done') return recordSent(deps, message, items, { route, channelId, ts: posted.value });
  if (posted.kind === 'refused') {
    // A direct-message channel that was good once may be so no longer: ask for a new one, or ring.
    if (route !== 'bell' && route !== 'channel' && ROUTE_ERRORS.has(posted.error) && message.personId) {
      await store.rememberDm(deps.db, deps.now(), message.lane, message.personId, {
        channelId: null,
        error: posted.error,
      });
      return store.giveBack(deps.db, message, { afterMs: 0, error: posted.error });
    }
    deps.log.error({ message: message.id, error: posted.error }, 'a message cannot be sent');
    return store.markDead(deps.db, message.id, posted.error);
  }
  await putOff(deps, message, posted);
}

/** Slack's answers that mean "not this way", as opposed to "not this message". */
const ROUTE_ERRORS = new Set([
  'channel_not_found',
  'user_not_found',
  'user_not_visible',
  'user_disabled',
  'messages_tab_disabled',
  'restricted_action',
  'cannot_dm_bot',
  'is_archived',
  'not_in_channel',
]);

/** Not now: at Slack's wish, because it could not be reached, or because nobody knows whether it has it. */
async function putOff(
  deps: DeliveryDeps,
  message: LaneMessage,
  outcome: Exclude<Outcome<unknown>, { kind: 'done' | 'refused' }>,
): Promise<void> {
  if (outcome.kind === 'limited') {
    await holdGate(deps.db, message.lane, outcome.method, outcome.retryAfterMs);
    return store.giveBack(deps.db, message, { afterMs: outcome.retryAfterMs, error: 'ratelimited' });
  }
  deps.log.warn(
    { message: message.id, error: outcome.error, outcome: outcome.kind },
    'a message has to wait',
  );
  if (outcome.kind === 'unreached') {
    return store.giveBack(deps.db, message, { afterMs: UNREACHED_MS, error: outcome.error });
  }
  await store.leaveToRecovery(deps.db, message.id, outcome.error);
}

/** Records what was posted, and tells whoever waits for it to be delivered. */
export async function recordSent(
  deps: DeliveryDeps,
  message: LaneMessage,
  items: readonly MessageItem[],
  sent: { route: Route; channelId: string; ts: string },
  // The doors are pinned by the redraw that follows, so that a death in between cannot forget it.
  shownRevision = isDoors(message) ? 0 : message.wantedRevision,
): Promise<void> {
  await deps.transact(async (tx) => {
    const now = deps.now();
    await store.markSent(
      tx,
      now,
      message.id,
      { ...sent, shownRevision },
      items.map(({ id }) => id),
    );
    await deps.onDelivered(tx, now, items);
  });
}
