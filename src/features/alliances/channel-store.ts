/** An alliance's channel: which copy of the app posts there, and who is known to be in it. */
import type { Db, Tx } from '../../db/client.ts';
import { forgottenKey } from '../../db/forgotten.ts';
import type { AllianceId, MemberId } from '../../kernel/ids.ts';
import type { Cause, KnownMember } from './channel-domain.ts';

export interface ChannelRow {
  readonly id: AllianceId;
  readonly name: string;
  readonly channelId: string;
  /** Its further channels. */
  readonly furtherIds: readonly string[];
  readonly hostTeamId: string;
  readonly pausedFor: Cause | null;
  /** The workspaces of its organisations, the host's first. */
  readonly teamIds: readonly string[];
  readonly organisations: ReadonlyMap<string, string>;
  readonly members: readonly KnownMember[];
}

export async function channelRow(db: Db, id: string): Promise<ChannelRow | null> {
  const row = await db.alliance.findUnique({
    where: { id },
    include: {
      organisations: { orderBy: { id: 'asc' } },
      channels: { orderBy: { channelId: 'asc' } },
      members: { include: { person: { include: { sightings: true } } } },
    },
  });
  if (!row) return null;
  const { name, channelId, channels, hostTeamId, pausedFor, organisations, members } = row;
  return {
    id: row.id as AllianceId,
    name,
    channelId,
    furtherIds: channels.map((one) => one.channelId),
    hostTeamId,
    pausedFor,
    teamIds: [...new Set([hostTeamId, ...organisations.flatMap(({ teamIds }) => teamIds)])],
    organisations: new Map(organisations.map((one) => [one.id, one.name])),
    members: members.map(({ id, organisationId, status, person }) => ({
      id,
      organisationId,
      status,
      userIds: [...new Set([person.userId, ...person.sightings.map(({ userId }) => userId)])],
    })),
  };
}

export async function pausedFor(db: Db, id: AllianceId): Promise<Cause | null> {
  const row = await db.alliance.findUnique({ where: { id }, select: { pausedFor: true } });
  return row?.pausedFor ?? null;
}

/** The alliances that a workspace has to do with: it takes part, or its copy of the app posts. */
export async function alliancesOf(db: Db, teamId: string): Promise<AllianceId[]> {
  const rows = await db.alliance.findMany({
    where: { OR: [{ hostTeamId: teamId }, { organisations: { some: { teamIds: { has: teamId } } } }] },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id }) => id as AllianceId);
}

export async function setHost(tx: Tx, id: AllianceId, hostTeamId: string): Promise<void> {
  await tx.alliance.update({ where: { id }, data: { hostTeamId } });
}

/** Somebody in the channel, as Slack names them. */
interface Present {
  readonly personId: string;
  readonly homeTeamId: string;
  readonly userId: string;
}

/** Those who were erased from this alliance; Slack names them anew whenever the channel is looked at. */
export async function forgottenAmong(
  db: Db,
  id: AllianceId,
  people: readonly Present[],
): Promise<Set<string>> {
  const keyOf = (one: Present) => forgottenKey(id, one.homeTeamId, one.userId);
  const rows = await db.forgotten.findMany({ where: { key: { in: people.map(keyOf) } } });
  const keys = new Set(rows.map(({ key }) => key));
  return new Set(people.flatMap((one) => (keys.has(keyOf(one)) ? [one.personId] : [])));
}

/** Lets go again of who was met only by looking at the channel, and takes part in nothing. */
export async function dropStrangers(tx: Tx, personIds: ReadonlySet<string>): Promise<void> {
  await tx.person.deleteMany({ where: { id: { in: [...personIds] }, members: { none: {} } } });
}

/**
 * Of people who are in the channel and do not take part, those who came after the alliance was set up (who was there
 * then and was left out stays out), and those who had left. "Not for me" holds.
 */
export async function toBringIn(db: Db, id: AllianceId, personIds: readonly string[]): Promise<string[]> {
  const alliance = await db.alliance.findUniqueOrThrow({ where: { id }, select: { createdAt: true } });
  const rows = await db.person.findMany({
    where: {
      id: { in: [...personIds] },
      OR: [
        { createdAt: { gt: alliance.createdAt }, members: { none: { allianceId: id } } },
        { members: { some: { allianceId: id, status: 'left' } } },
      ],
    },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** The organisations of which somebody takes part. */
export async function organisationsIn(db: Db, allianceId: AllianceId): Promise<Set<string>> {
  const rows = await db.member.findMany({
    where: { allianceId, status: 'active' },
    select: { organisationId: true },
    distinct: ['organisationId'],
  });
  return new Set(rows.map(({ organisationId }) => organisationId));
}

/** Whom to tell what befell the channel: the coordinators, and where there is none, the leaders. */
export async function caretakers(db: Db, allianceId: AllianceId): Promise<MemberId[]> {
  const rows = await db.member.findMany({
    where: { allianceId, status: 'active', role: { not: 'member' } },
    select: { id: true, role: true },
    orderBy: { position: 'asc' },
  });
  const coordinators = rows.filter(({ role }) => role === 'coordinator');
  return (coordinators.length > 0 ? coordinators : rows).map(({ id }) => id as MemberId);
}
