/** One of a pair leaves: a colleague is named, and both who go on read the same card. */
import { z } from 'zod';
import type { Act, By, Work } from '../../act.ts';
import type { FormHandler } from '../../feature.ts';
import type { ItemKind, Reply } from '../../item.ts';
import type { AllianceId, MemberId } from '../../kernel/ids.ts';
import { may } from '../../kernel/permissions.ts';
import { spokespeople } from '../../kernel/roles.ts';
import { takeMentions } from '../../kernel/words.ts';
import { localDateOf } from '../../kernel/zoned.ts';
import { type NewItem, RANK } from '../../outbox/outbox.ts';
import { otherOf, type Pair } from './domain.ts';
import * as handovers from './handover-store.ts';
import * as views from './handover-views.ts';
import { endPair, settlePair } from './pairing.ts';
import * as store from './store.ts';

const SUCCESSOR = 'opposite-numbers.successor';
const CONSENT = 'opposite-numbers.consent';
const CARD = 'opposite-numbers.card';

type Ref = { readonly id: string; readonly allianceId: AllianceId };

function item(
  kind: string,
  { id, allianceId }: Ref,
  memberId: MemberId,
  urgency: NewItem['urgency'],
): NewItem {
  const word = kind.slice('opposite-numbers.'.length);
  const key = `opposite-numbers/${word}/${id}/${memberId}`;
  return { key, allianceId, memberId, kind, ref: id, rank: RANK.rest, urgency };
}

/** Notes that a member leaves a pair, and asks their organisation who takes over. Doing it twice changes nothing. */
export async function handOver(work: Work, pair: Pair, leaverId: MemberId): Promise<string | null> {
  if (pair.status !== 'active' && pair.status !== 'paused') return null;
  const leaver = pair.a.id === leaverId ? pair.a : pair.b;
  const id = await handovers.begin(work.db, work.now, pair, leaver, otherOf(pair, leaverId));
  if (!id) return null;
  const voices = (await store.voicesOf(work.db, [leaver.organisationId])).get(leaver.organisationId) ?? [];
  const asked = spokespeople(voices.filter((voice) => voice.id !== leaverId)).slice(0, 1);
  const ref = { id, allianceId: pair.allianceId };
  await work.outbox.add(
    work.db,
    work.now,
    asked.map((voice) => item(SUCCESSOR, ref, voice.id as MemberId, 'answer')),
  );
  return id;
}

/** `leaving`, with a colleague's name where there is one to take over. */
export async function leaving(act: By<Act>, words: string): Promise<Reply> {
  const { db, now, outbox, actor } = act;
  const { id: me, allianceId, organisationId } = actor.member;
  const [userId] = takeMentions(words).userIds;
  const named = userId ? await store.mentioned(db, { allianceId, viaTeamId: actor.viaTeamId }, userId) : null;
  if (userId && (named?.card?.organisationId !== organisationId || named.card.id === me)) {
    return { say: views.namedWrongly };
  }
  const open = (await store.openPairsOf(db, me)).filter(({ status }) => status !== 'proposed');
  for (const pair of open) {
    await handOver(act, pair, me);
    const handover = await handovers.ofPair(db, pair.id);
    if (!handover) continue;
    if (await handovers.haveRemarks(db, pair.id)) {
      const ref = { id: handover.id, allianceId };
      const asked = [handover.leaver, handover.other].map(({ id }) => item(CONSENT, ref, id, 'answer'));
      await outbox.add(db, now, asked);
    }
    if (named?.card) await takeOver(act, handover.id, named.card.id);
  }
  return {
    say: views.leaving(
      open.map((pair) => otherOf(pair, me)),
      named !== null,
    ),
  };
}

/** Who speaks for the organisation, who leaves, and whoever was asked: without a leader that is a plain member. */
async function maySettle({ db, actor }: By<Act>, { id, leaver }: handovers.Handover): Promise<boolean> {
  const { member } = actor;
  if (may('successor', member, [leaver])) return true;
  return (await handovers.isAsked(db, id, SUCCESSOR, member.id)) && may('successor', member, [member]);
}

/** Has a colleague take over; null where that has been settled already. */
async function takeOver(act: By<Act>, id: string, successorId: MemberId): Promise<string | null> {
  const { db, now, outbox, actor } = act;
  const handover = await handovers.hold(db, id);
  if (!handover || handover.successorPairId) return null;
  const { other, pairId } = handover;
  if (!(await maySettle(act, handover))) return null;
  const successor = (await handovers.colleagues(db, handover)).find((one) => one.id === successorId);
  const [old] = await store.pairsById(db, [pairId]);
  if (!successor || !old) return null;
  await store.holdMembers(db, [successorId, other.id]);
  const existing = await store.openPairOf(db, successorId, other.id);
  const parts = { allianceId: old.allianceId, a: successorId, b: other.id, proposedBy: actor.member.id };
  const next =
    existing?.id ?? (await store.createPair(db, now, { ...parts, rhythm: old.rhythm, anchor: old.anchor }));
  await handovers.setSuccessor(db, id, successorId, next);
  await outbox.settle(db, now, { ref: id, kinds: [SUCCESSOR] }, 'settled');
  const waiting = existing ? [] : await settlePair(act, next);
  if (existing && existing.status !== 'proposed') await followPair(act, next);
  return views.taken(successor, other, waiting.length === 0 && existing?.status !== 'proposed');
}

/** Once a successor's pair has started, both read the card, and whoever left it has one thing less. */
export async function followPair(work: Work, pairId: string): Promise<void> {
  const { db, now, outbox } = work;
  const [pair] = await store.pairsById(db, [pairId]);
  if (pair?.status !== 'active') return;
  for (const handover of await handovers.leadingTo(db, pairId)) {
    const { id, successor, other, pairId: before } = handover;
    if (!successor) continue;
    const ref = { id, allianceId: pair.allianceId };
    await outbox.add(db, now, [item(CARD, ref, successor.id, 'alone'), item(CARD, ref, other.id, 'alone')]);
    await endPair(work, before, null);
    await passOn(work, pair.status, handover);
  }
}

