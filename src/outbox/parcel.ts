/** What delivery works with: its settings, and messages rendered for sending. */

import type { DeliveredItem } from '../act.ts';
import { type Db, isUnreachable, type Tx } from '../db/client.ts';
import { errorDetails, type Log } from '../db/log.ts';
import type { ItemRow, ItemView } from '../item.ts';
import type { LaneMessage } from './claim-store.ts';
import { itemsOf, type MessageItem } from './lane-store.ts';
import type { Poster, Sendable } from './poster.ts';
import { noteMessage, OVER } from './views.ts';

export interface DeliveryDeps {
  readonly db: Db;
  /** Runs in one transaction, for what must be recorded together. */
  readonly transact: <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>;
  /** The domain's clock. */
  readonly now: () => Date;
  readonly log: Log;
  /** The installation's calls; null where the workspace is not installed any more. */
  readonly posterFor: (lane: string) => Promise<Poster | null>;
  readonly render: (items: readonly ItemRow[], now: Date) => Promise<(ItemView | null)[]>;
  /** Told, in the transaction that records it, what has reached its reader. */
  readonly onDelivered: (tx: Tx, now: Date, items: readonly DeliveredItem[]) => Promise<void>;
  /** Wakes the workers of lanes, wherever they run. */
  readonly wake: (lanes: readonly string[]) => Promise<void>;
  readonly settings: DeliverySettings;
}

/** All in milliseconds of real time. */
export interface DeliverySettings {
  /** How long a claimed message is ours. */
  readonly leaseMs: number;
  /** How long after a lease has ended its message is taken for abandoned. */
  readonly graceMs: number;
  /** Slack allows about one message a second in a channel. */
  readonly channelIntervalMs: number;
}

export const SLACK_SETTINGS: DeliverySettings = {
  leaseMs: 30_000,
  graceMs: 30_000,
  channelIntervalMs: 1_000,
};

/** One message on its way. */
export interface Parcel {
  readonly message: LaneMessage;
  /** The items that it shows. */
  readonly items: readonly MessageItem[];
  readonly content: Sendable | null;
  /** The items that cannot be shown, through a fault of ours, and would be. */
  readonly failed: readonly MessageItem[];
}

/** Renders messages; content is null where nothing is left to say. */
export async function pack(deps: DeliveryDeps, messages: readonly LaneMessage[]): Promise<Parcel[]> {
  const items = await itemsOf(
    deps.db,
    messages.flatMap(({ kind, id }) => (kind === 'post' ? [] : [id])),
  );
  const viewOf = await viewsOf(deps, [...items.values()].flat());
  return messages.map((message) => {
    if (message.kind === 'post')
      return { message, items: [], content: message.payload as Sendable, failed: [] };
    // Before it was ever shown, only what is still open is worth saying; afterwards what was shown, and only that.
    const own = (items.get(message.id) ?? []).filter((item) =>
      message.ts ? item.deliveredAt !== null : item.status === 'open',
    );
    const shown = own.flatMap((item) => {
      // A line that somebody has read is not taken away, nor left with buttons that do nothing.
      const view = viewOf.get(item.id) ?? (message.ts && viewOf.has(item.id) ? OVER : null);
      return view ? [{ ...view, id: item.id, item }] : [];
    });
    return {
      message,
      items: shown.map(({ item }) => item),
      content: shown.length > 0 ? { ...noteMessage(shown), items: shown.map(({ id }) => id) } : null,
      failed: own.filter(({ id }) => !viewOf.has(id)),
    };
  });
}

/** By item; what cannot be rendered is missing, and spoils nothing else. */
async function viewsOf(
  deps: DeliveryDeps,
  items: readonly MessageItem[],
): Promise<ReadonlyMap<string, ItemView | null>> {
  if (items.length === 0) return new Map();
  const render = async (some: readonly MessageItem[]) => {
    const views = await deps.render(some, deps.now());
    return some.map(({ id }, n) => [id, views[n] ?? null] as const);
  };
  try {
    return new Map(await render(items));
  } catch (error) {
    if (isUnreachable(error)) throw error; // no item's fault
  }
  const views = new Map<string, ItemView | null>();
  for (const item of items) {
    try {
      for (const [id, view] of await render([item])) views.set(id, view);
    } catch (error) {
      deps.log.error(
        { item: item.id, kind: item.kind, ...errorDetails(error) },
        'an item cannot be rendered',
      );
    }
  }
  return views;
}

/** The thread to which a post belongs; undefined: the channel itself. */
export function threadOf({ payload }: LaneMessage): string | undefined {
  return (payload as { threadTs?: string } | null)?.threadTs;
}

/** Whether it is the alliance's pinned message. */
export function isDoors({ kind, payload }: LaneMessage): boolean {
  return kind === 'post' && (payload as { doors?: boolean }).doors === true;
}
