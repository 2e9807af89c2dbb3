/** Commitments: what one member promised another, from the sentence to the day it is done. */
import type { Act, By, Feature, Reply, Work } from '../../feature.ts';
import { peopleOf } from './act.ts';
import { actionsText, MOST_LISTED } from './actions-views.ts';
import { pauseEnd } from './domain.ts';
import { forms } from './forms.ts';
import { hear } from './hearing.ts';
import { itemKinds } from './items.ts';
import { confirmKind, openForm } from './recording.ts';
import { commitmentsById, openOf, peopleById, restFor } from './store.ts';

export const commitments: Feature = {
  name: 'commitments',
  commands: [
    {
      word: 'commit',
      usage: '[I will send the flood map to @ben by Friday]',
      about: 'write down a promise, yours or one to put to a colleague',
      who: 'member',
      opens: (words) => words.trim() === '',
      open: (look) => openForm(look, null),
      run: async (act, words) => {
        const reply = await hear(act, words, null, true);
        return reply === 'not mine' ? null : reply;
      },
    },
    {
      word: 'actions',
      usage: '',
      about: 'what is with you, and what is on its way to you',
      who: 'member',
      run: listActions,
    },
  ],
  doors: [{ id: 'commitments.promise', label: 'I promise…', open: (look) => openForm(look, null) }],
  items: { 'commitments.confirm': confirmKind, ...itemKinds },
  forms,
  sentence: (act, text, { permalink }) => hear(act, text, permalink, false),
  react: async (work, fact) => {
    if (fact.kind !== 'delivered') return;
    for (const { kind, ref, memberId } of fact.items) {
      if (kind === 'commitments.handover' && memberId) await restFromDelivery(work, ref, memberId);
    }
  },
};

async function listActions({ db, now, actor }: By<Act>): Promise<Reply> {
  const me = actor.member.id;
  const open = await openOf(db, me, MOST_LISTED + 1);
  return { say: actionsText(open, me, { people: await peopleOf(db, open), reader: me, now }) };
}

/** An offer rests the steps for so many days of the owner's, counted from when it was read, not from when it was made. */
async function restFromDelivery({ db, now, tell }: Work, id: string, offeredToId: string): Promise<void> {
  const commitment = (await commitmentsById(db, [id])).get(id);
  if (commitment?.offeredToId !== offeredToId) return;
  const owner = (await peopleById(db, [commitment.ownerId])).get(commitment.ownerId);
  if (!owner) return;
  await restFor(db, id, offeredToId, pauseEnd({ now, ...owner }));
  await tell({ kind: 'commitment', id });
}
