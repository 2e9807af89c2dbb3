import type { Tx } from '../../db/client.ts';
import type { PersonId } from '../../kernel/ids.ts';

/** Which Home somebody has open. */
export async function erase(tx: Tx, personId: PersonId | null): Promise<void> {
  if (personId) await tx.homeView.deleteMany({ where: { personId } });
}
