/** What an answer does, whichever way it came: a note's button, a form, the pinned message or a command. */
import type { Act, By, Look } from '../../act.ts';
import type { CheckInId, MemberId, PairId } from '../../kernel/ids.ts';
import { fail, ok, type Result } from '../../kernel/result.ts';
import { type LocalDate, localDateOf } from '../../kernel/zoned.ts';
import { RANK } from '../../outbox/outbox.ts';
import * as answers from './answer-store.ts';
import { type Answer, type Helper, helpers, type RemarkLabel } from './domain.ts';
import { type RoundOf, roundsOf } from './round-store.ts';
import { openRounds } from './store.ts';

export type Refusal = 'notYours' | 'over';

export interface NewRemark {
  readonly text: string;
  readonly label: RemarkLabel;
}

const ASKING = ['check-ins.prompt', 'check-ins.reminder', 'check-ins.rhythm'];

/** Records or changes the actor's answer, and their remark where one is given; the other is shown what they may see. */
export async function answer(
  act: By<Act>,
  checkInId: string,
  given: { answer: Answer; remark?: NewRemark },
): Promise<Result<answers.LockedRound, Refusal>> {
  const locked = await lockOwn(act, checkInId);
  if (!locked.ok) return locked;
  const { db, now, outbox } = act;
  const round = locked.value;
  const me = act.actor.member.id;
  const own = { checkInId: round.id, memberId: me };
  const before = await answers.saidSoFar(db, own);
  await answers.saveAnswer(db, now, { checkInId: round.id, memberId: me, answer: given.answer });
  if (given.remark) await answers.saveRemark(db, now, round, { authorId: me, ...given.remark });
  const isOther =
    before &&
    (before.answer !== given.answer || (given.remark && before.text !== '' && !isSame(before, given.remark)));
  if (isOther) await changed(act, round);
  await outbox.settle(db, now, { ref: round.id, kinds: ASKING, memberId: me }, 'settled');
  const other = otherOf(round, me);
  const wasSecond = round.answered.includes(other) && !round.answered.includes(me);
  // Their note shows an answer without any doing; only words, or having no such note, are worth a line of their own.
  const isNews = wasSecond && (given.remark?.text || !(await answers.wasAsked(db, round.id, other)));
  if (isNews) await showTo(act, round, other, false);
  await act.tell({ kind: 'check-in', id: round.id, pairId: round.pairId });
  return ok(round);
}

/** Writes, changes or takes back the remark beside an answer that was given. */
export async function remark(
  act: By<Act>,
  checkInId: string,
  given: NewRemark,
): Promise<Result<answers.LockedRound, Refusal>> {
  const locked = await lockOwn(act, checkInId);
  if (!locked.ok) return locked;
  const round = locked.value;
  if (!round.answered.includes(act.actor.member.id)) return fail('notYours');
  const before = await answers.saidSoFar(act.db, { checkInId: round.id, memberId: act.actor.member.id });
  await answers.saveRemark(act.db, act.now, round, { authorId: act.actor.member.id, ...given });
  if (before && before.text !== '' && !isSame(before, given)) await changed(act, round);
  const other = otherOf(round, act.actor.member.id);
  if (given.text !== '' && round.answered.includes(other)) await showTo(act, round, other, false);
  await act.outbox.redraw(act.db, round.id);
  return locked;
}

/** Notes a talk that no prompt asked about; it belongs to the open round, or opens one that asks nobody. */
export async function contact(act: By<Act>, pairId: PairId, given: NewRemark | null): Promise<void> {
  const { db, now } = act;
  const { openId, lastRound } = await answers.currentRound(db, pairId);
  const { allianceId } = act.actor.member;
  const on = localDateOf(now, 'UTC') as LocalDate;
  const opened = openId
    ? []
    : await openRounds(db, now, [{ pair: { id: pairId, allianceId, lastRound }, on }]);
  const id = openId ?? opened[0];
  if (!id) return;
  const spoke = { answer: 'spoke' as const, ...(given && given.text !== '' ? { remark: given } : {}) };
  const result = await answer(act, id, spoke);
  if (!result.ok || !spoke.remark) return;
  const other = otherOf(result.value, act.actor.member.id);
  if (!(await answers.wasAsked(db, id, other))) await showTo(act, result.value, other, true);
}

