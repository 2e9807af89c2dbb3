/** Erasures that wait, and the person behind what the other features keep. */
import type { Db, Tx } from '../../db/client.ts';
import { keepMonthsOf } from '../../db/keeping.ts';
import { absencesOf } from '../../db/people.ts';
import {
  type AllianceId,
  type MemberId,
  newId,
  type OrganisationId,
  type PersonId,
} from '../../kernel/ids.ts';

export interface Whom {
  readonly memberIds: readonly MemberId[];
  readonly personId: PersonId | null;
  readonly name: string;
  readonly userIds: readonly string[];
}

/** Writes an erasure down; a second one of the same changes nothing. */
export async function requestErasure(
  tx: Tx,
  now: Date,
  kind: 'person' | 'organisation',
  ref: string,
): Promise<void> {
  await tx.erasure.createMany({ data: [{ id: newId(), kind, ref, requestedAt: now }], skipDuplicates: true });
}

/** Takes erasures, the oldest first; they go with the transaction that carries them out. */
export async function claimErasures(
  tx: Tx,
  limit: number,
): Promise<{ id: string; kind: 'person' | 'organisation'; ref: string }[]> {
  return tx.$queryRaw`
    SELECT id::text, kind::text, ref::text FROM erasure ORDER BY requested_at, id
    LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
}

export async function closeErasure(tx: Tx, id: string): Promise<void> {
  await tx.erasure.delete({ where: { id } });
}

export async function nextErasure(db: Db): Promise<Date | null> {
  const { _min } = await db.erasure.aggregate({ _min: { requestedAt: true } });
  return _min.requestedAt;
}

/** A person with all that they were. */
export async function wholePerson(db: Db, id: string): Promise<Whom | null> {
  const person = await db.person.findUnique({
    where: { id },
    include: { members: true, sightings: { select: { userId: true } } },
  });
  if (!person) return null;
  return {
    memberIds: person.members.map((member) => member.id as MemberId),
    personId: person.id as PersonId,
    name: person.name,
    userIds: [...new Set([person.userId, ...person.sightings.map(({ userId }) => userId)])],
  };
}

/** The people of an organisation; who takes part elsewhere, too, stays there. */
export async function peopleOf(db: Db, organisationId: string): Promise<Whom[]> {
  const members = await db.member.findMany({
    where: { organisationId },
    include: { person: { include: { members: { select: { id: true } } } } },
  });
  return members.map(({ id, person }) => ({
    memberIds: [id as MemberId],
    personId: person.members.length === 1 ? (person.id as PersonId) : null,
    name: person.name,
    userIds: [person.userId],
  }));
}

/** Somebody who was here: a row to which what is left can point, and nothing else. */
export async function anonymisePerson(tx: Tx, id: PersonId, name: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM click USING sighting s
     WHERE s.person_id = ${id}::uuid AND click.via_team_id = s.via_team_id AND click.user_id = s.user_id`;
  await tx.sighting.deleteMany({ where: { personId: id } });
  await tx.calendarFeed.deleteMany({ where: { personId: id } });
  await tx.person.update({
    where: { id },
    data: {
      homeTeamId: 'erased',
      userId: id,
      name,
      nameIsOwn: true,
      title: '',
      isGone: true,
      slackZone: null,
      zone: null,
      noteMinute: null,
      dayFirst: null,
      snoozedUntil: null,
      absences: [],
      awayFrom: null,
      awayUntil: null,
      pace: 'normal',
    },
  });
}

/** An organisation that has left: its words about itself go, its name stays beside what it had with others. */
export async function emptyOrganisation(tx: Tx, id: string): Promise<void> {
  await tx.organisation.update({ where: { id }, data: { why: '', decides: '', goodWork: '' } });
}

export async function organisationOf(db: Db, id: OrganisationId): Promise<{ name: string; months: number }> {
  const { name, keepMonths } = await db.organisation.findUniqueOrThrow({ where: { id } });
  return { name, months: keepMonthsOf(keepMonths) };
}

export async function setKeepMonths(tx: Tx, id: OrganisationId, keepMonths: number): Promise<void> {
  await tx.organisation.update({ where: { id }, data: { keepMonths } });
}

/** A person's own row, and the user and the workspaces through which a file may reach them. */
export async function readerOf(db: Db, personId: string) {
  const person = await db.person.findUnique({
    where: { id: personId },
    include: { sightings: true, members: true, files: true },
  });
  if (!person) return null;
  const vias = person.sightings.map(({ viaTeamId }) => viaTeamId);
  return {
    userId: person.userId,
    memberIds: person.members.map(({ id }) => id as MemberId),
    teamIds: [...new Set([person.homeTeamId, ...vias])],
    rows: [
      {
        what: 'You',
        at: person.createdAt.toISOString(),
        alliance: '',
        text: [
          `${person.name} (${person.userId} of ${person.homeTeamId})`,
          `title ${person.title || 'none'}`,
          `zone ${person.zone ?? person.slackZone ?? 'none'}`,
          `pace ${person.pace}`,
          ...(person.noteMinute === null ? [] : [`notes from minute ${person.noteMinute} of the day`]),
          ...absencesOf(person.absences).map(({ from, until }) => `away ${from} to ${until}`),
          ...(person.snoozedUntil ? [`snoozed until ${person.snoozedUntil.toISOString()}`] : []),
        ].join('; '),
      },
      ...person.files.map(({ fileId, givenAt }) => ({
        what: 'File you were given',
        at: givenAt.toISOString(),
        alliance: '',
        text: fileId,
      })),
    ],
  };
}

/** A member who asks for their organisation: the person to give it to, and everybody of the organisation. */
export async function organisationReader(db: Db, memberId: string) {
  const member = await db.member.findUnique({
    where: { id: memberId },
    include: {
      person: { include: { sightings: true } },
      organisation: { include: { members: true } },
      alliance: true,
    },
  });
  if (!member) return null;
  const { person, organisation, alliance } = member;
  const { name, why, decides, goodWork } = organisation;
  return {
    userId: person.userId,
    personId: person.id as PersonId,
    teamIds: [...new Set([person.homeTeamId, ...person.sightings.map(({ viaTeamId }) => viaTeamId)])],
    memberIds: organisation.members.map(({ id }) => id as MemberId),
    rows: [
      {
        what: 'Organisation',
        at: '',
        alliance: alliance.name,
        text: [name, why, decides, goodWork].filter(Boolean).join('; '),
      },
    ],
  };
}

/** The alliance through which somebody outside direct messages is called. */
export async function allianceOf(db: Db, memberId: MemberId): Promise<AllianceId | null> {
  const member = await db.member.findUnique({ where: { id: memberId }, select: { allianceId: true } });
  return member ? (member.allianceId as AllianceId) : null;
}
