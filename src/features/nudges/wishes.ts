/** "Why this?", `Snooze…` and `Unmute` beside every nudge, and the commands that do the same. */
import { z } from 'zod';
import type { Act, By, Look } from '../../act.ts';
import type { Command, FormHandler, Values } from '../../feature.ts';
import type { Aside, ItemRow, Reply } from '../../item.ts';
import { isSnoozeDay, SNOOZES, type Snooze, snoozeDay, snoozeEnd } from '../../kernel/snooze.ts';
import { LocalDate, localDateOf } from '../../kernel/zoned.ts';
import { loadBatch } from './batch-store.ts';
import { nextStep } from './domain.ts';
import { POLICY, type Step } from './policy.ts';
import { KIND, readerOf, stateOf } from './state.ts';
import { forgetNotices, lookNow } from './store.ts';
import * as views from './why-views.ts';
import * as store from './wish-store.ts';
import { withholdFor } from './withholding.ts';

const Data = z.object({ step: z.string(), by: z.uuid().optional() });

const beside: Aside['beside'] = async ({ db }, items) => {
  const muted = await store.mutedAmong(
    db,
    items.map(({ ref }) => ref),
  );
  return items.map(({ ref, memberId }) =>
    muted.has(`${ref}/${memberId}`)
      ? { context: views.MUTED, choices: [views.UNMUTE, views.WHY] }
      : { choices: [views.SNOOZE, views.WHY] },
  );
};

export const aside: Aside = {
  beside,
  opens: [views.WHY.id, views.SNOOZE.id],
  open: async (look, item, choice) =>
    choice === views.SNOOZE.id ? { form: views.snoozeForm(item.ref) } : why(look, item),
  choose: async (act, item, choice) => (choice === views.UNMUTE.id ? unmute(act, item.ref) : null),
};

async function why({ db, now, actor }: By<Look>, { ref, data }: ItemRow): Promise<Reply> {
  const batch = await loadBatch(db, [ref]);
  const [commitment] = batch.commitments;
  const from = Data.safeParse(data);
  if (!commitment || !from.success) return null;
  const { step, by } = from.data;
  const owner = batch.cards.get(commitment.ownerId);
  const asker = by === undefined ? null : await store.cardOf(db, by);
  return {
    form: views.whyForm({
      commitmentId: commitment.id,
      text: commitment.text,
      because: step in POLICY ? { step: step as Step } : { by: asker?.name ?? 'A colleague' },
      isOwner: commitment.ownerId === actor.member.id,
      owner: owner?.name ?? '',
      coming: coming(batch, now),
      now,
    }),
  };
}

/** The step after this one, and when; null where the policy has none, or waits for something. */
function coming(batch: Awaited<ReturnType<typeof loadBatch>>, now: Date): views.Coming | null {
  const [commitment] = batch.commitments;
  const state = commitment && stateOf(commitment, batch, now);
  if (!commitment || !state) return null;
  let at = now;
  let next = nextStep(state, at);
  if (next.kind === 'wait') {
    at = next.until;
    next = nextStep(state, at);
  }
  if (next.kind !== 'send') return null;
  const memberId = readerOf(next.to, commitment, state);
  if (memberId === null) return null;
  const isOwner = memberId === commitment.ownerId;
  const who = isOwner ? null : (batch.cards.get(memberId)?.name ?? null);
  return { step: next.step, on: localDateOf(at, state.calendar.zone), who };
}

const Meta = z.object({ id: z.uuid() });

/** What was wished in the form of "Why this?" or `Snooze…`. */
export const wishHandler: FormHandler = {
  who: 'member',
  async submit(act, values, sent) {
    const meta = Meta.safeParse(sent);
    if (!meta.success) return { say: views.LEFT };
    if (values.wish === 'mute') return mute(act, meta.data.id);
    return snooze(act, values);
  },
};

async function snooze({ db, now, actor, tell }: By<Act>, { wish, until }: Values): Promise<Reply> {
  const card = await store.cardOf(db, actor.member.id);
  if (!card) return { say: views.LEFT };
  const today = localDateOf(now, card.calendar.zone);
  const on = wish === 'until' || (wish === 'leave' && until) ? LocalDate.safeParse(until).data : null;
  const chosen = SNOOZES.find((one): one is Snooze => one === wish);
  if (!chosen && on === null) return { say: views.LEFT };
  const day = chosen ? snoozeDay(chosen, today) : on;
  if (!day || !isSnoozeDay(day, today)) return { errors: { until: views.NO_DAY } };
  await tell({ kind: 'snooze-wish', personId: actor.personId, until: snoozeEnd(day, card.calendar.zone) });
  return { say: views.snoozedText(day, now) };
}

/** Only what one owes, or was asked about: a mute by anybody else would hold what is not theirs. */
async function mute({ db, now, outbox, actor }: By<Act>, id: string): Promise<Reply> {
  const { id: memberId, allianceId } = actor.member;
  const commitment = await store.commitmentIn(db, allianceId, id);
  const isOwner = commitment?.ownerId === memberId;
  if (!commitment || !(isOwner || (await store.wasNudged(db, memberId, id)))) return { say: views.LEFT };
  await store.mute(db, memberId, id, now);
  await outbox.settle(db, now, { ref: id, kinds: [KIND], memberId, unseen: true }, 'dropped');
  if (isOwner) {
    await withholdFor({ db, now, outbox }, memberId);
    await lookNow(db, [id], now);
  }
  return { say: views.mutedText(commitment.text, isOwner) };
}

async function unmute({ db, now, outbox, actor }: By<Act>, id: string): Promise<Reply> {
  const { id: memberId, allianceId } = actor.member;
  const commitment = await store.commitmentIn(db, allianceId, id);
  if (!commitment || !(await store.unmute(db, memberId, id))) return null;
  // What the owner was told would come has not, and its day may be over: they are told once more before it does.
  if (commitment.ownerId === memberId) await forgetNotices(db, [id]);
  await lookNow(db, [id], now);
  await outbox.redraw(db, id);
  return { say: views.unmutedText(commitment.text) };
}

function fitting(all: readonly store.Named[], words: string): store.Named[] {
  const wanted = words.trim().toLowerCase();
  return all.filter(({ text }) => text.toLowerCase().includes(wanted));
}

export const muteCommand: Command = {
  word: 'mute',
  usage: 'flood map',
  about: 'Hear no more of one thing that is with you; nobody else does either',
  who: 'member',
  run: async (act, words) => {
    const found = fitting(await store.openWith(act.db, act.actor.member.id), words);
    const [only, another] = found;
    if (only && !another && words.trim()) return mute(act, only.id);
    return {
      say: views.whichText(
        'mute',
        words,
        found.map(({ text }) => text),
      ),
    };
  },
};

export const unmuteCommand: Command = {
  word: 'unmute',
  usage: '[flood map]',
  about: 'Hear of it again; alone: what is muted',
  who: 'member',
  run: async (act, words) => {
    const all = await store.mutedBy(act.db, act.actor.member.id);
    const [only, another] = fitting(all, words);
    if (only && !another && words.trim()) return unmute(act, only.id);
    return {
      say: views.whichText(
        'unmute',
        words,
        all.map(({ text }) => text),
      ),
    };
  },
};
