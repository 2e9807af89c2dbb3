/** The items of check-ins: how they read from current rows, and what their choices do. */
import { z } from 'zod';
import type { Act, By, Look } from '../../act.ts';
import type { ItemKind, ItemRow, ItemView, Reply } from '../../item.ts';
import type { MemberId } from '../../kernel/ids.ts';
import { people } from './answer-store.ts';
import { answer, answerHand, helpersIn } from './answering.ts';
import { changeForm, handForm, remarkForm, SENTENCES } from './form-views.ts';
import { linkKind } from './link.ts';
import { rhythmKind } from './rhythm.ts';
import { type RoundOf, roundsOf } from './round-store.ts';
import { changedView, handView, heardView, helpView, promptView, reminderView, sharedView } from './views.ts';

const SharedData = z.object({ atOnce: z.boolean() });
const HandData = z.object({ checkIn: z.uuid() });
const HelpData = z.object({ will: z.boolean() });

type Rendering = { db: Look['db']; now: Date };

/** Renders items that are about a round; all of them with the same few queries. */
function aboutRounds(view: (found: RoundOf, item: ItemRow) => ItemView | null): ItemKind['render'] {
  return async ({ db, now }, items) => {
    const wants = items.map(({ ref, memberId }) => ({ checkInId: ref, memberId }));
    const rounds = await roundsOf(db, now, wants);
    return items.map((item, index) => {
      const found = rounds[index];
      return found ? view(found, item) : null;
    });
  };
}

async function renderHands({ db, now }: Rendering, items: readonly ItemRow[]): Promise<(ItemView | null)[]> {
  const wants = items.map(({ ref, data }) => {
    return { checkInId: HandData.parse(data).checkIn, memberId: ref };
  });
  const rounds = await roundsOf(db, now, wants);
  return items.map((item, index) => {
    const found = rounds[index];
    if (!found) return null;
    return handView(found.me, found.other, found.other.id === item.memberId, item.status === 'settled');
  });
}

async function renderHelp({ db }: Rendering, items: readonly ItemRow[]): Promise<(ItemView | null)[]> {
  const cards = await people(
    db,
    items.map(({ ref }) => ref),
  );
  return items.map(({ ref, data }) => {
    const helper = cards.get(ref as MemberId);
    return helper ? helpView(helper.name, HelpData.parse(data).will) : null;
  });
}

/** A refusal in words, or nothing: the note shows what was done. */
async function choose(act: By<Act>, { ref }: ItemRow, choice: string): Promise<Reply> {
  if (choice !== 'spoke' && choice !== 'not_this_time') return null;
  const result = await answer(act, ref, { answer: choice });
  return result.ok ? null : { say: SENTENCES[result.error] };
}

async function open(look: By<Look>, { ref }: ItemRow, choice: string): Promise<Reply> {
  const found = await helpersIn(look, ref);
  if (!found) return { say: SENTENCES.notYours };
  const { round, other } = found.about;
  if (!round.isOpen) return { say: SENTENCES.over };
  if (choice === 'hand') return { form: handForm(ref, other.name, found.helpers) };
  if (!round.mine) return { say: SENTENCES.notYours };
  if (choice === 'change') return { form: changeForm(ref, other.name, round.mine.answer) };
  return { form: remarkForm(ref, other.name, round.mine) };
}

async function chooseHand(act: By<Act>, item: ItemRow, choice: string): Promise<Reply> {
  if (item.status !== 'open' || (choice !== 'will' && choice !== 'cannot')) return null;
  await answerHand(act, item.ref as MemberId, item.id, choice === 'will');
  return null;
}

const asking = { opens: ['hand', 'remark', 'change'], open, choose };

export const items: Readonly<Record<string, ItemKind>> = {
  'check-ins.prompt': {
    ...asking,
    render: aboutRounds(({ round }, { status }) => promptView(round, status !== 'open')),
  },
  'check-ins.reminder': {
    ...asking,
    render: aboutRounds(({ round }, { deliveredAt }) => reminderView(round, deliveredAt !== null)),
  },
  'check-ins.shared': {
    render: aboutRounds(({ round }, { data }) => sharedView(round, SharedData.parse(data).atOnce)),
  },
  'check-ins.changed': { render: aboutRounds(({ round }) => changedView(round)) },
  'check-ins.heard': { ...asking, render: aboutRounds(({ round }) => heardView(round)) },
  'check-ins.rhythm': rhythmKind,
  'check-ins.link': linkKind,
  'check-ins.hand': { render: renderHands, choose: chooseHand },
  'check-ins.help': { render: renderHelp },
};
