/** The shell's own queries: who acts, what they clicked, what was handled before. One statement each. */
import type { Db, Tx } from '../db/client.ts';
import type { Level, Role } from '../db/generated/enums.ts';
import type { ItemRow } from '../item.ts';
import type { AllianceId, MemberId, OrganisationId, PersonId } from '../kernel/ids.ts';

/** A person with one of their memberships; without one, the member's columns are null. */
export interface ActingRow {
  readonly personId: PersonId;
  readonly name: string;
  readonly isBot: boolean;
  readonly memberId: MemberId | null;
  readonly allianceId: AllianceId;
  readonly organisationId: OrganisationId;
  readonly role: Role;
  readonly level: Level;
  readonly channelId: string;
  readonly alliance: string;
}

/** The person behind a user id as one installation sees it, a row for each active membership. */
export function actingRows(db: Db, viaTeamId: string, userId: string): Promise<ActingRow[]> {
  return db.$queryRaw<ActingRow[]>`
    SELECT p.id AS "personId", p.name, p.is_bot AS "isBot", m.id AS "memberId", m.alliance_id AS "allianceId",
           m.organisation_id AS "organisationId", m.role::text AS role, m.level::text AS level,
           a.channel_id AS "channelId", a.name AS alliance
      FROM sighting s
      JOIN person p ON p.id = s.person_id
      LEFT JOIN member m ON m.person_id = p.id AND m.status = 'active'
      LEFT JOIN alliance a ON a.id = m.alliance_id
     WHERE s.via_team_id = ${viaTeamId} AND s.user_id = ${userId}
     ORDER BY m.id`;
}

/** An item, and what whoever clicked it is to it. */
export interface ClickedItem extends ItemRow {
  /** The clicker's person; null where this installation has not met them yet. */
  readonly clickerId: PersonId | null;
  readonly clickerName: string | null;
  /** The clicker's active membership in the item's alliance. */
  readonly actingMemberId: MemberId | null;
  readonly organisationId: OrganisationId;
  readonly role: Role;
  readonly level: Level;
}

/** Items by id, in the order of their notes; ids that do not exist, or are none, are simply missing. */
export function clickedItems(
  db: Db,
  ids: readonly string[],
  viaTeamId: string,
  userId: string,
): Promise<ClickedItem[]> {
  const uuids = ids.filter((id) => UUID.test(id));
  if (uuids.length === 0) return Promise.resolve([]);
  return db.$queryRaw<ClickedItem[]>`
    SELECT i.id, i.kind, i.ref, i.data, i.alliance_id AS "allianceId", i.person_id AS "personId",
           i.member_id AS "memberId", i.status::text AS status, i.delivered_at AS "deliveredAt",
           p.id AS "clickerId", p.name AS "clickerName", m.id AS "actingMemberId",
           m.organisation_id AS "organisationId", m.role::text AS role, m.level::text AS level
      FROM item i
      LEFT JOIN sighting s ON s.via_team_id = ${viaTeamId} AND s.user_id = ${userId}
      LEFT JOIN person p ON p.id = s.person_id
      LEFT JOIN member m ON m.person_id = p.id AND m.status = 'active' AND m.alliance_id = i.alliance_id
     WHERE i.id = ANY(${uuids}::uuid[])
     ORDER BY i.rank, i.seq`;
}

/** Items of a person's, by id, in no order. */
export async function itemsFor(db: Db, personId: PersonId, ids: readonly string[]): Promise<ItemRow[]> {
  const rows = await db.item.findMany({ where: { id: { in: [...ids] }, personId } });
  return rows.map(({ id, kind, ref, data, allianceId, memberId, status, deliveredAt }) => {
    const row = { id, kind, ref, data, allianceId, personId, memberId, status, deliveredAt };
    return row as ItemRow;
  });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a person is of this workspace's own people. */
export async function isAtHome(db: Db, personId: PersonId, teamId: string): Promise<boolean> {
  return (await db.person.count({ where: { id: personId, homeTeamId: teamId } })) > 0;
}

/** Whom a bell's message is for and what it carries, in the order of a note; null where there is no such message. */
export async function messageItems(
  db: Db,
  messageId: string,
): Promise<{ personId: string; itemIds: string[] } | null> {
  if (!UUID.test(messageId)) return null;
  const message = await db.message.findUnique({
    where: { id: messageId },
    select: { personId: true, items: { select: { id: true }, orderBy: [{ rank: 'asc' }, { seq: 'asc' }] } },
  });
  if (!message?.personId) return null;
  return { personId: message.personId, itemIds: message.items.map(({ id }) => id) };
}

/** The alliance of a channel, its main one or a further one, whoever is asking. */
export async function allianceOfChannel(db: Db, channelId: string): Promise<AllianceId | null> {
  const where = { OR: [{ channelId }, { channels: { some: { channelId } } }] };
  const alliance = await db.alliance.findFirst({ where, select: { id: true } });
  return alliance ? (alliance.id as AllianceId) : null;
}

/** False where it was handled before: Slack sends again what it has not seen acknowledged. */
export async function isNew(db: Tx, apiAppId: string, eventId: string, now: Date): Promise<boolean> {
  const inserted = await db.$executeRaw`
    INSERT INTO event_seen (api_app_id, event_id, seen_at) VALUES (${apiAppId}, ${eventId}, ${now})
    ON CONFLICT DO NOTHING`;
  return inserted === 1;
}
