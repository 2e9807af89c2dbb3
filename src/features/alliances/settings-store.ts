/** What people chose for themselves and organisations for their people. */
import type { Db, Tx } from '../../db/client.ts';
import { absencesOf, type MemberCard, memberCards } from '../../db/people.ts';
import type { MemberId, OrganisationId, PersonId } from '../../kernel/ids.ts';
import type { Absences } from './away-domain.ts';
import type { Settings } from './settings-domain.ts';

export interface CurrentSettings extends Omit<Settings, 'quietUntil' | 'away'> {
  readonly absences: Absences;
  readonly slackZone: string | null;
  readonly snoozedUntil: Date | null;
}

/** The member who acts, with their calendar. */
export async function cardOf(db: Db, id: MemberId): Promise<MemberCard> {
  const [card] = await memberCards(db, { id });
  if (!card) throw new Error('a member who acts is not there');
  return card;
}

export async function settingsOf(db: Db, personId: PersonId): Promise<CurrentSettings> {
  const row = await db.person.findUniqueOrThrow({ where: { id: personId } });
  const { noteMinute, pace, zone, slackZone, dayFirst, absences, snoozedUntil } = row;
  return { noteMinute, pace, zone, slackZone, dayFirst, absences: absencesOf(absences), snoozedUntil };
}

/** The same, held until the transaction ends: of two absences said at once neither is lost. */
export async function holdSettings(tx: Tx, personId: PersonId): Promise<CurrentSettings> {
  await tx.$queryRaw`SELECT id FROM person WHERE id = ${personId}::uuid FOR UPDATE`;
  return settingsOf(tx, personId);
}

/** Saves all but when nothing is to come: that are `setAbsences` and `setSnooze`. */
export async function saveSettings(
  tx: Tx,
  id: PersonId,
  { away: _away, quietUntil: _until, ...settings }: Settings,
): Promise<void> {
  await tx.person.update({ where: { id }, data: settings });
}

export async function setSnooze(tx: Tx, id: PersonId, snoozedUntil: Date | null): Promise<void> {
  await tx.person.update({ where: { id }, data: { snoozedUntil } });
}

/** The leaders of a member's own organisation whom they may choose among, in the order in which they were named. */
export async function leadersFor(
  db: Db,
  { id, organisationId }: { readonly id: MemberId; readonly organisationId: OrganisationId },
): Promise<MemberCard[]> {
  return memberCards(db, { organisationId, role: 'leader', status: 'active', id: { not: id } });
}

/** Which leader is asked first about a member's promises; null: the first named. */
export async function setLeader(tx: Tx, id: MemberId, leaderId: MemberId | null): Promise<void> {
  await tx.member.update({ where: { id }, data: { leaderId } });
}

export async function setAbsences(tx: Tx, id: PersonId, absences: Absences): Promise<void> {
  const data = { absences: absences.map(({ from, until }) => ({ from, until })) };
  await tx.person.update({ where: { id }, data });
}

/** Everything that a person takes part in. */
export async function activeMembers(db: Db, personId: PersonId): Promise<MemberId[]> {
  const rows = await db.member.findMany({ where: { personId, status: 'active' }, select: { id: true } });
  return rows.map(({ id }) => id as MemberId);
}

/** An organisation's zone and the start of its day. */
export async function hoursOf(db: Db, id: OrganisationId): Promise<{ zone: string; startsAt: number }> {
  const { zone, workFrom: startsAt } = await db.organisation.findUniqueOrThrow({ where: { id } });
  return { zone, startsAt };
}
