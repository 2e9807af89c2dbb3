/** Delivery's queries: a lane's messages, leases, gates, and what was sent. Leases and gates are in real time. */
import type { Db, Tx } from '../db/client.ts';
import type { Route } from '../db/generated/enums.ts';
import type { ItemRow } from '../feature.ts';
import type { AllianceId, ItemId, MemberId, PersonId } from '../kernel/ids.ts';
import { gateKey } from './gates.ts';
import { lookAt } from './store.ts';

export interface LaneMessage {
  readonly id: string;
  readonly key: string;
  readonly kind: 'note' | 'direct' | 'post';
  readonly personId: string | null;
  readonly allianceId: string | null;
  readonly lane: string;
  readonly channelId: string | null;
  readonly ts: string | null;
  readonly route: Route | null;
  /** The day of a note, in its reader's zone. */
  readonly localDate: string | null;
  readonly payload: unknown;
  readonly wantedRevision: number;
}

/** Takes messages that may be sent now, in the order of writing; they are ours until the lease ends. */
export async function claimPending(
  db: Db,
  lane: string,
  now: Date,
  limit: number,
  leaseMs: number,
): Promise<LaneMessage[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    UPDATE message SET status = 'sending', attempts = attempts + 1,
      lease_until = now() + ${leaseMs} * interval '1 millisecond'
    WHERE id IN (
      SELECT id FROM message
      WHERE lane = ${lane} AND status = 'pending' AND not_before <= ${now}
        AND (retry_at IS NULL OR retry_at <= now())
        AND NOT EXISTS (
          SELECT FROM rate_gate WHERE key = ${gateKey(lane, 'chat.postMessage')} AND next_allowed_at > now()
        )
      ORDER BY seq LIMIT ${limit} FOR UPDATE SKIP LOCKED
    )
    RETURNING id`;
  return messagesById(db, rows);
}

/** Takes sent messages that should be drawn again. */
export async function claimRedraws(
  db: Db,
  lane: string,
  limit: number,
  leaseMs: number,
): Promise<LaneMessage[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    UPDATE message SET lease_until = now() + ${leaseMs} * interval '1 millisecond'
    WHERE id IN (
      SELECT id FROM message
      WHERE lane = ${lane} AND status = 'sent' AND wanted_revision > shown_revision
        AND (lease_until IS NULL OR lease_until <= now())
        AND (retry_at IS NULL OR retry_at <= now())
      ORDER BY seq LIMIT ${limit} FOR UPDATE SKIP LOCKED
    )
    RETURNING id`;
  return messagesById(db, rows);
}

