/** What the outbox writes: items and the messages in which they travel. Planning and delivery have stores of their own. */
import type { Db, Tx } from '../db/client.ts';
import { Prisma } from '../db/generated/client.ts';
import type { ItemStatus } from '../db/generated/enums.ts';
import { cardsById } from '../db/people.ts';
import { type ItemId, type MessageId, newId } from '../kernel/ids.ts';
import type { LocalDate } from '../kernel/zoned.ts';
import { pushTime } from './limits.ts';
import type { NewItem, NewPost, NewReply, Settling } from './outbox.ts';

/** Writes items and makes sure that their people are looked at in time; keys that exist are left as they are. */
export async function insertItems(db: Tx, now: Date, items: readonly NewItem[]): Promise<void> {
  if (items.length === 0) return;
  // Only what rides along waits for days of its reader's.
  const riding = items.flatMap(({ urgency, memberId }) => (urgency === 'rides' ? [memberId] : []));
  const cardOf = await cardsById(db, riding);
  const rows = items.map((item) => {
    const notBefore = item.notBefore && item.notBefore > now ? item.notBefore : now;
    const card = cardOf.get(item.memberId);
    return {
      id: newId<ItemId>(),
      key: item.key,
      alliance: item.allianceId,
      member: item.memberId,
      kind: item.kind,
      ref: item.ref,
      data: item.data ?? {},
      answer: item.urgency === 'answer',
      rank: item.rank,
      from: notBefore,
      push: card ? pushTime(card, notBefore, item.urgency) : notBefore,
      expires: item.expiresAt ?? null,
      paused: item.evenPaused ?? false,
    };
  });
  // By hand: the query builder plans anew for each number of rows, which takes longer than writing them. Items in the
  // order given, which is that of their ids; people in one order, so that no two writers wait for each other, and last
  // (Postgres does a WITH of which nothing is read after all else), so that none waits for long.
  await db.$executeRaw`
    WITH t AS (
      SELECT t.*, m.person_id
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS t (id uuid, key text, alliance uuid, member uuid, kind text, ref uuid, data jsonb, answer boolean,
              rank integer, "from" timestamptz, push timestamptz, expires timestamptz, paused boolean)
      JOIN member m ON m.id = t.member
    ), looked AS (
      INSERT INTO mailbox (person_id, next_at)
      SELECT person_id, min(push) FROM t GROUP BY person_id ORDER BY person_id
      ON CONFLICT (person_id) DO UPDATE SET next_at = LEAST(mailbox.next_at, excluded.next_at)
    )
    INSERT INTO item (id, key, alliance_id, person_id, member_id, kind, ref, data, needs_answer, rank, not_before,
                      push_at, expires_at, even_paused, created_at)
    SELECT id, key, alliance, person_id, member, kind, ref, data, answer, rank, "from", push, expires, paused,
           ${now}::timestamptz
    FROM t ORDER BY id ON CONFLICT DO NOTHING`;
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
  if (messages.length === 0) return [];
  const rows = messages.map((message) => ({ ...message, id: newId<MessageId>() }));
  const written = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO message (id, key, kind, person_id, alliance_id, lane, local_date, week_of, payload, not_before, created_at)
    SELECT t.id, t.key, t.kind::message_kind, t."personId", t."allianceId", t.lane, t."localDate", t."weekOf", t.payload,
           ${now}::timestamptz, ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS t (id uuid, key text, kind text, "personId" uuid, "allianceId" uuid, lane text, "localDate" text,
            "weekOf" text, payload jsonb)
    ON CONFLICT DO NOTHING RETURNING id`;
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

/** The messages that carry an item about a row and can be drawn again, as wanted anew. */
const wantAnew = (refs: readonly string[]) => Prisma.sql`
  UPDATE message SET wanted_revision = wanted_revision + 1
  WHERE id IN (SELECT message_id FROM item WHERE ref = ANY(${refs}::uuid[]) AND message_id IS NOT NULL)
    AND status IN ('sending', 'sent') AND kind <> 'post' AND route IS DISTINCT FROM 'bell'
  RETURNING lane`;

/** Ends open items about a row, and asks for the messages that carry them; the lanes that have work now. */
export async function endItems(
  db: Tx,
  now: Date,
  { ref, kinds, memberId, unseen }: Settling,
  status: ItemStatus,
): Promise<string[]> {
  const refs = [ref].flat();
  const rows = await db.$queryRaw<{ lane: string }[]>`
    WITH ended AS (
      UPDATE item SET status = ${status}::item_status, settled_at = ${now}
      WHERE ref = ANY(${refs}::uuid[]) AND status = 'open'
        ${kinds ? Prisma.sql`AND kind = ANY(${[...kinds]}::text[])` : Prisma.empty}
        ${memberId ? Prisma.sql`AND member_id = ${memberId}::uuid` : Prisma.empty}
        ${unseen ? Prisma.sql`AND delivered_at IS NULL` : Prisma.empty}
    ) ${wantAnew(refs)}`;
  return rows.map(({ lane }) => lane);
}

/** Asks for every message that carries an item about a row to be drawn again; the lanes that have work now. */
export async function wantRedraw(db: Tx, ref: string | readonly string[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ lane: string }[]>(wantAnew([ref].flat()));
  return rows.map(({ lane }) => lane);
}

/** What is needed to choose the installation that reaches people: their own team, else their alliance's host. */
export async function homesOf(
  db: Db,
  personIds: readonly string[],
  allianceIds: readonly string[],
): Promise<{ homeOf: Map<string, string>; seenBy: Map<string, string[]>; hostOf: Map<string, string> }> {
  const people = await db.$queryRaw<{ id: string; home: string; seenBy: string[] }[]>`
    SELECT id, home_team_id AS home,
      ARRAY(SELECT via_team_id FROM sighting WHERE person_id = person.id ORDER BY via_team_id) AS "seenBy"
    FROM person WHERE id = ANY(${[...personIds]}::uuid[])`;
  const alliances = await db.$queryRaw<{ id: string; host: string }[]>`
    SELECT id, host_team_id AS host FROM alliance WHERE id = ANY(${[...allianceIds]}::uuid[])`;
  return {
    homeOf: new Map(people.map(({ id, home }) => [id, home])),
    seenBy: new Map(people.map(({ id, seenBy }) => [id, seenBy])),
    hostOf: new Map(alliances.map(({ id, host }) => [id, host])),
  };
}
