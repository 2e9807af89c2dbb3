/** What the outbox keeps goes in time. */
import type { Tx } from '../db/client.ts';
import { dropErased } from './erasing.ts';

const DAY_MS = 86_400_000;
/** Slack sends an event again for a day at most; a form that was left open for a week is gone. */
const EVENT_DAYS = 7;
/** The world may have changed without a word: a way to somebody that failed is tried again after so many days. */
const ROUTE_DAYS = 7;

/** Messages to members and what they carried, from before an instant; what still waits stays. */
export async function expireMessages(tx: Tx, memberIds: readonly string[], before: Date): Promise<void> {
  const own = { in: [...memberIds] };
  await tx.item.deleteMany({
    where: { memberId: own, createdAt: { lt: before }, status: { not: 'open' } },
  });
  await tx.message.deleteMany({
    where: {
      createdAt: { lt: before },
      status: { in: ['sent', 'unknown', 'dead'] },
      person: { members: { some: { id: own } } },
      items: { none: {} },
    },
  });
}

/** What nobody will ask for again. */
export async function tidy(tx: Tx, now: Date): Promise<void> {
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);
  await tx.eventSeen.deleteMany({ where: { seenAt: { lt: daysAgo(EVENT_DAYS) } } });
  await tx.dm.deleteMany({ where: { error: { not: null }, checkedAt: { lt: daysAgo(ROUTE_DAYS) } } });
  await tx.$executeRaw`DELETE FROM rate_gate WHERE next_allowed_at < now() - interval '1 day'`;
  await dropErased(tx);
}
