/** The moves: who may make which, and from which state. */
import { fail, ok, type Result } from '../../kernel/result.ts';
import { mayReopen } from './afterwards.ts';
import {
  type Commitment,
  endedLately,
  hasPassed,
  type Moment,
  type Move,
  type Moved,
  type MoveKind,
  type Mover,
  type Refusal,
  type Status,
} from './domain.ts';
import { outcome } from './outcomes.ts';

type Part = 'owner' | 'for' | 'writer' | 'offered' | 'peer' | 'leader';

const OPEN: readonly Status[] = ['proposed', 'accepted'];
const ACCEPTED: readonly Status[] = ['accepted'];
const DONE: readonly Status[] = ['done'];
const RULES: Record<MoveKind, { readonly by: readonly Part[]; readonly from: readonly Status[] }> = {
  accept: { by: ['owner'], from: ['proposed'] },
  decline: { by: ['owner'], from: ['proposed'] },
  done: { by: ['owner'], from: OPEN },
  'let-go': { by: ['owner'], from: ACCEPTED },
  'need-hand': { by: ['owner'], from: ACCEPTED },
  fits: { by: ['owner'], from: ACCEPTED },
  blocked: { by: ['owner'], from: ACCEPTED },
  're-date': { by: ['owner'], from: OPEN },
  skip: { by: ['owner'], from: ACCEPTED },
  offer: { by: ['owner'], from: OPEN },
  take: { by: ['offered'], from: OPEN },
  cannot: { by: ['offered'], from: OPEN },
  'next-week': { by: ['for', 'peer'], from: ACCEPTED },
  talk: { by: ['for', 'peer'], from: ACCEPTED },
  help: { by: ['for', 'peer'], from: ACCEPTED },
  release: { by: ['for', 'peer'], from: OPEN },
  'free-time': { by: ['leader'], from: ACCEPTED },
  'talk-to-both': { by: ['leader'], from: ACCEPTED },
  reassign: { by: ['writer'], from: ['proposed', 'declined'] },
  withdraw: { by: ['writer'], from: ['proposed'] },
  reopen: { by: ['owner', 'for', 'peer'], from: ['done', 'let_go'] },
  thanks: { by: ['for'], from: DONE },
  'not-quite': { by: ['for'], from: DONE },
  'share-thanks': { by: ['owner'], from: DONE },
  'keep-thanks': { by: ['owner'], from: DONE },
};

/** What a move brings about, or why it cannot be made. Nothing is changed here. */
export function move(commitment: Commitment, mover: Mover, wanted: Move, at: Moment): Result<Moved, Refusal> {
  const rule = RULES[wanted.kind];
  if (!rule.by.some((part) => isPart(commitment, mover, part))) {
    return fail(wasOffered(wanted) ? { kind: 'not-offered' } : { kind: 'not-yours' });
  }
  // A peer who is not the one waiting may answer for the work, not call off what somebody else waits for.
  if (wanted.kind === 'release' && commitment.forId !== null && commitment.forId !== mover.id) {
    return fail({ kind: 'not-yours' });
  }
  if (!rule.from.includes(commitment.status)) {
    // Reopened twice: it is open, which is what was wanted.
    if (wanted.kind === 'reopen' && commitment.status === 'accepted') return fail({ kind: 'nothing-new' });
    return fail({ kind: 'settled', status: commitment.status });
  }
  if (wanted.kind === 'reopen' && !mayReopen(commitment, mover, at.ending))
    return fail({ kind: 'not-yours' });
  const wrong =
    wrongDate(commitment, wanted, at) ?? nothingNew(commitment, wanted) ?? tooLate(commitment, wanted, at);
  return wrong ? fail(wrong) : ok(outcome(commitment, mover, wanted, at));
}

function tooLate(commitment: Commitment, wanted: Move, { now }: Moment): Refusal | null {
  const needsRecency = wanted.kind === 'reopen' || wanted.kind === 'not-quite';
  return needsRecency && !endedLately(commitment, now) ? { kind: 'long-ago' } : null;
}

function isPart(commitment: Commitment, { id, asked }: Mover, part: Part): boolean {
  switch (part) {
    case 'owner':
      return commitment.ownerId === id;
    case 'for':
      return commitment.forId === id;
    case 'writer':
      return commitment.writtenById === id;
    case 'offered':
      return commitment.offeredToId === id;
    case 'peer':
    case 'leader':
      return asked === part && commitment.ownerId !== id;
  }
}

function wasOffered(wanted: Move): boolean {
  return wanted.kind === 'take' || wanted.kind === 'cannot';
}

function wrongDate(commitment: Commitment, wanted: Move, at: Moment): Refusal | null {
  const past = { kind: 'past-date' } as const;
  switch (wanted.kind) {
    case 're-date':
      return hasPassed(wanted.dueOn, at) ? past : null;
    case 'accept':
      return hasPassed(commitment.dueOn, at) ? past : null;
    case 'take':
      return hasPassed(wanted.dueOn ?? commitment.dueOn, at) ? past : null;
    case 'reassign':
      // Whoever else it is put to is asked for a day as they accept.
      return wanted.to === commitment.writtenById && hasPassed(wanted.dueOn ?? commitment.dueOn, at)
        ? past
        : null;
    default:
      return null;
  }
}

function nothingNew(
  { ownerId, offeredToId, dueOn, status, recurrence }: Commitment,
  wanted: Move,
): Refusal | null {
  const same =
    (wanted.kind === 'skip' && recurrence === null) ||
    (wanted.kind === 'offer' && (wanted.to === ownerId || wanted.to === offeredToId)) ||
    (wanted.kind === 'reassign' && wanted.to === ownerId) ||
    (wanted.kind === 're-date' && wanted.dueOn === dueOn && status === 'accepted');
  return same ? { kind: 'nothing-new' } : null;
}
