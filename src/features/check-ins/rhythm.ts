/** Asking both whether their rhythm still suits them. What it becomes is for whoever keeps the pairs: a fact tells them. */
import type { ItemKind } from '../../item.ts';
import { answer } from './answering.ts';
import { links } from './contact-store.ts';
import { SENTENCES } from './form-views.ts';
import { rhythmSettled, rhythmView } from './rhythm-views.ts';
import { roundsOf } from './round-store.ts';

const WISHES = ['slower', 'stop'] as const;

export const rhythmKind: ItemKind = {
  async render({ db, now }, items) {
    const rounds = await roundsOf(
      db,
      now,
      items.map(({ ref, memberId }) => ({ checkInId: ref, memberId })),
    );
    const pairs = await links(
      db,
      rounds.flatMap((found) => found?.pairId ?? []),
    );
    return items.map(({ status }, n) => {
      const found = rounds[n];
      if (!found) return null;
      const rhythm = pairs.get(found.pairId)?.rhythm ?? null;
      if (status === 'open' && found.round.isOpen && rhythm) return rhythmView(found.other.name, rhythm);
      return status === 'open' ? null : rhythmSettled(found.other.name, rhythm);
    });
  },
  async choose(act, item, choice) {
    if (choice === 'spoke') {
      const result = await answer(act, item.ref, { answer: 'spoke' });
      return result.ok ? null : { say: SENTENCES[result.error] };
    }
    const { db, now, outbox, actor } = act;
    const memberId = actor.member.id;
    const [found] = await roundsOf(db, now, [{ checkInId: item.ref, memberId }]);
    if (!found) return { say: SENTENCES.notYours };
    await outbox.settle(db, now, { ref: item.ref, kinds: [item.kind], memberId }, 'settled');
    const wish = WISHES.find((one) => one === choice);
    if (wish) await act.tell({ kind: 'rhythm-wish', pairId: found.pairId, by: memberId, wish });
    return null;
  },
};
