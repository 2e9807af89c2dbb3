/** From a sentence or a form to a commitment: nothing is recorded before its writer's word, and nothing twice. */
import type { Act, By, Look } from '../../act.ts';
import type { ItemKind, ItemRow, ItemView, Reply } from '../../item.ts';
import { type CommitmentId, type MemberId, newId } from '../../kernel/ids.ts';
import { cut as shorten } from '../../slack/blocks.ts';
import { itemOf } from './act.ts';
import { confirmView } from './confirm-views.ts';
import type { Commitment } from './domain.ts';
import { type Draft, type DraftContent, missing, swapped, written } from './draft.ts';
import { closeDraft, draftsById, keepDraft, rereadDraft } from './draft-store.ts';
import { LONGEST, writeForm } from './form-views.ts';
import { activeMembers, peopleById, record } from './store.ts';

const CONFIRM = 'commitments.confirm';

/** Where something was said. */
export interface Origin {
  readonly permalink: string | null;
  readonly threadTs: string | null;
}

/** Keeps what was read until its speaker says whether it is to be recorded. */
export async function keep(
  { db, now, actor }: By<Act>,
  content: DraftContent,
  origin: Origin,
  place: Pick<Draft, 'batchId' | 'position'> = { batchId: null, position: 0 },
): Promise<CommitmentId> {
  const id = newId<CommitmentId>();
  const { id: speakerId, allianceId } = actor.member;
  const cut = { ...content, text: shorten(content.text, LONGEST) };
  const draft = { id, allianceId, speakerId, content: cut, status: 'open', createdAt: now } as const;
  await keepDraft(db, { ...draft, ...origin, ...place });
  return id;
}

/** Keeps what was read and shows it to the speaker. */
export async function showBack(act: By<Act>, content: DraftContent, origin: Origin): Promise<void> {
  const { db, now, outbox, actor } = act;
  const { id: speakerId, allianceId } = actor.member;
  const id = await keep(act, content, origin);
  await outbox.reply(db, now, {
    key: `commitments/${id}/confirm`,
    personId: actor.personId,
    allianceId,
    memberId: speakerId,
    kind: CONFIRM,
    ref: id,
  });
}

/** Writes it down, puts it to its owner where that is somebody else; false where it was recorded before. */
export async function writeDown(
  { db, now, outbox, actor, tell }: By<Act>,
  commitment: Commitment,
): Promise<boolean> {
  if (!(await record(db, commitment, actor.member.id))) return false;
  if (commitment.status === 'proposed') {
    const proposal = { to: commitment.ownerId, kind: 'proposal', data: {} } as const;
    await outbox.add(db, now, [itemOf(commitment, proposal)]);
  }
  await tell({ kind: 'commitment', id: commitment.id });
  return true;
}

/** The form to write one down, empty or as it was read. Its id is chosen now, so that sending it twice counts once. */
export async function openForm(
  { db, actor }: Pick<By<Look>, 'db' | 'actor'>,
  from: {
    readonly draft?: Draft;
    readonly content?: Partial<DraftContent>;
    readonly link?: string | null;
  } = {},
): Promise<Reply> {
  const members = await activeMembers(db, actor.member.allianceId);
  const { draft, link } = from;
  return {
    form: writeForm({
      id: draft?.id ?? newId(),
      draft: draft ?? null,
      link: link ?? null,
      members,
      speakerId: actor.member.id,
      content: draft?.content ?? from.content ?? {},
    }),
  };
}

export const confirmKind: ItemKind = {
  render: renderConfirm,
  opens: ['change'],
  open: async (look, item) => {
    const draft = await ownDraft(look, item.ref);
    if (draft?.status !== 'open') return { say: 'This has been answered already.' };
    return openForm(look, { draft });
  },
  choose: chooseConfirm,
};

async function renderConfirm(
  { db, now }: Pick<Look, 'db' | 'now'>,
  items: readonly ItemRow[],
): Promise<(ItemView | null)[]> {
  const drafts = await draftsById(
    db,
    items.map(({ ref }) => ref),
  );
  const named = [...drafts.values()].flatMap(({ content }) => [content.ownerId, content.forId]);
  const people = await peopleById(db, [...named, ...[...drafts.values()].map(({ speakerId }) => speakerId)]);
  return items.map(({ ref, memberId, deliveredAt }) => {
    const draft = drafts.get(ref);
    if (draft) return confirmView(draft, { people, reader: memberId, now });
    return deliveredAt ? { text: 'This is no longer kept.', choices: [] } : null;
  });
}

/** A draft is its speaker's alone. */
export async function ownDraft(
  { db, actor }: Pick<By<Look>, 'db' | 'actor'>,
  id: string,
): Promise<Draft | null> {
  const draft = (await draftsById(db, [id])).get(id);
  return draft?.speakerId === actor.member.id ? draft : null;
}

async function chooseConfirm(act: By<Act>, item: ItemRow, choice: string): Promise<Reply> {
  const { db, now, outbox, actor } = act;
  const draft = await ownDraft(act, item.ref);
  if (draft?.status !== 'open') return null; // pressed twice: the message shows what became of it
  const { content, id } = draft;
  switch (choice) {
    case 'mine':
      await rereadDraft(db, id, { ...content, ownerId: actor.member.id });
      await outbox.redraw(db, id);
      return null;
    case 'other-date':
      await rereadDraft(db, id, swapped(content));
      await outbox.redraw(db, id);
      return null;
    case 'leave':
      await closeDraft(db, id, 'dropped');
      await outbox.settle(db, now, { ref: id, kinds: [CONFIRM] }, 'settled');
      return null;
    case 'record': {
      if (content.ownerId === null || missing(content)) return null;
      return recordDraft(act, draft, { ...content, ownerId: content.ownerId });
    }
    default:
      return null;
  }
}

/** The speaker's word on what was read; given once. */
export async function recordDraft(
  act: By<Act>,
  { id, allianceId, speakerId, permalink }: Draft,
  content: DraftContent & { ownerId: MemberId },
): Promise<Reply> {
  const { db, now, outbox } = act;
  if (!(await closeDraft(db, id, 'recorded'))) return null;
  await writeDown(act, written({ id, allianceId, writtenById: speakerId, permalink }, content, now));
  await outbox.settle(db, now, { ref: id, kinds: [CONFIRM] }, 'settled');
  return null;
}
