/** Alliances, organisations and members: what is written about who takes part, and as what. */
import type { Db, Tx } from '../../db/client.ts';
import type { AllianceId, MemberId, OrganisationId, PersonId } from '../../kernel/ids.ts';
import type { Level, Role, Voice } from '../../kernel/roles.ts';
import { later, type Standing } from './domain.ts';

export interface AllianceRow {
  readonly id: AllianceId;
  readonly name: string;
}

/** The alliance of a channel, its main one or a further one. */
export async function allianceByChannel(db: Db, channelId: string): Promise<AllianceRow | null> {
  const where = { OR: [{ channelId }, { channels: { some: { channelId } } }] };
  const row = await db.alliance.findFirst({ where, select: { id: true, name: true } });
  return row && { id: row.id as AllianceId, name: row.name };
}

/** The alliance whose main channel it is: comings and goings there are comings and goings of its members. */
export async function allianceAtHome(db: Db, channelId: string): Promise<AllianceRow | null> {
  const row = await db.alliance.findUnique({ where: { channelId }, select: { id: true, name: true } });
  return row && { id: row.id as AllianceId, name: row.name };
}

export async function allianceNames(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.alliance.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, name: true },
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export interface OrganisationRow {
  readonly id: OrganisationId;
  readonly allianceId: AllianceId;
  readonly name: string;
  /** The round of proposals that awaits an answer; null where none does. */
  readonly round: { readonly openedAt: Date; readonly proposedBy: MemberId } | null;
}

