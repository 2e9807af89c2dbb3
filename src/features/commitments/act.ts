/** Does what a move has decided: writes it, settles what it answers, tells whom it concerns. */

import type { Act, By, Look, Work } from '../../act.ts';
import type { Reply } from '../../item.ts';
import { type CommitmentId, type MemberId, newId } from '../../kernel/ids.ts';
import type { NewItem } from '../../outbox/outbox.ts';
import { RANK } from '../../outbox/outbox.ts';
import { endingIn } from './afterwards.ts';
import { type Commitment, type Move, type Moved, type Mover, mayRead, type Telling } from './domain.ts';
import { successor } from './draft.ts';
import { move } from './moves.ts';
import { DAY_PASSED, refusalText } from './refusal-views.ts';
import { commitmentOf, historyOf, peopleById, record, save, visibleTo } from './store.ts';
import { goneOf, nobodyToAsk, type Scene } from './words.ts';

/** Whether what somebody is told needs an answer of theirs, or may ride along with their next note. */
const URGENCY: Record<Telling['kind'], NewItem['urgency']> = {
  proposal: 'answer',
  handover: 'answer',
  hand: 'answer',
  answer: 'rides',
  declined: 'rides',
  news: 'rides',
};

interface MoveParts {
  /** The input at which a day that has passed is pointed out. */
  readonly dateInput?: string;
  /** What else is written, in the same transaction, once the move has been made. */
  readonly also?: (was: Commitment) => Promise<void>;
}

/**
 * Makes a move on behalf of the actor. What stands in its way is said kindly, a day that has passed at the form's
 * `dateInput`; of two moves at once the first counts.
 */
export async function makeMove(
  act: By<Act>,
  id: string,
  mover: Mover,
  wanted: Move,
  { dateInput, also }: MoveParts = {},
): Promise<Reply> {
  const { db, now } = act;
  const { allianceId } = act.actor.member;
  const was = await commitmentOf(db, allianceId, id);
  if (!was) return { say: refusalText({ kind: 'gone' }, null, null) };
  const people = await peopleOf(db, [was]);
  const owner = people.get(was.ownerId);
  if (!owner) return { say: refusalText({ kind: 'gone' }, null, null) };
  const scene = { people, reader: mover.id, now };

  const { calendar, noteMinute } = owner;
  const ending = was.endedAt ? endingIn(await historyOf(db, [id])) : null;
  const gone = goneOf(people);
  const moved = move(was, mover, wanted, { now, calendar, noteMinute, ending, gone });
  if (!moved.ok) {
    if (moved.error.kind === 'nothing-new') return null; // pressed twice, or chosen as it is: nothing to say
    if (moved.error.kind === 'past-date' && dateInput) return { errors: { [dateInput]: DAY_PASSED } };
    return { say: refusalText(moved.error, was, scene) };
  }
  if (!(await save(db, was, moved.value, mover.id, now))) {
    const is = await commitmentOf(db, allianceId, id);
    return {
      say: refusalText({ kind: 'overtaken' }, is, is && { ...scene, people: await peopleOf(db, [is]) }),
    };
  }
  await also?.(was);
  await spread(act, moved.value, mover.id, people);
  if (moved.value.followsOn) {
    const next = successor(was, newId<CommitmentId>(), moved.value.followsOn, now);
    await record(db, next, was.ownerId);
    await act.tell({ kind: 'commitment', id: next.id });
  }
  const isUnheard = wanted.kind === 'need-hand' || wanted.kind === 'blocked';
  return isUnheard && moved.value.tellings.length === 0 ? { say: nobodyToAsk(was.text) } : null;
}

/**
 * Settles the items that a change answers, adds those that it brings, and tells the other features.
 * @param known people who need not be looked up again
 */
export async function spread(
  { db, now, outbox, tell }: Work,
  moved: Moved,
  mover: MemberId,
  known: People = new Map(),
): Promise<void> {
  const { next, settles } = moved;
  if (settles === 'all') {
    await outbox.settle(db, now, { ref: next.id }, 'settled');
  } else {
    const kinds = settles.kinds.map((kind) => `commitments.${kind}`);
    const whose = settles.ofMover ? { memberId: mover } : {};
    await outbox.settle(db, now, { ref: next.id, kinds, ...whose }, 'settled');
  }
  const active = await activeOf(db, moved, known);
  await outbox.add(
    db,
    now,
    active.map((telling) => itemOf(next, telling)),
  );
  await tell({ kind: 'commitment', id: next.id });
}

type People = Awaited<ReturnType<typeof peopleOf>>;

/** Nobody is written to who has left, or never took part. */
async function activeOf(db: Look['db'], { tellings }: Moved, known: People): Promise<Telling[]> {
  const unknown = tellings.flatMap(({ to }) => (known.has(to) ? [] : [to]));
  const people = new Map([...known, ...(await peopleById(db, unknown))]);
  return tellings.filter(({ to }) => people.get(to)?.status === 'active');
}

/** The item that carries a telling; its key is of this revision, so it exists once. */
export function itemOf({ id, allianceId, revision }: Commitment, telling: Telling): NewItem {
  const { to, kind, data } = telling;
  return {
    key: `commitments/${id}/${revision}/${kind}/${to}`,
    allianceId,
    memberId: to,
    kind: `commitments.${kind}`,
    ref: id,
    data: { ...data },
    rank: RANK.rest,
    // Who is told that something is missing has to decide, while it can still be reopened.
    urgency: data.answer === 'not-quite' ? 'answer' : URGENCY[kind],
  };
}

/** Everybody whom texts about these commitments may name. */
export async function peopleOf(
  db: Look['db'],
  commitments: readonly Commitment[],
  also: Iterable<string> = [],
) {
  const ids = commitments.flatMap((c) => [c.ownerId, c.forId, c.writtenById, c.offeredToId]);
  return peopleById(db, [...ids, ...also]);
}

/** One commitment with what a view of it needs; null where it is gone, or not for this reader. */
export async function lookUp(
  { db, now, actor }: Pick<By<Look>, 'db' | 'now' | 'actor'>,
  id: string,
): Promise<{ commitment: Commitment; scene: Scene } | null> {
  const { id: reader, allianceId } = actor.member;
  const commitment = await commitmentOf(db, allianceId, id);
  if (!commitment) return null;
  if (!mayRead(commitment, reader)) {
    const { count } = await visibleTo(db, reader, now, { ids: [id] }, { skip: 0, take: 1 });
    if (count === 0) return null;
  }
  return { commitment, scene: { people: await peopleOf(db, [commitment]), reader, now } };
}
