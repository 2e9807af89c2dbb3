/** What people are asked and told about pairs, and what their answers do. */
import type { Act, By } from '../../act.ts';
import type { ItemKind, ItemRow, Reply } from '../../item.ts';
import { hasAgreed } from '../../kernel/roles.ts';
import type { LocalDate } from '../../kernel/zoned.ts';
import type { Pair } from './domain.ts';
import { declinePair, endPair, PROPOSAL, settlePair } from './pairing.ts';
import * as store from './store.ts';
import * as views from './views.ts';

type Look = Parameters<ItemKind['render']>[0];

async function pairsOf({ db }: Look, items: readonly ItemRow[]): Promise<Map<string, Pair>> {
  const pairs = await store.pairsById(
    db,
    items.map(({ ref }) => ref),
  );
  return new Map(pairs.map((pair) => [pair.id, pair]));
}

const CHOICES = [
  { id: 'accept', label: 'Accept', style: 'primary' as const },
  { id: 'decline', label: 'Rather not' },
];

export const proposalItem: ItemKind = {
  async render(look, items) {
    const pairs = await pairsOf(look, items);
    const people = [
      ...[...pairs.values()].map(({ proposedBy }) => proposedBy),
      ...items.flatMap(({ memberId }) => memberId ?? []),
    ];
    const cards = await store.cardsOf(look.db, people);
    const organisations = [...cards.values()].map(({ organisationId }) => organisationId);
    const voices = await store.voicesOf(look.db, organisations);
    const acceptances = await store.acceptancesOf(look.db, [...pairs.keys()]);
    return items.map((item) => {
      const pair = pairs.get(item.ref);
      const reader = item.memberId && cards.get(item.memberId);
      if (!pair || !reader) return null;
      if (item.status !== 'open' || pair.status !== 'proposed') {
        if (item.status === 'open') return null;
        const hasAccepted = acceptances.get(pair.id)?.has(reader.id) ?? false;
        return { text: views.proposalAnswered(pair, hasAccepted), choices: [] };
      }
      const own = voices.get(reader.organisationId) ?? [];
      const mode = hasAgreed(own, new Set([reader.id])) ? 'alone' : 'two';
      const text = views.proposal(pair, cards.get(pair.proposedBy) ?? null, reader.organisationId);
      return { text, context: views.proposalContext(mode), choices: CHOICES };
    });
  },
  async choose(act, item, choice) {
    const pair = await store.holdPair(act.db, item.ref);
    if (pair?.status !== 'proposed') return null;
    const { organisationId } = act.actor.member;
    // Only an organisation that the pair touches answers, through its own people.
    if (![pair.a, pair.b].some((side) => side.organisationId === organisationId)) return null;
    if (choice === 'accept') return accept(act, pair);
    await declinePair(act, pair);
    return { say: views.declinedHere };
  },
};

async function accept(act: By<Act>, pair: Pair): Promise<Reply> {
  const { db, now, outbox, actor } = act;
  const memberId = actor.member.id;
  await store.addAcceptance(db, now, pair.id, memberId);
  await outbox.settle(db, now, { ref: pair.id, kinds: [PROPOSAL], memberId }, 'settled');
  const waiting = await settlePair(act, pair.id);
  return { say: waiting.length === 0 ? views.acceptedAlone(pair) : views.acceptedWaiting };
}

function firstOf(data: unknown): LocalDate | null {
  const first = typeof data === 'object' && data !== null && 'first' in data ? data.first : null;
  return typeof first === 'string' ? (first as LocalDate) : null;
}

export const pairedItem: ItemKind = {
  async render(look, items) {
    const pairs = await pairsOf(look, items);
    return items.map((item) => {
      const pair = pairs.get(item.ref);
      if (!pair || !item.memberId) return null;
      const leave = { id: 'no', label: 'Not for me' };
      if (pair.status !== 'active' && pair.status !== 'paused') {
        return item.status === 'open'
          ? null
          : { text: views.pairedAnswered(pair, item.memberId), choices: [] };
      }
      if (item.status !== 'open') {
        return { text: views.pairedAnswered(pair, item.memberId), choices: [leave] };
      }
      const text = views.paired(pair, item.memberId, firstOf(item.data), look.now);
      const fine = { id: 'fine', label: 'Fine' };
      return { text, context: views.pairedContext, choices: [fine, leave] };
    });
  },
  async choose(act, item, choice) {
    const { db, now, outbox, actor } = act;
    const memberId = actor.member.id;
    if (choice === 'fine') {
      const [pair] = await store.pairsById(db, [item.ref]);
      await outbox.settle(db, now, { ref: item.ref, kinds: [item.kind], memberId }, 'settled');
      return pair ? { say: views.pairedAnswered(pair, memberId) } : null;
    }
    const [own] = await store.pairsById(db, [item.ref]);
    if (own?.a.id !== memberId && own?.b.id !== memberId) return null;
    const pair = await endPair(act, own.id, memberId);
    return pair && { say: views.endedByYou(pair, memberId) };
  },
};

/** A line about a pair that asks nothing. */
function line(text: (pair: Pair, reader: string) => string): ItemKind {
  return {
    async render(look, items) {
      const pairs = await pairsOf(look, items);
      return items.map(({ ref, memberId }) => {
        const pair = pairs.get(ref);
        return pair && memberId ? { text: text(pair, memberId), choices: [] } : null;
      });
    },
  };
}

export const declinedItem = line(views.declined);
export const endedItem = line(views.ended);

const asChanged = line(views.changedFor);
/** Only as long as it says what holds. */
export const changedItem: ItemKind = {
  async render(look, items) {
    const pairs = await pairsOf(look, items);
    const drawn = await asChanged.render(look, items);
    return items.map(({ ref }, n) => {
      const status = pairs.get(ref)?.status;
      return status === 'active' || status === 'paused' ? (drawn[n] ?? null) : null;
    });
  },
};
