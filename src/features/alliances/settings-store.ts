/** What people chose for themselves and organisations for their people. */
import type { Db, Tx } from '../../db/client.ts';
import { type MemberCard, memberCards } from '../../db/people.ts';
import type { MemberId, OrganisationId, PersonId } from '../../kernel/ids.ts';
import type { LocalDate } from '../../kernel/zoned.ts';
import type { Away } from './away-domain.ts';
import type { Settings } from './settings-domain.ts';

export interface CurrentSettings extends Omit<Settings, 'quietUntil'> {
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
  const { noteMinute, pace, zone, slackZone, dayFirst, awayFrom, awayUntil, snoozedUntil } = row;
  const away = awayFrom && awayUntil ? { from: awayFrom as LocalDate, until: awayUntil as LocalDate } : null;
  return { noteMinute, pace, zone, slackZone, dayFirst, away, snoozedUntil };
}

/** Saves all but until when nothing is to come: that is `setSnooze`. */
export async function saveSettings(
  tx: Tx,
  id: PersonId,
  { away, quietUntil: _, ...settings }: Settings,
): Promise<void> {
  await tx.person.update({ where: { id }, data: { ...settings, ...columns(away) } });
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

export async function setAway(tx: Tx, id: PersonId, away: Away): Promise<void> {
  await tx.person.update({ where: { id }, data: columns(away) });
}

function columns(away: Away) {
  return { awayFrom: away?.from ?? null, awayUntil: away?.until ?? null };
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
