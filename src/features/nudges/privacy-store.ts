import type { Tx } from '../../db/client.ts';
import type { MemberId } from '../../kernel/ids.ts';

/** Mutes are theirs alone. Steps name nobody who is not named by the commitment. */
export async function erase(tx: Tx, memberIds: readonly MemberId[]): Promise<void> {
  await tx.nudgeMute.deleteMany({ where: { memberId: { in: [...memberIds] } } });
}
