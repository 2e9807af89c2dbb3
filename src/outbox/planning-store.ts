/** Planning's queries: who is looked at, what waits for them, what they have had. */
import type { Db, Tx } from '../db/client.ts';
import type { ItemStatus } from '../db/generated/enums.ts';
import type { PersonId } from '../kernel/ids.ts';
import type { LocalDate } from '../kernel/zoned.ts';
import type { WaitingItem } from './limits.ts';

/** People whose waiting items have to be looked at, locked for this transaction. */
export async function claimMailboxes(db: Tx, now: Date, limit: number): Promise<PersonId[]> {
  const rows = await db.$queryRaw<{ person_id: PersonId }[]>`
    SELECT person_id FROM mailbox WHERE next_at <= ${now}
    ORDER BY next_at, person_id LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
  return rows.map(({ person_id }) => person_id);
}

export interface Waiting extends WaitingItem {
  readonly personId: string;
  readonly memberId: string | null;
  readonly allianceId: string | null;
}

/** Open items that are in no message yet, in the order of writing; those of a resting alliance wait on. */
export async function waitingItems(db: Db, personIds: readonly string[]): Promise<Waiting[]> {
  const rows = await db.item.findMany({
    where: { personId: { in: [...personIds] }, status: 'open', messageId: null },
    orderBy: { seq: 'asc' },
    select: {
      id: true,
      personId: true,
      memberId: true,
      allianceId: true,
      rank: true,
      notBefore: true,
      pushAt: true,
      expiresAt: true,
      evenPaused: true,
    },
  });
  const alliances = [...new Set(rows.flatMap(({ allianceId }) => allianceId ?? []))];
  const resting = new Set(
    (
      await db.alliance.findMany({
        where: { id: { in: alliances }, pausedAt: { not: null } },
        select: { id: true },
      })
    ).map(({ id }) => id),
  );
  return rows.filter(
    ({ allianceId, evenPaused }) => evenPaused || allianceId === null || !resting.has(allianceId),
  );
}

/** The days of people's notes from a Monday on. */
export async function noteDates(
  db: Db,
  personIds: readonly string[],
  fromWeek: LocalDate,
): Promise<Map<string, LocalDate[]>> {
  const rows = await db.message.findMany({
    where: { personId: { in: [...personIds] }, kind: 'note', weekOf: { gte: fromWeek } },
    select: { personId: true, localDate: true },
  });
  const dates = new Map<string, LocalDate[]>();
  for (const { personId, localDate } of rows) {
    if (personId && localDate) dates.set(personId, [...(dates.get(personId) ?? []), localDate as LocalDate]);
  }
  return dates;
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

export async function expireItems(
  db: Tx,
  now: Date,
  ids: readonly string[],
  status: ItemStatus,
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
