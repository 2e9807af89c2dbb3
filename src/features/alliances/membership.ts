/** Comings and goings: the welcome, stepping out, coming back, and what Slack says of the channel. */
import { z } from 'zod';
import type { Act, Work } from '../../act.ts';
import type { Listener } from '../../feature.ts';
import type { ItemKind, Reply } from '../../item.ts';
import { type AllianceId, newId, type PersonId } from '../../kernel/ids.ts';
import { RANK } from '../../outbox/outbox.ts';
import { type Arrival, admit } from './arrival-store.ts';
import { welcomes } from './roster-store.ts';
import { settleRound } from './rounds.ts';
import * as store from './store.ts';
import * as views from './views.ts';

const WELCOME = 'alliances.welcome';
const VACANCY = 'alliances.vacancy';

/** Writes the first message to each of these members. Who came back is greeted again, and may say no again. */
export async function greet(work: Work, allianceId: AllianceId, members: readonly Arrival[]): Promise<void> {
  const { db, now, outbox } = work;
  const items = members.map(({ id: memberId, joinedAt }) => ({
    key: `alliances/welcome/${memberId}/${joinedAt.toISOString()}`,
    allianceId,
    memberId,
    kind: WELCOME,
    ref: memberId,
    rank: RANK.rest,
    urgency: 'alone' as const,
  }));
  await outbox.add(db, now, items);
}

/** Takes somebody out: what waits for them is dropped, and their organisation's answers are looked at again. */
export async function takeOut(
  work: Work,
  member: Pick<store.Membership, 'id' | 'organisationId' | 'allianceId'>,
  status: 'declined' | 'left',
): Promise<void> {
  const { db, now, outbox } = work;
  const was = await store.takeOut(db, member.id, status);
  if (!was) return;
  for (const ref of await store.openItemRefs(db, member.id)) {
    const answered = status === 'declined' && ref === member.id;
    await outbox.settle(db, now, { ref, memberId: member.id }, answered ? 'settled' : 'dropped');
  }
  await settleRound(work, member.organisationId);
  if (was === 'coordinator') await askForCoordinator(work, member.allianceId);
  await work.tell({ kind: 'member', id: member.id });
}

/** Without a coordinator nobody could change anything: leaders are asked to name one. */
async function askForCoordinator(work: Work, allianceId: AllianceId): Promise<void> {
  const leaders = await store.leadersWithoutCoordinator(work.db, allianceId);
  const items = leaders.map((memberId) => ({
    key: `alliances/vacancy/${memberId}/${newId()}`,
    allianceId,
    memberId,
    kind: VACANCY,
    ref: allianceId,
    rank: RANK.rest,
    urgency: 'alone' as const,
  }));
  await work.outbox.add(work.db, work.now, items);
}

export const vacancyItem: ItemKind = {
  async render({ db }, items) {
    const names = await store.allianceNames(
      db,
      items.map(({ ref }) => ref),
    );
    const rendered = [];
    for (const { ref, status } of items) {
      const name = names.get(ref);
      const vacant = (await store.leadersWithoutCoordinator(db, ref as AllianceId)).length > 0;
      if (!name || (!vacant && status === 'open')) rendered.push(null);
      else rendered.push({ text: vacant ? views.vacancy(name) : views.noVacancy(name), choices: [] });
    }
    return rendered;
  },
};

export const welcomeItem: ItemKind = {
  async render({ db }, items) {
    const found = await welcomes(
      db,
      items.map(({ ref }) => ref),
    );
    return items.map((item) => {
      const to = found.get(item.ref);
      if (!to) return null;
      if (!to.isIn)
        return item.status === 'open' ? null : { text: views.steppedOut(to.alliance), choices: [] };
      const choices = [{ id: 'no', label: 'Not for me' }];
      return { text: views.welcome(to), context: views.welcomeContext(to), choices };
    });
  },
  async choose(act, item) {
    const { id, organisationId, allianceId } = act.actor.member;
    if (item.ref !== id) return null;
    const to = (await welcomes(act.db, [id])).get(id);
    await takeOut(act, { id, organisationId, allianceId }, 'declined');
    return { say: views.farewell(to?.alliance ?? '') };
  },
};

/** `join`: back in after "not for me", or in from the channel. */
export async function join(act: Act): Promise<Reply> {
  const { db, actor } = act;
  const here = actor.channelId ? await store.allianceByChannel(db, actor.channelId) : null;
  const memberships = await store.membershipsOf(db, actor.personId);
  // Who left the channel comes back through it; who only said "not for me" is still there.
  const declined = memberships.filter(({ status }) => status === 'declined');
  const [only] = declined.length === 1 ? declined : [];
  const alliance = here ?? (only && { id: only.allianceId, name: only.alliance });
  if (!alliance) {
    const [active] = memberships.filter(({ status }) => status === 'active');
    return { say: active ? views.joinRefusals.already(active.alliance) : views.joinRefusals.nowhere };
  }
  const own = memberships.find(({ allianceId }) => allianceId === alliance.id);
  if (own?.status === 'active') return { say: views.joinRefusals.already(alliance.name) };
  await bringIn(act, alliance.id, actor.personId, views.fallbackName(actor.name));
  return { say: views.joined(alliance.name) };
}

export async function bringIn(
  work: Work,
  allianceId: AllianceId,
  personId: PersonId,
  organisationName: string,
): Promise<void> {
  const arrival = await admit(work.db, work.now, allianceId, personId, organisationName);
  if (!arrival) return;
  await greet(work, allianceId, [arrival]);
  await work.tell({ kind: 'member', id: arrival.id });
  await work.outbox.lookAgain(work.db, work.now, [personId]);
}

const InChannel = z.object({ user: z.string(), channel: z.string() });
const Changed = z.object({
  user: z.object({ id: z.string(), team_id: z.string(), deleted: z.boolean().optional() }),
});
const Renamed = z.object({ old_channel_id: z.string(), new_channel_id: z.string() });

const joinedChannel: Listener = async (work, event) => {
  const { user, channel } = InChannel.parse(event);
  const alliance = await store.allianceAtHome(work.db, channel);
  const seen = alliance && (await work.slack.person(user));
  if (!seen || seen.isBot || seen.isGone) return;
  const memberships = await store.membershipsOf(work.db, seen.personId);
  // Who has been in before is brought back by the look that follows, if they are there: the event may be an old one.
  if (memberships.some(({ allianceId }) => allianceId === alliance.id)) return;
  const known = await store.organisationOf(work.db, alliance.id, seen.homeTeamId);
  const name = known ? null : await work.slack.teamName(seen.homeTeamId);
  await bringIn(work, alliance.id, seen.personId, name ?? views.fallbackName(seen.name));
};

/** Somebody deactivated has left everything; who comes back joins the channel again and is asked again. */
const changed: Listener = async (work, event) => {
  const { user } = Changed.parse(event);
  if (!user.deleted) return;
  for (const own of await store.membershipsOfUser(work.db, user.team_id, user.id)) {
    await takeOut(work, own, 'left');
  }
};

const renamed: Listener = async (work, event) => {
  const { old_channel_id: from, new_channel_id: to } = Renamed.parse(event);
  await store.moveChannel(work.db, from, to);
  await work.outbox.renumber(work.db, from, to);
};

export const listeners: Readonly<Record<string, Listener>> = {
  member_joined_channel: joinedChannel,
  user_change: changed,
  channel_id_changed: renamed,
};
