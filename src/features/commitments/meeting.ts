/** The ways in beside a sentence: lines pasted after a meeting, and a message that somebody points at. */
import { z } from 'zod';
import type { By, Look } from '../../act.ts';
import type { FormHandler, PointedAt } from '../../feature.ts';
import type { Reply } from '../../item.ts';
import { MOST_LINES, meetingForm, NO_LINES, tooManyLines } from './batch-views.ts';
import { keepAll, reviewOf } from './batches.ts';
import type { DraftContent } from './draft.ts';
import { read } from './hearing.ts';
import { withMentions } from './named.ts';
import { openForm } from './recording.ts';
import { linesOf, plainText } from './slack-text.ts';
import { activeMembers, type MemberCard, membersByUser } from './store.ts';

const Meta = z.object({
  link: z
    .url({ protocol: /^https$/ })
    .max(1_000)
    .optional()
    .catch(undefined),
});

/** Pasted lines, read and shown back. Slack completes no names in a form, so they are looked for among the members. */
export const meetingHandler: FormHandler = {
  who: 'member',
  submit: async (act, values, meta) => {
    const members = await activeMembers(act.db, act.actor.member.allianceId);
    const heard = await read(act, withMentions(values.lines ?? '', members), 'list', act.actor.userId);
    const contents = heard?.contents ?? [];
    if (contents.length === 0) return { errors: { lines: NO_LINES } };
    if (contents.length > MOST_LINES) return { errors: { lines: tooManyLines(contents.length) } };
    const origin = { permalink: Meta.parse(meta).link ?? null, threadTs: null };
    return reviewOf(act, await keepAll(act, contents, origin));
  },
};

/**
 * "Record a commitment" on a message: as if its author had said it to the bot. One promise fills the form, several go
 * through the list; whoever points at it confirms, and what is another's still waits for that other.
 */
export async function fromMessage(look: By<Look>, message: PointedAt): Promise<Reply> {
  const { db, actor } = look;
  const { text, userId, permalink } = message;
  const author = userId
    ? (await membersByUser(db, actor.member.allianceId, [userId])).get(userId)
    : undefined;
  const heard = author && userId ? await read(look, text, 'sentence', userId) : null;
  const [first, ...more] = heard?.contents ?? [];
  if (first && more.length > 0) {
    const members = await activeMembers(db, actor.member.allianceId);
    const lines = [first, ...more].map((content) => asLine(content, members)).join('\n');
    return { form: meetingForm(lines, permalink) };
  }
  const words = linesOf(plainText(text, null).replaceAll(/<@[UW][A-Z0-9]+>/g, ' '))[0] ?? '';
  const content = first ?? { text: words, ownerId: author?.id ?? actor.member.id };
  return openForm(look, { content, link: permalink });
}

/** A promise as one would paste it: "@Ben Okafor: flood map for @Ana by 2026-03-06". */
function asLine(
  { ownerId, forId, text, dueOn, reviewOn }: DraftContent,
  members: readonly MemberCard[],
): string {
  const name = (id: string | null) => members.find((one) => one.id === id)?.name;
  const owner = name(ownerId);
  const whom = name(forId);
  const day = dueOn ? ` by ${dueOn}` : reviewOn ? ' asap' : '';
  return `${owner ? `@${owner}: ` : ''}${text}${whom ? ` for @${whom}` : ''}${day}`;
}
