/** What a lane asks of the database while it posts: all lanes of a process together, a round trip for many. */
import type { Route } from '../db/generated/enums.ts';
import { gathered, gatheredWrites } from '../kernel/gathered.ts';
import type { LaneMessage } from './claim-store.ts';
import { takePlaces } from './gates.ts';
import type { MessageItem } from './lane-store.ts';
import { type DeliveryDeps, isDoors } from './parcel.ts';
import type { Poster } from './poster.ts';
import * as store from './record-store.ts';

export interface Ledger {
  /**
   * Takes `count` places in a row in a channel; how many milliseconds to wait for the first of them. Null where the
   * channel is taken for longer than any message could wait.
   */
  places(channelId: string, count: number): Promise<number | null>;
  /** Marks that a message is about to be posted where recovery cannot look for it. */
  posting(id: string, route: Route): Promise<void>;
  /** Records what was posted, and tells whoever waits for it to be delivered. */
  sent(
    message: LaneMessage,
    items: readonly MessageItem[],
    posted: { readonly route: Route; readonly channelId: string; readonly ts: string },
    shownRevision?: number,
  ): Promise<void>;
  /** Records that a message shows what it should. */
  shown(message: LaneMessage): Promise<void>;
  /** Gives a message back, to be tried again after so many milliseconds, perhaps in another lane. */
  back(message: LaneMessage, how: { afterMs: number; error: string | null; lane?: string }): Promise<void>;
  /** Remembers a direct-message channel, or why there is none. */
  dm(message: LaneMessage, dm: { channelId: string | null; error: string | null }): Promise<void>;
}

/** What posting works with. */
export interface Sender extends DeliveryDeps {
  readonly ledger: Ledger;
  readonly poster: Poster;
}

/** How many go together at most. */
const MOST = 500;
/** What is recorded with its items: a transaction of more would hold the rows that people are clicking on. */
const MOST_RECORDED = 100;

interface Posted {
  readonly sent: store.Sent;
  readonly items: readonly MessageItem[];
}

/** @param reachMs how long before its turn a place in a channel may be taken (milliseconds of real time) */
export function createLedger(deps: DeliveryDeps, reachMs: number): Ledger {
  const { db, now, settings } = deps;
  const places = gathered<{ channelId: string; count: number }, number | null>(
    (calls) => takePlaces(db, calls, settings.channelIntervalMs, reachMs),
    MOST,
  );
  const posting = gatheredWrites<{ id: string; route: Route }>((calls) => store.markPosting(db, calls), MOST);
  const shown = gatheredWrites<{ id: string; shownRevision: number }>(
    (calls) => store.markShown(db, calls),
    MOST,
  );
  const back = gatheredWrites<store.GivenBack>((calls) => store.giveBack(db, calls), MOST);
  const dm = gatheredWrites<Parameters<typeof store.rememberDms>[2][number]>(
    (calls) => store.rememberDms(db, now(), calls),
    MOST,
  );
  const record = (calls: readonly Posted[]) =>
    deps.transact(async (tx) => {
      const at = now();
      await store.markSent(
        tx,
        at,
        calls.map((call) => call.sent),
      );
      const delivered = calls.flatMap(({ items }) => items);
      if (delivered.length > 0) await deps.onDelivered(tx, at, delivered);
    });
  const sent = gatheredWrites<Posted>(record, MOST_RECORDED);

  return {
    places: (channelId, count) => places({ channelId, count }),
    posting: (id, route) => posting({ id, route }),
    sent(message, items, posted, shownRevision) {
      const { id, wantedRevision } = message;
      // The doors are pinned by the redraw that follows, so that a death in between cannot forget it.
      const revision = shownRevision ?? (isDoors(message) ? 0 : wantedRevision);
      const itemIds = items.map((item) => item.id);
      return sent({ sent: { id, ...posted, shownRevision: revision, itemIds }, items });
    },
    shown: ({ id, wantedRevision }) => shown({ id, shownRevision: wantedRevision }),
    back: ({ id, lane }, how) => back({ id, lane, ...how }),
    dm: ({ lane, personId }, known) =>
      personId === null ? Promise.resolve() : dm({ lane, personId, ...known }),
  };
}
