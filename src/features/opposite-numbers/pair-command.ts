/** `pair` and `unpair`: two people become opposite numbers, change how often, rest, or end it. */
import type { Act, By } from '../../act.ts';
import type { Reply } from '../../item.ts';
import type { MemberId } from '../../kernel/ids.ts';
import { may } from '../../kernel/permissions.ts';
import { takeMentions } from '../../kernel/words.ts';
import { localDateOf } from '../../kernel/zoned.ts';
import { checkSides, isOpen, type Pair, readChange, readPairWords, rhythmFrom } from './domain.ts';
import { changePair, endPair, settlePair } from './pairing.ts';
import * as store from './store.ts';
import * as views from './views.ts';

export async function pair(act: By<Act>, words: string): Promise<Reply> {
  const { db, actor } = act;
  const { allianceId, id: me } = actor.member;
  const here = { allianceId, viaTeamId: actor.viaTeamId };
  const read = readPairWords(words);
  if (!read.ok) return { say: views.refusal(read.error) };
  const [first, second] = read.value.userIds;
  const a = second ? await store.mentioned(db, here, first) : await store.self(db, me);
  const b = await store.mentioned(db, here, second ?? first);
  const sides = checkSides(a.who, b.who);
  if (!sides.ok) return { say: views.refusal(sides.error) };
  const [one, other] = sides.value;
  await store.holdMembers(db, [one.id, other.id]);
  const existing = await store.openPairOf(db, one.id, other.id);
  if (existing) return change(act, existing, read.value.rest);
  if (!second) return { say: views.refusal({ kind: 'no such pair' }) };
  if (!may('pair', actor.member, [one, other])) {
    return { say: views.refusal({ kind: 'not yours', what: 'pair' }) };
  }
  return propose(act, one.id, other.id, read.value.rest);
}

/** Proposes a pair; it starts as soon as the organisations that did not propose it agree. */
export async function propose(act: By<Act>, a: MemberId, b: MemberId, words: string): Promise<Reply> {
  const { db, now, actor } = act;
  const { allianceId, id: proposedBy } = actor.member;
  const rhythm = await rhythmOf(act, a, words);
  if (!rhythm.ok) return { say: views.refusal(rhythm.error) };
  const id = await store.createPair(db, now, { allianceId, a, b, ...rhythm.value, proposedBy });
  const awaiting = await settlePair(act, id);
  const [made] = await store.pairsById(db, [id]);
  return made ? { say: views.pairMade(made, awaiting) } : null;
}

async function rhythmOf({ db, now }: By<Act>, member: MemberId, words: string) {
  const calendar = (await store.cardsOf(db, [member])).get(member)?.calendar ?? { zone: 'UTC', days: [] };
  const anchor = localDateOf(now, calendar.zone);
  const rhythm = rhythmFrom(words, anchor, calendar);
  return rhythm.ok ? { ok: true as const, value: { rhythm: rhythm.value, anchor } } : rhythm;
}

async function change(act: By<Act>, pair: Pair, words: string): Promise<Reply> {
  const { member } = act.actor;
  const wanted = readChange(words);
  if (!wanted) return { say: views.refusal({ kind: 'already', pair }) };
  const action = pair.status === 'proposed' ? 'pair' : 'rhythm';
  if (!may(action, member, [pair.a, pair.b])) {
    return { say: views.refusal({ kind: 'not yours', what: action }) };
  }
  if (wanted.kind === 'rhythm') {
    const rhythm = await rhythmOf(act, pair.a.id, words);
    if (!rhythm.ok) return { say: views.refusal(rhythm.error) };
    return { say: views.changed(await changePair(act, pair, rhythm.value, member.id)) };
  }
  const status = wanted.kind === 'rest' ? 'paused' : 'active';
  if (pair.status === 'proposed') return { say: views.refusal({ kind: 'already', pair }) };
  if (pair.status === status) return { say: views.changed(pair) };
  return { say: views.changed(await changePair(act, pair, { status }, member.id)) };
}

export async function unpair(act: By<Act>, words: string): Promise<Reply> {
  const { db, actor } = act;
  const { allianceId, id } = actor.member;
  const here = { allianceId, viaTeamId: actor.viaTeamId };
  const [first, second] = takeMentions(words).userIds;
  if (!first) return { say: views.unpairUsage };
  const a = await store.mentioned(db, here, first);
  const b = second ? await store.mentioned(db, here, second) : null;
  const [one, other] = [a.card?.id, second ? b?.card?.id : id];
  const found = one && other ? await store.openPairOf(db, one, other) : null;
  const concerned = found ? [found.a, found.b] : [a.card ?? {}, b?.card ?? { id }];
  if (!may('unpair', actor.member, concerned)) return { say: views.notYours };
  if (!found || !isOpen(found)) return { say: views.noSuchPair };
  const isOwn = found.a.id === id || found.b.id === id;
  const ended = await endPair(act, found.id, isOwn ? id : null);
  if (!ended) return { say: views.noSuchPair };
  return { say: isOwn ? views.endedByYou(ended, id) : views.unpaired(ended) };
}
