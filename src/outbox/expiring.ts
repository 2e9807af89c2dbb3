/** What the outbox keeps goes in time. */
import type { Db, Tx } from '../db/client.ts';
import { dropErased } from './erasing.ts';

const DAY_MS = 86_400_000;
/** Slack sends an event again for a day at most; a form that was left open for a week is gone. */
const EVENT_DAYS = 7;
/** The world may have changed without a word: a way to somebody that failed is tried again after so many days. */
const ROUTE_DAYS = 7;

/** People, and what they are in the alliances whose term it is. */
export interface Whose {
  readonly personIds: readonly string[];
  readonly memberIds: readonly string[];
}

/**
 * What people were sent before an instant goes, and the messages that carried it: what is over, and what was read and
 * asks nothing (a direct answer asks nothing: Home says so, too). What still waits for its reader or for an answer goes
 * if it is older than `unanswered`. What belongs to no membership goes by the shortest term of its person's
 * organisations. A message that is just being sent stays.
 */
export async function expireMessages(
  tx: Tx,
  { personIds, memberIds }: Whose,
  before: Date,
  unanswered: Date,
): Promise<void> {
  // All statuses are named, so that the index leads to what is old and to nothing else.
  await tx.$executeRaw`
    DELETE FROM item WHERE id IN (
      SELECT old.id FROM item AS old LEFT JOIN message AS carrier ON carrier.id = old.message_id
      WHERE old.person_id = ANY(${[...personIds]}::uuid[]) AND old.status = ANY(enum_range(NULL::item_status))
        AND old.created_at < ${before}
        AND (old.member_id IS NULL OR old.member_id = ANY(${[...memberIds]}::uuid[]))
        AND carrier.status IS DISTINCT FROM 'sending'
        AND (old.status <> 'open' OR old.created_at < ${unanswered}
          OR (old.delivered_at < ${before} AND (NOT old.needs_answer OR carrier.kind = 'direct'))))`;
  await tx.$executeRaw`
    DELETE FROM message WHERE person_id = ANY(${[...personIds]}::uuid[]) AND created_at < ${before}
      AND status <> 'sending' AND NOT EXISTS (SELECT FROM item WHERE item.message_id = message.id)`;
}

/** What was posted in an alliance's channel before an instant goes, except for the doors that hang there or are to. */
export async function expirePosts(tx: Tx, allianceId: string, before: Date): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM message WHERE alliance_id = ${allianceId}::uuid AND kind = 'post' AND created_at < ${before}
      AND status <> 'sending' AND NOT (status = 'pending' AND payload @> '{"doors": true}') AND id IS DISTINCT FROM (
        SELECT doors.id FROM message AS doors WHERE doors.alliance_id = ${allianceId}::uuid AND doors.kind = 'post'
          AND doors.ts IS NOT NULL AND doors.payload @> '{"doors": true}' ORDER BY doors.seq DESC LIMIT 1)`;
}

/** People in no alliance who were sent something before an instant. */
export async function strangersWithMessages(db: Db, before: Date): Promise<string[]> {
  // One by one, by index: EXISTS would be answered by reading all messages.
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM person WHERE NOT EXISTS (SELECT FROM member WHERE member.person_id = person.id) AND coalesce(
      (SELECT true FROM message WHERE message.person_id = person.id AND message.created_at < ${before} LIMIT 1),
      (SELECT true FROM item WHERE item.person_id = person.id AND item.created_at < ${before} LIMIT 1), false)`;
  return rows.map(({ id }) => id);
}

/** What nobody will ask for again. */
export async function tidy(tx: Tx, now: Date): Promise<void> {
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);
  await tx.eventSeen.deleteMany({ where: { seenAt: { lt: daysAgo(EVENT_DAYS) } } });
  await tx.dm.deleteMany({ where: { error: { not: null }, checkedAt: { lt: daysAgo(ROUTE_DAYS) } } });
  await tx.$executeRaw`DELETE FROM rate_gate WHERE next_allowed_at < now() - interval '1 day'`;
  await dropErased(tx);
}
