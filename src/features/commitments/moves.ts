/** The moves: who may make which, from which state, and what comes of it. */
import { fail, ok, type Result } from '../../kernel/result.ts';
import { afterwards, mayReopen } from './afterwards.ts';
import {
  type Commitment,
  endedLately,
  hasPassed,
  type Moment,
  type Move,
  type Moved,
  type MoveKind,
  type Mover,
  nextTime,
  nextWeekDay,
  pauseEnd,
  type Refusal,
  type Settles,
  type Status,
  type Telling,
} from './domain.ts';

/** How long steps rest for an offer that could not be delivered yet; from its delivery on it is `PAUSE_DAYS`. */
const UNDELIVERED_DAYS = 10;

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

const ASKS = ['nudge', 'hand', 'answer', 'news', 'proposal'];

function outcome(was: Commitment, mover: Mover, wanted: Move, at: Moment): Moved {
  const raised = { ...was, revision: was.revision + 1 };
  const started = { ...raised, baseAt: at.now, pausedUntil: null };
  const ended = { ...raised, endedAt: at.now, pausedUntil: null, offeredToId: null };
  const rested = { ...raised, pausedUntil: later(was.pausedUntil, pauseEnd(at)) };
  const event = (data: Moved['event']['data'] = {}) => ({ kind: wanted.kind, data });
  const others = (news: string, data: Telling['data'] = {}): Telling[] => {
    const to = new Set([was.forId, was.writtenById].filter((id) => id !== null));
    for (const id of [mover.id, was.ownerId]) to.delete(id);
    return [...to].map((id) => ({ to: id, kind: 'news', data: { news, by: mover.id, ...data } }));
  };
  const ownerHears = (data: Telling['data'] = {}): Telling[] => [
    { to: was.ownerId, kind: 'answer', data: { answer: wanted.kind, by: mover.id, ...data } },
  ];
  const mine: Settles = { kinds: ['nudge', 'hand'], ofMover: true };

  switch (wanted.kind) {
    case 'accept':
      return { next: { ...started, status: 'accepted' }, event: event(), settles: 'all', tellings: [] };
    case 'decline':
      return {
        next: { ...ended, status: 'declined' },
        event: event(),
        settles: 'all',
        tellings: [{ to: was.writtenById, kind: 'declined', data: { by: mover.id } }],
      };
    case 'done': {
      const followsOn = nextTime(was, at);
      return {
        next: { ...ended, status: 'done' },
        event: event(),
        settles: 'all',
        tellings: others('done'),
        ...(followsOn ? { followsOn } : {}),
      };
    }
    case 'let-go':
      return {
        next: { ...ended, status: 'let_go' },
        event: event({ inTime: !hasPassed(was.dueOn, at) }),
        settles: 'all',
        tellings: others('let-go'),
      };
    case 're-date':
    case 'skip': {
      const dueOn = wanted.kind === 'skip' ? nextTime(was, at) : wanted.dueOn;
      return {
        next: {
          ...started,
          status: 'accepted',
          dueOn,
          dueAt: null,
          reviewOn: null,
          pausedUntil: offerPause(was),
        },
        event: event({ from: was.dueOn, to: dueOn, inTime: !hasPassed(was.dueOn, at) }),
        settles: { kinds: ASKS, ofMover: false },
        tellings: others('new-date', { from: was.dueOn, to: dueOn }),
      };
    }
    case 'offer':
      return {
        next: { ...raised, offeredToId: wanted.to, pausedUntil: pauseEnd(at, UNDELIVERED_DAYS) },
        event: event({ to: wanted.to }),
        settles: { kinds: ['nudge', 'hand', 'answer', 'handover'], ofMover: false },
        tellings: [{ to: wanted.to, kind: 'handover', data: { by: mover.id } }],
      };
    case 'take': {
      const dueOn = wanted.dueOn ?? was.dueOn;
      const dueAt = dueOn === was.dueOn ? was.dueAt : null;
      return {
        next: { ...started, status: 'accepted', ownerId: mover.id, offeredToId: null, dueOn, dueAt },
        event: event({ from: was.ownerId, to: mover.id }),
        settles: 'all',
        tellings: [...ownerHears(), ...others('new-owner', { from: was.ownerId })],
      };
    }
    case 'cannot':
      return {
        next: { ...raised, offeredToId: null, pausedUntil: null },
        event: event(),
        settles: { kinds: ['handover'], ofMover: true },
        tellings: ownerHears(),
      };
    case 'need-hand':
    case 'blocked': {
      const helper = [was.forId, was.writtenById].find((id) => id !== null && id !== mover.id);
      return {
        next: rested,
        event: event({ to: helper ?? null, ...(wanted.kind === 'blocked' ? { reason: wanted.reason } : {}) }),
        settles: { kinds: ['nudge'], ofMover: false },
        tellings: helper ? [{ to: helper, kind: 'hand', data: { by: mover.id } }] : [],
      };
    }
    case 'fits':
      return { next: raised, event: event(), settles: mine, tellings: [] };
    case 'next-week': {
      const on = nextWeekDay(at);
      return { next: raised, event: event({ to: on }), settles: mine, tellings: ownerHears({ on }) };
    }
    case 'talk':
    case 'help':
      return { next: rested, event: event(), settles: mine, tellings: ownerHears() };
    case 'free-time':
    case 'talk-to-both':
      return { next: raised, event: event(), settles: mine, tellings: ownerHears() };
    case 'release':
      return {
        next: { ...ended, status: 'let_go' },
        event: event(),
        settles: 'all',
        tellings: [...ownerHears(), ...others('let-go')],
      };
    case 'reassign':
      return {
        next: { ...started, status: 'proposed', ownerId: wanted.to, offeredToId: null, endedAt: null },
        event: event({ from: was.ownerId, to: wanted.to }),
        settles: 'all',
        tellings: [{ to: wanted.to, kind: 'proposal', data: {} }],
      };
    case 'withdraw':
      return { next: { ...ended, status: 'let_go' }, event: event(), settles: 'all', tellings: [] };
    default:
      return afterwards(was, mover, wanted, at);
  }
}

function later(a: Date | null, b: Date): Date {
  return a !== null && a > b ? a : b;
}

/** A new date does not end the rest that an offer under way has brought. */
function offerPause({ offeredToId, pausedUntil }: Commitment): Date | null {
  return offeredToId === null ? null : pausedUntil;
}
