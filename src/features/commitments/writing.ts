/** The form in which a commitment is written down, or put right before it is recorded. */
import { z } from 'zod';
import type { Act, By } from '../../act.ts';
import type { FormHandler, Values } from '../../feature.ts';
import type { Reply } from '../../item.ts';
import { CommitmentId, type MemberId } from '../../kernel/ids.ts';
import { nextOn, type Rhythm } from '../../kernel/rhythm.ts';
import { LocalDate, localDateOf } from '../../kernel/zoned.ts';
import { cut as shorten } from '../../slack/blocks.ts';
import { reviewOf } from './batches.ts';
import { recordedText } from './confirm-views.ts';
import type { Audience } from './domain.ts';
import { type Draft, type DraftContent, reviewDay, written } from './draft.ts';
import { rereadDraft } from './draft-store.ts';
import { LONGEST } from './form-views.ts';
import { ownDraft, recordDraft, writeDown } from './recording.ts';
import { DAY_PASSED } from './refusal-views.ts';
import { rhythmOf } from './rhythm-options.ts';
import { activeMembers, commitmentOf, type MemberCard, peopleById } from './store.ts';

const Seen = z.enum(['pair', 'org', 'alliance']).catch('org');
/** Where it was said, as Slack has told; it has been to the client and back. */
const Link = z
  .url({ protocol: /^https$/ })
  .max(1_000)
  .nullable()
  .catch(null);
const OLD_FORM = 'This form is too old. Please open it again.';

interface Written {
  readonly text: string;
  readonly ownerId: MemberId;
  readonly forId: MemberId | null;
  readonly dueOn: LocalDate | null;
  readonly reviewOn: LocalDate | null;
  readonly rhythm: Rhythm | null;
  readonly audience: Audience;
}

/** The form sent: what it says is recorded, since sending it was the word. */
export const writeHandler: FormHandler = {
  who: 'member',
  submit: async (act, values, meta) => {
    const { db, now, actor } = act;
    const { allianceId, id: writtenById } = actor.member;
    const id = CommitmentId.safeParse(meta.id);
    if (!id.success) return { errors: { what: OLD_FORM } };
    const draft = meta.draft === 'yes' ? await ownDraft(act, id.data) : null;
    if (meta.draft === 'yes' && !draft) return { errors: { what: OLD_FORM } };
    const content = understood(values, await activeMembers(db, allianceId), draft?.content ?? null, now);
    if ('errors' in content) return content;
    if (draft) return putRight(act, draft, content);

    const what = { id: id.data, allianceId, writtenById, permalink: Link.parse(meta.link ?? null) };
    await writeDown(act, written(what, { ...content, dueAt: null }, now));
    const recorded = await commitmentOf(db, allianceId, id.data);
    if (recorded?.writtenById !== writtenById) return { errors: { what: 'Please open the form again.' } };
    const people = await peopleById(db, [recorded.ownerId, recorded.forId]);
    return { say: recordedText(recorded, { people, reader: writtenById, now }) };
  },
};

/** What the form says, or at which input it says too little. */
function understood(
  values: Values,
  members: readonly MemberCard[],
  was: DraftContent | null,
  now: Date,
): Written | { errors: Record<string, string> } {
  const owner = members.find(({ id }) => id === values.owner);
  const whom = members.find(({ id }) => id === values.for);
  const text = (values.what ?? '').trim();
  if (text === '') return { errors: { what: 'A few words on what it is.' } };
  if (!owner) return { errors: { owner: 'Choose somebody of this alliance.' } };
  if (values.for && !whom) return { errors: { for: 'Choose somebody of this alliance.' } };
  const by = LocalDate.safeParse(values.by);
  const today = localDateOf(now, owner.calendar.zone);
  if (by.success && by.data < today) return { errors: { by: DAY_PASSED } };
  const rhythm = rhythmOf(values.again ?? null, by.success ? by.data : today, was?.rhythm ?? null);
  return {
    text: shorten(text, LONGEST),
    ownerId: owner.id,
    forId: whom?.id ?? null,
    // What is to come round begins with its first day.
    dueOn: by.success ? by.data : rhythm && nextOn(rhythm, today, today),
    reviewOn: reviewDay(owner.calendar, now),
    rhythm,
    audience: Seen.parse(values.audience),
  };
}

/** What was read, as its speaker meant it: recorded at once, or shown again among what was read with it. */
async function putRight(act: By<Act>, draft: Draft, content: Written): Promise<Reply> {
  // A time of day that was read holds as long as the day does.
  const dueAt = draft.content.dueOn === content.dueOn ? draft.content.dueAt : null;
  const reviewOn = draft.content.reviewOn ?? content.reviewOn;
  const changed = { ...content, dueAt, reviewOn, otherDueOn: null, passedOn: null };
  if (draft.status === 'open') await rereadDraft(act.db, draft.id, changed);
  return draft.batchId === null ? recordDraft(act, draft, changed) : reviewOf(act, draft.batchId);
}
