/** From a sentence or a form to a commitment: nothing is recorded before its writer's word, and nothing twice. */
import type { Act, By, FormHandler, ItemKind, ItemRow, ItemView, Look, Reply } from '../../feature.ts';
import { CommitmentId, type MemberId, newId } from '../../kernel/ids.ts';
import { LocalDate, localDateOf } from '../../kernel/zoned.ts';
import { cut as shorten } from '../../slack/blocks.ts';
import { itemOf } from './act.ts';
import type { Commitment } from './domain.ts';
import { type Draft, type DraftContent, missing, swapped, written } from './draft.ts';
import { LONGEST, writeForm } from './form-views.ts';
import { DAY_PASSED } from './refusal-views.ts';
import {
  activeMembers,
  closeDraft,
  commitmentOf,
  draftsById,
  keepDraft,
  peopleById,
  record,
  rereadDraft,
  shownItems,
} from './store.ts';
import { confirmView, recordedText } from './views.ts';

const CONFIRM = 'commitments.confirm';

/** Keeps what was read and shows it to the speaker, who says whether it is to be recorded. */
export async function showBack(
  { db, now, outbox, actor }: By<Act>,
  content: DraftContent,
  permalink: string | null,
): Promise<void> {
  const id = newId<CommitmentId>();
  const { id: speakerId, allianceId } = actor.member;
  const cut = { ...content, text: shorten(content.text, LONGEST) };
  await keepDraft(db, { id, allianceId, speakerId, content: cut, permalink, status: 'open', createdAt: now });
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
async function writeDown(
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
export async function openForm({ db, actor }: By<Look>, draft: Draft | null): Promise<Reply> {
  const members = await activeMembers(db, actor.member.allianceId);
  const content = draft?.content;
  return {
    form: writeForm({
      id: draft?.id ?? newId(),
      isDraft: draft !== null,
      members,
      speakerId: actor.member.id,
      ...(content
        ? { text: content.text, ownerId: content.ownerId, forId: content.forId, dueOn: content.dueOn }
        : {}),
    }),
  };
}

export const confirmKind: ItemKind = {
  render: renderConfirm,
  opens: ['change'],
  open: async (look, item) => {
    const draft = await ownDraft(look, item.ref);
    if (draft?.status !== 'open') return { say: 'This has been answered already.' };
    return openForm(look, draft);
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
  const shown = await shownItems(
    db,
    items.map(({ id }) => id),
  );
  return items.map(({ id, ref, memberId }) => {
    const draft = drafts.get(ref);
    if (draft) return confirmView(draft, { people, reader: memberId, now });
    return shown.has(id) ? { text: 'This is no longer kept.', choices: [] } : null;
  });
}

/** A draft is its speaker's alone. */
async function ownDraft({ db, actor }: By<Look> | By<Act>, id: string): Promise<Draft | null> {
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
      await outbox.redraw(db, now, id);
      return null;
    case 'other-date':
      await rereadDraft(db, id, swapped(content));
      await outbox.redraw(db, now, id);
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

async function recordDraft(
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

/** The form sent: what it says is recorded, since sending it was the word. */
export const writeHandler: FormHandler = {
  who: 'member',
  submit: async (act, values, meta) => {
    const { db, now, actor } = act;
    const { allianceId, id: writtenById } = actor.member;
    const members = await activeMembers(db, allianceId);
    const owner = members.find(({ id }) => id === values.owner);
    const whom = members.find(({ id }) => id === values.for);
    const text = (values.what ?? '').trim();
    const by = LocalDate.safeParse(values.by);
    const dueOn = by.success ? by.data : null;

    if (text === '') return { errors: { what: 'A few words on what it is.' } };
    if (!owner) return { errors: { owner: 'Choose somebody of this alliance.' } };
    if (values.for && !whom) return { errors: { for: 'Choose somebody of this alliance.' } };
    if (dueOn !== null && dueOn < localDateOf(now, owner.calendar.zone)) {
      return { errors: { by: DAY_PASSED } };
    }

    const id = CommitmentId.safeParse(meta.id);
    if (!id.success) return { errors: { what: 'This form is too old. Please open it again.' } };
    const content = { text: shorten(text, LONGEST), ownerId: owner.id, forId: whom?.id ?? null, dueOn };

    if (meta.draft === 'yes') {
      const draft = await ownDraft(act, id.data);
      if (!draft) return { errors: { what: 'This form is too old. Please open it again.' } };
      // A time of day that was read holds as long as the day does.
      const dueAt = draft.content.dueOn === dueOn ? draft.content.dueAt : null;
      const { reviewOn } = draft.content;
      const changed = { ...content, dueAt, reviewOn, otherDueOn: null, passedOn: null };
      if (draft.status === 'open') await rereadDraft(db, draft.id, changed);
      return recordDraft(act, draft, changed);
    }
    const what = { id: id.data, allianceId, writtenById, permalink: null };
    await writeDown(act, written(what, { ...content, dueAt: null, reviewOn: null }, now));
    const recorded = await commitmentOf(db, allianceId, id.data);
    if (recorded?.writtenById !== writtenById) return { errors: { what: 'Please open the form again.' } };
    const people = await peopleById(db, [recorded.ownerId, recorded.forId]);
    return { say: recordedText(recorded, { people, reader: writtenById, now }) };
  },
};
