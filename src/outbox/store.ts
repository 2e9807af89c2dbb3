/** What the outbox writes: items and the messages in which they travel. Delivery's own queries are in lane-store.ts. */
import type { Db, Tx } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import type { ItemStatus } from '../db/generated/enums.ts';
import { memberCards } from '../db/people.ts';
import { type ItemId, type MessageId, newId, type PersonId } from '../kernel/ids.ts';
import type { LocalDate } from '../kernel/zoned.ts';
import { pushTime, type WaitingItem } from './limits.ts';
import type { NewItem, NewPost, NewReply } from './outbox.ts';

/** Writes items and makes sure that their people are looked at in time; keys that exist are left as they are. */
export async function insertItems(db: Tx, now: Date, items: readonly NewItem[]): Promise<void> {
  if (items.length === 0) return;
  const cards = await memberCards(db, { id: { in: [...new Set(items.map(({ memberId }) => memberId))] } });
  const cardOf = new Map(cards.map((card) => [card.id, card]));
  const rows = items.flatMap((item) => {
    const card = cardOf.get(item.memberId);
    if (!card) return [];
    const notBefore = item.notBefore && item.notBefore > now ? item.notBefore : now;
    return {
      id: newId<ItemId>(),
      key: item.key,
      allianceId: item.allianceId,
      personId: card.personId,
      memberId: item.memberId,
      kind: item.kind,
      ref: item.ref,
      data: (item.data ?? {}) as Prisma.InputJsonObject,
      needsAnswer: item.urgency === 'answer',
      rank: item.rank,
      notBefore,
      pushAt: pushTime(card, notBefore, item.urgency),
      expiresAt: item.expiresAt ?? null,
      evenPaused: item.evenPaused ?? false,
      createdAt: now,
    };
  });
  await db.item.createMany({ data: rows, skipDuplicates: true });
  await lookAt(
    db,
    rows.map(({ personId, pushAt }) => ({ personId, at: pushAt })),
  );
}

/** Looks at each person's waiting items at the given instant, if not before. */
export async function lookAt(db: Tx, looks: readonly { personId: string; at: Date }[]): Promise<void> {
  const soonest = new Map<string, Date>();
  for (const { personId, at } of looks) {
    const known = soonest.get(personId);
    if (!known || at < known) soonest.set(personId, at);
  }
  const people = [...soonest.keys()].sort(); // in one order, so that two writers do not wait for each other
  await db.$executeRaw`
    INSERT INTO mailbox (person_id, next_at)
    SELECT * FROM unnest(${people}::uuid[], ${people.map((id) => soonest.get(id))}::timestamptz[])
    ON CONFLICT (person_id) DO UPDATE SET next_at = LEAST(mailbox.next_at, excluded.next_at)`;
}

export interface NewMessage {
  readonly key: string;
  readonly kind: 'note' | 'direct' | 'post';
  readonly personId: string | null;
  readonly allianceId: string | null;
  readonly lane: string;
  readonly localDate?: LocalDate;
  readonly weekOf?: LocalDate;
  readonly payload?: object;
}

/** Writes messages that may leave at once. Ids in the order given; null where the key existed. */
export async function insertMessages(
  db: Tx,
  now: Date,
  messages: readonly NewMessage[],
): Promise<(MessageId | null)[]> {
  const rows = messages.map((message) => ({
    ...message,
    id: newId<MessageId>(),
    payload: (message.payload ?? Prisma.JsonNull) as Prisma.InputJsonValue,
    notBefore: now,
    createdAt: now,
  }));
  const written = await db.message.createManyAndReturn({
    data: rows,
    skipDuplicates: true,
    select: { id: true },
  });
  const ids = new Set(written.map(({ id }) => id));
  return rows.map(({ id }) => (ids.has(id) ? id : null));
}

/** A direct answer: one item in a message of its own. Null where it had been written already. */
export async function insertReply(
  db: Tx,
  now: Date,
  reply: NewReply,
  lane: string,
): Promise<MessageId | null> {
  const { key, personId, allianceId, memberId, kind, ref, data = {} } = reply;
  const [messageId = null] = await insertMessages(db, now, [
    { key, kind: 'direct', personId, allianceId, lane },
  ]);
  if (!messageId) return null;
  await db.item.create({
    data: {
      id: newId<ItemId>(),
      key,
      allianceId,
      personId,
      memberId,
      kind,
      ref,
      data: data as Prisma.InputJsonObject,
      needsAnswer: true,
      rank: 50,
      notBefore: now,
      pushAt: now,
      messageId,
      createdAt: now,
    },
  });
  return messageId;
}

/** A post in the alliance's channel. */
export async function insertPost(db: Tx, now: Date, post: NewPost, lane: string): Promise<void> {
  const { key, allianceId, text, blocks, doors = false, threadTs } = post;
  await insertMessages(db, now, [
    { key, kind: 'post', personId: null, allianceId, lane, payload: { text, blocks, doors, threadTs } },
  ]);
}

/** Ends open items about a row. */
export async function endItems(
  db: Tx,
  now: Date,
  {
    ref,
    kinds,
    memberId,
    unseen,
  }: {
    ref: string | readonly string[];
    kinds?: readonly string[] | undefined;
    memberId?: string | undefined;
    unseen?: boolean | undefined;
  },
  status: ItemStatus,
): Promise<void> {
  await db.item.updateMany({
    where: {
      ref: { in: [ref].flat() },
      status: 'open',
      ...(kinds && { kind: { in: [...kinds] } }),
      ...(memberId && { memberId }),
      ...(unseen && { deliveredAt: null }),
    },
    data: { status, settledAt: now },
  });
}

/** Asks for every message that carries an item about a row to be drawn again; the lanes that have work now. */
export async function wantRedraw(db: Tx, ref: string | readonly string[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ lane: string }[]>`
    UPDATE message SET wanted_revision = wanted_revision + 1
    WHERE id IN (SELECT message_id FROM item WHERE ref = ANY(${[ref].flat()}::uuid[]) AND message_id IS NOT NULL)
      AND status IN ('sending', 'sent') AND kind <> 'post' AND route IS DISTINCT FROM 'bell'
    RETURNING lane`;
  return rows.map(({ lane }) => lane);
}

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

/** What is needed to choose the installation that reaches people: their own team, else their alliance's host. */
export async function homesOf(
  db: Db,
  personIds: readonly string[],
  allianceIds: readonly string[],
): Promise<{ homeOf: Map<string, string>; seenBy: Map<string, string[]>; hostOf: Map<string, string> }> {
  const people = await db.person.findMany({
    where: { id: { in: [...personIds] } },
    select: { id: true, homeTeamId: true, sightings: { select: { viaTeamId: true } } },
  });
  const alliances = await db.alliance.findMany({
    where: { id: { in: [...allianceIds] } },
    select: { id: true, hostTeamId: true },
  });
  return {
    homeOf: new Map(people.map(({ id, homeTeamId }) => [id, homeTeamId])),
    seenBy: new Map(people.map(({ id, sightings }) => [id, sightings.map(({ viaTeamId }) => viaTeamId)])),
    hostOf: new Map(alliances.map(({ id, hostTeamId }) => [id, hostTeamId])),
  };
}
