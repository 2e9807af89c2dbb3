/** The forms that answer an item: another date, somebody else. */
import { z } from 'zod';
import type { Act, By } from '../../act.ts';
import type { FormHandler, Values } from '../../feature.ts';
import type { Reply } from '../../item.ts';
import { LocalDate } from '../../kernel/zoned.ts';
import { lookUp, makeMove } from './act.ts';
import { blockedForm, WORDS_NEEDED } from './after-views.ts';
import { reviewHandler } from './batches.ts';
import type { Move } from './domain.ts';
import { dateForm } from './form-views.ts';
import { historyOfOne } from './history.ts';
import { meetingHandler } from './meeting.ts';
import { refusalText } from './refusal-views.ts';
import { activeMembers, giveThanks } from './store.ts';
import { isPast } from './views.ts';
import { writeHandler } from './writing.ts';

const Meta = z.object({ id: z.uuid(), take: z.string().optional() });

type Meta = z.infer<typeof Meta>;

const OLD_FORM = 'This form is too old. Please open it again.';

/** A form whose answer is a move of the actor's own; the domain says whether it is theirs to make. */
function moving(read: (act: By<Act>, values: Values, meta: Meta) => Promise<Move | Reply>): FormHandler {
  return {
    who: 'member',
    submit: async (act, values, sent) => {
      const meta = Meta.safeParse(sent);
      if (!meta.success) return { say: OLD_FORM };
      const wanted = await read(act, values, meta.data);
      if (wanted === null || !('kind' in wanted)) return wanted;
      return makeMove(act, meta.data.id, { id: act.actor.member.id }, wanted, { dateInput: 'by' });
    },
  };
}

async function someone(
  { db, actor }: By<Act>,
  { who }: Values,
  kind: 'offer' | 'reassign',
): Promise<Move | Reply> {
  const members = await activeMembers(db, actor.member.allianceId);
  const chosen = members.find(({ id }) => id === who);
  return chosen ? { kind, to: chosen.id } : { errors: { who: 'Choose somebody of this alliance.' } };
}

/** What somebody says with a move of theirs, in at most so many characters. */
const Words = z.string().trim().min(1).max(500);

function saying(move: (words: string) => Move): FormHandler {
  return moving(async (_, values) => {
    const words = Words.safeParse(values.words);
    return words.success ? move(words.data) : { errors: { words: WORDS_NEEDED } };
  });
}

/** `More…`: what was chosen follows in the same window, for whoever may still have it. */
const moreHandler: FormHandler = {
  who: 'member',
  submit: async (act, values, sent) => {
    const meta = Meta.safeParse(sent);
    if (!meta.success) return { say: OLD_FORM };
    const found = await lookUp(act, meta.data.id);
    if (!found) return { say: refusalText({ kind: 'gone' }, null, null) };
    const { commitment, scene } = found;
    if (values.what === 'history') return { form: await historyOfOne(act, commitment) };
    return { form: blockedForm(commitment, scene) };
  },
};

const thanksHandler: FormHandler = {
  who: 'member',
  submit: async (act, values, sent) => {
    const meta = Meta.safeParse(sent);
    const words = Words.safeParse(values.words);
    if (!meta.success) return { say: OLD_FORM };
    if (!words.success) return { errors: { words: WORDS_NEEDED } };
    const { db, now, actor } = act;
    const fromId = actor.member.id;
    const given = { fromId, words: words.data, fromShares: values.share === 'yes', at: now };
    return makeMove(
      act,
      meta.data.id,
      { id: fromId },
      { kind: 'thanks' },
      {
        also: (was) => giveThanks(db, was, given),
      },
    );
  },
};

export const forms: Readonly<Record<string, FormHandler>> = {
  'commitments.write': writeHandler,
  'commitments.meeting': meetingHandler,
  'commitments.review': reviewHandler,
  'commitments.date': moving(async (act, values, { take }) => {
    const by = LocalDate.safeParse(values.by);
    if (!by.success) return { errors: { by: 'Choose a day.' } };
    if (take === 'self') return { kind: 'reassign', to: act.actor.member.id, dueOn: by.data };
    return { kind: take === 'yes' ? 'take' : 're-date', dueOn: by.data };
  }),
  'commitments.more': moreHandler,
  'commitments.blocked': saying((reason) => ({ kind: 'blocked', reason })),
  'commitments.not-quite': saying((words) => ({ kind: 'not-quite', words })),
  'commitments.thanks': thanksHandler,
  'commitments.hand-over': moving((act, values) => someone(act, values, 'offer')),
  'commitments.reassign': moving(async (act, values, { id }) => {
    if (values.who !== act.actor.member.id) return someone(act, values, 'reassign');
    const found = await lookUp(act, id);
    // As whoever accepts late: a day that has passed is nobody's promise.
    if (found && isPast(found.commitment, found.scene))
      return { form: dateForm(found.commitment, found.scene, 'self') };
    return { kind: 'reassign', to: act.actor.member.id };
  }),
};
