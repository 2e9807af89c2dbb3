import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { office } from '../../../test/support/office.ts';
import { ana, ben, cy, date, map } from '../../../test/support/promise.ts';
import type { MemberId } from '../../kernel/ids.ts';
import { addDays } from '../../kernel/zoned.ts';
import { type Commitment, type Moment, type Move, type Mover, mayRead, nextWeekDay } from './domain.ts';
import { move } from './moves.ts';

const mo = 'mo' as MemberId;
const at: Moment = { now: new Date('2026-01-14T10:00:00Z'), calendar: office, noteMinute: 540 }; // a Wednesday
const before = new Date('2026-01-05T10:00:00Z');
const promised: Commitment = { ...map, baseAt: before, createdAt: before };
const proposed: Commitment = { ...promised, status: 'proposed', writtenById: cy };

function made(commitment: Commitment, by: Mover | MemberId, wanted: Move, moment = at) {
  const result = move(commitment, typeof by === 'string' ? { id: by } : by, wanted, moment);
  if (!result.ok) throw new Error(`refused: ${result.error.kind}`);
  return result.value;
}

function refused(commitment: Commitment, by: Mover | MemberId, wanted: Move) {
  const result = move(commitment, typeof by === 'string' ? { id: by } : by, wanted, at);
  return result.ok ? null : result.error.kind;
}

describe('an agreed action', () => {
  test('counts from its acceptance, and nobody else hears of it', () => {
    const { next, tellings } = made(proposed, ana, { kind: 'accept' });
    expect(next).toMatchObject({ status: 'accepted', baseAt: at.now, revision: 2 });
    expect(tellings).toEqual([]);
  });

  test('that is declined is told to the proposer only', () => {
    const { next, tellings } = made(proposed, ana, { kind: 'decline' });
    expect(next).toMatchObject({ status: 'declined', endedAt: at.now });
    expect(tellings).toEqual([{ to: cy, kind: 'declined', data: { by: ana } }]);
  });

  test('is accepted with another date, too', () => {
    const { next } = made(proposed, ana, { kind: 're-date', dueOn: date('2026-01-23') });
    expect(next).toMatchObject({ status: 'accepted', dueOn: '2026-01-23' });
  });

  test('whose day has passed needs a new one', () => {
    const late = { ...proposed, dueOn: date('2026-01-13') };
    expect(refused(late, ana, { kind: 'accept' })).toBe('past-date');
    expect(refused({ ...late, offeredToId: mo }, mo, { kind: 'take' })).toBe('past-date');
    const taken = made({ ...late, offeredToId: mo }, mo, { kind: 'take', dueOn: date('2026-01-20') });
    expect(taken.next).toMatchObject({ ownerId: mo, status: 'accepted', dueOn: '2026-01-20' });
  });

  test('may be put to somebody else while it is not picked up, by whoever wrote it down', () => {
    const { next, tellings } = made(proposed, cy, { kind: 'reassign', to: mo });
    expect(next).toMatchObject({ ownerId: mo, status: 'proposed' });
    expect(tellings).toEqual([{ to: mo, kind: 'proposal', data: {} }]);
    expect(refused(proposed, ben, { kind: 'reassign', to: mo })).toBe('not-yours');
    expect(
      made({ ...proposed, status: 'declined', endedAt: at.now }, cy, { kind: 'reassign', to: mo }).next
        .endedAt,
    ).toBeNull();
  });

  test('is taken over by whoever wrote it down, without asking; on another day where its own has passed', () => {
    const declined: Commitment = { ...proposed, status: 'declined', endedAt: at.now };
    for (const was of [proposed, declined]) {
      const { next, tellings, event, settles } = made(was, cy, { kind: 'reassign', to: cy });
      expect(next).toMatchObject({ ownerId: cy, status: 'accepted', endedAt: null, baseAt: at.now });
      expect([event.kind, tellings, settles]).toEqual(['reassign', [], 'all']);
    }
    const late: Commitment = { ...declined, dueOn: date('2026-01-13') };
    expect(refused(late, cy, { kind: 'reassign', to: cy })).toBe('past-date');
    expect(made(late, cy, { kind: 'reassign', to: mo }).next.status).toBe('proposed');
    const later = date('2026-01-20');
    expect(made(late, cy, { kind: 'reassign', to: cy, dueOn: later }).next.dueOn).toBe(later);
    expect(refused(proposed, ana, { kind: 'reassign', to: ana })).toBe('not-yours');
  });
});

