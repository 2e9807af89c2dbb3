/** Roles proposed for an organisation: whom it is asked of, and when it takes effect. */
import type { Act, By, Work } from '../../act.ts';
import type { ItemKind, Reply } from '../../item.ts';
import type { MemberId, OrganisationId } from '../../kernel/ids.ts';
import { hasAgreed, spokespeople } from '../../kernel/roles.ts';
import { RANK } from '../../outbox/outbox.ts';
import { askForCard, replan } from './norms.ts';
import { rolesAsked } from './roster-store.ts';
import * as store from './store.ts';
import * as views from './views.ts';

const ROLES = 'alliances.roles';
const DECLINED = 'alliances.roles-declined';

/**
 * Looks at an organisation's open round of proposals: gives it effect once the organisation has agreed, else asks
 * whoever is to be asked and has not been. Called whenever an answer or the people have changed; doing it twice
 * changes nothing.
 */
export async function settleRound(
  work: Work,
  id: OrganisationId,
): Promise<'no round' | 'waiting' | 'in effect'> {
  const { db, now, outbox } = work;
  const organisation = await store.holdOrganisation(db, id);
  if (!organisation?.round) return 'no round';
  const voices = await store.voicesOf(db, id);
  const accepted = await store.acceptedBy(db, id);
  if (hasAgreed(voices, accepted)) {
    const changed = await store.applyProposals(db, now, id);
    await outbox.settle(db, now, { ref: id, kinds: [ROLES] }, 'settled');
    // The first message says what was proposed.
    const voiceIds = voices.map((voice) => voice.id);
    await outbox.redraw(db, voiceIds);
    await replan(
      work,
      id,
      changed.map((member) => ({ id: member })),
    );
    const [lead] = spokespeople(await store.voicesOf(db, id));
    if (lead) await askForCard(work, organisation, lead.id as MemberId);
    return 'in effect';
  }
  const round = organisation.round.openedAt.toISOString();
  const { allianceId } = organisation;
  const asked = spokespeople(voices).filter((voice) => !accepted.has(voice.id));
  const items = asked.map((voice) => ({
    key: `alliances/roles/${id}/${round}/${voice.id}`,
    allianceId,
    memberId: voice.id as MemberId,
    kind: ROLES,
    ref: id,
    data: { round },
    rank: RANK.rest,
    urgency: 'answer' as const,
  }));
  await outbox.add(db, now, items);
  return 'waiting';
}

/** Opens a round, in place of one that may be open. */
export async function startRound(work: Work, id: OrganisationId, proposedBy: MemberId): Promise<void> {
  const { db, now, outbox } = work;
  await store.holdOrganisation(db, id);
  await outbox.settle(db, now, { ref: id, kinds: [ROLES] }, 'dropped');
  await store.openRound(db, now, id, proposedBy);
  await settleRound(work, id);
}

async function accept(act: By<Act>, id: OrganisationId): Promise<Reply> {
  const { db, now, outbox, actor } = act;
  await store.addAcceptance(db, now, id, actor.member.id);
  await outbox.settle(db, now, { ref: id, kinds: [ROLES], memberId: actor.member.id }, 'settled');
  const asked = (await rolesAsked(db, [id])).get(id);
  const outcome = await settleRound(act, id);
  if (outcome === 'waiting') return { say: views.oneMore };
  return { say: views.rolesAccepted(asked?.organisation ?? '') };
}

async function decline(act: By<Act>, organisation: store.OrganisationRow): Promise<Reply> {
  const { db, now, outbox } = act;
  const { id, allianceId, round } = organisation;
  await store.closeRound(db, id);
  await outbox.settle(db, now, { ref: id, kinds: [ROLES] }, 'settled');
  if (round) {
    const key = `alliances/roles-declined/${id}/${round.openedAt.toISOString()}`;
    const about = { allianceId, memberId: round.proposedBy, kind: DECLINED, ref: id, rank: RANK.rest };
    await outbox.add(db, now, [{ key, ...about, urgency: 'alone' }]);
  }
  return { say: views.notLikeThis };
}

/** Which round an item asks about. */
function roundOf(data: unknown): string | null {
  const round = typeof data === 'object' && data !== null && 'round' in data ? data.round : null;
  return typeof round === 'string' ? round : null;
}

export const rolesItem: ItemKind = {
  async render({ db }, items) {
    const asked = await rolesAsked(
      db,
      items.map(({ ref }) => ref),
    );
    return items.map((item) => {
      const one = asked.get(item.ref);
      if (!one) return null;
      if (item.status === 'open' && one.round !== null && one.round === roundOf(item.data)) {
        const choices = [
          { id: 'accept', label: 'Accept', style: 'primary' as const },
          { id: 'otherwise', label: 'Not like this' },
        ];
        return { text: views.rolesQuestion(one), context: views.rolesContext(one), choices };
      }
      return item.status === 'open' ? null : { text: views.rolesAnswered(one, item.memberId), choices: [] };
    });
  },
  async choose(act, item, choice) {
    const organisation = await store.holdOrganisation(act.db, item.ref);
    // Only its own people answer for an organisation, and only to the newest proposal.
    if (
      !organisation ||
      organisation.id !== act.actor.member.organisationId ||
      !organisation.round ||
      organisation.round.openedAt.toISOString() !== roundOf(item.data)
    ) {
      return { say: views.overtaken };
    }
    return choice === 'accept' ? accept(act, organisation.id) : decline(act, organisation);
  },
};

export const rolesDeclinedItem: ItemKind = {
  async render({ db }, items) {
    const asked = await rolesAsked(
      db,
      items.map(({ ref }) => ref),
    );
    return items.map(({ ref }) => {
      const one = asked.get(ref);
      return one ? { text: views.rolesDeclined(one), choices: [] } : null;
    });
  },
};
