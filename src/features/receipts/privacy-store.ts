/** What receipts keep of a person: given to them, taken out, or ended by age. */
import type { Db, Tx } from '../../db/client.ts';
import type { MemberId } from '../../kernel/ids.ts';

export async function erase(tx: Tx, memberIds: readonly MemberId[]): Promise<void> {
  await tx.receipt.deleteMany({ where: { memberId: { in: [...memberIds] } } });
}

/** A receipt is for its member alone, who decides whom to show it. */
export async function exported(db: Db, memberIds: readonly MemberId[], isShared: boolean) {
  if (isShared) return [];
  const rows = await db.receipt.findMany({
    where: { memberId: { in: [...memberIds] } },
    orderBy: { createdAt: 'asc' },
  });
  return rows.map(({ month, text, createdAt }) => ({
    what: `Receipt for ${month}`,
    at: createdAt.toISOString(),
    alliance: '',
    text,
  }));
}

export async function expire(tx: Tx, memberIds: readonly MemberId[], before: Date): Promise<number> {
  const where = { memberId: { in: [...memberIds] }, createdAt: { lt: before } };
  return (await tx.receipt.deleteMany({ where })).count;
}
