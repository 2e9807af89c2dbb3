/** Commitments: what one member promised another, from the sentence to the day it is done. */
import type { Act, By, Feature, Reply, Work } from '../../feature.ts';
import { peopleOf } from './act.ts';
import { actionsText, MOST_LISTED } from './actions-views.ts';
import { meetingForm } from './batch-views.ts';
import { batchKind } from './batches.ts';
import { pauseEnd } from './domain.ts';
import { forms } from './forms.ts';
import { hear } from './hearing.ts';
import { itemKinds } from './items.ts';
import { fromMessage } from './meeting.ts';
import { confirmKind, openForm } from './recording.ts';
import { standingKind } from './standing.ts';
import { commitmentsById, openOf, peopleById, restFor } from './store.ts';

/** What is typed behind a command has no message of its own to lead back to. */
const NOWHERE = { permalink: null, threadTs: null };

export const commitments: Feature = {
  name: 'commitments',
  commands: [
    {
      word: 'commit',
      usage: '[I will send the flood map to @ben by Friday]',
      about: 'write down a promise, yours or one to put to a colleague',
      who: 'member',
      opens: (words) => words.trim() === '',
      open: (look) => openForm(look),
      run: async (act, words, source) => {
        const { permalink, threadTs = null } = source ?? NOWHERE;
        const reply = await hear(act, words, { permalink, threadTs }, 'note');
        return reply === 'not mine' ? null : reply;
      },
    },
    {
      word: 'meeting',
      usage: '[one commitment a line: @ben flood map Friday]',
      about: 'write down what was agreed in a meeting, one commitment a line',
      who: 'member',
      opens: (words) => words.trim() === '',
      open: async () => ({ form: meetingForm('', null) }),
      run: async (act, words, source) => {
        const { permalink, threadTs = null } = source ?? NOWHERE;
        const reply = await hear(act, words, { permalink, threadTs }, 'list');
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
  doors: [{ id: 'commitments.promise', label: 'I promise…', open: (look) => openForm(look) }],
  shortcuts: [{ id: 'commitments.record', open: fromMessage }],
  items: {
    'commitments.confirm': confirmKind,
    'commitments.batch': batchKind,
    ...itemKinds,
    'commitments.mine': standingKind,
  },
  forms,
  sentence: (act, text, { permalink, threadTs = null }) =>
    hear(act, text, { permalink, threadTs }, 'sentence'),
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
