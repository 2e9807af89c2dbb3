/** Somebody in several alliances said something where none is at hand: they are asked which, then it is done there. */
import { z } from 'zod';
import type { Act, Work } from '../act.ts';
import type { ItemKind, ItemRow, Reply } from '../item.ts';
import { type Acting, actIn, actingAs, actorOf } from './acting.ts';
import { WHICH_ITEM } from './names.ts';
import { answerTo, type Heard } from './saying.ts';
import type { Shell, Via } from './shell.ts';
import { replyWith } from './telling.ts';
import { said } from './views.ts';

const Asked = z.object({
  heard: z.object({
    words: z.string(),
    isSentence: z.boolean(),
    source: z.object({
      channelId: z.string(),
      ts: z.string(),
      permalink: z.string().nullable(),
      threadTs: z.string().optional(),
      isDirect: z.boolean(),
    }),
  }),
  alliances: z.array(z.object({ id: z.string(), name: z.string() })),
});

/** More buttons than these fit no message; who is in more alliances says it in the channel. */
const MOST = 24;

/** Asks, with a button for each alliance. */
export async function askWhich(act: Act, { memberships }: Acting, heard: Heard): Promise<void> {
  const alliances = memberships
    .slice(0, MOST)
    .map(({ alliance, member }) => ({ id: member.allianceId, name: alliance }));
  await replyWith(act, { allianceId: null, member: null }, WHICH_ITEM, { heard, alliances });
}

export const whichKind: ItemKind = {
  render: async (_look, items) =>
    items.map(({ data, status }) => {
      const { alliances } = Asked.parse(data);
      if (status !== 'open') return { text: said.whichAnswered, choices: [] };
      return { text: said.which, choices: alliances.map(({ id, name }) => ({ id, label: name })) };
    }),
};

/** Does what was said, as if it had been said in the channel of the alliance that was chosen. */
export async function answerWhich(
  shell: Shell,
  via: Via,
  work: Work,
  { item, userId, choice }: { readonly item: ItemRow; readonly userId: string; readonly choice: string },
): Promise<Reply> {
  const acting = await actingAs(shell, via, userId);
  const chosen = acting.memberships.find(({ member }) => member.allianceId === choice);
  if (!chosen) return { say: said.left };
  await work.outbox.settle(work.db, work.now, { ref: item.ref, kinds: [WHICH_ITEM] }, 'settled');
  const { channelId, member } = chosen;
  const place = { allianceId: member.allianceId, member, missing: null };
  const act = actIn(work, actorOf(acting, via, channelId, member));
  const answer = await answerTo(shell, act, place, Asked.parse(item.data).heard);
  return answer === null ? null : { say: answer };
}
