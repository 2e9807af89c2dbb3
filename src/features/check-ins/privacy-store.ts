/** What check-ins keep of a person: given to them, taken out, or ended by age. */
import type { Db, Tx } from '../../db/client.ts';
import type { MemberId } from '../../kernel/ids.ts';

/** Answers and remarks are their author's; the other's part of a round stays. */
export async function erase(tx: Tx, memberIds: readonly MemberId[]): Promise<void> {
  const own = { in: [...memberIds] };
  await tx.remark.deleteMany({ where: { authorId: own } });
  await tx.checkInAnswer.deleteMany({ where: { memberId: own } });
}

export async function exported(db: Db, memberIds: readonly MemberId[], isShared: boolean) {
  const own = { in: [...memberIds] };
  const remarks = await db.remark.findMany({
    where: { authorId: own, ...(isShared ? { label: { in: ['org', 'alliance'] } } : {}) },
    include: { alliance: { select: { name: true } } },
    orderBy: { at: 'asc' },
  });
  const told = remarks.map(({ label, at, alliance, text }) => ({
    what: `Remark (${label})`,
    at: at.toISOString(),
    alliance: alliance.name,
    text,
  }));
  if (isShared) return told;
  const answers = await db.checkInAnswer.findMany({
    where: { memberId: own },
    include: { checkIn: true },
    orderBy: { answeredAt: 'asc' },
  });
  const names = await db.alliance.findMany({
    where: { id: { in: answers.map(({ checkIn }) => checkIn.allianceId) } },
  });
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  const given = answers.map(({ answer, answeredAt, checkIn }) => ({
    what: 'Check-in answer',
    at: answeredAt.toISOString(),
    alliance: nameOf.get(checkIn.allianceId) ?? '',
    text: answer.replaceAll('_', ' '),
  }));
  return [...told, ...given];
}

/** Deletes remarks and answers from before an instant; how many. */
export async function expire(tx: Tx, memberIds: readonly MemberId[], before: Date): Promise<number> {
  const own = { in: [...memberIds] };
  const remarks = await tx.remark.deleteMany({ where: { authorId: own, at: { lt: before } } });
  const answers = await tx.checkInAnswer.deleteMany({
    where: { memberId: own, answeredAt: { lt: before }, checkIn: { closedAt: { not: null } } },
  });
  return remarks.count + answers.count;
}
