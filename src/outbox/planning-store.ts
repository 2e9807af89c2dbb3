/** Planning's queries: who is looked at, what waits for them, what they have had. */
import type { Db, Tx } from '../db/client.ts';
import type { PersonId } from '../kernel/ids.ts';
import type { LocalDate } from '../kernel/zoned.ts';
import type { WaitingItem } from './limits.ts';

/** People whose waiting items have to be looked at, locked for this transaction. */
export async function claimMailboxes(db: Tx, now: Date, limit: number): Promise<PersonId[]> {
  const rows = await db.$queryRaw<{ person_id: PersonId }[]>`
    SELECT person_id FROM mailbox WHERE next_at <= ${now}
    ORDER BY next_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
  return rows.map(({ person_id }) => person_id);
}

export interface Waiting extends WaitingItem {
  readonly personId: string;
  readonly memberId: string | null;
  readonly allianceId: string | null;
}

/** Open items that are in no message yet, in the order of writing; those of a resting alliance wait on. */
export function waitingItems(db: Db, personIds: readonly string[]): Promise<Waiting[]> {
  return db.$queryRaw`
    SELECT i.id, i.person_id AS "personId", i.member_id AS "memberId", i.alliance_id AS "allianceId", i.rank,
      i.not_before AS "notBefore", i.push_at AS "pushAt", i.expires_at AS "expiresAt"
    FROM item i LEFT JOIN alliance a ON a.id = i.alliance_id
    WHERE i.person_id = ANY(${[...personIds]}::uuid[]) AND i.status = 'open' AND i.message_id IS NULL
      AND (i.even_paused OR a.paused_at IS NULL)
    ORDER BY i.seq`;
}

/** The days of people's notes from a Monday on. */
export async function noteDates(
  db: Db,
  personIds: readonly string[],
  fromWeek: LocalDate,
): Promise<Map<string, LocalDate[]>> {
  const rows = await db.$queryRaw<{ personId: string; dates: LocalDate[] }[]>`
    SELECT person_id AS "personId", array_agg(local_date) AS dates FROM message
    WHERE person_id = ANY(${[...personIds]}::uuid[]) AND kind = 'note' AND week_of >= ${fromWeek}
    GROUP BY person_id`;
  return new Map(rows.map(({ personId, dates }) => [personId, dates]));
}

/** Puts items into messages. */
export async function assignItems(
  db: Tx,
  pairs: readonly { itemId: string; messageId: string }[],
): Promise<void> {
  await db.$executeRaw`
    UPDATE item SET message_id = chosen.message_id
    FROM unnest(${pairs.map(({ itemId }) => itemId)}::uuid[], ${pairs.map(({ messageId }) => messageId)}::uuid[])
      AS chosen (item_id, message_id)
    WHERE item.id = chosen.item_id`;
}

/** Ends items that were never sent: too late, or not for their person any more. */
export async function closeItems(
  db: Tx,
  now: Date,
  ids: readonly string[],
  status: 'expired' | 'dropped',
): Promise<void> {
  if (ids.length === 0) return;
  await db.item.updateMany({ where: { id: { in: [...ids] } }, data: { status, settledAt: now } });
}

/** When each person is looked at next; null: not before something is written for them. */
export async function setMailboxes(db: Tx, next: ReadonlyMap<string, Date | null>): Promise<void> {
  await db.$executeRaw`
    UPDATE mailbox SET next_at = chosen.next_at
    FROM unnest(${[...next.keys()]}::uuid[], ${[...next.values()]}::timestamptz[]) AS chosen (person_id, next_at)
    WHERE mailbox.person_id = chosen.person_id`;
}

/** When somebody's waiting items are looked at next. */
export async function nextLook(db: Db): Promise<Date | null> {
  const { _min } = await db.mailbox.aggregate({ _min: { nextAt: true } });
  return _min.nextAt;
}
