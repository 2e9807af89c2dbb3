/** An alliance rests and goes on: by `pause` and `resume`, or because of what befell its channel; further channels. */

import { z } from 'zod';
import type { Act, By, Work } from '../../act.ts';
import type { Listener } from '../../feature.ts';
import type { ItemKind, Reply } from '../../item.ts';
import type { AllianceId } from '../../kernel/ids.ts';
import { RANK } from '../../outbox/outbox.ts';
import * as store from './pausing-store.ts';
import * as views from './pausing-views.ts';
import { addChannel, allianceByChannel, allianceNames } from './store.ts';

const CLOSING = 'alliances.closing';
/** Written for the feature that commitments are: whoever owes something is asked whether its day still fits. */
const RESUMED = 'commitments.resumed';

/** Every owner reads once more what is open; then nothing comes until it goes on. */
async function rest(work: Work, id: AllianceId, reason: store.Reason): Promise<boolean> {
  const { db, now, outbox } = work;
  if (!(await store.addReason(db, now, id, reason))) return false;
  const owners = new Set((await store.owedIn(db, [id])).map(({ ownerId }) => ownerId));
  const items = [...owners].map((memberId) => ({
    key: `alliances/closing/${memberId}/${now.toISOString()}`,
    allianceId: id,
    memberId,
    kind: CLOSING,
    ref: id,
    data: { byCoordinator: 'by' in reason },
    rank: RANK.due,
    urgency: 'alone' as const,
    evenPaused: true as const,
  }));
  await outbox.add(db, now, items);
  return true;
}

async function goOn(work: Work, id: AllianceId, kind: 'by' | 'cause'): Promise<boolean> {
  const { db, now, outbox } = work;
  if (!(await store.endReason(db, id, kind))) return false;
  await outbox.settle(db, now, { ref: id, kinds: [CLOSING] }, 'settled');
  await outbox.lookAgain(db, now, await store.peopleIn(db, id)); // what waited may leave
  await work.tell({ kind: 'alliance', id });
  const items = (await store.unasked(db, id, RESUMED)).map(({ id: ref, ownerId }) => ({
    key: `commitments/resumed/${ref}/${now.toISOString()}`,
    allianceId: id,
    memberId: ownerId,
    kind: RESUMED,
    ref,
    rank: RANK.due,
    urgency: 'answer' as const,
  }));
  await outbox.add(db, now, items);
  return true;
}

/** Something befell the main channel of an alliance: it rests, and its owners read what is open. */
export async function restFor(work: Work, channelId: string, cause: store.Cause): Promise<void> {
  const id = await store.holdByChannel(work.db, channelId);
  if (id) await rest(work, id, { cause });
}

/** It is over: the alliance goes on, unless a coordinator has paused it. */
export async function goOnAfter(work: Work, channelId: string): Promise<void> {
  const id = await store.holdByChannel(work.db, channelId);
  if (id) await goOn(work, id, 'cause');
}

export async function pause(act: By<Act>): Promise<Reply> {
  const { allianceId: id, id: by } = act.actor.member;
  const name = (await allianceNames(act.db, [id])).get(id) ?? '';
  await store.hold(act.db, id);
  return { say: (await rest(act, id, { by })) ? views.pausing.done(name) : views.pausing.already(name) };
}

export async function resume(act: By<Act>): Promise<Reply> {
  const { allianceId: id } = act.actor.member;
  await store.hold(act.db, id);
  const before = (await store.restsOf(act.db, [id])).get(id);
  const name = before?.name ?? '';
  if (!before?.pausedAt) return { say: views.pausing.running(name) };
  const goes = await goOn(act, id, 'by');
  return { say: goes ? views.pausing.resumed(name) : views.pausing.closed(name) };
}

const Closing = z.object({ byCoordinator: z.boolean() });

export const closingItem: ItemKind = {
  async render({ db, now }, items) {
    const ids = items.map(({ ref }) => ref);
    const rests = await store.restsOf(db, ids);
    const owed = await store.owedIn(db, ids);
    return items.map(({ ref, memberId, data, status }) => {
      const found = rests.get(ref);
      const own = owed.filter(({ ownerId, allianceId }) => ownerId === memberId && allianceId === ref);
      if (!found || (status === 'open' && (!found.pausedAt || own.length === 0))) return null;
      const { byCoordinator } = Closing.parse(data);
      return { text: views.closing(found.name, byCoordinator, own, now), choices: [] };
    });
  },
};

/** `channel`: what is said in this channel, too, is about the coordinator's alliance. */
export async function channel(act: By<Act>): Promise<Reply> {
  const { db, actor } = act;
  const { channelId } = actor;
  const { allianceId } = actor.member;
  const name = (await allianceNames(db, [allianceId])).get(allianceId) ?? '';
  if (!channelId || !/^[CG]/.test(channelId)) return { say: views.channels.direct };
  const taken = await allianceByChannel(db, channelId);
  if (taken) return { say: views.channels.already(taken.name) };
  await addChannel(db, allianceId, channelId);
  return { say: views.channels.added(name) };
}

const Channel = z.object({ channel: z.string() });
const archived: Listener = (work, event) => restFor(work, Channel.parse(event).channel, 'archived');
const reopened: Listener = (work, event) => goOnAfter(work, Channel.parse(event).channel);

/** Private channels have events of their own names. */
export const pausingListeners: Readonly<Record<string, Listener>> = {
  channel_archive: archived,
  group_archive: archived,
  channel_unarchive: reopened,
  group_unarchive: reopened,
};
