/** The forms that answer an item: another date, somebody else. */
import { z } from 'zod';
import type { Act, By, FormHandler, Reply, Values } from '../../feature.ts';
import { LocalDate } from '../../kernel/zoned.ts';
import { makeMove } from './act.ts';
import { reviewHandler } from './batches.ts';
import type { Move } from './domain.ts';
import { meetingHandler } from './meeting.ts';
import { activeMembers } from './store.ts';
import { writeHandler } from './writing.ts';

const Meta = z.object({ id: z.uuid(), take: z.string().optional() });

type Meta = z.infer<typeof Meta>;

/** A form whose answer is a move of the actor's own; the domain says whether it is theirs to make. */
function moving(read: (act: By<Act>, values: Values, meta: Meta) => Promise<Move | Reply>): FormHandler {
  return {
    who: 'member',
    submit: async (act, values, sent) => {
      const meta = Meta.safeParse(sent);
      if (!meta.success) return { say: 'This form is too old. Please open it again.' };
      const wanted = await read(act, values, meta.data);
      if (wanted === null || !('kind' in wanted)) return wanted;
      return makeMove(act, meta.data.id, { id: act.actor.member.id }, wanted, 'by');
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

export const forms: Readonly<Record<string, FormHandler>> = {
  'commitments.write': writeHandler,
  'commitments.meeting': meetingHandler,
  'commitments.review': reviewHandler,
  'commitments.date': moving(async (_, values, { take }) => {
    const by = LocalDate.safeParse(values.by);
    if (!by.success) return { errors: { by: 'Choose a day.' } };
    return { kind: take === 'yes' ? 'take' : 're-date', dueOn: by.data };
  }),
  'commitments.hand-over': moving((act, values) => someone(act, values, 'offer')),
  'commitments.reassign': moving((act, values) => someone(act, values, 'reassign')),
};
