/** Written answers: understood only in the bot's direct messages, and only while a prompt waits for one. */
import type { Act, By } from '../../act.ts';
import type { Source } from '../../feature.ts';
import type { Reply } from '../../item.ts';
import { newId } from '../../kernel/ids.ts';
import { people } from './answer-store.ts';
import { answer } from './answering.ts';
import { unansweredBy } from './contact-store.ts';
import { MOST_REMARK } from './domain.ts';
import { SENTENCES, tooLong, whomMeant } from './form-views.ts';
import { meantBy, readWritten } from './written-domain.ts';

export async function hearAnswer(
  act: By<Act>,
  text: string,
  { isDirect }: Source,
): Promise<Reply | 'not mine'> {
  const written = isDirect ? readWritten(text) : null;
  if (!written) return 'not mine';
  const { db, actor } = act;
  const memberId = actor.member.id;
  const waiting = await unansweredBy(db, memberId);
  const cards = await people(
    db,
    waiting.map(({ otherId }) => otherId),
  );
  const choices = waiting.flatMap(({ checkInId, otherId }) => {
    const card = cards.get(otherId);
    return card ? [{ checkInId, name: card.name }] : [];
  });
  if (choices.length === 0) return 'not mine';
  const [only, ...more] = choices;
  const meant = more.length === 0 ? only : meantBy(text, choices);
  if (!meant) return { say: whomMeant(choices.map(({ name }) => name)) };
  if (written.remark.length > MOST_REMARK) return { say: tooLong(MOST_REMARK) };

  if (written.answer === 'need_a_hand') {
    return heard(act, meant.checkInId); // whom to tell is theirs to choose, so nothing is told yet
  }
  const remark = written.remark ? { remark: { text: written.remark, label: 'pair' as const } } : {};
  const result = await answer(act, meant.checkInId, { answer: written.answer, ...remark });
  return result.ok ? heard(act, meant.checkInId) : { say: SENTENCES[result.error] };
}

/** Shows what was read, with what can be changed about it. */
async function heard({ db, now, outbox, actor }: By<Act>, checkInId: string): Promise<Reply> {
  await outbox.reply(db, now, {
    key: `check-ins/heard/${newId()}`,
    personId: actor.personId,
    allianceId: actor.member.allianceId,
    memberId: actor.member.id,
    kind: 'check-ins.heard',
    ref: checkInId,
  });
  return null;
}