describe('the person it is for', () => {
  test('hears of a new date, a new owner, done and let go', () => {
    const offered = { ...promised, offeredToId: cy };
    const moves: [Commitment, MemberId, Move, string][] = [
      [promised, ana, { kind: 're-date', dueOn: date('2026-01-20') }, 'new-date'],
      [offered, cy, { kind: 'take' }, 'new-owner'],
      [promised, ana, { kind: 'done' }, 'done'],
      [promised, ana, { kind: 'let-go' }, 'let-go'],
    ];
    for (const [commitment, by, wanted, news] of moves) {
      const told = made(commitment, by, wanted).tellings.filter(({ kind }) => kind === 'news');
      expect(told).toMatchObject([{ to: ben, data: { news } }]);
    }
  });

  test('proposes next week, which the owner may accept', () => {
    const { next, tellings } = made(promised, ben, { kind: 'next-week' });
    expect(next.dueOn).toBe('2026-01-16');
    expect(tellings).toMatchObject([{ to: ana, kind: 'answer', data: { on: '2026-01-23' } }]);
  });

  test('lets the steps rest for five working days by offering a talk or a hand', () => {
    for (const kind of ['talk', 'help'] as const) {
      expect(made(promised, ben, { kind }).next.pausedUntil).toEqual(new Date('2026-01-21T09:00:00Z'));
    }
  });

  test('releases the owner, who hears it with thanks', () => {
    const { next, tellings, settles } = made(promised, ben, { kind: 'release' });
    expect(next).toMatchObject({ status: 'let_go', endedAt: at.now });
    expect(tellings).toMatchObject([{ to: ana, kind: 'answer', data: { answer: 'release', by: ben } }]);
    expect(settles).toBe('all');
  });
});

test('a peer who was asked in their place may answer, but not call off what somebody else waits for', () => {
  const asked = { id: mo, asked: 'peer' } as const;
  expect(refused(promised, mo, { kind: 'help' })).toBe('not-yours');
  expect(made(promised, asked, { kind: 'help' }).next.pausedUntil).not.toBeNull();
  expect(refused(promised, asked, { kind: 'release' })).toBe('not-yours');
  expect(made({ ...promised, forId: null }, asked, { kind: 'release' }).next.status).toBe('let_go');
});

test('asking for a hand asks the person it is for, else whoever wrote it down, else nobody', () => {
  const helpers = [promised, { ...promised, forId: null, writtenById: cy }, { ...promised, forId: null }].map(
    (commitment) => made(commitment, ana, { kind: 'need-hand' }).tellings.map(({ to }) => to),
  );
  expect(helpers).toEqual([[ben], [cy], []]);
  const asked = (writtenById: MemberId, gone: MemberId[]) =>
    made({ ...promised, writtenById }, ana, { kind: 'need-hand' }, { ...at, gone: new Set(gone) });
  expect(asked(cy, [ben]).tellings).toMatchObject([{ to: cy, kind: 'hand' }]);
  expect(asked(cy, [ben, cy])).toMatchObject({ tellings: [], event: { data: { to: null } } });
});

test('an offer leaves it with its owner until it is taken, and refusing it brings the steps back', () => {
  const { next } = made(promised, ana, { kind: 'offer', to: cy });
  expect(next).toMatchObject({ ownerId: ana, offeredToId: cy });
  expect(next.pausedUntil).not.toBeNull();
  expect(made(next, cy, { kind: 'cannot' }).next).toMatchObject({
    offeredToId: null,
    pausedUntil: null,
    ownerId: ana,
  });
  expect(made(next, cy, { kind: 'take' }).next).toMatchObject({
    ownerId: cy,
    offeredToId: null,
    baseAt: at.now,
  });
  expect(refused(next, mo, { kind: 'take' })).toBe('not-offered');
});

