/** Messages that Slack would not take: for operators, who may mend the cause and send them again. */
import type { Db } from '../db/client.ts';

export interface Dead {
  readonly id: string;
  readonly kind: string;
  readonly lane: string;
  /** Slack's code, or ours. */
  readonly reason: string;
  readonly at: Date;
  /** The kinds of what it carries; never its words. */
  readonly items: readonly string[];
}

export async function listDead(db: Db): Promise<Dead[]> {
  return db.$queryRaw<Dead[]>`
    SELECT id, kind::text, lane, coalesce(error, 'unknown') AS reason, created_at AS at,
      ARRAY(SELECT kind FROM item WHERE message_id = message.id ORDER BY rank, seq) AS items
    FROM message WHERE status = 'dead' ORDER BY seq`;
}

/** Lets a dead message be sent again; false where there is none of this id. */
export async function requeue(db: Db, id: string): Promise<boolean> {
  const { count } = await db.message.updateMany({
    where: { id, status: 'dead' },
    data: { status: 'pending', attempts: 0, error: null, retryAt: null, leaseUntil: null, route: null },
  });
  return count > 0;
}
