/** The addresses of calendar feeds, and what is found behind them. */
import type { Db, Tx } from '../../db/client.ts';
import type { AllianceId, MemberId, PersonId } from '../../kernel/ids.ts';
import type { Commitment } from './domain.ts';
import { toCommitment } from './store.ts';

/** The secret of a person's feed; `fresh` at its first use. */
export async function secretOf(db: Tx, personId: PersonId, fresh: string, now: Date): Promise<string> {
  const { secret } = await db.calendarFeed.upsert({
    where: { personId },
    create: { personId, secret: fresh, createdAt: now },
    update: {},
  });
  return secret;
}

/** A new secret: nothing is found behind the old one any more. */
export async function replaceSecret(db: Tx, personId: PersonId, fresh: string, now: Date): Promise<string> {
  const changed = { secret: fresh, createdAt: now };
  const { secret } = await db.calendarFeed.upsert({
    where: { personId },
    create: { personId, ...changed },
    update: changed,
  });
  return secret;
}

/** Nothing is found behind a person's address any more. */
export async function endFeed(db: Tx, personId: PersonId): Promise<void> {
  await db.calendarFeed.deleteMany({ where: { personId } });
}

/** Whose feed it is; null where nobody's is. */
export async function personBehind(db: Db, secret: string): Promise<PersonId | null> {
  const feed = await db.calendarFeed.findUnique({ where: { secret }, select: { personId: true } });
  return (feed?.personId as PersonId | undefined) ?? null;
}

/** What a person owes and has a day for, in all their alliances that are still theirs. */
export async function datedOf(db: Db, personId: PersonId): Promise<Commitment[]> {
  const members = await db.member.findMany({ where: { personId, status: 'active' }, select: { id: true } });
  const rows = await db.commitment.findMany({
    where: {
      ownerId: { in: members.map(({ id }) => id) },
      status: 'accepted',
      dueOn: { not: null },
    },
    orderBy: [{ dueOn: 'asc' }, { id: 'asc' }],
  });
  return rows.map(toCommitment);
}

/** The ways to a member: as whom Slack knows them, from which workspace they come, and whose channel it is. */
export async function reachOf(
  db: Db,
  memberId: string,
): Promise<{
  memberId: MemberId;
  allianceId: AllianceId;
  personId: PersonId;
  userId: string;
  teamIds: string[];
} | null> {
  const member = await db.member.findFirst({
    where: { id: memberId, status: 'active' },
    include: { person: true, alliance: true },
  });
  if (!member) return null;
  const { person, alliance } = member;
  return {
    memberId: member.id as MemberId,
    allianceId: alliance.id as AllianceId,
    personId: person.id as PersonId,
    userId: person.userId,
    teamIds: [...new Set([person.homeTeamId, alliance.hostTeamId])],
  };
}
