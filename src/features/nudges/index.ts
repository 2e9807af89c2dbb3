/** Nudges: when the bot speaks of a commitment. What it says, and what can be answered, is `commitments`' own. */
import type { Feature } from '../../feature.ts';
import { helpItem, nudgeCommand, offerItem } from './by-hand.ts';
import { run } from './planning.ts';
import { erase } from './privacy-store.ts';
import { lookAtMember, lookNow, markDelivered, nextDue, noteAnswers, startAnew } from './store.ts';
import { aside, muteCommand, unmuteCommand, wishHandler } from './wishes.ts';
import { withholdFor } from './withholding.ts';

export const nudges: Feature = {
  name: 'nudges',
  commands: [nudgeCommand, muteCommand, unmuteCommand],
  items: { 'nudges.offer': offerItem, 'nudges.help': helpItem },
  asides: { 'commitments.nudge': aside },
  forms: { 'nudges.why': wishHandler },
  due: { run, next: nextDue },
  erase: ({ db }, { memberIds }) => erase(db, memberIds),
  react: async ({ db, now, outbox }, fact) => {
    switch (fact.kind) {
      case 'commitment':
        await noteAnswers(db, fact.id);
        return lookNow(db, [fact.id], now);
      case 'delivered': {
        const steps = fact.items.filter(({ kind }) => kind === 'commitments.nudge');
        const proposals = fact.items.filter(({ kind }) => kind === 'commitments.proposal');
        const nudged = await markDelivered(
          db,
          steps.map(({ key }) => key),
          now,
        );
        return lookNow(db, [...new Set([...nudged, ...proposals.map(({ ref }) => ref)])], now);
      }
      case 'member':
        await withholdFor({ db, now, outbox }, fact.id);
        return lookAtMember(db, fact.id, now);
      case 'alliance':
        return startAnew(db, fact.id, now);
      default:
        return;
    }
  },
};
