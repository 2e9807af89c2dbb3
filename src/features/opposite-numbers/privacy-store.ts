/** What pairs keep of a person: given to them or taken out. */
import type { Db, Tx } from '../../db/client.ts';
import type { MemberId } from '../../kernel/ids.ts';

/** Pairs end when their member leaves; what is left is who accepted, and what was to be handed over. */
export async function erase(tx: Tx, memberIds: readonly MemberId[]): Promise<void> {
  const own = { in: [...memberIds] };
  await tx.handover.deleteMany({ where: { leaverId: own } });
  await tx.handover.updateMany({ where: { successorId: own }, data: { successorId: null } });
  await tx.pairAcceptance.deleteMany({ where: { memberId: own } });
}

/** Pairs that have begun: a suggestion is known to whoever made it and to whom it was put, and to nobody else. */
export async function exported(db: Db, memberIds: readonly MemberId[]) {
  const own = { in: [...memberIds] };
  const pairs = await db.pair.findMany({
    where: { OR: [{ aId: own }, { bId: own }], status: { in: ['active', 'paused', 'ended'] } },
    include: { alliance: { select: { name: true } } },
    orderBy: { createdAt: 'asc' },
  });
  const begun = await db.item.findMany({
    where: { ref: { in: pairs.map(({ id }) => id) }, kind: 'opposite-numbers.paired' },
    select: { ref: true },
  });
  const hasBegun = new Set(begun.map(({ ref }) => ref));
  const others = await db.member.findMany({
    where: { id: { in: pairs.flatMap(({ aId, bId }) => [aId, bId]) } },
    include: { person: { select: { name: true } } },
  });
  const nameOf = new Map(others.map(({ id, person }) => [id, person.name]));
  const told = pairs.filter(({ id, status }) => status !== 'ended' || hasBegun.has(id));
  return told.map(({ aId, bId, status, createdAt, alliance }) => ({
    what: `Opposite number (${status})`,
    at: createdAt.toISOString(),
    alliance: alliance.name,
    text: nameOf.get(memberIds.includes(aId as MemberId) ? bId : aId) ?? '',
  }));
}
