/** What those who are gone have left open, and for whom it is from now on. */
import type { Db, Tx } from '../../db/client.ts';
import { type MemberCard, memberCards } from '../../db/people.ts';
import type { MemberId } from '../../kernel/ids.ts';
import type { Commitment } from './domain.ts';
import { addEvent, toCommitment } from './store.ts';

/** Whether somebody does not take part any more. */
export async function isGone(db: Db, id: string): Promise<boolean> {
  const row = await db.member.findUnique({ where: { id }, select: { status: true } });
  return row !== null && row.status !== 'active';
}

/** What is with somebody, or is offered to them. */
export async function openWith(db: Db, id: string): Promise<Commitment[]> {
  const rows = await db.commitment.findMany({
    where: { status: { in: ['proposed', 'accepted'] }, OR: [{ ownerId: id }, { offeredToId: id }] },
    orderBy: { id: 'asc' },
  });
  return rows.map(toCommitment);
}

/**
 * What is open between two, as far as a successor may know: what only the two may see is theirs alone, unless both
 * agreed to hand on what was between them.
 */
export async function openBetween(db: Db, from: string, other: string): Promise<Commitment[]> {
  const between = { in: [from, other] };
  const handover = await db.handover.findFirst({
    where: { leaverId: from, otherId: other, agreedAt: { not: null } },
    select: { id: true },
  });
  const rows = await db.commitment.findMany({
    where: {
      status: 'accepted',
      ownerId: between,
      forId: between,
      ...(handover ? {} : { label: { not: 'pair' } }),
    },
    orderBy: { id: 'asc' },
  });
  return rows.map(toCommitment);
}

/** Whether somebody has said of a commitment that they cannot take it over. */
export async function hasRefused(db: Db, commitmentId: string, actorId: MemberId): Promise<boolean> {
  return (await db.commitmentEvent.count({ where: { commitmentId, actorId, kind: 'cannot' } })) > 0;
}

/** Has it be for somebody else; false where another move came first. */
export async function setForWhom(
  tx: Tx,
  was: Commitment,
  to: MemberId,
  actorId: MemberId,
  now: Date,
): Promise<boolean> {
  const { count } = await tx.commitment.updateMany({
    where: { id: was.id, revision: was.revision },
    data: { forId: to, revision: was.revision + 1 },
  });
  if (count > 0) await addEvent(tx, was, 'for-another', actorId, now, { from: was.forId, to });
  return count > 0;
}

/** Who is asked in place of somebody who was erased: a coordinator of their organisation, else of the host's. */
export async function coordinatorFor(
  db: Db,
  erasedId: MemberId,
  ownerId: MemberId,
): Promise<MemberCard | null> {
  const erased = await db.member.findUnique({ where: { id: erasedId } });
  if (!erased) return null;
  const all = await memberCards(db, {
    allianceId: erased.allianceId,
    role: 'coordinator',
    status: 'active',
    id: { notIn: [erasedId, ownerId] },
    organisation: { OR: [{ id: erased.organisationId }, { isHost: true }] },
  });
  return all.find(({ organisationId }) => organisationId === erased.organisationId) ?? all[0] ?? null;
}

export async function awaitName(tx: Tx, commitmentId: string, releaseAt: Date): Promise<void> {
  const update = { releaseAt };
  await tx.unclaimedCommitment.upsert({
    where: { commitmentId },
    create: { commitmentId, ...update },
    update,
  });
}

/** Until when a name may be given, by commitment; none that has one, or waits for none. */
export async function awaiting(db: Db, ids: readonly string[]): Promise<Map<string, Date>> {
  const rows = await db.unclaimedCommitment.findMany({ where: { commitmentId: { in: [...ids] } } });
  return new Map(rows.map(({ commitmentId, releaseAt }) => [commitmentId, releaseAt]));
}

/** Ends the wait for a name; false where it has ended already. */
export async function endWait(tx: Tx, commitmentId: string): Promise<boolean> {
  return (await tx.unclaimedCommitment.deleteMany({ where: { commitmentId } })).count > 0;
}

/** Takes what nobody has been named for in time. */
export async function claimUnclaimed(tx: Tx, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    DELETE FROM unclaimed_commitment WHERE commitment_id IN (
      SELECT commitment_id FROM unclaimed_commitment WHERE release_at <= ${now}
      ORDER BY release_at, commitment_id LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING commitment_id::text AS id`;
  return rows.map(({ id }) => id).sort();
}

export async function nextUnclaimed(db: Db): Promise<Date | null> {
  return (await db.unclaimedCommitment.aggregate({ _min: { releaseAt: true } }))._min.releaseAt;
}
