/**
 * Somebody is erased: what they owed is withdrawn; what they were owed is released, unless a coordinator names somebody
 * else in time. Nobody is told why.
 */
import type { Work } from '../../act.ts';
import type { Forgotten } from '../../feature.ts';
import type { MemberId } from '../../kernel/ids.ts';
import type { Commitment, Move } from './domain.ts';
import { endFeed } from './feed-store.ts';
import { askForWhom, moveFor } from './passing-on.ts';
import { anonymise, openAround } from './privacy-store.ts';

/** Ends what is open, by the moves that the person could have made, then takes out what is only theirs. */
export async function erase(work: Work, { memberIds, personId, name }: Forgotten): Promise<void> {
  const { db } = work;
  for (const id of memberIds) {
    for (const was of await openAround(db, id)) {
      const wanted = lastMove(was, id);
      if (wanted?.kind === 'release' && (await askForWhom(work, was, id))) continue;
      if (wanted) await moveFor(work, was, id, wanted);
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
