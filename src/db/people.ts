/** Who is who, for every feature: reading only. Members, people and organisations are written by `alliances`. */
import type { Absence, WorkingCalendar } from '../kernel/calendar.ts';
import type { AllianceId, MemberId, OrganisationId, PersonId } from '../kernel/ids.ts';
import type { Db } from './client.ts';
import { Prisma } from './generated/client.ts';
import type { Level, MemberStatus, Pace, Role } from './generated/enums.ts';
import { rowsOf } from './rows.ts';

/** A member with what is needed to speak of them and to them. */
export interface MemberCard {
  readonly id: MemberId;
  readonly allianceId: AllianceId;
  readonly personId: PersonId;
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly level: Level;
  readonly status: MemberStatus;
  readonly position: number;
  /** Which leader of their organisation they wish to be asked about their promises; null: the first named. */
  readonly leaderId: MemberId | null;
  readonly organisationId: OrganisationId;
  readonly organisation: string;
  readonly isHost: boolean;
  /** How long an answer of this organisation usually takes, in working days, five at most. */
  readonly replyDays: number;
  readonly calendar: WorkingCalendar;
  /** Minutes after midnight, in the member's zone, at which a note arrives. */
  readonly noteMinute: number;
  readonly pace: Pace;
  readonly snoozedUntil: Date | null;
  readonly dayFirst: boolean | null;
}

const MOST_REPLY_DAYS = 5;

/** A member's row with those of their person and their organisation. */
type CardRow = Prisma.MemberGetPayload<{ include: { person: true; organisation: true } }>;

/** The members that fit `where`, in the order in which they were named. */
export async function memberCards(db: Db, where: Prisma.MemberWhereInput): Promise<MemberCard[]> {
  const rows = await db.member.findMany({
    where,
    include: { person: true, organisation: true },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
  });
  return rows.map(cardOf);
}

/** Members by id, in the order in which they were named; one that does not exist is simply missing. */
export async function cardsById(db: Db, ids: Iterable<string>): Promise<Map<MemberId, MemberCard>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  return byId(await cards(db, Prisma.sql`m.id = ANY(${wanted}::uuid[])`));
}

/** Members by id, and beside them whoever leads or coordinates these alliances now. */
export async function cardsAndSpeakers(
  db: Db,
  ids: Iterable<string>,
  allianceIds: Iterable<string>,
): Promise<Map<MemberId, MemberCard>> {
  const named = Prisma.sql`m.id = ANY(${[...new Set(ids)]}::uuid[])`;
  const alliances = [...new Set(allianceIds)];
  return byId(
    await cards(
      db,
      Prisma.sql`${named} OR (m.alliance_id = ANY(${alliances}::uuid[]) AND m.role <> 'member' AND m.status = 'active')`,
    ),
  );
}

/** The memberships of these people that are in force. */
export function cardsOfPeople(db: Db, personIds: readonly string[]): Promise<MemberCard[]> {
  return cards(db, Prisma.sql`m.person_id = ANY(${[...personIds]}::uuid[]) AND m.status = 'active'`);
}

function byId(all: readonly MemberCard[]): Map<MemberId, MemberCard> {
  return new Map(all.map((card) => [card.id, card]));
}

/** By hand, since almost everything asks this: the query builder's joins take several times as long. */
async function cards(db: Db, condition: Prisma.Sql): Promise<MemberCard[]> {
  const rows = await rowsOf<FlatRow>(
    db,
    Prisma.sql`SELECT m.id, m.alliance_id AS "allianceId", m.role::text AS role, m.level::text AS level, m.status::text AS status,
      m.position, m.leader_id AS "leaderId",
      p.id AS "personId", p.user_id AS "userId", p.name, p.zone, p.slack_zone AS "slackZone",
      p.note_minute AS "noteMinute", p.pace::text AS pace, p.snoozed_until AS "snoozedUntil",
      p.day_first AS "dayFirst", p.absences,
      o.id AS "organisationId", o.name AS "organisationName", o.is_host AS "isHost", o.reply_days AS "replyDays",
      o.zone AS "organisationZone", o.work_days AS "workDays", o.work_from AS "workFrom",
      o.work_until AS "workUntil", o.country, o.region
    FROM member m JOIN person p ON p.id = m.person_id JOIN organisation o ON o.id = m.organisation_id
    WHERE ${condition} ORDER BY m.position, m.id`,
  );
  return rows.map(({ personId, organisationId, organisationName, organisationZone, snoozedUntil, ...row }) =>
    cardOf({
      ...row,
      person: { ...row, id: personId, snoozedUntil: snoozedUntil === null ? null : new Date(snoozedUntil) },
      organisation: { ...row, id: organisationId, name: organisationName, zone: organisationZone },
    }),
  );
}

type MemberPart = Pick<CardRow, 'id' | 'allianceId' | 'role' | 'level' | 'status' | 'position' | 'leaderId'>;
type PersonPart = Pick<
  CardRow['person'],
  | 'id'
  | 'userId'
  | 'name'
  | 'zone'
  | 'slackZone'
  | 'noteMinute'
  | 'pace'
  | 'snoozedUntil'
  | 'dayFirst'
  | 'absences'
>;
type OrganisationPart = Pick<
  CardRow['organisation'],
  | 'id'
  | 'name'
  | 'isHost'
  | 'replyDays'
  | 'zone'
  | 'workDays'
  | 'workFrom'
  | 'workUntil'
  | 'country'
  | 'region'
>;
type FlatRow = MemberPart &
  Omit<PersonPart, 'id' | 'snoozedUntil'> &
  Omit<OrganisationPart, 'id' | 'name' | 'zone'> & {
    readonly personId: string;
    readonly snoozedUntil: string | null;
    readonly organisationId: string;
    readonly organisationName: string;
    readonly organisationZone: string;
  };

function cardOf({
  person,
  organisation,
  ...member
}: MemberPart & { readonly person: PersonPart; readonly organisation: OrganisationPart }): MemberCard {
  return {
    id: member.id as MemberId,
    allianceId: member.allianceId as AllianceId,
    personId: person.id as PersonId,
    userId: person.userId,
    name: person.name,
    role: member.role,
    level: member.level,
    status: member.status,
    position: member.position,
    leaderId: member.leaderId as MemberId | null,
    organisationId: organisation.id as OrganisationId,
    organisation: organisation.name,
    isHost: organisation.isHost,
    replyDays: Math.min(organisation.replyDays, MOST_REPLY_DAYS),
    calendar: {
      zone: person.zone ?? person.slackZone ?? organisation.zone,
      days: organisation.workDays,
      from: organisation.workFrom,
      until: organisation.workUntil,
      country: organisation.country,
      region: organisation.region,
      absences: absencesOf(person.absences),
    },
    noteMinute: person.noteMinute ?? organisation.workFrom,
    pace: person.pace,
    snoozedUntil: person.snoozedUntil,
    dayFirst: person.dayFirst,
  };
}

/** As `alliances` has written them: the earliest first. */
export function absencesOf(absences: Prisma.JsonValue): Absence[] {
  return absences as unknown as Absence[];
}

/** The active member of an alliance behind a Slack user id, as in a mention; null where there is none. */
export async function memberByUser(
  db: Db,
  allianceId: AllianceId,
  userId: string,
): Promise<MemberCard | null> {
  const [card] = await memberCards(db, { allianceId, status: 'active', person: { userId } });
  return card ?? null;
}

/** Whether any organisation keeps the public holidays of a country. */
export async function keepsHolidays(db: Db): Promise<boolean> {
  const one = await db.organisation.findFirst({ where: { country: { not: null } }, select: { id: true } });
  return one !== null;
}
