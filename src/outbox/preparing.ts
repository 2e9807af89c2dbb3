/** From woken lanes to what each of them has to do: claimed, rendered and looked up for all of them together. */
import {
  type ClaimLimits,
  claimAbandoned,
  claimPending,
  claimRedraws,
  type LaneMessage,
} from './claim-store.ts';
import { withoutHeld } from './holding.ts';
import { type BellPlace, bellPlaces, type Reach, reachOf } from './lane-store.ts';
import { type DeliveryDeps, type Parcel, pack } from './parcel.ts';
import { giveBack, putAside, removeEmpty } from './record-store.ts';

/** How many lanes go together at most. */
export const LANES_A_ROUND = 500;
/**
 * How many messages of a kind a round takes at most; each lane at least `LEAST_EACH` and at most `MOST_EACH`. The least
 * is little, so that no lane's first message waits for what others will post in seconds.
 */
const MESSAGES_A_ROUND = 1_000;
const LEAST_EACH = 2;
const MOST_EACH = 100;
/** What a fault of ours kept out of a note waits so long for another, by the domain's clock. */
const ASIDE_MS = 3_600_000;
/** An answer or a redraw that cannot be rendered is tried again after so long (real time). */
const RENDER_AGAIN_MS = 300_000;

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
function leaseFrom(now: number, leaseMs: number): Lease {
  return { postUntil: now + leaseMs / 2, until: now + leaseMs };
}

/** A message to post, with what is known of the way to its reader. */
export interface Letter extends Parcel {
  readonly content: NonNullable<Parcel['content']>;
  readonly reach: Reach | undefined;
  readonly place: BellPlace | undefined;
}

/** What a lane has to do now. */
export interface LaneWork {
  /** How many messages it took. */
  readonly taken: number;
  /** Whether there may be more than it took. */
  readonly isFull: boolean;
  readonly lease: Lease;
  readonly letters: readonly Letter[];
  readonly redraws: readonly Parcel[];
  readonly abandoned: readonly LaneMessage[];
}

/** A lane at work; where the app is gone from its workspace, only what was left behind is taken. */
export interface LaneAsks {
  readonly lane: string;
  readonly isInstalled: boolean;
}

/** Takes what these lanes, each named once, have to do now, in a number of queries that does not grow with them. */
export async function prepare(deps: DeliveryDeps, asks: readonly LaneAsks[]): Promise<LaneWork[]> {
  const { db, settings } = deps;
  const lanes = asks.map(({ lane }) => lane);
  const installed = asks.flatMap(({ lane, isInstalled }) => (isInstalled ? [lane] : []));
  const eachLane = Math.min(MOST_EACH, Math.max(LEAST_EACH, Math.floor(MESSAGES_A_ROUND / lanes.length)));
  const limits: ClaimLimits = { eachLane, leaseMs: settings.leaseMs };
  const lease = leaseFrom(Date.now(), settings.leaseMs);
  const [abandoned, claimed, changed] = await Promise.all([
    claimAbandoned(db, lanes, settings.graceMs, limits),
    claimPending(db, installed, deps.now(), limits),
    claimRedraws(db, installed, limits),
  ]);
  const leaving = await withoutHeld(deps, claimed);
  const packed = await pack(deps, [...leaving, ...changed]);
  const unsent = packed.slice(0, leaving.length);
  await keepBack(deps, unsent);
  const letters = byLane(await addressed(deps, unsent));
  const redraws = byLane(await drawable(deps, packed.slice(leaving.length)));
  const abandonedOf = inLanes(abandoned);
  const all = [inLanes(claimed), inLanes(changed), abandonedOf];
  return lanes.map((lane) => {
    const counts = all.map((some) => some.get(lane)?.length ?? 0);
    return {
      taken: counts.reduce((sum, n) => sum + n, 0),
      isFull: counts.some((n) => n >= eachLane),
      lease,
      letters: letters.get(lane) ?? [],
      redraws: redraws.get(lane) ?? [],
      abandoned: abandonedOf.get(lane) ?? [],
    };
  });
}

function inLanes(messages: readonly LaneMessage[]): Map<string, LaneMessage[]> {
  return Map.groupBy(messages, ({ lane }) => lane);
}

function byLane<P extends Parcel>(parcels: readonly P[]): Map<string, P[]> {
  return Map.groupBy(parcels, ({ message }) => message.lane);
}

/** What does not leave now: notes in which nothing is left to say, and whatever a fault of ours keeps from being said. */
async function keepBack({ transact, now, log }: DeliveryDeps, parcels: readonly Parcel[]): Promise<void> {
  const silent = parcels.filter(({ content }) => !content);
  const faulty = parcels.filter(({ failed }) => failed.length > 0);
  if (silent.length + faulty.length === 0) return;
  const answers = faulty.filter(({ message, content }) => message.kind === 'direct' && !content);
  const late = faulty.filter((parcel) => !answers.includes(parcel)).flatMap(({ failed }) => failed);
  if (faulty.length > 0) log.warn({ notes: faulty.length }, 'what could not be rendered waits');
  await transact(async (tx) => {
    const at = now();
    await giveBack(
      tx,
      answers.map(({ message }) => renderAgain(message)),
    );
    await putAside(tx, late, new Date(at.getTime() + ASIDE_MS));
    const over = silent.filter((parcel) => !answers.includes(parcel));
    await removeEmpty(
      tx,
      at,
      over.map(({ message }) => message.id),
    );
  });
}

/** Redraws that can be drawn; where an item fails, the message stays as it is for now. */
async function drawable({ db }: DeliveryDeps, redraws: readonly Parcel[]): Promise<Parcel[]> {
  const faulty = redraws.filter(({ failed }) => failed.length > 0);
  if (faulty.length > 0)
    await giveBack(
      db,
      faulty.map(({ message }) => renderAgain(message)),
    );
  return redraws.filter(({ failed }) => failed.length === 0);
}

function renderAgain({ id, lane }: LaneMessage) {
  return { id, lane, afterMs: RENDER_AGAIN_MS, error: 'not_rendered' };
}

/** What has something to say, with what is known of the way. */
async function addressed({ db }: DeliveryDeps, parcels: readonly Parcel[]): Promise<Letter[]> {
  const reach = await reachOf(
    db,
    parcels.map(({ message }) => message),
  );
  const inChannel = parcels.filter(({ message }) => !reach.get(message.id)?.channelId);
  const places = await bellPlaces(
    db,
    inChannel.flatMap(({ message }) => message.allianceId ?? []),
  );
  return parcels.flatMap(({ content, message, ...parcel }) => {
    if (!content) return [];
    const place = message.allianceId ? places.get(message.allianceId) : undefined;
    return [{ ...parcel, message, content, reach: reach.get(message.id), place }];
  });
}
