/** Commitments: what one member promised another, from the sentence to the day it is done. */
import type { Act, By, Work } from '../../act.ts';
import type { Feature, Source } from '../../feature.ts';
import type { Reply } from '../../item.ts';
import { actionsCommand, listsKind } from './actions.ts';
import { meetingForm } from './batch-views.ts';
import { batchKind } from './batches.ts';
import { pauseEnd } from './domain.ts';
import { exportDownloads, exportJobs, exportParts, exportsGivenUp, fileKind } from './exports.ts';
import { forms } from './forms.ts';
import { hear } from './hearing.ts';
import { itemKinds } from './items.ts';
import { erase } from './leaving.ts';
import { fromMessage } from './meeting.ts';
import {
  followDeparture,
  followSuccessor,
  forAnotherForm,
  releaseUnclaimed,
  unclaimedKind,
} from './passing-on.ts';
import { nextUnclaimed } from './passing-on-store.ts';
import { expire, exported } from './privacy-store.ts';
import { confirmKind, openForm } from './recording.ts';
import { standingKind } from './standing.ts';
import { commitmentsById, peopleById, restFor } from './store.ts';

/** What stands behind a command; a slash command has no message of its own to lead back to. */
async function heard(
  act: By<Act>,
  words: string,
  source: Source | undefined,
  as: 'note' | 'list',
): Promise<Reply> {
  const { permalink = null, threadTs = null } = source ?? {};
  const reply = await hear(act, words, { permalink, threadTs }, as);
  return reply === 'not mine' ? null : reply;
}

/** `publicUrl`: where calendar programs reach this server, if they do. */
export function commitmentsWith(publicUrl: string | null): Feature {
  const exports = exportParts(publicUrl);
  return {
    ...parts,
    commands: [...(parts.commands ?? []), exports.command],
    forms: { ...parts.forms, 'commitments.export': exports.handler },
  };
}

const parts: Feature = {
  name: 'commitments',
  commands: [
    {
      word: 'commit',
      usage: '[I will send the flood map to @ben by Friday]',
      about: 'Write down a promise, yours or one to put to a colleague',
      who: 'member',
      opens: (words) => words.trim() === '',
      open: (look) => openForm(look),
      run: (act, words, source) => heard(act, words, source, 'note'),
    },
    {
      word: 'meeting',
      usage: '[one commitment a line: @ben flood map Friday]',
      about: 'Write down what was agreed in a meeting, one commitment a line',
      who: 'member',
      opens: (words) => words.trim() === '',
      open: async () => ({ form: meetingForm('', null) }),
      run: (act, words, source) => heard(act, words, source, 'list'),
    },
    actionsCommand,
  ],
  doors: [
    {
      id: 'commitments.promise',
      label: 'I promise…',
      open: (look, about) => openForm(look, { content: { forId: about ?? null } }),
    },
  ],
  shortcuts: [{ id: 'commitments.record', open: fromMessage }],
  items: {
    'commitments.confirm': confirmKind,
    'commitments.batch': batchKind,
    ...itemKinds,
    'commitments.mine': standingKind,
    'commitments.lists': listsKind,
    'commitments.file': fileKind,
    'commitments.unclaimed': unclaimedKind,
  },
  forms: { ...forms, 'commitments.for-another': forAnotherForm },
  due: { run: releaseUnclaimed, next: nextUnclaimed },
  jobs: exportJobs,
  gaveUp: exportsGivenUp,
  downloads: exportDownloads,
  sentence: (act, text, { permalink, threadTs = null }) =>
    hear(act, text, { permalink, threadTs }, 'sentence'),
  erase,
  export: exported,
  expire: ({ db }, memberIds, before) => expire(db, memberIds, before),
  react: async (work, fact) => {
    if (fact.kind === 'member') await followDeparture(work, fact.id);
    if (fact.kind === 'successor') await followSuccessor(work, fact);
    if (fact.kind !== 'delivered') return;
    for (const { kind, ref, memberId } of fact.items) {
      if (kind === 'commitments.handover' && memberId) await restFromDelivery(work, ref, memberId);
    }
  },
};

export const commitments: Feature = commitmentsWith(null);

/** An offer rests the steps for so many days of the owner's, counted from when it was read, not from when it was made. */
async function restFromDelivery({ db, now, tell }: Work, id: string, offeredToId: string): Promise<void> {
  const commitment = (await commitmentsById(db, [id])).get(id);
  if (commitment?.offeredToId !== offeredToId) return;
  const owner = (await peopleById(db, [commitment.ownerId])).get(commitment.ownerId);
  if (!owner) return;
  await restFor(db, id, offeredToId, pauseEnd({ now, ...owner }));
  await tell({ kind: 'commitment', id });
}
