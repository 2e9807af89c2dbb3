/** `pairs`: the map as text, what hangs on one person, and what is missing, with a button for each. */
import { z } from 'zod';
import type { Act, By } from '../../act.ts';
import type { ItemKind, Reply } from '../../item.ts';
import type { AllianceId } from '../../kernel/ids.ts';
import { MemberId, newId } from '../../kernel/ids.ts';
import { may } from '../../kernel/permissions.ts';
import type { Side } from './domain.ts';
import { pairMap, suggestions, threads } from './map-domain.ts';
import * as views from './map-views.ts';
import { propose } from './pair-command.ts';
import { PICTURE } from './picture.ts';
import * as store from './store.ts';

const SUGGESTION = 'opposite-numbers.suggestion';
const MOST_SUGGESTED = 12;
const BETWEEN = '+';

async function mapOf(db: Act['db'] | Parameters<ItemKind['render']>[0]['db'], allianceId: AllianceId) {
  const open = await store.openPairs(db, allianceId);
  return { open, map: pairMap(await store.sidesOf(db, allianceId), open) };
}

export async function pairs(act: By<Act>): Promise<Reply> {
  const { db, now, outbox, actor } = act;
  const { allianceId, id: memberId, organisationId } = actor.member;
  const { open, map } = await mapOf(db, allianceId);
  const mine = suggestions(map).filter((two) => may('pair', actor.member, two));
  if (mine.length > 0) {
    const key = `opposite-numbers/suggestion/${newId()}`;
    const about = { allianceId, memberId, personId: actor.personId, kind: SUGGESTION, ref: allianceId };
    await outbox.reply(db, now, { key, ...about });
  }
  if (map.levels.some(({ links }) => links.length > 0)) await act.later(PICTURE, memberId);
  return {
    say: [views.pairsText(map), views.threadsText(threads(open, organisationId))]
      .filter(Boolean)
      .join('\n\n'),
  };
}

const choiceOf = ([a, b]: readonly [Side, Side]) => `${a.id}${BETWEEN}${b.id}`;

/** What is missing now, for whoever may suggest it: taken up with one click. */
export const suggestionItems: Readonly<Record<string, ItemKind>> = {
  [SUGGESTION]: {
    async render({ db }, items) {
      const readers = await store.cardsOf(
        db,
        items.flatMap(({ memberId }) => memberId ?? []),
      );
      const rendered = [];
      for (const { allianceId, memberId } of items) {
        const reader = memberId && readers.get(memberId);
        if (!allianceId || !reader) {
          rendered.push(null);
          continue;
        }
        const { map } = await mapOf(db, allianceId);
        const mine = suggestions(map)
          .filter((two) => may('pair', reader, two))
          .slice(0, MOST_SUGGESTED);
        const choices = mine.map((two) => ({ id: choiceOf(two), label: views.suggestionLabel(two) }));
        rendered.push({ text: views.suggestionsText(mine), choices });
      }
      return rendered;
    },
    // The shell has checked that the choice is still among those offered to whoever clicks.
    async choose(act, item, choice) {
      const two = z.tuple([MemberId, MemberId]).safeParse(choice.split(BETWEEN));
      if (!two.success) return null;
      const [a, b] = two.data;
      await store.holdMembers(act.db, [a, b]);
      if (await store.openPairOf(act.db, a, b)) return null;
      const reply = await propose(act, a, b, '');
      await act.outbox.redraw(act.db, item.ref);
      return reply;
    },
  },
};
