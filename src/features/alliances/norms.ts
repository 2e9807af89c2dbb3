/** `norms`: how each organisation works, filled in by its own people, and two of them side by side. */
import type { Act, By, Look, Work } from '../../act.ts';
import type { FormHandler, JobLook } from '../../feature.ts';
import type { ItemKind, Reply } from '../../item.ts';
import type { MemberId, OrganisationId } from '../../kernel/ids.ts';
import { may } from '../../kernel/permissions.ts';
import { localDateOf } from '../../kernel/zoned.ts';
import { RANK } from '../../outbox/outbox.ts';
import { compare, hasSameHours, namedIn, readNorms } from './norms-domain.ts';
import * as store from './norms-store.ts';
import * as views from './norms-views.ts';

const CARD = 'alliances.card';
export const REPLAN = 'alliances.replan';
/** So many are told at once; for more, Slack's patience would not do. */
const AT_ONCE = 10;

/** `norms edit` opens the form. */
export const editsNorms = (words: string): boolean => /^(edit|set|change)\b/i.test(words.trim());

/** Its leaders and coordinators fill a card in; until it has one, any of its people. */
async function mayFill({ db, actor }: By<Look> | By<Act>): Promise<boolean> {
  const { member } = actor;
  if (may('card', member, [{ organisationId: member.organisationId }])) return true;
  if (await store.isLed(db, member.organisationId)) return false;
  return may('first-card', member, [{ organisationId: member.organisationId }]);
}

export async function openNorms(look: By<Look>): Promise<Reply> {
  if (!(await mayFill(look))) return { say: views.normsNotYours };
  const all = await store.normsOf(look.db, look.actor.member.allianceId);
  const own = all.find(({ id }) => id === look.actor.member.organisationId);
  return own ? { form: views.normsForm(own) } : { say: views.normsNotYours };
}

/** All cards; with a name, one's own and that one side by side; with two names, those two. */
export async function showNorms(act: By<Act>, words: string): Promise<Reply> {
  const { allianceId, organisationId } = act.actor.member;
  const all = await store.normsOf(act.db, allianceId);
  if (!words.trim()) return { say: views.normsText(all, await mayFill(act)) };
  const named = namedIn(words, all);
  const own = all.find(({ id }) => id === organisationId);
  const [first, second] = named.length === 1 && named[0] !== own ? [own, named[0]] : named;
  if (!first || !second) return { say: views.whichNorms(all.map(({ name }) => name)) };
  const on = localDateOf(act.now, first.zone);
  return { say: views.sideBySide(first, second, compare(first, second, on)) };
}

export const normsHandler: FormHandler = {
  who: 'member',
  async submit(act, values) {
    if (!(await mayFill(act))) return { say: views.normsNotYours };
    const norms = readNorms(values);
    if (!norms.ok) return { errors: views.normsErrors(norms.error) };
    const { allianceId, organisationId: own } = act.actor.member;
    const all = await store.normsOf(act.db, allianceId);
    const before = all.find(({ id }) => id === own);
    const sameName = ({ id, name }: (typeof all)[number]) =>
      id !== own && name.toLowerCase() === norms.value.name.toLowerCase();
    if (all.some(sameName)) return { errors: views.normsErrors(['taken']) };
    const people = await store.saveNorms(act.db, own, norms.value);
    await act.outbox.settle(act.db, act.now, { ref: own, kinds: [CARD] }, 'settled');
    if (!before || !hasSameHours(before, norms.value)) await replan(act, own, people);
    return { say: views.normsSaved };
  },
};

/** What was planned by people's hours or standing is planned anew: at once for a few, by a worker for many. */
export async function replan(
  work: Work,
  organisationId: OrganisationId,
  people: readonly { readonly id: MemberId }[],
): Promise<void> {
  if (people.length > AT_ONCE) return work.later(REPLAN, organisationId);
  for (const { id } of people) await work.tell({ kind: 'member', id });
}

/** Tells of an organisation's members, a few in each transaction, so that nobody waits long for them. */
export async function replanAll({ db, write }: JobLook, organisationId: string): Promise<void> {
  const people = await store.peopleOf(db, organisationId);
  for (let at = 0; at < people.length; at += AT_ONCE) {
    await write(async (work) => {
      for (const { id } of people.slice(at, at + AT_ONCE)) await work.tell({ kind: 'member', id });
    });
  }
}

/** Asks somebody who speaks for an organisation to say how it works, once. */
export async function askForCard(
  { db, now, outbox }: Work,
  organisation: {
    readonly id: OrganisationId;
    readonly allianceId: By<Act>['actor']['member']['allianceId'];
  },
  memberId: MemberId,
): Promise<void> {
  const { id, allianceId } = organisation;
  const about = { allianceId, memberId, kind: CARD, ref: id };
  await outbox.add(db, now, [{ key: `alliances/card/${id}`, ...about, rank: RANK.rest, urgency: 'rides' }]);
}

export const cardItem: ItemKind = {
  async render({ db }, items) {
    const cards = await store.normsById(
      db,
      items.map(({ ref }) => ref),
    );
    return items.map(({ ref, status }) => {
      const card = cards.get(ref);
      if (!card) return null;
      if (status === 'open' && views.isFilled(card)) return null;
      if (status !== 'open') return { text: views.cardThanks(card.name), choices: [] };
      const fill = { id: 'fill', label: 'Say how we work', style: 'primary' as const };
      return { text: views.cardAsked(card.name), choices: [fill, { id: 'later', label: 'Not now' }] };
    });
  },
  opens: ['fill'],
  open: (look) => openNorms(look),
  async choose({ db, now, outbox, actor }, { ref }) {
    await outbox.settle(db, now, { ref, kinds: [CARD], memberId: actor.member.id }, 'settled');
    return null;
  },
};
