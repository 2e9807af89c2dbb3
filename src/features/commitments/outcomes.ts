/** What comes of each move: the commitment as it is then, its event, what it answers, and whom it tells. */
import type { LocalDate } from '../../kernel/zoned.ts';
import { afterwards } from './afterwards.ts';
import {
  type Commitment,
  hasPassed,
  helperOf,
  type Moment,
  type Move,
  type Moved,
  type Mover,
  nextTime,
  nextWeekDay,
  pauseEnd,
  type Settles,
  type Telling,
} from './domain.ts';

/** How long steps rest for an offer that could not be delivered yet; from its delivery on it is `PAUSE_DAYS`. */
const UNDELIVERED_DAYS = 10;
const ASKS = ['nudge', 'hand', 'answer', 'news', 'proposal'];

/** What a move brings about, once it is known that it may be made. */
export function outcome(was: Commitment, mover: Mover, wanted: Move, at: Moment): Moved {
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
    case 'take':
      return {
        next: taken(was, started, mover, wanted.dueOn),
        event: event({ from: was.ownerId, to: mover.id }),
        settles: 'all',
        tellings: [...ownerHears(), ...others('new-owner', { from: was.ownerId })],
      };
    case 'cannot':
      return {
        next: { ...raised, offeredToId: null, pausedUntil: null },
        event: event(),
        settles: { kinds: ['handover'], ofMover: true },
        tellings: ownerHears(),
      };
    case 'need-hand':
    case 'blocked': {
      const helper = helperOf(was, at.gone);
      return {
        next: rested,
        event: event({ to: helper, ...(wanted.kind === 'blocked' ? { reason: wanted.reason } : {}) }),
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
      // One does not ask oneself: it is taken over, and nobody knew of it who would have to be told.
      if (wanted.to === mover.id) {
        return {
          next: taken(was, started, mover, wanted.dueOn),
          event: event({ from: was.ownerId, to: mover.id }),
          settles: 'all',
          tellings: [],
        };
      }
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

function taken(was: Commitment, started: Commitment, { id }: Mover, on?: LocalDate): Commitment {
  const dueOn = on ?? was.dueOn;
  const dueAt = dueOn === was.dueOn ? was.dueAt : null;
  return { ...started, status: 'accepted', ownerId: id, offeredToId: null, endedAt: null, dueOn, dueAt };
}

function later(a: Date | null, b: Date): Date {
  return a !== null && a > b ? a : b;
}

/** A new date does not end the rest that an offer under way has brought. */
function offerPause({ offeredToId, pausedUntil }: Commitment): Date | null {
  return offeredToId === null ? null : pausedUntil;
}
