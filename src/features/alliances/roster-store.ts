/** What the texts about members and roles are made from: reading only. */
import type { Db } from '../../db/client.ts';
import { type MemberCard, memberByUser, memberCards } from '../../db/people.ts';
import type { AllianceId } from '../../kernel/ids.ts';
import type { OrganisationRoster, RolesAsked, Welcome } from './roster.ts';

/** Everybody who takes part, by organisation, the host first. */
export async function rosterOf(db: Db, allianceId: AllianceId): Promise<OrganisationRoster[]> {
  const rows = await db.organisation.findMany({
    where: { allianceId },
    include: {
      members: { where: { status: 'active' }, include: { person: true }, orderBy: { position: 'asc' } },
    },
    orderBy: [{ isHost: 'desc' }, { id: 'asc' }],
  });
  return rows.map(({ name, proposedBy, members }) => ({
    name,
    members: members.map(({ person, role, level, proposedRole, proposedLevel }) => ({
      name: person.name,
      role,
      level,
      proposed: proposedBy && proposedRole ? { role: proposedRole, level: proposedLevel ?? level } : null,
    })),
  }));
}

/** What the welcome of each of these members says, by member id. */
export async function welcomes(db: Db, memberIds: readonly string[]): Promise<Map<string, Welcome>> {
  const rows = await db.member.findMany({
    where: { id: { in: [...memberIds] } },
    include: { person: true, alliance: { include: { organisations: true } }, organisation: true },
  });
  const allianceIds = [...new Set(rows.map(({ allianceId }) => allianceId))];
  const coordinators = await memberCards(db, {
    allianceId: { in: allianceIds },
    role: 'coordinator',
    status: 'active',
  });
  return new Map(
    rows.map(({ id, alliance, organisation, person, role, level, proposedRole, proposedLevel, status }) => [
      id,
      {
        name: person.name,
        isIn: status === 'active',
        alliance: alliance.name,
        purpose: alliance.purpose,
        organisation: organisation.name,
        partners: alliance.organisations.flatMap((one) => (one.id === organisation.id ? [] : [one.name])),
        host: alliance.organisations.find(({ isHost }) => isHost)?.name ?? alliance.name,
        coordinators: coordinators
          .filter((one) => one.allianceId === alliance.id && one.id !== id)
          .map(named),
        standing: { role, level },
        proposed:
          organisation.proposedBy && proposedRole
            ? { role: proposedRole, level: proposedLevel ?? level }
            : null,
      },
    ]),
  );
}

/** What is proposed for each of these organisations, by its id. */
export async function rolesAsked(
  db: Db,
  organisationIds: readonly string[],
): Promise<Map<string, RolesAsked>> {
  const rows = await db.organisation.findMany({
    where: { id: { in: [...organisationIds] } },
    include: {
      alliance: true,
      acceptances: true,
      members: { where: { status: 'active' }, include: { person: true }, orderBy: { position: 'asc' } },
    },
  });
  const proposers = await memberCards(db, {
    id: { in: rows.flatMap(({ proposedBy }) => proposedBy ?? []) },
  });
  return new Map(
    rows.map(({ id, name, alliance, acceptances, proposedAt, proposedBy, members }) => [
      id,
      {
        organisation: name,
        alliance: alliance.name,
        proposer: named(proposers.find((card) => card.id === proposedBy)),
        round: (proposedBy && proposedAt?.toISOString()) ?? null,
        hasOwnLead: members.some(({ role }) => role !== 'member'),
        alone: members.length === 1,
        acceptedBy: new Set(acceptances.map(({ memberId }) => memberId)),
        proposals: members.flatMap(({ person, level, proposedRole, proposedLevel }) =>
          proposedRole ? [{ name: person.name, role: proposedRole, level: proposedLevel ?? level }] : [],
        ),
      },
    ]),
  );
}

function named(card: MemberCard | undefined): { readonly name: string; readonly organisation: string } {
  return card
    ? { name: card.name, organisation: card.organisation }
    : { name: 'Somebody', organisation: 'another organisation' };
}

/** The active member behind a mention. */
export function memberInAlliance(db: Db, allianceId: AllianceId, userId: string): Promise<MemberCard | null> {
  return memberByUser(db, allianceId, userId);
}

/** How many others coordinate the alliance. */
export function otherCoordinators(db: Db, { id, allianceId }: MemberCard): Promise<number> {
  return db.member.count({ where: { allianceId, role: 'coordinator', status: 'active', id: { not: id } } });
}
