/**
 * What becomes of promises when somebody goes. What was offered to them comes back, what was with them is offered to
 * their successor or known to be with nobody, and what an erased person was owed may be named for somebody else.
 */
import { z } from 'zod';
import type { Fact, Work } from '../../act.ts';
import type { FormHandler } from '../../feature.ts';
import type { ItemKind } from '../../item.ts';
import type { MemberId } from '../../kernel/ids.ts';
import { reach } from '../../kernel/permissions.ts';
import { localDateOf } from '../../kernel/zoned.ts';
import { RANK } from '../../outbox/outbox.ts';
import { itemOf, makeMove, peopleOf, spread } from './act.ts';
import { type Commitment, type Move, pauseEnd } from './domain.ts';
import { memberOptions } from './form-views.ts';
import { move } from './moves.ts';
import * as gone from './passing-on-store.ts';
import * as views from './passing-on-views.ts';
import { activeMembers, commitmentOf, commitmentsById, peopleById, save } from './store.ts';

const UNCLAIMED = 'commitments.unclaimed';

/** A move that somebody who is gone would have made; nothing where it cannot be made any more. */
export async function moveFor(work: Work, was: Commitment, id: MemberId, wanted: Move): Promise<void> {
  const owner = (await peopleById(work.db, [was.ownerId])).get(was.ownerId);
  if (!owner) return;
  const { calendar, noteMinute } = owner;
  const moved = move(was, { id }, wanted, { now: work.now, calendar, noteMinute });
  if (moved.ok && (await save(work.db, was, moved.value, id, work.now))) await spread(work, moved.value, id);
}

/** Somebody has left, or said "not for me": nobody waits for an answer of theirs. */
export async function followDeparture(work: Work, id: string): Promise<void> {
  const { db, now, outbox } = work;
  if (!(await gone.isGone(db, id))) return;
  for (const was of await gone.openWith(db, id)) {
    if (was.offeredToId === id) await moveFor(work, was, id as MemberId, { kind: 'cannot' });
    else if (was.status === 'proposed') await moveFor(work, was, id as MemberId, { kind: 'decline' });
    else {
      const to = was.forId ?? was.writtenById;
      if (to === id) continue;
      const telling = { to, kind: 'news', data: { news: 'owner-gone', by: id } } as const;
      const key = `commitments/${was.id}/owner-gone/${id}`;
      await outbox.add(db, now, [{ ...itemOf(was, telling), key }]);
    }
  }
}

/** The successor of somebody who has left is offered what was with them, and waits for what they waited for. */
export async function followSuccessor(
  work: Work,
  { from, to, other }: Extract<Fact, { kind: 'successor' }>,
): Promise<void> {
  for (const was of await gone.openBetween(work.db, from, other)) {
    if (was.forId === from) await nameAnother(work, was, to, from);
    else if (was.offeredToId === null && !(await gone.hasRefused(work.db, was.id, to)))
      await moveFor(work, was, from, { kind: 'offer', to });
  }
}

/** It is for somebody else from now on: the two whom it concerns read so. */
async function nameAnother(work: Work, was: Commitment, to: MemberId, by: MemberId): Promise<boolean> {
  const { db, now, outbox, tell } = work;
  if (!(await gone.setForWhom(db, was, to, by, now))) return false;
  const next = { ...was, forId: to, revision: was.revision + 1 };
  await outbox.settle(db, now, { ref: was.id, kinds: [UNCLAIMED] }, 'settled');
  const tellings = [
    { to: was.ownerId, kind: 'answer', data: { answer: 'for-another', by } },
    { to, kind: 'news', data: { news: 'for-you', by } },
  ] as const;
  await outbox.add(
    db,
    now,
    tellings.map((telling) => itemOf(next, telling)),
  );
  await tell({ kind: 'commitment', id: was.id });
  return true;
}

/**
 * Asks a coordinator for whom something is, now that whoever waited for it has been erased. False where there is
 * nobody to ask, and where only the two might see it: then it is released at once.
 */
