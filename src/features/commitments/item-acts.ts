/** What the choices of a commitment's items do, and the forms that some of them open. */
import { z } from 'zod';
import type { Act, By, Look } from '../../act.ts';
import type { ItemRow, Reply } from '../../item.ts';
import { LocalDate } from '../../kernel/zoned.ts';
import { lookUp, makeMove } from './act.ts';
import { blockedForm, moreForm, notQuiteForm, thanksForm } from './after-views.ts';
import type { Move, Mover } from './domain.ts';
import { dateForm, handOverForm, memberOptions, reassignForm } from './form-views.ts';
import { historyOfOne } from './history.ts';
import { refusalText } from './refusal-views.ts';
import { activeMembers, shareThanks } from './store.ts';

const Data = z.record(z.string(), z.unknown()).catch({});

/** The choices that open a form. */
export const OPENS: readonly string[] = [
  'date',
  'take-date',
  'hand-over',
  'reassign',
  'more',
  'blocked',
  'thanks',
  'not-quite',
  'history',
];

export async function open(look: By<Look>, item: ItemRow, choice: string): Promise<Reply> {
  const found = isHolder(look, item) ? await lookUp(look, item.ref) : null;
  if (!found) return { say: refusalText({ kind: 'gone' }, null, null) };
  const { commitment, scene } = found;
  switch (choice) {
    case 'date':
    case 'take-date':
      return { form: dateForm(commitment, scene, choice === 'date' ? 'no' : 'yes') };
    case 'more':
      return { form: moreForm(commitment, scene) };
    case 'blocked':
      return { form: blockedForm(commitment, scene) };
    case 'thanks':
      return { form: thanksForm(commitment, scene) };
    case 'not-quite':
      return { form: notQuiteForm(commitment, scene) };
    case 'history':
      return { form: await historyOfOne(look, commitment) };
  }
  const members = await activeMembers(look.db, look.actor.member.allianceId);
  const options = memberOptions(members, look.actor.member.id, commitment.ownerId);
  return { form: (choice === 'reassign' ? reassignForm : handOverForm)(commitment, scene, options) };
}

/** Choices that are moves as they stand. */
const MOVES: Readonly<Record<string, Move>> = Object.fromEntries(
  (
    [
      'accept',
      'decline',
      'take',
      'cannot',
      'done',
      'let-go',
      'need-hand',
      'fits',
      'next-week',
      'talk',
      'help',
      'release',
      'free-time',
      'talk-to-both',
      'withdraw',
      'skip',
      'reopen',
    ] as const
  ).map((name) => [name, { kind: name }]),
);

export async function choose(act: By<Act>, item: ItemRow, choice: string): Promise<Reply> {
  if (!isHolder(act, item)) return { say: refusalText({ kind: 'gone' }, null, null) };
  const { db, now, outbox } = act;
  if (choice === 'leave-declined') {
    const which = { ref: item.ref, kinds: ['commitments.declined'], memberId: act.actor.member.id };
    await outbox.settle(db, now, which, 'settled');
    return null;
  }
  if (choice === 'share-thanks' || choice === 'keep-thanks') {
    const also = () => shareThanks(db, item.ref, choice === 'share-thanks');
    return makeMove(act, item.ref, moverOf(act, item), { kind: choice }, { also });
  }
  const wanted = choice === 'agree' ? agreed(item) : MOVES[choice];
  return wanted ? makeMove(act, item.ref, moverOf(act, item), wanted) : null;
}

/** The date that a peer proposed, as the owner's own new date. */
function agreed({ data }: ItemRow): Move | undefined {
  const on = LocalDate.safeParse(Data.parse(data).on);
  return on.success ? { kind: 're-date', dueOn: on.data } : undefined;
}

/** Being asked gives a say: the item is the proof, as it was written for this member by the bot. */
function moverOf({ actor }: By<Act>, { kind: itemKind, data }: ItemRow): Mover {
  const { id } = actor.member;
  if (itemKind === 'commitments.hand') return { id, asked: 'peer' };
  const { step } = Data.parse(data);
  if (itemKind !== 'commitments.nudge') return { id };
  if (step === 'ask-peer') return { id, asked: 'peer' };
  return step === 'ask-leader' ? { id, asked: 'leader' } : { id };
}

function isHolder({ actor }: By<Look> | By<Act>, { memberId }: ItemRow): boolean {
  return memberId === actor.member.id;
}
