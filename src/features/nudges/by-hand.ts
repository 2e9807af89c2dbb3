/** `nudge @name`: an offer of help that somebody else makes, in the note of whoever it is for. */
import { z } from 'zod';
import type { Act, By } from '../../act.ts';
import type { Command } from '../../feature.ts';
import type { ItemKind, Reply } from '../../item.ts';
import { MemberId, newId } from '../../kernel/ids.ts';
import { takeMentions } from '../../kernel/words.ts';
import { RANK } from '../../outbox/outbox.ts';
import * as views from './by-hand-views.ts';
import { KIND } from './state.ts';
import * as store from './wish-store.ts';

const OFFER = 'nudges.offer';
const HELP = 'nudges.help';
/** More would not be a question any more. */
const MOST_OFFERED = 4;

const Offer = z.object({ to: MemberId, about: z.array(z.uuid()) });
const Help = z.object({ by: MemberId });

export const nudgeCommand: Command = {
  word: 'nudge',
  usage: '@hari [flood map]',
  about: 'Ask a colleague, or somebody who owes you something, whether a new date would help',
  who: 'member',
  run: offer,
};

async function offer({ db, now, outbox, actor }: By<Act>, words: string): Promise<Reply> {
  const { id: me, allianceId, organisationId } = actor.member;
  const { userIds, rest } = takeMentions(words);
  const [userId, another] = userIds;
  if (!userId || another) return { say: views.USAGE };
  const target = await store.memberByUser(db, allianceId, userId);
  if (!target) return { say: views.NOT_HERE };
  if (target.id === me) return { say: views.YOURSELF };
  const known = await store.openKnownTo(db, target.id, me);
  if (target.organisationId !== organisationId && known.length === 0) {
    return { say: views.notTheirs(target.name) };
  }
  const fitting = known.filter(({ text }) => text.toLowerCase().includes(rest.toLowerCase()));
  const about = (fitting.length > 0 ? fitting : known).slice(0, MOST_OFFERED).map(({ id }) => id);
  const ref = newId();
  const whose = { personId: actor.personId, allianceId, memberId: me };
  await outbox.reply(db, now, {
    key: `${OFFER}/${ref}`,
    ...whose,
    kind: OFFER,
    ref,
    data: { to: target.id, about },
  });
  return null;
}

export const offerItem: ItemKind = {
  async render({ db }, items) {
    const offers = items.map(({ data }) => Offer.parse(data));
    const cards = await store.cards(
      db,
      offers.map(({ to }) => to),
    );
    const texts = await store.textsOf(
      db,
      offers.flatMap(({ about }) => about),
    );
    return items.map(({ status }, n) => {
      const made = offers[n];
      const target = made && cards.get(made.to);
      if (!made || target?.status !== 'active' || status !== 'open') return views.OFFER_CLOSED;
      const about = made.about.flatMap((id) => {
        const text = texts.get(id);
        return text === undefined ? [] : [{ id, text }];
      });
      // What was open when it was offered may be settled by now.
      return made.about.length > 0 && about.length === 0
        ? views.OFFER_CLOSED
        : views.offerView(target.name, about);
    });
  },
  async choose(act, item, choice) {
    const { to } = Offer.parse(item.data);
    const about = views.askedAbout(choice);
    await act.outbox.settle(act.db, act.now, { ref: item.ref, kinds: [OFFER] }, 'settled');
    return about === null ? null : ask(act, to, about);
  },
};

/** Once for each date of a commitment, and once a day where it is about nothing in particular. */
async function ask({ db, now, outbox, actor }: By<Act>, to: MemberId, about: string): Promise<Reply> {
  const { id: me, allianceId } = actor.member;
  const target = await store.cardOf(db, to);
  if (!target) return { say: views.NOT_HERE };
  const said: Reply = { say: views.askedText(target.name) };
  const item = { allianceId, memberId: to, rank: RANK.rest, urgency: 'rides' as const };
  if (about === 'any') {
    const key = `by-hand/${to}/${me}/${now.toISOString().slice(0, 10)}`;
    await outbox.add(db, now, [{ ...item, key, kind: HELP, ref: to, data: { by: me } }]);
    return said;
  }
  const one = (await store.openKnownTo(db, to, me)).find(({ id }) => id === about);
  if (!one) return { say: views.OFFER_CLOSED.text };
  // A mute is nobody else's to know of: whoever asks reads the same.
  if ((await store.mutedAmong(db, [about])).has(`${about}/${to}`)) return said;
  const data = { step: 'by-hand', base: one.baseAt.toISOString(), next: null, by: me };
  const key = `by-hand/${about}/${me}/${one.baseAt.getTime()}`;
  await outbox.add(db, now, [{ ...item, key, kind: KIND, ref: about, data }]);
  return said;
}

export const helpItem: ItemKind = {
  async render({ db }, items) {
    const askers = items.map(({ data }) => Help.parse(data).by);
    const cards = await store.cards(db, askers);
    return items.map((_, n) => {
      const asker = cards.get(askers[n] as MemberId);
      return asker ? views.helpView(asker.name) : null;
    });
  },
};
