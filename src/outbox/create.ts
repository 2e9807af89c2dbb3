/** The outbox as features are given it. */
import type { Tx } from '../db/client.ts';
import { eraseMessages, eraseRoutes } from './erasing.ts';
import { releaseFiles } from './given-files.ts';
import { moveLane, moveMessages } from './lanes.ts';
import type { Outbox } from './outbox.ts';
import { type Lanes, laneFor } from './route.ts';
import * as store from './store.ts';

export interface OutboxDeps {
  /** The workspaces that are installed. */
  readonly lanes: () => Promise<Lanes>;
  /** Wakes a lane's worker once the transaction is committed. */
  readonly wake: (db: Tx, lane: string) => Promise<void>;
}

export function createOutbox({ lanes, wake }: OutboxDeps): Outbox {
  async function wakeAll(db: Tx, woken: readonly string[]): Promise<void> {
    for (const lane of [...new Set(woken)].sort()) await wake(db, lane);
  }

  return {
    add: store.insertItems,
    async reply(db, now, reply) {
      const homes = await store.homesOf(db, [reply.personId], reply.allianceId ? [reply.allianceId] : []);
      const lane = laneFor(homes, await lanes(), reply.personId, reply.allianceId);
      const id = await store.insertReply(db, now, reply, lane);
      if (id) await wakeAll(db, [lane]);
    },
    async post(db, now, post) {
      const { hostOf } = await store.homesOf(db, [], [post.allianceId]);
      const lane = hostOf.get(post.allianceId);
      if (!lane) throw new RangeError('a post for an alliance that does not exist');
      await store.insertPost(db, now, post, lane);
      await wakeAll(db, [lane]);
    },
    async settle(db, now, which, as) {
      await wakeAll(db, await store.endItems(db, now, which, as));
    },
    lookAgain: (db, now, personIds) =>
      store.lookAt(
        db,
        personIds.map((personId) => ({ personId, at: now })),
      ),
    async move(db, allianceId, from, to) {
      await moveLane(db, allianceId, from, to);
      await wakeAll(db, [to]);
    },
    renumber: moveMessages,
    async erase(db, whom) {
      await wakeAll(db, await eraseMessages(db, whom));
      if (!whom.personId) return [];
      await eraseRoutes(db, whom.personId);
      return releaseFiles(db, whom.personId);
    },
    async redraw(db, ref) {
      await wakeAll(db, await store.wantRedraw(db, ref));
    },
  };
}
