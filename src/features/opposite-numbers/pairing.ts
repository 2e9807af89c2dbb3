/** The life of a pair: proposed, agreed on, told, ended. */
import type { Work } from '../../act.ts';
import { type MemberId, newId, type PairId } from '../../kernel/ids.ts';
import type { Rhythm } from '../../kernel/rhythm.ts';
import { hasAgreed, spokespeople } from '../../kernel/roles.ts';
import { type LocalDate, localDateOf } from '../../kernel/zoned.ts';
import { type NewItem, RANK } from '../../outbox/outbox.ts';
import { firstDate, isOpen, type Pair } from './domain.ts';
import * as store from './store.ts';

export const PROPOSAL = 'opposite-numbers.proposal';
export const PAIRED = 'opposite-numbers.paired';
export const DECLINED = 'opposite-numbers.declined';
export const ENDED = 'opposite-numbers.ended';
export const CHANGED = 'opposite-numbers.changed';

type Urgency = NewItem['urgency'];

function itemFor(kind: string, pair: Pair, memberId: MemberId, urgency: Urgency): NewItem {
  const { id: ref, allianceId } = pair;
  const word = kind.slice('opposite-numbers.'.length);
  return {
    key: `opposite-numbers/${word}/${ref}/${memberId}`,
    allianceId,
    memberId,
    kind,
    ref,
    rank: RANK.rest,
    urgency,
  };
}

/**
 * Looks at a proposed pair: it starts once each organisation other than the proposer's has agreed; until then
 * whoever answers for it is asked. Called whenever an answer or the people have changed; doing it twice changes
 * nothing. Returns the names of the organisations that are still being asked.
 */
export async function settlePair(work: Work, id: PairId): Promise<string[]> {
  const { db, now, outbox } = work;
  const pair = await store.holdPair(db, id);
  if (pair?.status !== 'proposed') return [];
  const proposer = (await store.cardsOf(db, [pair.proposedBy])).get(pair.proposedBy);
  const asked = [pair.a, pair.b].filter((side) => side.organisationId !== proposer?.organisationId);
  const voices = await store.voicesOf(
    db,
    asked.map(({ organisationId }) => organisationId),
  );
  const accepted = (await store.acceptancesOf(db, [id])).get(id) ?? new Set<string>();
  const waiting: string[] = [];
  for (const { organisationId, organisation } of asked) {
    const own = voices.get(organisationId) ?? [];
    if (hasAgreed(own, accepted)) {
      for (const voice of own) {
        const memberId = voice.id as MemberId;
        await outbox.settle(db, now, { ref: id, kinds: [PROPOSAL], memberId }, 'settled');
      }
      continue;
    }
    waiting.push(organisation);
    const unanswered = spokespeople(own).filter((voice) => !accepted.has(voice.id));
    const items = unanswered.map((voice) => itemFor(PROPOSAL, pair, voice.id as MemberId, 'answer'));
    await outbox.add(db, now, items);
  }
  if (waiting.length === 0) await start(work, pair);
  return waiting;
}

async function start(work: Work, pair: Pair): Promise<void> {
  const { db, now, outbox } = work;
  await store.setStatus(db, now, pair.id, 'active');
  const cards = await store.cardsOf(db, [pair.a.id]);
  const zone = cards.get(pair.a.id)?.calendar.zone ?? 'UTC';
  // Written down now: the note is redrawn when it is answered, and the first date must not move by then.
  const first = firstDate(pair, localDateOf(now, zone));
  const items = [pair.a, pair.b].map(({ id }) => ({
    ...itemFor(PAIRED, pair, id, 'alone'),
    data: { first },
  }));
  await outbox.add(db, now, items);
  await work.tell({ kind: 'pair', id: pair.id });
}

/** Changes how often two are asked, or lets them rest; whoever of the two did not do it reads so. */
export async function changePair(
  work: Work,
  pair: Pair,
  change: { readonly rhythm: Rhythm; readonly anchor: LocalDate } | { readonly status: 'active' | 'paused' },
  by: MemberId,
): Promise<Pair> {
  const { db, now, outbox } = work;
  if ('rhythm' in change) await store.setRhythm(db, pair.id, change.rhythm, change.anchor);
  else await store.setStatus(db, now, pair.id, change.status);
  const changed = { ...pair, ...change };
  if (pair.status === 'proposed') {
    await outbox.redraw(db, pair.id);
    return changed;
  }
  const others = [pair.a, pair.b].filter(({ id }) => id !== by);
  const items = others.map(({ id }) => ({
    ...itemFor(CHANGED, pair, id, 'rides'),
    key: `opposite-numbers/changed/${pair.id}/${id}/${newId()}`,
  }));
  await outbox.settle(db, now, { ref: pair.id, kinds: [CHANGED] }, 'settled'); // the newest says it all
  await outbox.add(db, now, items);
  await work.tell({ kind: 'pair', id: pair.id });
  return changed;
}

/** An organisation would rather not: only the proposer is told. */
export async function declinePair(work: Work, pair: Pair): Promise<void> {
  const { db, now, outbox } = work;
  await store.setStatus(db, now, pair.id, 'declined');
  await outbox.settle(db, now, { ref: pair.id, kinds: [PROPOSAL] }, 'settled');
  await outbox.add(db, now, [itemFor(DECLINED, pair, pair.proposedBy, 'alone')]);
  await work.tell({ kind: 'pair', id: pair.id });
}

/** Ends a pair, whoever wished it; the two learn that it has ended, except for `by`, and never why. */
export async function endPair(work: Work, id: PairId, by: MemberId | null): Promise<Pair | null> {
  const { db, now, outbox } = work;
  const pair = await store.holdPair(db, id);
  if (!pair || !isOpen(pair)) return null;
  await store.setStatus(db, now, id, 'ended');
  for (const side of [pair.a, pair.b]) {
    if (side.id === by) continue;
    // Who has not read yet that they were paired is spared both messages.
    const knows = pair.status !== 'proposed' && (await store.wasShown(db, side.id, id, PAIRED));
    if (knows) await outbox.add(db, now, [itemFor(ENDED, pair, side.id, 'rides')]);
  }
  if (by) await outbox.settle(db, now, { ref: id, kinds: [PAIRED], memberId: by }, 'settled');
  await outbox.settle(db, now, { ref: id, kinds: [PAIRED, PROPOSAL] }, 'dropped');
  await work.tell({ kind: 'pair', id });
  return pair;
}
