/** Check-ins: each of a pair is asked, at the pair's rhythm and in their own hours, and sees what the other shared. */
import { z } from 'zod';
import type { Act, By, Fact, Look, Work } from '../../act.ts';
import type { Command, Door, Feature, FormHandler, Values } from '../../feature.ts';
import type { Reply } from '../../item.ts';
import type { PairId } from '../../kernel/ids.ts';
import { takeMentions } from '../../kernel/words.ts';
import { mentioned, oppositesOf } from './answer-store.ts';
import { answer, askForHand, contact, helpersIn, type NewRemark, remark } from './answering.ts';
import { ANSWERS, MOST_REMARK, REMARK_LABELS } from './domain.ts';
import { asked, handForm, noted, notOpposite, SENTENCES, spokeForm } from './form-views.ts';
import { items } from './items.ts';
import { remind, replan, run } from './planning.ts';
import { erase, expire, exported } from './privacy-store.ts';
import { nextDue } from './store.ts';
import { hearAnswer } from './written.ts';

/** What a remark's inputs give; an empty text is no remark. */
const RemarkValues = z.object({
  text: z
    .string()
    .max(MOST_REMARK)
    .nullish()
    .transform((text) => (text ?? '').trim()),
  label: z.enum(REMARK_LABELS),
});
const CheckInMeta = z.object({ checkIn: z.uuid() });

function remarkIn(values: Values): NewRemark {
  return RemarkValues.parse({ text: values.text, label: values.label });
}

const remarkHandler: FormHandler = {
  who: 'member',
  submit: async (act, values, meta) => {
    const result = await remark(act, CheckInMeta.parse(meta).checkIn, remarkIn(values));
    return result.ok ? null : { errors: { text: SENTENCES[result.error] } };
  },
};

const changeHandler: FormHandler = {
  who: 'member',
  submit: async (act, values, meta) => {
    const { checkIn } = CheckInMeta.parse(meta);
    const chosen = z.enum(ANSWERS).parse(values.answer);
    if (chosen === 'need_a_hand') {
      const found = await helpersIn(act, checkIn);
      if (!found) return { errors: { answer: SENTENCES.notYours } };
      return { form: handForm(checkIn, found.about.other.name, found.helpers) };
    }
    const result = await answer(act, checkIn, { answer: chosen });
    return result.ok ? null : { errors: { answer: SENTENCES[result.error] } };
  },
};

const handHandler: FormHandler = {
  who: 'member',
  submit: async (act, values, meta) => {
    const result = await askForHand(act, CheckInMeta.parse(meta).checkIn, values.helper ?? '');
    return result.ok ? { say: asked(result.value.name) } : { errors: { helper: SENTENCES[result.error] } };
  },
};

const spokeHandler: FormHandler = {
  who: 'member',
  submit: async (act, values) => {
    const opposites = await oppositesOf(act.db, act.actor.member.id);
    const chosen = opposites.find(({ pairId }) => pairId === values.pair);
    if (!chosen) return { errors: { pair: SENTENCES.gone } };
    await contact(act, chosen.pairId, remarkIn(values));
    return { say: noted(chosen.card.name) };
  },
};

const spokeDoor: Door = {
  id: 'check-ins.spoke',
  label: 'We spoke',
  open: async ({ db, actor }: By<Look>): Promise<Reply> => {
    const opposites = await oppositesOf(db, actor.member.id);
    if (opposites.length === 0) return { say: SENTENCES.noOpposite };
    const named = opposites.map(({ pairId, card }) => {
      return { pairId, name: `${card.name} (${card.organisation})` };
    });
    return { form: spokeForm(named) };
  },
};

const spokeCommand: Command = {
  word: 'spoke',
  usage: '@b',
  about: 'Note that you and your opposite number spoke',
  who: 'member',
  run: async (act: By<Act>, words: string): Promise<Reply> => {
    const opposites = await oppositesOf(act.db, act.actor.member.id);
    if (opposites.length === 0) return { say: SENTENCES.noOpposite };
    const [userId] = takeMentions(words).userIds;
    if (userId === undefined) {
      // With one opposite number there is nothing to ask.
      const [only, ...more] = opposites;
      return only && more.length === 0
        ? spokeWith(act, only.pairId, only.card.name)
        : { say: SENTENCES.whichOne };
    }
    const chosen = opposites.find(({ card }) => card.userId === userId);
    if (chosen) return spokeWith(act, chosen.pairId, chosen.card.name);
    const other = await mentioned(act.db, act.actor.member.allianceId, userId);
    return { say: other ? notOpposite(other.name) : SENTENCES.whichOne };
  },
};

async function spokeWith(act: By<Act>, pairId: PairId, name: string): Promise<Reply> {
  await contact(act, pairId, null);
  return { say: noted(name) };
}

async function react(work: Work, fact: Fact): Promise<void> {
  switch (fact.kind) {
    case 'pair':
      return replan(work, { pairId: fact.id });
    case 'member':
      return replan(work, { memberId: fact.id });
    case 'delivered':
      return remind(work, fact.items);
    default:
      return;
  }
}

export const checkIns: Feature = {
  name: 'check-ins',
  commands: [spokeCommand],
  doors: [spokeDoor],
  items,
  forms: {
    'check-ins.remark': remarkHandler,
    'check-ins.change': changeHandler,
    'check-ins.hand': handHandler,
    'check-ins.spoke': spokeHandler,
  },
  sentence: hearAnswer,
  due: { run, next: nextDue },
  erase: ({ db }, { memberIds }) => erase(db, memberIds),
  export: (db, { memberIds, isShared }) => exported(db, memberIds, isShared),
  expire: ({ db }, memberIds, before) => expire(db, memberIds, before),
  react,
};