/** Somebody has left: what is open with those to whom they had named a successor before goes on there, too. */
export async function passOnFrom(work: Work, leaverId: MemberId): Promise<void> {
  for (const handover of await handovers.ofLeaver(work.db, leaverId)) {
    const [next] = await store.pairsById(work.db, handover.successorPairId ? [handover.successorPairId] : []);
    if (next) await passOn(work, next.status, handover);
  }
}

/** Promises follow once their owner has left: before that they are the owner's to hand over. */
async function passOn(work: Work, status: Pair['status'], handover: handovers.Handover): Promise<void> {
  const { leaver, successor, other } = handover;
  if (status !== 'active' || !successor || leaver.status === 'active') return;
  await work.tell({ kind: 'successor', from: leaver.id, to: successor.id, other: other.id });
}

type Look = Parameters<ItemKind['render']>[0];
const found = ({ db }: Look, items: readonly { readonly ref: string }[]) =>
  handovers.byIds(
    db,
    items.map(({ ref }) => ref),
  );

const successorItem: ItemKind = {
  async render(look, items) {
    const all = await found(look, items);
    return items.map(({ ref, status }) => {
      const handover = all.get(ref);
      if (!handover) return null;
      const { leaver, other, successor } = handover;
      if (status !== 'open') return { text: views.successorNamed(leaver, successor), choices: [] };
      const choices = [
        { id: 'name', label: 'Name somebody', style: 'primary' as const },
        { id: 'nobody', label: 'Nobody for now' },
      ];
      return { text: views.successorAsked(leaver, other, leaver.status !== 'active'), choices };
    });
  },
  opens: ['name'],
  async open({ db }, { ref }) {
    const handover = (await handovers.byIds(db, [ref])).get(ref);
    if (!handover || handover.successorPairId) return { say: views.overtaken };
    const people = await handovers.colleagues(db, handover);
    if (people.length === 0) return { say: views.nobodyThere };
    return { form: views.successorForm(ref, handover.leaver, handover.other, people) };
  },
  async choose({ db, now, outbox }, { ref }) {
    await outbox.settle(db, now, { ref, kinds: [SUCCESSOR] }, 'settled');
    return null;
  },
};

const consentItem: ItemKind = {
  async render(look, items) {
    const all = await found(look, items);
    return items.map(({ ref, status, memberId }) => {
      const handover = all.get(ref);
      if (!handover) return null;
      const isLeaver = memberId === handover.leaver.id;
      const choices = [
        { id: 'agree', label: 'Hand them on' },
        { id: 'keep', label: 'Keep them between us' },
      ];
      const answer = isLeaver ? handover.leaverAgrees : handover.otherAgrees;
      if (status !== 'open') return { text: views.consentAnswered(answer), choices };
      const reader = isLeaver ? 'leaver' : 'other';
      return { text: views.consentAsked(reader, handover.leaver, handover.other), choices };
    });
  },
  async choose(act, { ref }, choice) {
    const { db, now, outbox, actor } = act;
    const { id: memberId } = actor.member;
    const handover = await handovers.hold(db, ref);
    if (!handover || ![handover.leaver.id, handover.other.id].includes(memberId)) return null;
    await handovers.setAgreement(db, now, handover, memberId, choice === 'agree');
    await outbox.settle(db, now, { ref, kinds: [CONSENT], memberId }, 'settled');
    return { say: views.consentAnswered(choice === 'agree') };
  },
};

const cardItem: ItemKind = {
  async render(look, items) {
    const all = await found(look, items);
    const texts = new Map<string, string>();
    for (const handover of all.values()) {
      const { id, leaver, other, successor } = handover;
      if (!successor) continue;
      const { open, remarks, ways } = await handovers.cardFacts(look.db, handover);
      const people = new Map<string, string>([leaver, other, successor].map((one) => [one.id, one.name]));
      const of = (member: string) => people.get(member) ?? 'somebody';
      const parts = {
        leaver,
        other,
        successor,
        ways,
        open: open.map((one) => ({ ...one, owner: of(one.ownerId) })),
        remarks: remarks.map(({ authorId, text, at }) => ({
          author: of(authorId),
          text,
          on: localDateOf(at, other.calendar.zone),
        })),
      };
      texts.set(id, views.card(parts, look.now));
    }
    return items.map(({ ref, memberId }) => {
      const handover = all.get(ref);
      const text = texts.get(ref);
      const isTheirs = memberId === handover?.successor?.id || memberId === handover?.other.id;
      return text && isTheirs ? { text, choices: [] } : null;
    });
  },
};

export const handoverItems = { [SUCCESSOR]: successorItem, [CONSENT]: consentItem, [CARD]: cardItem };

const Meta = z.object({ handover: z.uuid() });

export const successorForm: FormHandler = {
  who: 'successor',
  async submit(act, values, meta) {
    const { handover: id } = Meta.parse(meta);
    const successor = z.uuid().safeParse(values.successor).data;
    const handover = (await handovers.byIds(act.db, [id])).get(id);
    // What comes back from the client is checked: no handover but their own organisation's is anybody's to settle.
    if (!handover || !(await maySettle(act, handover))) return { say: views.overtaken };
    const people = await handovers.colleagues(act.db, handover);
    if (!people.some((one) => one.id === successor)) return { errors: { successor: views.chooseOne } };
    return { say: (await takeOver(act, id, successor as MemberId)) ?? views.overtaken };
  },
};
