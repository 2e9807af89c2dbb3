/**
 * What befalls the channel that partners share: the app or an organisation leaves, somebody comes or goes unheard of.
 * Whatever set it off, the channel is looked at as it is now, so events that come twice, late or never end the same.
 */
import { z } from 'zod';
import type { Work } from '../../act.ts';
import type { JobLook, Listener, SeenChannel, Surface } from '../../feature.ts';
import type { ItemKind } from '../../item.ts';
import { type AllianceId, newId, type PersonId } from '../../kernel/ids.ts';
import { RANK } from '../../outbox/outbox.ts';
import { causeOf, chooseHost, departed, type KnownMember, type Sight } from './channel-domain.ts';
import * as store from './channel-store.ts';
import { channelNews, type News } from './channel-views.ts';
import { bringIn, takeOut } from './membership.ts';
import { goOnAfter, restFor } from './pausing.ts';
import { goneFrom } from './presence.ts';
import type { DoorsMessage } from './setup.ts';
import { allianceAtHome, allianceByChannel, allianceNames, organisationOf } from './store.ts';
import { fallbackName } from './views.ts';

export const LOOK = 'alliances.look';
const NEWS = 'alliances.channel';

type People = Awaited<ReturnType<Surface['people']>>;

/** Asks every copy of the app that might be in the channel, and puts right what has changed. */
export function lookAtChannel(doors: DoorsMessage): (look: JobLook, id: string) => Promise<void> {
  return async (look, id) => {
    const known = await store.channelRow(look.db, id);
    if (!known) return;
    const sights = await sightsOf(look, known);
    const host = chooseHost(known.hostTeamId, sights);
    const surface = host && (await look.surface(host));
    const people = surface ? await surface.people(known.channelId) : null;
    const forgotten = await store.forgottenAmong(look.db, known.id, people ?? []);
    const others = people?.filter(({ personId }) => !forgotten.has(personId)) ?? [];
    const names = surface ? await namesOf(look, surface, known, others) : new Map<string, string>();
    let problem: unknown = null;
    // Who is in a channel that cannot be asked about is not known, so nobody counts as gone.
    const gone = await goneFrom(
      look,
      known,
      host,
      (people ?? []).map(({ userId }) => userId),
    ).catch((error: unknown) => {
      problem = error;
      return [];
    });
    await look.write(async (work) => {
      for (const { id: memberId, organisationId } of gone) {
        await takeOut(work, { id: memberId, organisationId, allianceId: known.id } as Leaving, 'left');
      }
      await store.dropStrangers(work.db, forgotten);
      for (const [personId, name] of names) await bringIn(work, known.id, personId as PersonId, name);
      if (host && host !== known.hostTeamId) await takeOver(work, known, host, doors);
      await goOnOrRest(work, known, sights, gone);
    });
    if (problem) throw problem; // tried again
  };
}

type Leaving = Parameters<typeof takeOut>[1];

async function sightsOf(look: JobLook, { channelId, teamIds }: store.ChannelRow): Promise<Sight[]> {
  const sights: Sight[] = [];
  for (const teamId of teamIds) {
    const surface = await look.surface(teamId);
    const seen: SeenChannel | null = surface && (await surface.channel(channelId));
    if (seen) sights.push({ teamId, ...seen });
  }
  return sights;
}

/** Those who came without Slack telling, each with a name for an organisation that would be new. */
async function namesOf(
  { db }: JobLook,
  surface: Surface,
  known: store.ChannelRow,
  people: People,
): Promise<Map<string, string>> {
  const there = people.filter(({ isBot, isGone }) => !isBot && !isGone);
  const ids = await store.toBringIn(
    db,
    known.id,
    there.map(({ personId }) => personId),
  );
  const names = new Map<string, string>();
  for (const { personId, homeTeamId, name } of there.filter((one) => ids.includes(one.personId))) {
    const isKnown = await organisationOf(db, known.id, homeTeamId);
    names.set(personId, (isKnown ? null : await surface.teamName(homeTeamId)) ?? fallbackName(name));
  }
  return names;
}

/** Another copy posts from now on. It cannot pin what the one before has posted, so the doors are hung anew. */
async function takeOver(
  work: Work,
  known: store.ChannelRow,
  host: string,
  doors: DoorsMessage,
): Promise<void> {
  const { db, now, outbox } = work;
  await store.setHost(db, known.id, host);
  await outbox.move(db, known.id, known.hostTeamId, host);
  const key = `alliances/doors/${known.id}/${newId()}`;
  await outbox.post(db, now, { key, allianceId: known.id, ...doors(), doors: true });
}

