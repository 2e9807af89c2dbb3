/** Somebody is erased: what they owed is withdrawn, what they were owed is released; nobody is told why. */
import type { Forgotten, Work } from '../../feature.ts';
import type { MemberId } from '../../kernel/ids.ts';
import { spread } from './act.ts';
import type { Commitment, Move } from './domain.ts';
import { endFeed } from './feed-store.ts';
import { move } from './moves.ts';
import { anonymise, openAround } from './privacy-store.ts';
import { peopleById, save } from './store.ts';

/** Ends what is open, by the moves that the person could have made, then takes out what is only theirs. */
export async function erase(work: Work, { memberIds, personId, name }: Forgotten): Promise<void> {
  const { db, now } = work;
  for (const id of memberIds) {
    for (const was of await openAround(db, id)) {
      const wanted = lastMove(was, id);
      const owner = (await peopleById(db, [was.ownerId])).get(was.ownerId);
      if (!wanted || !owner) continue;
      const { calendar, noteMinute } = owner;
      const moved = move(was, { id }, wanted, { now, calendar, noteMinute });
      if (moved.ok && (await save(db, was, moved.value, id, now))) await spread(work, moved.value, id);
    }
  }
  await anonymise(db, memberIds, name);
  if (personId) await endFeed(db, personId);
}

function lastMove({ ownerId, forId, writtenById, status }: Commitment, id: MemberId): Move | null {
  if (ownerId === id) return { kind: status === 'proposed' ? 'decline' : 'let-go' };
  if (forId === id) return { kind: 'release' };
  return writtenById === id && status === 'proposed' ? { kind: 'withdraw' } : null;
}
