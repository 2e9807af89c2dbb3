import type { Db } from '../db/client.ts';
import { cardsOfPeople, type MemberCard } from '../db/people.ts';

/** Whoever may be written to. */
export interface Readers {
  /** By person: the settings are the person's own, the hours those of the first alliance that they joined. */
  readonly readerOf: ReadonlyMap<string, MemberCard>;
  /** Their memberships that are in force. */
  readonly memberIds: ReadonlySet<string>;
}

/** These people as readers; who has left every alliance, or said "not for me", is missing. */
export async function readersOf(db: Db, personIds: readonly string[]): Promise<Readers> {
  const cards = await cardsOfPeople(db, personIds);
  const readerOf = new Map<string, MemberCard>();
  for (const card of cards) {
    const known = readerOf.get(card.personId);
    if (!known || card.id < known.id) readerOf.set(card.personId, card);
  }
  return { readerOf, memberIds: new Set(cards.map(({ id }) => id)) };
}