async function goOnOrRest(
  work: Work,
  known: store.ChannelRow,
  sights: readonly Sight[],
  gone: readonly KnownMember[],
): Promise<void> {
  const left = await store.organisationsIn(work.db, known.id);
  for (const id of departed(known.members, gone).filter((one) => !left.has(one))) {
    await tell(work, known.id, { kind: 'departed', organisation: known.organisations.get(id) ?? '' });
  }
  const cause = causeOf(sights, left.size);
  if (cause === known.pausedFor) return;
  if (cause === null) {
    await goOnAfter(work, known.channelId);
    return tell(work, known.id, { kind: 'goes-on' });
  }
  await restFor(work, known.channelId, cause);
  await tell(work, known.id, { kind: 'rests', cause });
}

/** Told as `alone`: it needs no answer, and a coordinator should not learn of it from a silence. */
async function tell(work: Work, allianceId: AllianceId, news: News): Promise<void> {
  const { db, now, outbox } = work;
  const key = `alliances/channel/${allianceId}/${newId()}`;
  const items = (await store.caretakers(db, allianceId)).map((memberId) => ({
    key: `${key}/${memberId}`,
    allianceId,
    memberId,
    kind: NEWS,
    ref: allianceId,
    data: news,
    rank: RANK.rest,
    urgency: 'alone' as const,
    evenPaused: true as const, // that it rests is what there is to say
  }));
  await outbox.add(db, now, items);
}

const Told = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rests'), cause: z.enum(['archived', 'no_copy', 'unshared']) }),
  z.object({ kind: z.literal('goes-on') }),
  z.object({ kind: z.literal('departed'), organisation: z.string() }),
]);

export const channelItem: ItemKind = {
  async render({ db }, items) {
    const names = await allianceNames(
      db,
      items.map(({ ref }) => ref),
    );
    return items.map(({ ref, data }) => {
      const name = names.get(ref);
      return name ? { text: channelNews(name, Told.parse(data)), choices: [] } : null;
    });
  },
};

const AtChannel = z.object({ channel: z.string() });

/** Looks at the channel once the event has been kept. */
const look: Listener = async (work, event) => {
  const alliance = await allianceAtHome(work.db, AtChannel.parse(event).channel);
  if (alliance) await work.later(LOOK, alliance.id);
};

/** Who leaves a further channel may have been in no other. */
const lookAtLeaving: Listener = async (work, event) => {
  const alliance = await allianceByChannel(work.db, AtChannel.parse(event).channel);
  if (alliance) await work.later(LOOK, alliance.id);
};

/** Coordinators hear of it where an event makes their alliance rest or go on, whichever listener did that. */
export function telling(listeners: Readonly<Record<string, Listener>>): Record<string, Listener> {
  const both = Object.entries(listeners).map(([type, first]): [string, Listener] => [
    type,
    async (work, event) => {
      const at = AtChannel.safeParse(event).data;
      const alliance = at && (await allianceAtHome(work.db, at.channel));
      const before = alliance && (await store.pausedFor(work.db, alliance.id));
      await first(work, event);
      const after = alliance && (await store.pausedFor(work.db, alliance.id));
      if (alliance && before !== after)
        await tell(work, alliance.id, after ? { kind: 'rests', cause: after } : { kind: 'goes-on' });
    },
  ]);
  return Object.fromEntries(both);
}

export const channelListeners: Readonly<Record<string, Listener>> = {
  channel_shared: look,
  channel_unshared: look,
  channel_left: look,
  group_left: look,
  member_joined_channel: look,
  member_left_channel: lookAtLeaving,
};

/** The app has come to a workspace or gone from it: each of its alliances looks who can post. */
export async function lookAtAll(work: Work, teamId: string): Promise<void> {
  for (const id of await store.alliancesOf(work.db, teamId)) await work.later(LOOK, id);
}

/** Several listeners of one event, one after another. */
export function inOrder(...all: readonly Readonly<Record<string, Listener>>[]): Record<string, Listener> {
  const types = new Set(all.flatMap((one) => Object.keys(one)));
  const both = [...types].map((type): [string, Listener] => [
    type,
    async (work, event) => {
      for (const listeners of all) await listeners[type]?.(work, event);
    },
  ]);
  return Object.fromEntries(both);
}
