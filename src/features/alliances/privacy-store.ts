/** What alliances keep of a person: given to them or taken out. */
import type { Db, Tx } from '../../db/client.ts';
import { forgottenKey } from '../../db/forgotten.ts';
import type { MemberId, PersonId } from '../../kernel/ids.ts';

export async function alliancesIn(db: Db, memberIds: readonly MemberId[]): Promise<string[]> {
  const where = { id: { in: [...memberIds] } };
  const rows = await db.member.findMany({ where, select: { allianceId: true }, distinct: ['allianceId'] });
  return rows.map(({ allianceId }) => allianceId);
}

/** Their memberships that are not over yet. */
export function membersToLeave(db: Db, memberIds: readonly MemberId[]) {
  return db.member.findMany({
    where: { id: { in: [...memberIds] }, status: { not: 'left' } },
    select: { id: true, organisationId: true, allianceId: true },
  });
}

/**
 * Takes out what was only theirs, and notes by a hash that they are not to be brought in again unless they come back of
 * their own accord. An organisation that was called after them is called after nobody.
 */
export async function erase(
  tx: Tx,
  now: Date,
  { memberIds, personId }: { readonly memberIds: readonly MemberId[]; readonly personId: PersonId | null },
  names: { readonly old: string; readonly none: string },
): Promise<void> {
  const own = { in: [...memberIds] };
  const rows = await tx.member.findMany({ where: { id: own }, include: { person: true } });
  await tx.forgotten.createMany({
    data: rows.map(({ allianceId, person }) => ({
      key: forgottenKey(allianceId, person.homeTeamId, person.userId),
      at: now,
    })),
    skipDuplicates: true,
  });
  await tx.roleAcceptance.deleteMany({ where: { memberId: own } });
  await tx.member.updateMany({ where: { leaderId: own }, data: { leaderId: null } });
  await tx.organisation.updateMany({
    where: { id: { in: rows.map(({ organisationId }) => organisationId) }, name: names.old },
    data: { name: names.none },
  });
  if (personId) await tx.setupDraft.deleteMany({ where: { personId } });
}

/** Of those who do not take part, their organisation is not told why. */
export async function exported(db: Db, memberIds: readonly MemberId[], isShared: boolean) {
  const rows = await db.member.findMany({
    where: { id: { in: [...memberIds] } },
    include: { person: true, organisation: true, alliance: true },
    orderBy: { joinedAt: 'asc' },
  });
  return rows.map(({ person, organisation, alliance, role, level, status, joinedAt }) => ({
    what: 'Membership',
    at: joinedAt.toISOString(),
    alliance: alliance.name,
    text: `${person.name}, ${organisation.name}: ${role}, ${level.replace('_', ' ')} (${isShared && status !== 'active' ? 'not taking part' : status})`,
  }));
}
