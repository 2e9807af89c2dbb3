import type { Tx } from '../../db/client.ts';
import type { MemberId } from '../../kernel/ids.ts';

/** Digests are made for their reader, from rows that others keep. */
export async function erase(tx: Tx, memberIds: readonly MemberId[]): Promise<void> {
  const where = { memberId: { in: [...memberIds] } };
  await tx.digest.deleteMany({ where });
  await tx.digestPlan.deleteMany({ where });
  await tx.digestChoice.deleteMany({ where });
}

/** Deletes digests that ended before an instant; how many. */
export async function expire(tx: Tx, memberIds: readonly MemberId[], before: Date): Promise<number> {
  const until = { lt: before.toISOString().slice(0, 10) };
  return (await tx.digest.deleteMany({ where: { memberId: { in: [...memberIds] }, until } })).count;
}
