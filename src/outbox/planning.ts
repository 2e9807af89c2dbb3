/** From items to notes: who gets one now, and what travels in it. */
import type { Tx } from '../db/client.ts';
import { addDays, type LocalDate, startOfWeek } from '../kernel/zoned.ts';
import { decideNote, orNever } from './limits.ts';
import * as store from './planning-store.ts';
import { readersOf } from './readers.ts';
import { type Lanes, laneFor } from './route.ts';
import { homesOf, insertMessages, type NewMessage } from './store.ts';

/** Somebody without any working day is looked at again after this; a change of their hours looks at once. */
const NEVER_THERE_RETRY_MS = 7 * 86_400_000;

/**
 * Claims people whose items have come due and writes their notes, in a constant number of queries.
 *
 * @returns how many people were claimed, and the lanes that have something to send
 */
export async function planNotes(
  db: Tx,
  now: Date,
  limit: number,
  lanes: Lanes,
): Promise<{ claimed: number; lanes: string[] }> {
  const people = await store.claimMailboxes(db, now, limit);
  if (people.length === 0) return { claimed: 0, lanes: [] };

  const items = await store.waitingItems(db, people);
  const { readerOf, memberIds } = await readersOf(db, people);
  // A week begins on the reader's own Monday, which is at most a day away from this one.
  const fromWeek = addDays(startOfWeek(now.toISOString().slice(0, 10) as LocalDate), -7);
  const dates = await store.noteDates(db, people, fromWeek);
  const homes = await homesOf(db, people, [...new Set(items.flatMap(({ allianceId }) => allianceId ?? []))]);

  const itemsOf = Map.groupBy(items, ({ personId }) => personId);
  const nextLooks = new Map<string, Date | null>();
  const notes: { message: NewMessage; itemIds: readonly string[] }[] = [];
  const expired: string[] = [];
  const dropped: string[] = [];
  for (const personId of people) {
    const reader = readerOf.get(personId);
    // Nothing is sent to somebody who left or said "not for me", about that alliance or at all.
    const [own, gone] = split(
      itemsOf.get(personId) ?? [],
      ({ memberId }) => reader !== undefined && (memberId === null || memberIds.has(memberId)),
    );
    dropped.push(...gone.map(({ id }) => id));
    const decision = reader && orNever(() => decideNote(reader, own, dates.get(personId) ?? [], now));
    if (!decision) {
      nextLooks.set(personId, reader ? new Date(now.getTime() + NEVER_THERE_RETRY_MS) : null);
      continue;
    }
    expired.push(...decision.expired);
    nextLooks.set(personId, decision.lookAt);
    if (!decision.send) continue;
    const { itemIds, localDate, weekOf } = decision.send;
    const allianceId = own.find(({ id }) => id === itemIds[0])?.allianceId ?? null;
    const lane = laneFor(homes, lanes, personId, allianceId);
    const key = `note/${personId}/${localDate}`;
    notes.push({ message: { key, kind: 'note', personId, allianceId, lane, localDate, weekOf }, itemIds });
  }

  const ids = await insertMessages(
    db,
    now,
    notes.map(({ message }) => message),
  );
  const pairs = notes.flatMap(({ itemIds }, n) => {
    const messageId = ids[n];
    return messageId ? itemIds.map((itemId) => ({ itemId, messageId })) : [];
  });
  if (pairs.length > 0) await store.assignItems(db, pairs);
  await store.closeItems(db, now, expired, 'expired');
  await store.closeItems(db, now, dropped, 'dropped');
  await store.setMailboxes(db, nextLooks);
  return { claimed: people.length, lanes: notes.map(({ message }) => message.lane) };
}

function split<T>(all: readonly T[], fits: (one: T) => boolean): [T[], T[]] {
  return [all.filter(fits), all.filter((one) => !fits(one))];
}