/** Whom the actor may ask for a hand in this round. */
export async function helpersIn(
  { db, now, actor }: Pick<By<Look>, 'db' | 'now' | 'actor'>,
  checkInId: string,
): Promise<{ about: RoundOf; helpers: Helper[] } | null> {
  const [about] = await roundsOf(db, now, [{ checkInId, memberId: actor.member.id }]);
  if (!about) return null;
  const everybody = await answers.supporters(db, actor.member.allianceId);
  return { about, helpers: helpers(about.me, about.other, everybody) };
}

/** Tells one person, and nobody else, that the actor needs a hand. */
export async function askForHand(
  act: By<Act>,
  checkInId: string,
  helperId: string,
): Promise<Result<Helper, Refusal | 'gone'>> {
  const found = await helpersIn(act, checkInId);
  if (!found) return fail('notYours');
  const helper = found.helpers.find(({ memberId }) => memberId === helperId);
  if (!helper) return fail('gone');
  const answered = await answer(act, checkInId, { answer: 'need_a_hand' });
  if (!answered.ok) return answered;
  const { id: me, allianceId } = act.actor.member;
  await act.outbox.add(act.db, act.now, [
    {
      key: `check-ins/${checkInId}/hand/${me}/${helper.memberId}`,
      allianceId,
      memberId: helper.memberId as MemberId,
      kind: 'check-ins.hand',
      ref: me, // so that two askers in one round are answered apart
      data: { checkIn: checkInId },
      rank: RANK.rest,
      urgency: 'answer',
    },
  ]);
  return ok(helper);
}

/** What somebody who was asked for a hand says to it. */
export async function answerHand(
  act: By<Act>,
  askerId: MemberId,
  itemId: string,
  will: boolean,
): Promise<void> {
  const { id: me, allianceId } = act.actor.member;
  await act.outbox.settle(
    act.db,
    act.now,
    { ref: askerId, kinds: ['check-ins.hand'], memberId: me },
    'settled',
  );
  await act.outbox.add(act.db, act.now, [
    {
      key: `check-ins/help/${itemId}`,
      allianceId,
      memberId: askerId,
      kind: 'check-ins.help',
      ref: me,
      data: { will },
      rank: RANK.rest,
      urgency: 'rides',
    },
  ]);
}

function isSame(before: { text: string; label: string }, given: NewRemark): boolean {
  return before.text === given.text && (given.text === '' || before.label === given.label);
}

/**
 * What was said is another now. Who has read it already is told once a round; their notes show it anyway. A remark
 * that is added is no change.
 */
async function changed(act: By<Act>, round: answers.LockedRound): Promise<void> {
  const { db, now, outbox, actor } = act;
  const me = actor.member.id;
  const other = otherOf(round, me);
  const hasRead =
    round.shownTo.includes(other) || (round.answered.includes(other) && round.answered.includes(me));
  if (!hasRead) return;
  await answers.markChanged(db, now, { checkInId: round.id, memberId: me });
  await outbox.add(db, now, [
    {
      key: `check-ins/${round.id}/changed/${other}`,
      allianceId: actor.member.allianceId,
      memberId: other,
      kind: 'check-ins.changed',
      ref: round.id,
      rank: RANK.rest,
      urgency: 'rides',
    },
  ]);
}

async function lockOwn(act: By<Act>, checkInId: string): Promise<Result<answers.LockedRound, Refusal>> {
  const round = await answers.lockRound(act.db, checkInId);
  const me = act.actor.member.id;
  if (!round || (round.aId !== me && round.bId !== me)) return fail('notYours');
  return round.closedAt ? fail('over') : ok(round);
}

function otherOf({ aId, bId }: answers.LockedRound, me: MemberId): MemberId {
  return aId === me ? bId : aId;
}

/** Lets the other know that there is something to see; written once a round. */
async function showTo(
  { db, now, outbox, actor }: By<Act>,
  round: { id: CheckInId },
  memberId: MemberId,
  atOnce: boolean,
): Promise<void> {
  await outbox.add(db, now, [
    {
      key: `check-ins/${round.id}/shared/${memberId}`,
      allianceId: actor.member.allianceId,
      memberId,
      kind: 'check-ins.shared',
      ref: round.id,
      data: { atOnce },
      rank: RANK.rest,
      urgency: 'rides',
    },
  ]);
}