test('moves that change nothing are no moves', () => {
  expect(refused(promised, ana, { kind: 're-date', dueOn: date('2026-01-16') })).toBe('nothing-new');
  expect(refused(promised, ana, { kind: 'offer', to: ana })).toBe('nothing-new');
  expect(refused({ ...promised, status: 'done' }, ana, { kind: 'done' })).toBe('settled');
  expect(refused(promised, ana, { kind: 're-date', dueOn: date('2026-01-13') })).toBe('past-date');
});

test('a pause ends also where the owner is away for years', () => {
  const absences = [{ from: date('2026-01-01'), until: date('2030-01-01') }];
  const away = { ...at, calendar: { ...office, absences } };
  expect(made(promised, ben, { kind: 'help' }, away).next.pausedUntil).toEqual(
    new Date('2026-01-19T09:00:00Z'),
  );
  expect(nextWeekDay(away)).toBe('2026-01-26');
});

test('next week is its last working day, and the one after where it has none', () => {
  expect(nextWeekDay(at)).toBe('2026-01-23');
  const absences = [{ from: date('2026-01-19'), until: date('2026-01-23') }];
  expect(nextWeekDay({ ...at, calendar: { ...office, absences } })).toBe('2026-01-26');
});

const MOVES: Move[] = [
  ...(
    ['accept', 'decline', 'done', 'let-go', 'need-hand', 'fits', 'take', 'cannot', 'next-week'] as const
  ).map((kind) => ({ kind })),
  ...(['talk', 'help', 'release', 'free-time', 'talk-to-both', 'withdraw'] as const).map((kind) => ({
    kind,
  })),
  { kind: 're-date', dueOn: date('2026-02-02') },
  { kind: 'offer', to: cy },
  { kind: 'reassign', to: mo },
  { kind: 'reassign', to: cy },
];

describe('for any moves by anybody', () => {
  const anybody = fc.constantFrom(ana, ben, cy, mo);
  const step = fc.record({
    by: fc.record({ id: anybody, asked: fc.constantFrom(undefined, 'peer' as const, 'leader' as const) }),
    wanted: fc.constantFrom(...MOVES),
    days: fc.integer({ min: 0, max: 9 }),
  });

  test('each kept move raises the revision by one, is told to nobody who made it, and ends only once', () => {
    fc.assert(
      fc.property(fc.constantFrom(promised, proposed), fc.array(step, { maxLength: 25 }), (start, steps) => {
        let commitment = start;
        let now = at.now;
        for (const { by, wanted, days } of steps) {
          now = new Date(now.getTime() + days * 86_400_000);
          const result = move(commitment, by.asked ? { id: by.id, asked: by.asked } : { id: by.id }, wanted, {
            ...at,
            now,
          });
          if (!result.ok) continue;
          const { next, tellings } = result.value;
          const over = commitment.endedAt !== null;
          expect(over && wanted.kind !== 'reassign').toBe(false);
          expect(next.revision).toBe(commitment.revision + 1);
          expect(next.endedAt !== null).toBe(['done', 'let_go', 'declined'].includes(next.status));
          if (next.endedAt) expect([next.offeredToId, next.pausedUntil]).toEqual([null, null]);
          if (next.ownerId !== commitment.ownerId) expect(next.baseAt).toEqual(now);
          for (const { to, kind } of tellings) {
            if (kind === 'news') expect(to === by.id || to === commitment.ownerId).toBe(false);
            if (kind === 'declined') expect(to).toBe(commitment.writtenById);
            if (kind !== 'answer') expect(mayRead(next, to)).toBe(true);
          }
          commitment = next;
        }
      }),
    );
  });

  test('what one is asked to do can be done on any later day without an exception', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), step, (days, { by, wanted }) => {
        const now = new Date(at.now.getTime() + days * 86_400_000);
        move(promised, by.asked ? { id: by.id, asked: by.asked } : { id: by.id }, wanted, { ...at, now });
        expect(addDays(nextWeekDay({ ...at, now }), -14) < now.toISOString().slice(0, 10)).toBe(true);
      }),
    );
  });
});
