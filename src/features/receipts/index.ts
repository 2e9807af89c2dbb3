/** Receipts: why this time was well spent, in a member's own words, for them to forward. */
import { z } from 'zod';
import type { Act, By, Look } from '../../act.ts';
import type { Feature, JobLook, Values } from '../../feature.ts';
import type { Reply } from '../../item.ts';
import type { LocalDate } from '../../kernel/zoned.ts';
import { type Draft, monthOf, readMonth, SECTIONS } from './domain.ts';
import { erase, expire, exported } from './privacy-store.ts';
import * as store from './store.ts';
import {
  FILE_WORDS,
  fileName,
  givenText,
  monthWords,
  NO_MONTH,
  NOTHING,
  receiptForm,
  receiptText,
} from './views.ts';

const GIVE = 'receipts.give';
const Meta = z.object({ month: z.string().regex(/^\d{4}-\d{2}$/) });

async function open({ db, now, actor }: By<Look>, words: string): Promise<Reply> {
  const { id } = actor.member;
  const month = readMonth(words, await store.todayOf(db, now, id));
  return month ? { form: receiptForm(await store.factsOf(db, now, id, month)) } : { say: NO_MONTH };
}

async function submit(
  { db, now, actor, later }: By<Act>,
  values: Values,
  meta: Readonly<Record<string, string>>,
): Promise<Reply> {
  const { id: memberId } = actor.member;
  const month = monthOf(`${Meta.parse(meta).month}-01` as LocalDate);
  const draft = Object.fromEntries(SECTIONS.map((name) => [name, values[name] ?? ''])) as Draft;
  if (SECTIONS.every((name) => draft[name].trim() === '')) return { errors: { words: NOTHING } };
  const text = receiptText(await store.factsOf(db, now, memberId, month), draft);
  await later(GIVE, await store.save(db, now, { memberId, month: month.id, text }));
  return { say: givenText(text) };
}

/** Gives the file, once: a worker that dies while it uploads leaves the text that was shown, not a second file. */
async function give({ now, write, surface }: JobLook, id: string): Promise<void> {
  const giving = await write(({ db }) => store.take(db, now, id));
  if (!giving) return;
  const month = monthOf(`${giving.month}-01` as LocalDate);
  const bytes = new TextEncoder().encode(`${giving.text}\n`);
  const file = { name: fileName(month), title: `Receipt, ${monthWords(month)}`, bytes };
  try {
    for (const teamId of giving.teamIds) {
      const place = await surface(teamId);
      if (place && (await place.give(giving.userId, file, FILE_WORDS))) break;
    }
  } catch (error) {
    await write(({ db }) => store.giveBack(db, id));
    throw error;
  }
  await write(({ db }) => store.forget(db, id));
}

export const receipts: Feature = {
  name: 'receipts',
  commands: [
    {
      word: 'receipt',
      usage: '[month]',
      about: 'What you did in a month and what came back, for you to edit and forward',
      who: 'member',
      open,
    },
  ],
  forms: { 'receipts.edit': { who: 'member', submit } },
  jobs: { [GIVE]: give },
  erase: ({ db }, { memberIds }) => erase(db, memberIds),
  export: (db, { memberIds, isShared }) => exported(db, memberIds, isShared),
  expire: ({ db }, memberIds, before) => expire(db, memberIds, before),
};
