/** A set-up, written down. */
import { z } from 'zod';
import type { Db, Tx } from '../../db/client.ts';
import type { AllianceId, MemberId, OrganisationId, PersonId } from '../../kernel/ids.ts';
import { newId } from '../../kernel/ids.ts';
import type { Candidate, SetupPlan } from './setup-domain.ts';

/** The working hours that an organisation starts with, until it says otherwise. */
export const HOURS = { workDays: [1, 2, 3, 4, 5], workFrom: 9 * 60, workUntil: 17 * 60 };

/** The people with these ids whom this installation has seen, in the order of the ids; bots left out. */
export async function seenPeople(db: Db, viaTeamId: string, ids: readonly string[]): Promise<Candidate[]> {
  const rows = await db.person.findMany({
    where: { id: { in: [...ids] }, isBot: false, isGone: false, sightings: { some: { viaTeamId } } },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const { homeTeamId, name, title, isGuest } = row;
    const zone = row.zone ?? row.slackZone;
    return [{ personId: row.id as PersonId, homeTeamId, name, title, isGuest, zone }];
  });
}

/** The id of a new alliance. Null, and nothing written, where the channel has an alliance already: of two set-ups at once the first holds. */
export async function createAlliance(
  tx: Tx,
  now: Date,
  plan: SetupPlan,
  where: { readonly channelId: string; readonly hostTeamId: string; readonly runner: PersonId },
): Promise<AllianceId | null> {
  const { channelId, hostTeamId, runner } = where;
  const id = newId<AllianceId>();
  const alliance = { id, name: plan.name, purpose: plan.purpose, hostTeamId, channelId, createdAt: now };
  const made = await tx.alliance.createMany({ data: [alliance], skipDuplicates: true });
  if (made.count === 0) return null;

  const planned = plan.organisations.map((organisation) => ({
    ...organisation,
    id: newId<OrganisationId>(),
    people: organisation.members.map((member) => ({ ...member, id: newId<MemberId>() })),
  }));
  const members = planned.flatMap(({ people }) => people);
  const proposedBy = members.find(({ personId }) => personId === runner)?.id ?? null;
  await tx.organisation.createMany({
    data: planned.map(({ id: organisationId, name, teamId, isHost, isOwn, zone, country }) => ({
      id: organisationId,
      allianceId: id,
      name,
      teamIds: [teamId],
      isHost,
      zone,
      country,
      ...HOURS,
      ...(isOwn ? { acceptedAt: now } : { proposedAt: now, proposedBy }),
    })),
  });
  let position = 0;
  await tx.member.createMany({
    data: planned.flatMap(({ id: organisationId, isOwn, people }) =>
      people.map(({ id: memberId, personId, role, level }) => ({
        id: memberId,
        allianceId: id,
        personId,
        organisationId,
        ...(isOwn ? { role, level } : { proposedRole: role, proposedLevel: level }),
        position: position++,
        joinedAt: now,
      })),
    ),
  });
  return id;
}

/** Who has a part in what follows a set-up. */
export interface Beginning {
  /** Those who lead or coordinate already. */
  readonly leads: readonly { readonly id: MemberId; readonly organisationId: OrganisationId }[];
  /** Those whose people have yet to accept the roles proposed for them. */
  readonly awaiting: readonly OrganisationId[];
}

export async function beginningOf(db: Db, allianceId: AllianceId): Promise<Beginning> {
  const leads = await db.member.findMany({
    where: { allianceId, status: 'active', role: { not: 'member' } },
    select: { id: true, organisationId: true },
    orderBy: { position: 'asc' },
  });
  const awaiting = await db.organisation.findMany({
    where: { allianceId, proposedBy: { not: null } },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  return {
    leads: leads.map((row) => ({
      id: row.id as MemberId,
      organisationId: row.organisationId as OrganisationId,
    })),
    awaiting: awaiting.map(({ id }) => id as OrganisationId),
  };
}

const Pages = z.array(z.array(z.string()));
const Filled = z.record(z.string(), z.string().nullable());
const FORGOTTEN_MS = 7 * 24 * 60 * 60 * 1000;

/** A set-up of several pages: who is on which, and what was filled in so far. */
export interface Draft {
  readonly id: string;
  readonly pages: readonly (readonly string[])[];
  readonly filled: z.infer<typeof Filled>;
}

/**
 * Notes who is on which page of somebody's set-up of a channel. What they filled in earlier is kept; what nobody went
 * on with for a week is forgotten.
 */
export async function openDraft(
  db: Db,
  now: Date,
  { personId, channelId }: { readonly personId: PersonId; readonly channelId: string },
  pages: readonly (readonly string[])[],
): Promise<Draft> {
  await db.setupDraft.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - FORGOTTEN_MS) } } });
  const data = { pages: pages.map((page) => [...page]), createdAt: now };
  const row = await db.setupDraft.upsert({
    where: { personId_channelId: { personId, channelId } },
    create: { id: newId(), personId, channelId, values: {}, ...data },
    update: data,
  });
  return { id: row.id, pages: Pages.parse(row.pages), filled: Filled.parse(row.values) };
}

/** Somebody's own draft of a channel, held until the transaction ends. */
export async function holdDraft(
  tx: Tx,
  where: { readonly id: string; readonly personId: PersonId; readonly channelId: string },
): Promise<Draft | null> {
  if (!z.uuid().safeParse(where.id).success) return null;
  await tx.$queryRaw`SELECT id FROM setup_draft WHERE id = ${where.id}::uuid FOR UPDATE`;
  const row = await tx.setupDraft.findFirst({ where });
  return row && { id: row.id, pages: Pages.parse(row.pages), filled: Filled.parse(row.values) };
}

export async function keepFilled(tx: Tx, id: string, filled: Draft['filled']): Promise<void> {
  await tx.setupDraft.update({ where: { id }, data: { values: filled } });
}

/** Once an alliance is there, nobody's draft of its channel is of use. */
export async function forgetDrafts(tx: Tx, channelId: string): Promise<void> {
  await tx.setupDraft.deleteMany({ where: { channelId } });
}
