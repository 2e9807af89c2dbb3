/** Somebody is erased: they leave every alliance, as if they had left its channel, and nothing here names them. */
import type { Work } from '../../act.ts';
import type { Forgotten } from '../../feature.ts';
import { LOOK } from './channel.ts';
import { takeOut } from './membership.ts';
import * as store from './privacy-store.ts';
import { fallbackName, NAMELESS } from './views.ts';

export async function erase(work: Work, whom: Forgotten): Promise<void> {
  for (const member of await store.membersToLeave(work.db, whom.memberIds)) {
    await takeOut(work, member as Parameters<typeof takeOut>[1], 'left');
  }
  // Whether the alliance can go on without them is seen from its channel.
  for (const id of await store.alliancesIn(work.db, whom.memberIds)) await work.later(LOOK, id);
  await store.erase(work.db, work.now, whom, { old: fallbackName(whom.name), none: NAMELESS });
}
