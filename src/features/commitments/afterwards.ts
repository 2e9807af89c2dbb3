/** What may still be said of a commitment that has ended: reopened, thanked for, or not quite what was meant. */
import { shiftWorkingDays } from '../../kernel/day-math.ts';
import { localDateOf } from '../../kernel/zoned.ts';
import {
  type Commitment,
  type Ending,
  hasPassed,
  type Moment,
  type Move,
  type Moved,
  type Mover,
  type Telling,
} from './domain.ts';

export type Afterwards = Extract<
  Move,
  { kind: 'reopen' | 'thanks' | 'not-quite' | 'share-thanks' | 'keep-thanks' }
>;

const OWN_ENDINGS = ['done', 'let-go', 'release'];

const ENDINGS = [...OWN_ENDINGS, 'withdraw', 'decline'];

/** The move that ended a commitment, by its history, oldest first. */
export function endingIn(
  history: readonly { readonly kind: string; readonly actorId: string | null }[],
): Ending | null {
  const last = history.findLast(({ kind }) => ENDINGS.includes(kind));
  return last ? { kind: last.kind, by: last.actorId } : null;
}

/** Its owner, but not what they had never accepted; and whoever released them, who may have changed their mind. */
export function mayReopen(
  { ownerId }: Pick<Commitment, 'ownerId'>,
  { id }: Pick<Mover, 'id'>,
  ending: Ending | null | undefined,
): boolean {
  if (!ending) return false;
  return ownerId === id ? OWN_ENDINGS.includes(ending.kind) : ending.kind === 'release' && ending.by === id;
}

/** What comes of such a move; that it may be made has been seen to. */
export function afterwards(was: Commitment, mover: Mover, wanted: Afterwards, at: Moment): Moved {
  const raised = { ...was, revision: was.revision + 1 };
  const toOwner: Telling = { to: was.ownerId, kind: 'answer', data: { answer: wanted.kind, by: mover.id } };
  const read = { kinds: ['news'], ofMover: true };
  switch (wanted.kind) {
    case 'reopen': {
      const isPast = hasPassed(was.dueOn, at);
      const tomorrow = shiftWorkingDays(at.calendar, localDateOf(at.now, at.calendar.zone), 1);
      return {
        next: {
          ...raised,
          status: 'accepted',
          endedAt: null,
          pausedUntil: null,
          baseAt: at.now,
          // A day that has passed says nothing any more: the owner is asked for another one.
          ...(isPast ? { dueOn: null, dueAt: null, reviewOn: tomorrow } : {}),
          // The next one has taken over already; this one stands for itself.
          recurrence: null,
        },
        event: { kind: wanted.kind, data: {} },
        settles: 'all',
        tellings: mover.id === was.ownerId ? newsOfReopening(was, mover) : [toOwner],
      };
    }
    case 'thanks':
      return { next: raised, event: { kind: wanted.kind, data: {} }, settles: read, tellings: [toOwner] };
    case 'not-quite': {
      const event = { kind: wanted.kind, data: { words: wanted.words } };
      return { next: raised, event, settles: read, tellings: [toOwner] };
    }
    case 'share-thanks':
    case 'keep-thanks': {
      const event = { kind: wanted.kind, data: {} };
      return { next: raised, event, settles: { kinds: ['answer'], ofMover: true }, tellings: [] };
    }
  }
}

function newsOfReopening({ forId, ownerId }: Commitment, mover: Mover): Telling[] {
  if (forId === null || forId === ownerId) return [];
  return [{ to: forId, kind: 'news', data: { news: 'reopened', by: mover.id } }];
}
