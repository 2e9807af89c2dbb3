import type { Work } from '../../act.ts';
import type { Feature } from '../../feature.ts';
import { changedItem, declinedItem, endedItem, pairedItem, proposalItem } from './answers.ts';
import { followPair, handOver, handoverItems, leaving, passOnFrom, successorForm } from './handover.ts';
import { pairs, suggestionItems } from './map.ts';
import { pair, unpair } from './pair-command.ts';
import { CHANGED, DECLINED, ENDED, endPair, PAIRED, PROPOSAL, settlePair } from './pairing.ts';
import { givePicture, PICTURE } from './picture.ts';
import { erase, exported } from './privacy-store.ts';
import * as store from './store.ts';
import { followWish, slowedItem } from './wishes.ts';

/** Pairs of members across organisations, and how often they talk. */
export const oppositeNumbers: Feature = {
  name: 'opposite-numbers',
  erase: ({ db }, { memberIds }) => erase(db, memberIds),
  export: (db, { memberIds }) => exported(db, memberIds),
  commands: [
    {
      word: 'pair',
      usage: '@a @b [every second Tuesday | pause | resume]',
      about: 'Make two people opposite numbers; change how often, or let it rest, with @b alone your own',
      who: 'rhythm',
      run: pair,
    },
    {
      word: 'unpair',
      usage: '@a @b',
      about: 'End a pair; each of the two can do so too',
      who: 'unpair',
      run: unpair,
    },
    {
      word: 'leaving',
      usage: '[@colleague]',
      about: 'Say that you leave, and who takes over from you',
      who: 'leave',
      run: leaving,
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
    [CHANGED]: changedItem,
    ...suggestionItems,
    ...handoverItems,
    ...slowedItem,
  },
  forms: { 'opposite-numbers.successor': successorForm },
  jobs: { [PICTURE]: givePicture },
  async react(work, fact) {
    if (fact.kind === 'member') await followMember(work, fact.id);
    if (fact.kind === 'pair') await followPair(work, fact.id);
    if (fact.kind === 'rhythm-wish') await followWish(work, fact);
  },
};

/** Who is gone is nobody's opposite number; and with the people, whoever answers for an organisation may change. */
async function followMember(work: Work, id: string): Promise<void> {
  const member = await store.standOf(work.db, id);
  if (!member) return;
  if (member.status !== 'active') {
    for (const pair of await store.openPairsOf(work.db, member.id)) {
      await handOver(work, pair, member.id);
      await endPair(work, pair.id, member.id);
    }
    await passOnFrom(work, member.id);
  }
  for (const pairId of await store.awaitingPairs(work.db, member.organisationId)) {
    await settlePair(work, pairId);
  }
}
