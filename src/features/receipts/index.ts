/** Receipts: why this time was well spent, in a member's own words, for them to forward. */
import { z } from 'zod';
import type { Act, By, Look, Work } from '../../act.ts';
import type { Feature, JobLook, Values } from '../../feature.ts';
import type { ItemKind, Reply } from '../../item.ts';
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
  offerView,
  receiptForm,
  receiptText,
  SHOW,
  textForm,
} from './views.ts';

const GIVE = 'receipts.give';
const TEXT = 'receipts.text';
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
  let isGiven = false;
  try {
    for (const teamId of giving.teamIds) {
      const place = await surface(teamId);
      isGiven = place !== null && (await place.give(giving.userId, file, FILE_WORDS));
      if (isGiven) break;
    }
  } catch (error) {
    await write(({ db }) => store.giveBack(db, id));
    throw error;
  }
  await write((work) => (isGiven ? store.forget(work.db, id) : offer(work, id)));
}

/** Says that the file did not reach its member, and offers to show what they wrote. */
async function offer({ db, now, outbox }: Work, id: string): Promise<void> {
  const writer = await store.writerOf(db, id);
  if (writer) await outbox.reply(db, now, { key: `${TEXT}/${id}`, ...writer, kind: TEXT, ref: id });
}

/** A receipt whose file did not reach its member. */
const textKind: ItemKind = {
  async render({ db }, items) {
    const found = await store.receiptsById(
      db,
      items.map(({ ref }) => ref),
    );
    return items.map(({ ref }) => {
      const receipt = found.get(ref);
      return receipt ? offerView(monthOf(`${receipt.month}-01` as LocalDate)) : null;
    });
  },
  opens: [SHOW],
  async open({ db }, { ref }) {
    const receipt = (await store.receiptsById(db, [ref])).get(ref);
    return receipt ? { form: textForm(receipt.text) } : null;
  },
};

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
  items: { [TEXT]: textKind },
  jobs: { [GIVE]: give },
  gaveUp: { [GIVE]: offer },
  erase: ({ db }, { memberIds }) => erase(db, memberIds),
  export: (db, { memberIds, isShared }) => exported(db, memberIds, isShared),
  expire: ({ db }, memberIds, before) => expire(db, memberIds, before),
};
