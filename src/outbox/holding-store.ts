/** Notes that could not leave in time: what becomes of them and of what they carried. */
import type { Db, Tx } from '../db/client.ts';
import type { LaneMessage } from './claim-store.ts';
import { lookAt } from './store.ts';

/** What is not worth sending any more: it has expired, or its member has left. */
export async function endStale(db: Db, now: Date, messageIds: readonly string[]): Promise<void> {
  await db.$executeRaw`
    UPDATE item SET settled_at = ${now},
      status = CASE WHEN expires_at <= ${now} THEN 'expired'::item_status ELSE 'dropped' END
    WHERE message_id = ANY(${[...messageIds]}::uuid[]) AND status = 'open' AND (expires_at <= ${now} OR EXISTS (
      SELECT FROM member WHERE member.id = item.member_id AND member.status <> 'active'))`;
}

/** Undoes notes that were never posted: what they carried waits again, and is looked at now. */
export async function takeApart(tx: Tx, now: Date, messages: readonly LaneMessage[]): Promise<void> {
  await tx.message.deleteMany({ where: { id: { in: messages.map(({ id }) => id) } } });
  await lookAt(
    tx,
    messages.flatMap(({ personId }) => (personId ? [{ personId, at: now }] : [])),
  );
}
