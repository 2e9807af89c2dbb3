/** What delivery has to know of the messages it has taken: their items, their readers, their channels. */
import type { Db } from '../db/client.ts';
import type { ItemRow } from '../item.ts';
import type { AllianceId, ItemId, MemberId, PersonId } from '../kernel/ids.ts';
import type { LaneMessage } from './claim-store.ts';

export interface MessageItem extends ItemRow {
  readonly messageId: string;
  readonly key: string;
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
      deliveredAt: row.deliveredAt,
    });
  }
  return items;
}

/** A person as a lane may reach them. */
export interface Reach {
  readonly userId: string;
  readonly homeTeamId: string;
  /** The direct-message channel, or why there is none; neither where nobody has tried. */
  readonly channelId: string | null;
  readonly error: string | null;
}

/** How to reach the people of messages from the messages' lanes, by message. */
export async function reachOf(
  db: Db,
  messages: readonly Pick<LaneMessage, 'id' | 'lane' | 'personId'>[],
): Promise<Map<string, Reach>> {
  const personal = messages.filter(({ personId }) => personId !== null);
  if (personal.length === 0) return new Map();
  const rows = await db.$queryRaw<(Reach & { id: string })[]>`
    SELECT m.id, person.user_id AS "userId", person.home_team_id AS "homeTeamId", dm.channel_id AS "channelId", dm.error
    FROM unnest(${personal.map(({ id }) => id)}::uuid[], ${personal.map(({ lane }) => lane)}::text[],
      ${personal.map(({ personId }) => personId)}::uuid[]) AS m (id, lane, person_id)
    JOIN person ON person.id = m.person_id
    LEFT JOIN dm ON dm.team_id = m.lane AND dm.person_id = m.person_id`;
  return new Map(rows.map(({ id, ...reach }) => [id, reach]));
}

/** Where an alliance is spoken in: its channel, and the message with the doors, once it is there. */
export interface BellPlace {
  readonly hostTeamId: string;
  readonly channelId: string;
  readonly doorsTs: string | null;
}

/** Where bells ring, by alliance. */
export async function bellPlaces(db: Db, allianceIds: readonly string[]): Promise<Map<string, BellPlace>> {
  if (allianceIds.length === 0) return new Map();
  const rows = await db.$queryRaw<(BellPlace & { id: string })[]>`
    SELECT id, host_team_id AS "hostTeamId", channel_id AS "channelId", (
      SELECT ts FROM message WHERE alliance_id = alliance.id AND kind = 'post' AND ts IS NOT NULL
        AND payload @> '{"doors": true}' ORDER BY seq DESC LIMIT 1
    ) AS "doorsTs"
    FROM alliance WHERE id = ANY(${[...new Set(allianceIds)]}::uuid[])`;
  return new Map(rows.map(({ id, ...place }) => [id, place]));
}
