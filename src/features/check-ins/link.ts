/** An opposite number as they stand on a member's Home. */
import type { ItemKind } from '../../item.ts';
import type { MemberId } from '../../kernel/ids.ts';
import { localDateOf } from '../../kernel/zoned.ts';
import { people } from './answer-store.ts';
import { contact } from './answering.ts';
import { type Link, links } from './contact-store.ts';
import { noted, SENTENCES } from './form-views.ts';
import { linkView } from './rhythm-views.ts';

function otherIn(link: Link | undefined, me: MemberId | null): MemberId | null {
  if (!link || (me !== link.aId && me !== link.bId)) return null;
  return me === link.aId ? link.bId : link.aId;
}

export const linkKind: ItemKind = {
  standing: true,
  async render({ db, now }, items) {
    const found = await links(
      db,
      items.map(({ ref }) => ref),
    );
    const cards = await people(
      db,
      [...found.values()].flatMap(({ aId, bId }) => [aId, bId]),
    );
    return items.map(({ ref, memberId }) => {
      const link = found.get(ref);
      const me = memberId && cards.get(memberId);
      const other = cards.get(otherIn(link, memberId) as MemberId);
      if (!link || !me || !other) return null;
      const { zone } = me.calendar;
      return linkView(other, link, link.spokeAt && localDateOf(link.spokeAt, zone), localDateOf(now, zone));
    });
  },
  async choose(act, { ref }, choice) {
    const link = (await links(act.db, [ref])).get(ref);
    const otherId = otherIn(link, act.actor.member.id);
    if (!link || !otherId || choice !== 'spoke') return { say: SENTENCES.gone };
    await contact(act, link.pairId, null);
    const other = (await people(act.db, [otherId])).get(otherId);
    return other ? { say: noted(other.name) } : null;
  },
};
