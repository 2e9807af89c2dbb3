/** Which way each message goes, found out as it leaves. */
import type { Route } from '../db/generated/enums.ts';
import type { Sender } from './ledger.ts';
import { threadOf } from './parcel.ts';
import type { Letter } from './preparing.ts';
import { putOff } from './putting-off.ts';
import { markDead } from './record-store.ts';

export interface Address {
  readonly route: Route;
  readonly channelId: string;
  readonly threadTs?: string | undefined;
  /** The user whom a bell calls; without it the message itself is posted. */
  readonly bellFor?: string;
}

/** Where a message goes; null where it has been dealt with otherwise. */
export async function addressOf(sender: Sender, { message, reach, place }: Letter): Promise<Address | null> {
  const { db, ledger, poster } = sender;
  if (message.kind === 'post') {
    if (place) return { route: 'channel', channelId: place.channelId, threadTs: threadOf(message) };
    await markDead(db, message.id, 'no_channel');
    return null;
  }
  if (!reach) {
    await markDead(db, message.id, 'no_person');
    return null;
  }
  const route = reach.homeTeamId === message.lane ? 'own' : 'host';
  if (reach.channelId) return { route, channelId: reach.channelId };
  if (!reach.error) {
    const opened = await poster.open(reach.userId);
    if (opened.kind === 'done') {
      await ledger.dm(message, { channelId: opened.value, error: null });
      return { route, channelId: opened.value };
    }
    if (opened.kind !== 'refused') {
      await putOff(sender, message, opened);
      return null;
    }
    await ledger.dm(message, { channelId: null, error: opened.error });
  }
  if (place && place.hostTeamId !== message.lane) {
    await ledger.back(message, { afterMs: 0, error: 'no_direct_message', lane: place.hostTeamId });
    await sender.wake([place.hostTeamId]);
    return null;
  }
  if (!place) {
    await markDead(db, message.id, 'no_route');
    return null;
  }
  return {
    route: 'bell',
    channelId: place.channelId,
    threadTs: place.doorsTs ?? undefined,
    bellFor: reach.userId,
  };
}