export async function askForWhom(work: Work, was: Commitment, erasedId: MemberId): Promise<boolean> {
  const { db, now, outbox } = work;
  if (was.status !== 'accepted' || was.audience === 'pair') return false;
  const asked = await gone.coordinatorFor(db, erasedId, was.ownerId);
  const owner = (await peopleById(db, [was.ownerId])).get(was.ownerId);
  if (!asked || owner?.status !== 'active') return false;
  await gone.awaitName(db, was.id, pauseEnd({ now, ...owner }));
  await outbox.add(db, now, [
    {
      key: `commitments/${was.id}/unclaimed`,
      allianceId: was.allianceId,
      memberId: asked.id,
      kind: UNCLAIMED,
      ref: was.id,
      rank: RANK.rest,
      urgency: 'answer',
    },
  ]);
  return true;
}

/** Releases what nobody has been named for in time; how many. */
export async function releaseUnclaimed(work: Work, limit: number): Promise<number> {
  const ids = await gone.claimUnclaimed(work.db, work.now, limit);
  const all = await commitmentsById(work.db, ids);
  for (const was of all.values()) if (was.forId) await moveFor(work, was, was.forId, { kind: 'release' });
  return ids.length;
}

/** What is still to be named for somebody, to the coordinator who was asked. */
export const unclaimedKind: ItemKind = {
  async render({ db, now }, items) {
    const ids = items.map(({ ref }) => ref);
    const commitments = await commitmentsById(db, ids);
    const waiting = await gone.awaiting(db, ids);
    const people = await peopleOf(db, [...commitments.values()]);
    return items.map(({ ref, status, memberId }) => {
      const commitment = commitments.get(ref);
      const until = waiting.get(ref);
      if (!commitment) return null;
      const scene = { people, reader: memberId, now };
      const isOpen = until && commitment.status === 'accepted';
      if (!isOpen) return status === 'open' ? null : views.claimedView(commitment, scene);
      const zone = people.get(commitment.ownerId)?.calendar.zone ?? 'UTC';
      return views.unclaimedView(commitment, scene, localDateOf(until, zone));
    });
  },
  opens: ['name'],
  async open({ db, now, actor }, { ref }) {
    const { id: reader, allianceId, role } = actor.member;
    if (reach('coordinator', role) === 'no') return { say: views.NOT_YOURS };
    const commitment = await commitmentOf(db, allianceId, ref);
    if (!commitment || !(await gone.awaiting(db, [ref])).has(ref)) return { say: views.ALREADY };
    const scene = { people: await peopleOf(db, [commitment]), reader, now };
    const options = memberOptions(await activeMembers(db, allianceId), reader, commitment.ownerId);
    return { form: views.nameForm(commitment, scene, options) };
  },
  async choose(act, { ref }, choice) {
    const { allianceId, role } = act.actor.member;
    if (reach('coordinator', role) === 'no') return { say: views.NOT_YOURS };
    const was = await commitmentOf(act.db, allianceId, ref);
    if (choice !== 'release' || !was?.forId) return null;
    if (!(await gone.endWait(act.db, ref))) return { say: views.ALREADY };
    return makeMove(act, ref, { id: was.forId }, { kind: 'release' });
  },
};

const Meta = z.object({ id: z.uuid() });

export const forAnotherForm: FormHandler = {
  who: 'coordinator',
  async submit(act, { who }, sent) {
    const { id } = Meta.parse(sent);
    const { id: by, allianceId } = act.actor.member;
    const was = await commitmentOf(act.db, allianceId, id);
    // What comes back from the client is checked: only what waits for a name is a coordinator's to name one for.
    if (was?.status !== 'accepted' || !(await gone.awaiting(act.db, [id])).has(id))
      return { say: views.ALREADY };
    const chosen = (await activeMembers(act.db, allianceId)).find((one) => one.id === who);
    if (!chosen || chosen.id === was.ownerId) return { errors: { who: views.CHOOSE_ONE } };
    await gone.endWait(act.db, id);
    if (!(await nameAnother(act, was, chosen.id, by))) return { say: views.ALREADY };
    return null;
  },
};