/** Takes messages whose sender is gone since `graceMs`: nobody knows whether they were posted. */
export async function claimAbandoned(
  db: Db,
  lane: string,
  limit: number,
  leaseMs: number,
  graceMs: number,
): Promise<LaneMessage[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    UPDATE message SET lease_until = now() + ${leaseMs} * interval '1 millisecond'
    WHERE id IN (
      SELECT id FROM message
      WHERE lane = ${lane} AND status = 'sending'
        AND lease_until + ${graceMs} * interval '1 millisecond' <= now()
      ORDER BY seq LIMIT ${limit} FOR UPDATE SKIP LOCKED
    )
    RETURNING id`;
  return messagesById(db, rows);
}

function messagesById(db: Db, rows: readonly { id: string }[]): Promise<LaneMessage[]> {
  if (rows.length === 0) return Promise.resolve([]);
  return db.message.findMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    orderBy: { seq: 'asc' },
    select: {
      id: true,
      key: true,
      kind: true,
      personId: true,
      allianceId: true,
      lane: true,
      channelId: true,
      ts: true,
      route: true,
      localDate: true,
      payload: true,
      wantedRevision: true,
    },
  });
}

export interface MessageItem extends ItemRow {
  readonly messageId: string;
  readonly key: string;
  /** Whether the message has shown it. */
  readonly isDelivered: boolean;
}

/** The items of messages, most urgent first. */
export async function itemsOf(db: Db, messageIds: readonly string[]): Promise<Map<string, MessageItem[]>> {
  const rows = await db.item.findMany({
    where: { messageId: { in: [...messageIds] } },
    orderBy: [{ rank: 'asc' }, { seq: 'asc' }],
  });
  const items = new Map<string, MessageItem[]>(messageIds.map((id) => [id, []]));
  for (const row of rows) {
    if (!row.messageId) continue;
    items.get(row.messageId)?.push({
      id: row.id as ItemId,
      key: row.key,
      kind: row.kind,
      ref: row.ref,
      data: row.data,
      allianceId: row.allianceId as AllianceId | null,
      personId: row.personId as PersonId,
      memberId: row.memberId as MemberId | null,
      status: row.status,
      messageId: row.messageId,
      isDelivered: row.deliveredAt !== null,
    });
  }
  return items;
}

/** How to reach people from a lane: their user id and what is known of the direct-message channel. */
export async function reachOf(
  db: Db,
  lane: string,
  personIds: readonly string[],
): Promise<
  Map<string, { userId: string; homeTeamId: string; channelId: string | null; error: string | null }>
> {
  const rows = await db.person.findMany({
    where: { id: { in: [...personIds] } },
    select: { id: true, userId: true, homeTeamId: true, dms: { where: { teamId: lane } } },
  });
  return new Map(
    rows.map(({ id, userId, homeTeamId, dms: [dm] }) => [
      id,
      { userId, homeTeamId, channelId: dm?.channelId ?? null, error: dm?.error ?? null },
    ]),
  );
}

/** Remembers the direct-message channel, or why there is none. */
export async function rememberDm(
  db: Db,
  now: Date,
  lane: string,
  personId: string,
  dm: { channelId: string | null; error: string | null },
): Promise<void> {
  await db.dm.upsert({
    where: { teamId_personId: { teamId: lane, personId } },
    create: { teamId: lane, personId, checkedAt: now, ...dm },
    update: { checkedAt: now, ...dm },
  });
}

/** Where bells ring: the channel, and the message with the doors, once it is there. */
export async function bellPlaces(
  db: Db,
  allianceIds: readonly string[],
): Promise<Map<string, { hostTeamId: string; channelId: string; doorsTs: string | null }>> {
  const alliances = await db.alliance.findMany({
    where: { id: { in: [...allianceIds] } },
    select: { id: true, hostTeamId: true, channelId: true },
  });
  const doors = await db.message.findMany({
    where: {
      allianceId: { in: [...allianceIds] },
      kind: 'post',
      payload: { path: ['doors'], equals: true },
      ts: { not: null },
    },
    select: { allianceId: true, ts: true },
  });
  const tsOf = new Map(doors.map(({ allianceId, ts }) => [allianceId, ts]));
  return new Map(alliances.map(({ id, ...place }) => [id, { ...place, doorsTs: tsOf.get(id) ?? null }]));
}

export interface Sent {
  readonly route: Route;
  readonly channelId: string;
  readonly ts: string;
  readonly shownRevision: number;
}

/** Records that a message was posted, and that its items were delivered with it. */
export async function markSent(
  db: Tx,
  now: Date,
  id: string,
  sent: Sent,
  itemIds: readonly string[],
): Promise<void> {
  await db.message.update({
    where: { id },
    data: { ...sent, status: 'sent', sentAt: now, leaseUntil: null, retryAt: null, error: null },
  });
  await db.item.updateMany({
    where: { id: { in: [...itemIds] }, deliveredAt: null },
    data: { deliveredAt: now },
  });
  // What was not true when the message left stays away: a redraw never adds to what was sent.
  await db.item.updateMany({
    where: { messageId: id, id: { notIn: [...itemIds] }, status: 'open' },
    data: { status: 'dropped', settledAt: now },
  });
}

export async function markShown(db: Db, id: string, shownRevision: number): Promise<void> {
  await db.message.update({ where: { id }, data: { shownRevision, leaseUntil: null, retryAt: null } });
}

/** Marks that a message is about to be posted where recovery cannot look for it. */
export async function markPosting(db: Db, id: string, route: Route): Promise<void> {
  await db.message.update({ where: { id }, data: { route } });
}

/** Gives a message back, to be tried again after a while, perhaps in another lane. */
export async function giveBack(
  db: Db,
  message: LaneMessage,
  { afterMs, error, lane = message.lane }: { afterMs: number; error: string | null; lane?: string },
): Promise<void> {
  await db.$executeRaw`
    UPDATE message SET status = CASE WHEN ts IS NULL THEN 'pending'::message_status ELSE status END,
      route = CASE WHEN ts IS NULL THEN NULL ELSE route END, lane = ${lane}, lease_until = NULL, error = ${error},
      retry_at = CASE WHEN ${afterMs}::int > 0 THEN now() + ${afterMs} * interval '1 millisecond' END
    WHERE id = ${message.id}::uuid`;
}

/** Leaves a message to recovery: nobody can say whether Slack has it. */
export async function leaveToRecovery(db: Db, id: string, error: string): Promise<void> {
  await db.$executeRaw`UPDATE message SET lease_until = now(), error = ${error} WHERE id = ${id}::uuid`;
}

/** The end of a message that cannot be sent; what it carried stays with it, to be read and requeued. */
export async function markDead(db: Db, id: string, error: string): Promise<void> {
  await db.message.update({ where: { id }, data: { status: 'dead', error, leaseUntil: null } });
}

/** A message that may have been seen: it is not posted again, and what it carried waits for the next note. */
export async function markUnknown(
  db: Tx,
  now: Date,
  { id, personId }: LaneMessage,
  route: Route | null,
): Promise<void> {
  await db.message.update({ where: { id }, data: { status: 'unknown', route, leaseUntil: null } });
  await db.item.updateMany({ where: { messageId: id, status: 'open' }, data: { messageId: null } });
  if (personId) await lookAt(db, [{ personId, at: now }]);
}

/** A note in which nothing was left to say. */
export async function removeEmpty(db: Tx, now: Date, id: string): Promise<void> {
  await db.item.updateMany({
    where: { messageId: id, status: 'open' },
    data: { status: 'dropped', settledAt: now },
  });
  await db.message.delete({ where: { id } });
}
