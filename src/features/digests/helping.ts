/** A coordinator's acts from the weekly summary: talk to both, suggest a date, suggest closing; sharing the figure. */
import { z } from 'zod';
import type { Act, By, Look, Work } from '../../act.ts';
import type { Command, FormHandler } from '../../feature.ts';
import type { ItemRow, Reply } from '../../item.ts';
import { reach } from '../../kernel/permissions.ts';
import { LocalDate, localDateOf } from '../../kernel/zoned.ts';
import { type NewItem, RANK } from '../../outbox/outbox.ts';
import * as views from './coordinator-views.ts';
import { type Commitment, PEER_STEP, weekTo } from './domain.ts';
import type { Facts } from './facts-domain.ts';
import { digestsById, factsFor } from './facts-store.ts';
import { aloneUntil, isTelling } from './follow-through-domain.ts';
import { chooseSharing, firstShown } from './follow-through-store.ts';
import { type Help, needsCoordinator } from './naming-domain.ts';
import { helpKey, keepNamings } from './naming-store.ts';

/** The choices that open a form. */
export const OPENS = [views.DATE.id, views.HELP.id];

async function factsOf({ db, now }: Pick<Look, 'db' | 'now'>, digestId: string): Promise<Facts | null> {
  const digest = (await digestsById(db, [digestId])).get(digestId);
  const [facts] = digest?.kind === 'coordinator' ? await factsFor(db, now, [digest]) : [];
  return facts ?? null;
}

function stillOpen(facts: Facts): Commitment[] {
  return views.left(needsCoordinator(facts), facts.helped);
}

export async function open(look: By<Look>, { ref }: ItemRow, choice: string): Promise<Reply> {
  if (reach('coordinator', look.actor.member.role) === 'no') return { say: views.NOT_YOURS };
  const facts = await factsOf(look, ref);
  const needed = facts ? stillOpen(facts) : [];
  if (!facts || needed.length === 0) return { say: views.DONE_ALREADY };
  return { form: views.helpForm(ref, needed, facts, choice === views.DATE.id ? 'date' : null) };
}

/** What is done without a form; `not mine` for any other choice. */
export async function choose(act: By<Act>, { ref }: ItemRow, choice: string): Promise<Reply | 'not mine'> {
  const { db, outbox, actor } = act;
  const isCoordinator = reach('coordinator', actor.member.role) !== 'no';
  if (choice === views.SHARE.id || choice === views.KEEP.id) {
    if (!isCoordinator) return { say: views.NOT_YOURS };
    await chooseSharing(db, actor.member.allianceId, choice === views.SHARE.id);
    await outbox.redraw(db, ref);
    return null;
  }
  const wanted = choice === views.TALK.id ? 'talk' : choice === views.CLOSE.id ? 'close' : null;
  if (!wanted) return 'not mine';
  if (!isCoordinator) return { say: views.NOT_YOURS };
  const facts = await factsOf(act, ref);
  const [only] = facts ? stillOpen(facts) : [];
  if (!only) return { say: views.DONE_ALREADY };
  await help(act, ref, only, wanted, null);
  return null;
}

const Meta = z.object({
  digest: z.uuid(),
  which: z.uuid().optional(),
  act: z.enum(['talk', 'date', 'close']).optional(),
});

export const helpHandler: FormHandler = {
  who: 'coordinator',
  async submit(act, values, sent) {
    const meta = Meta.safeParse(sent);
    const facts = meta.success ? await factsOf(act, meta.data.digest) : null;
    if (!meta.success || facts?.reader.id !== act.actor.member.id) return { say: views.DONE_ALREADY };
    const which = meta.data.which ?? values.which;
    const chosen = Meta.shape.act.safeParse(meta.data.act ?? values.act).data;
    const one = stillOpen(facts).find(({ id }) => id === which);
    if (!one || !chosen) return { say: views.DONE_ALREADY };
    const on = LocalDate.safeParse(values.on).data ?? null;
    if (chosen === 'date' && (!on || on <= one.today)) return { errors: { on: views.NO_DAY } };
    await help(act, meta.data.digest, one, chosen, on);
    return { say: views.HELPED };
  },
};

/** What it says is an answer to the owner, which `commitments` renders: all that can follow is a move of its own. */
async function help(
  { db, now, outbox, actor }: By<Act>,
  digestId: string,
  { id, ownerId, steps }: Commitment,
  act: Help['act'],
  on: LocalDate | null,
): Promise<void> {
  const { id: by, allianceId } = actor.member;
  const answer = { talk: 'talk-to-both', date: 'suggest-date', close: 'suggest-closing' }[act];
  // "Both": its owner, and whoever was asked about it.
  const asked = steps.filter(({ step, isDelivered }) => step === PEER_STEP && isDelivered);
  const readers = new Set([
    ownerId,
    ...(act === 'talk' ? asked.flatMap(({ memberId }) => memberId ?? []) : []),
  ]);
  readers.delete(by);
  const items = [...readers].map((memberId): NewItem => {
    const key = helpKey(digestId, { commitmentId: id, act }, memberId);
    const about = { allianceId, memberId, kind: 'commitments.answer', ref: id };
    return { key, ...about, data: { answer, by, ...(on ? { on } : {}) }, rank: RANK.rest, urgency: 'rides' };
  });
  await outbox.add(db, now, items);
  await outbox.redraw(db, digestId);
}

/** Summaries that have arrived have named what they named, and have shown what they showed. */
export async function arrived({ db, now }: Work, digestIds: readonly string[]): Promise<void> {
  const digests = [...(await digestsById(db, digestIds)).values()];
  const wanted = digests.filter(({ kind }) => kind === 'coordinator');
  if (wanted.length === 0) return;
  const facts = await factsFor(db, now, wanted);
  const told = wanted.flatMap(({ digestId }, n) => {
    const own = facts[n];
    return digestId && own ? [{ digestId, facts: own }] : [];
  });
  await keepNamings(
    db,
    told.map((one) => ({
      digestId: one.digestId,
      named: needsCoordinator(one.facts).map(({ id }) => id),
    })),
  );
  const telling = told.flatMap((one) => (isTelling(one.facts.followThrough) ? [one.facts] : []));
  await firstShown(
    db,
    telling.map(({ reader, today }) => ({ allianceId: reader.allianceId, shownOn: today })),
  );
}

/** `follow-through`: the figure, and whether leaders read it. */
export const followThroughCommand: Command = {
  word: 'follow-through',
  usage: '[share | keep]',
  about: 'How much members settle themselves, and whether leaders read that',
  who: 'coordinator',
  run: async ({ db, now, actor }, words) => {
    const { id: memberId, allianceId } = actor.member;
    const wish = { share: true, keep: false }[words.trim().toLowerCase()] ?? null;
    const [facts] = await factsFor(db, now, [
      { digestId: null, memberId, kind: 'coordinator', picture: null, week: weekTo(localDateOf(now, 'UTC')) },
    ]);
    if (!facts) return null;
    const mayChoose =
      isTelling(facts.followThrough) && aloneUntil(facts.followThrough, facts.today) <= facts.today;
    if (wish !== null && mayChoose) await chooseSharing(db, allianceId, wish);
    return { say: views.followThroughText(facts, wish) };
  },
};
