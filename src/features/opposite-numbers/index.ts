import type { Act, By, Feature, Reply, Work } from '../../feature.ts';
import { takeMentions } from '../../kernel/words.ts';
import { localDateOf } from '../../kernel/zoned.ts';
import { declinedItem, endedItem, pairedItem, proposalItem } from './answers.ts';
import { checkSides, pairMap, readPairWords, rhythmFrom } from './domain.ts';
import { DECLINED, ENDED, endPair, PAIRED, PROPOSAL, settlePair } from './pairing.ts';
import * as store from './store.ts';
import * as views from './views.ts';
import { followWish, slowedItem } from './wishes.ts';

/** Pairs of members across organisations, and how often they talk. */
export const oppositeNumbers: Feature = {
  name: 'opposite-numbers',
  commands: [
    {
      word: 'pair',
      usage: '@a @b [every second Tuesday]',
      about: 'Make two people opposite numbers',
      who: 'coordinator',
      run: pair,
    },
    {
      word: 'unpair',
      usage: '@a @b',
      about: 'End a pair; each of the two can do so too',
      who: 'member',
      run: unpair,
    },
    {
      word: 'pairs',
      usage: '',
      about: 'Which links there are, and which are missing',
      who: 'member',
      run: pairs,
    },
  ],
  items: {
    [PROPOSAL]: proposalItem,
    [PAIRED]: pairedItem,
    [DECLINED]: declinedItem,
    [ENDED]: endedItem,
    ...slowedItem,
  },
  async react(work, fact) {
    if (fact.kind === 'member') await followMember(work, fact.id);
    if (fact.kind === 'rhythm-wish') await followWish(work, fact);
  },
};

async function pair(act: By<Act>, words: string): Promise<Reply> {
  const { db, now, actor } = act;
  const { allianceId, id: proposedBy } = actor.member;
  const here = { allianceId, viaTeamId: actor.viaTeamId };
  const read = readPairWords(words);
  if (!read.ok) return { say: views.refusal(read.error) };
  const [first, second] = read.value.userIds;
  const a = await store.mentioned(db, here, first);
  const b = await store.mentioned(db, here, second);
  if (a.card && b.card) await store.holdMembers(db, [a.card.id, b.card.id]);
  const existing = a.card && b.card && (await store.openPairOf(db, a.card.id, b.card.id));
  const sides = checkSides(a.who, b.who, existing);
  if (!sides.ok) return { say: views.refusal(sides.error) };

  const calendar = a.card?.calendar ?? { zone: 'UTC', days: [] };
  const anchor = localDateOf(now, calendar.zone);
  const rhythm = rhythmFrom(read.value.rest, anchor, calendar);
  if (!rhythm.ok) return { say: views.refusal(rhythm.error) };
  const [{ id: aId }, { id: bId }] = sides.value;
  const parts = { allianceId, a: aId, b: bId, rhythm: rhythm.value, anchor, proposedBy };
  const id = await store.createPair(db, now, parts);
  const awaiting = await settlePair(act, id);
  const [made] = await store.pairsById(db, [id]);
  return made ? { say: views.pairMade(made, awaiting) } : null;
}

async function unpair(act: By<Act>, words: string): Promise<Reply> {
  const { db, actor } = act;
  const { allianceId, id, role } = actor.member;
  const here = { allianceId, viaTeamId: actor.viaTeamId };
  const [first, second] = takeMentions(words).userIds;
  if (!first) return { say: views.unpairUsage };
  const a = await store.mentioned(db, here, first);
  const b = second ? await store.mentioned(db, here, second) : null;
  const [one, other] = [a.card?.id, second ? b?.card?.id : id];
  const found = one && other && (await store.openPairOf(db, one, other));
  const isOwn = one === id || other === id;
  if (!isOwn && role !== 'coordinator') return { say: views.notYours };
  if (!found) return { say: views.noSuchPair };
  const ended = await endPair(act, found.id, isOwn ? id : null);
  if (!ended) return { say: views.noSuchPair };
  return { say: isOwn ? views.endedByYou(ended, id) : views.unpaired(ended) };
}

async function pairs({ db, actor }: By<Act>): Promise<Reply> {
  const { allianceId } = actor.member;
  const map = pairMap(await store.sidesOf(db, allianceId), await store.openPairs(db, allianceId));
  return { say: views.pairsText(map) };
}

/** Who is gone is nobody's opposite number; and with the people, whoever answers for an organisation may change. */
async function followMember(work: Work, id: string): Promise<void> {
  const member = await store.standOf(work.db, id);
  if (!member) return;
  if (member.status !== 'active') {
    for (const pair of await store.openPairsOf(work.db, member.id)) await endPair(work, pair.id, member.id);
  }
  for (const pairId of await store.awaitingPairs(work.db, member.organisationId)) {
    await settlePair(work, pairId);
  }
}
