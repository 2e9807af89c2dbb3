/** Several promises read at once, or pasted after a meeting: looked through together, recorded at one word. */
import { z } from 'zod';
import type { Act, By, Look } from '../../act.ts';
import type { FormHandler } from '../../feature.ts';
import type { ItemKind, ItemRow, ItemView, Reply } from '../../item.ts';
import { type MemberId, newId } from '../../kernel/ids.ts';
import {
  batchRecorded,
  batchView,
  lacking,
  listPost,
  MOST_LINES,
  reviewForm,
  tooManyLines,
} from './batch-views.ts';
import { type Draft, type DraftContent, missing } from './draft.ts';
import { batchesOf, closeDraft } from './draft-store.ts';
import { keep, type Origin, openForm, recordDraft } from './recording.ts';
import { peopleById } from './store.ts';
import type { Scene } from './words.ts';

const BATCH = 'commitments.batch';
const GONE: Reply = { say: 'This has been answered already.' };

/** Keeps what was read at once; its id. */
export async function keepAll(
  act: By<Act>,
  contents: readonly DraftContent[],
  origin: Origin,
): Promise<string> {
  const batchId = newId();
  for (const [position, content] of contents.entries()) {
    await keep(act, content, origin, { batchId, position });
  }
  return batchId;
}

/** Keeps what was read at once, and shows it to its speaker in a message. */
export async function showSeveral(
  act: By<Act>,
  contents: readonly DraftContent[],
  origin: Origin,
): Promise<Reply> {
  if (contents.length > MOST_LINES) return { say: tooManyLines(contents.length) };
  const batchId = await keepAll(act, contents, origin);
  const { personId, member } = act.actor;
  await act.outbox.reply(act.db, act.now, {
    key: `commitments/${batchId}/batch`,
    personId,
    allianceId: member.allianceId,
    memberId: member.id,
    kind: BATCH,
    ref: batchId,
  });
  return null;
}

export const batchKind: ItemKind = {
  render,
  opens: ['look-through'],
  open: async (look, item) => reviewOf(look, item.ref),
  choose: async (act, { ref }, choice) => {
    const open = await openDrafts(act, ref);
    if (choice === 'leave') {
      for (const { id } of open) await closeDraft(act.db, id, 'dropped');
      await act.outbox.settle(act.db, act.now, { ref, kinds: [BATCH] }, 'settled');
    }
    if (choice === 'record-all' && lacking(open) === null) await recordAll(act, ref, open);
    return null;
  },
};

async function render(
  { db, now }: Pick<Look, 'db' | 'now'>,
  items: readonly ItemRow[],
): Promise<(ItemView | null)[]> {
  const batches = await batchesOf(
    db,
    items.map(({ ref }) => ref),
  );
  const people = await peopleIn(db, [...batches.values()].flat());
  return items.map(({ ref, memberId, deliveredAt }) => {
    const drafts = batches.get(ref);
    if (drafts) return batchView(drafts, { people, reader: memberId, now });
    return deliveredAt ? { text: 'This is no longer kept.', choices: [] } : null;
  });
}

function peopleIn(db: Look['db'], drafts: readonly Draft[]) {
  return peopleById(
    db,
    drafts.flatMap(({ speakerId, content }) => [speakerId, content.ownerId, content.forId]),
  );
}

/** What of a batch of the actor's own still waits for their word. */
async function openDrafts({ db, actor }: Pick<By<Look>, 'db' | 'actor'>, batchId: string): Promise<Draft[]> {
  const drafts = (await batchesOf(db, [batchId])).get(batchId) ?? [];
  return drafts.filter(({ speakerId, status }) => speakerId === actor.member.id && status === 'open');
}

/** The form to look a batch through. */
export async function reviewOf(
  look: Pick<By<Look>, 'db' | 'now' | 'actor'>,
  batchId: string,
): Promise<Reply> {
  const open = await openDrafts(look, batchId);
  if (open.length === 0) return GONE;
  return { form: reviewForm(batchId, open, await sceneOf(look, open)) };
}

async function sceneOf(
  { db, now, actor }: Pick<By<Look>, 'db' | 'now' | 'actor'>,
  drafts: readonly Draft[],
): Promise<Scene> {
  return { people: await peopleIn(db, drafts), reader: actor.member.id, now };
}

const Review = z.object({ batch: z.uuid() });

/** Looked through: recorded, or one of them put right or left out before the rest is looked through again. */
export const reviewHandler: FormHandler = {
  who: 'member',
  submit: async (act, values, meta) => {
    const batchId = Review.safeParse(meta).data?.batch;
    const open = batchId ? await openDrafts(act, batchId) : [];
    if (!batchId || open.length === 0) return GONE;
    const [next, id] = (values.next ?? 'record').split(':');
    const chosen = open.find((draft) => draft.id === id);
    if (next === 'change' && chosen) return openForm(act, { draft: chosen });
    if (next === 'drop' && chosen) {
      await closeDraft(act.db, chosen.id, 'dropped');
      await act.outbox.redraw(act.db, batchId);
      if (open.length > 1) return reviewOf(act, batchId);
      await act.outbox.settle(act.db, act.now, { ref: batchId, kinds: [BATCH] }, 'settled');
      return { say: 'Left unrecorded.' };
    }
    const wrong = lacking(open);
    if (wrong) return { errors: { next: wrong } };
    await recordAll(act, batchId, open);
    const scene = await sceneOf(act, open);
    if (values.post === 'yes') await postList(act, batchId, open, scene);
    return { say: batchRecorded(open, scene) };
  },
};

async function recordAll(act: By<Act>, batchId: string, open: readonly Draft[]): Promise<void> {
  for (const draft of open) {
    const { ownerId } = draft.content;
    if (ownerId !== null && missing(draft.content) === null)
      await recordDraft(act, draft, { ...draft.content, ownerId: ownerId as MemberId });
  }
  await act.outbox.settle(act.db, act.now, { ref: batchId, kinds: [BATCH] }, 'settled');
}

/** At its speaker's wish only: in the thread in which it was said, else in the channel. */
async function postList(
  { db, now, outbox, actor }: By<Act>,
  batchId: string,
  drafts: readonly Draft[],
  scene: Scene,
): Promise<void> {
  const threadTs = drafts[0]?.threadTs;
  await outbox.post(db, now, {
    key: `commitments/${batchId}/list`,
    allianceId: actor.member.allianceId,
    ...listPost(drafts, actor.member.id, scene),
    ...(threadTs ? { threadTs } : {}),
  });
}
