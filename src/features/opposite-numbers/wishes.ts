/** What one of a pair wishes for its rhythm. Either may: it is between the two of them, and both are told. */
import type { Fact, Work } from '../../act.ts';
import type { ItemKind } from '../../item.ts';
import { RANK } from '../../outbox/outbox.ts';
import { endPair } from './pairing.ts';
import { slower } from './rhythm-domain.ts';
import * as store from './store.ts';
import { slowed } from './views.ts';

const SLOWED = 'opposite-numbers.slowed';

export async function followWish(work: Work, fact: Extract<Fact, { kind: 'rhythm-wish' }>): Promise<void> {
  const { pairId, by, wish } = fact;
  const pair = await store.holdPair(work.db, pairId);
  if (pair?.status !== 'active' || ![pair.a.id, pair.b.id].includes(by)) return;
  if (wish === 'stop') {
    await endPair(work, pair.id, by);
    return;
  }
  const { db, now, outbox } = work;
  await store.setRhythm(db, pair.id, slower(pair.rhythm));
  const other = pair.a.id === by ? pair.b : pair.a;
  await outbox.add(db, now, [
    {
      key: `opposite-numbers/slowed/${pair.id}/${other.id}/${now.getTime()}`,
      allianceId: pair.allianceId,
      memberId: other.id,
      kind: SLOWED,
      ref: pair.id,
      rank: RANK.rest,
      urgency: 'rides',
    },
  ]);
  await work.tell({ kind: 'pair', id: pair.id });
}

/** To the other of the two: how often they are asked from now on. */
export const slowedItem: Readonly<Record<string, ItemKind>> = {
  [SLOWED]: {
    async render({ db }, items) {
      const pairs = await store.pairsById(
        db,
        items.map(({ ref }) => ref),
      );
      return items.map(({ ref, memberId }) => {
        const pair = pairs.find(({ id }) => id === ref);
        return pair?.status === 'active' && memberId ? { text: slowed(pair, memberId), choices: [] } : null;
      });
    },
  },
};