/** An organisation, held until the transaction ends: of two acceptances at once the second sees the first. */
export async function holdOrganisation(tx: Tx, id: string): Promise<OrganisationRow | null> {
  await tx.$queryRaw`SELECT id FROM organisation WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await tx.organisation.findUnique({ where: { id } });
  if (!row) return null;
  const { name, proposedAt, proposedBy } = row;
  const round = proposedAt && proposedBy && { openedAt: proposedAt, proposedBy: proposedBy as MemberId };
  return {
    id: row.id as OrganisationId,
    allianceId: row.allianceId as AllianceId,
    name,
    round: round || null,
  };
}

/** The active members of an organisation, as far as its say is concerned. */
export async function voicesOf(db: Db, organisationId: OrganisationId): Promise<Voice[]> {
  const select = { id: true, position: true, role: true, proposedRole: true } as const;
  return db.member.findMany({ where: { organisationId, status: 'active' }, select });
}

/** Who of an organisation accepted the round that is open. */
export async function acceptedBy(db: Db, organisationId: OrganisationId): Promise<Set<string>> {
  const rows = await db.roleAcceptance.findMany({ where: { organisationId }, select: { memberId: true } });
  return new Set(rows.map(({ memberId }) => memberId));
}

export async function addAcceptance(
  tx: Tx,
  now: Date,
  organisationId: OrganisationId,
  memberId: MemberId,
): Promise<void> {
  await tx.roleAcceptance.createMany({ data: [{ organisationId, memberId, at: now }], skipDuplicates: true });
}

/** Opens a round of proposals, or starts it anew: what was accepted before was something else. */
export async function openRound(tx: Tx, now: Date, id: OrganisationId, proposedBy: MemberId): Promise<void> {
  await tx.roleAcceptance.deleteMany({ where: { organisationId: id } });
  const { proposedAt: before } = await tx.organisation.findUniqueOrThrow({ where: { id } });
  await tx.organisation.update({ where: { id }, data: { proposedAt: later(now, before), proposedBy } });
}

/** Ends a round without effect; what was proposed stays written down, to be proposed again with changes. */
export async function closeRound(tx: Tx, id: OrganisationId): Promise<void> {
  await tx.roleAcceptance.deleteMany({ where: { organisationId: id } });
  await tx.organisation.update({ where: { id }, data: { proposedBy: null } });
}

/** Gives effect to what is proposed for an organisation, and ends the round; returns whose standing changed. */
export async function applyProposals(tx: Tx, now: Date, id: OrganisationId): Promise<MemberId[]> {
  const rows = await tx.$queryRaw<{ id: string; changed: boolean }[]>`
    UPDATE member AS new SET role = coalesce(old.proposed_role, old.role),
      level = coalesce(old.proposed_level, old.level), proposed_role = NULL, proposed_level = NULL
    FROM member AS old
    WHERE new.id = old.id AND old.organisation_id = ${id}::uuid AND old.status = 'active'
      AND (old.proposed_role IS NOT NULL OR old.proposed_level IS NOT NULL)
    RETURNING new.id::text, (new.role, new.level) <> (old.role, old.level) AS changed`;
  await tx.organisation.updateMany({ where: { id, acceptedAt: null }, data: { acceptedAt: now } });
  await tx.organisation.update({ where: { id }, data: { proposedBy: null } });
  return rows.flatMap((row) => (row.changed ? [row.id as MemberId] : []));
}

/** Sets what somebody is, at once; what was proposed for them has been overtaken. */
export async function setStanding(tx: Tx, id: MemberId, standing: Standing): Promise<void> {
  await tx.member.update({ where: { id }, data: { ...standing, proposedRole: null, proposedLevel: null } });
}

export async function propose(tx: Tx, id: MemberId, { role, level }: Standing): Promise<void> {
  await tx.member.update({ where: { id }, data: { proposedRole: role, proposedLevel: level } });
}

/** What is proposed for a member, where it is not in effect yet. */
export async function proposalFor(
  db: Db,
  id: MemberId,
): Promise<{ role: Role | null; level: Level | null } | null> {
  const row = await db.member.findUnique({ where: { id } });
  return row && { role: row.proposedRole, level: row.proposedLevel };
}

/**
 * Takes a member out; null where they were not in, else what they were. Who leaves the channel is gone also after
 * "not for me".
 */
export async function takeOut(tx: Tx, id: MemberId, status: 'declined' | 'left'): Promise<Role | null> {
  await tx.$queryRaw`SELECT id FROM member WHERE id = ${id}::uuid FOR UPDATE`;
  const before = await tx.member.findUnique({ where: { id } });
  if (before?.status !== 'active' && !(before?.status === 'declined' && status === 'left')) return null;
  const data = { status, role: 'member', proposedRole: null, proposedLevel: null } as const;
  await tx.member.update({ where: { id }, data });
  return before.role;
}

/** Whom to ask for a new coordinator: the host's leaders, else all leaders; nobody where somebody coordinates. */
export async function leadersWithoutCoordinator(db: Db, allianceId: AllianceId): Promise<MemberId[]> {
  const rows = await db.member.findMany({
    where: { allianceId, status: 'active', role: { not: 'member' } },
    select: { id: true, role: true, organisation: { select: { isHost: true } } },
    orderBy: { position: 'asc' },
  });
  if (rows.some(({ role }) => role === 'coordinator')) return [];
  const hosts = rows.filter(({ organisation }) => organisation.isHost);
  return (hosts.length > 0 ? hosts : rows).map(({ id }) => id as MemberId);
}

export interface Membership {
  readonly id: MemberId;
  readonly allianceId: AllianceId;
  readonly organisationId: OrganisationId;
  readonly alliance: string;
  readonly status: 'active' | 'declined' | 'left';
}

/** Everything that a person is or was a member of. */
export async function membershipsOf(db: Db, personId: PersonId): Promise<Membership[]> {
  const rows = await db.member.findMany({
    where: { personId },
    include: { alliance: true },
    orderBy: { joinedAt: 'asc' },
  });
  return rows.map((row) => ({
    id: row.id as MemberId,
    allianceId: row.allianceId as AllianceId,
    organisationId: row.organisationId as OrganisationId,
    alliance: row.alliance.name,
    status: row.status,
  }));
}

/** The same, by who they are in Slack. */
export async function membershipsOfUser(db: Db, homeTeamId: string, userId: string): Promise<Membership[]> {
  const person = await db.person.findUnique({ where: { homeTeamId_userId: { homeTeamId, userId } } });
  return person ? membershipsOf(db, person.id as PersonId) : [];
}

/** The name under which a workspace takes part in an alliance; null where it does not yet. */
export async function organisationOf(db: Db, allianceId: AllianceId, teamId: string): Promise<string | null> {
  const row = await db.organisation.findFirst({ where: { allianceId, teamIds: { has: teamId } } });
  return row?.id ?? null;
}

/** What a member's open items are about. */
export async function openItemRefs(db: Db, memberId: MemberId): Promise<string[]> {
  const where = { memberId, status: 'open' } as const;
  const rows = await db.item.findMany({ where, select: { ref: true }, distinct: ['ref'] });
  return rows.map(({ ref }) => ref);
}

/** Slack gives a private channel a new id when it is first shared. */
export async function moveChannel(tx: Tx, from: string, to: string): Promise<void> {
  await tx.alliance.updateMany({ where: { channelId: from }, data: { channelId: to } });
  await tx.allianceChannel.updateMany({ where: { channelId: from }, data: { channelId: to } });
}

/** Has a further channel belong to an alliance. */
export async function addChannel(tx: Tx, allianceId: AllianceId, channelId: string): Promise<void> {
  await tx.allianceChannel.createMany({ data: [{ allianceId, channelId }], skipDuplicates: true });
}
