/** What members wish of nudges: to hear no more of one. Commitments are read only. */
import type { Db, Tx } from '../../db/client.ts';
import { cardsById, type MemberCard } from '../../db/people.ts';

export { cardsById as cards, memberByUser } from '../../db/people.ts';

import type { MemberId } from '../../kernel/ids.ts';

/** A commitment as far as wishes go. */
export interface Named {
  readonly id: string;
  readonly text: string;
  readonly ownerId: string;
}

export async function mute(tx: Tx, memberId: MemberId, commitmentId: string, at: Date): Promise<void> {
  await tx.nudgeMute.createMany({ data: [{ memberId, commitmentId, at }], skipDuplicates: true });
}

/** False where it was not muted. */
export async function unmute(tx: Tx, memberId: MemberId, commitmentId: string): Promise<boolean> {
  return (await tx.nudgeMute.deleteMany({ where: { memberId, commitmentId } })).count > 0;
}

/** Which of these (COMMITMENT/MEMBER) are muted. */
export async function mutedAmong(db: Db, commitmentIds: readonly string[]): Promise<Set<string>> {
  const rows = await db.nudgeMute.findMany({ where: { commitmentId: { in: [...commitmentIds] } } });
  return new Set(rows.map(({ commitmentId, memberId }) => `${commitmentId}/${memberId}`));
}

/** What a member has muted and is open still. */
export async function mutedBy(db: Db, memberId: MemberId): Promise<Named[]> {
  const rows = await db.nudgeMute.findMany({ where: { memberId }, orderBy: { at: 'asc' } });
  const ids = rows.map(({ commitmentId }) => commitmentId);
  return db.commitment.findMany({
    where: { id: { in: ids }, status: { in: ['proposed', 'accepted'] } },
    select: { id: true, text: true, ownerId: true },
  });
}

/** What is open with a member. */
export async function openWith(db: Db, ownerId: MemberId): Promise<Named[]> {
  return db.commitment.findMany({
    where: { ownerId, status: { in: ['proposed', 'accepted'] } },
    orderBy: { id: 'asc' },
    select: { id: true, text: true, ownerId: true },
  });
}

export interface Open extends Named {
  readonly baseAt: Date;
}

/**
 * What is accepted and open with `ownerId` and known to `readerId` by name: it is for them, they wrote it down, or a
 * step has asked them about it.
 */
export async function openKnownTo(db: Db, ownerId: MemberId, readerId: MemberId): Promise<Open[]> {
  return db.$queryRaw<Open[]>`
    SELECT c.id, c.text, c.owner_id AS "ownerId", c.base_at AS "baseAt" FROM commitment c
    WHERE c.owner_id = ${ownerId}::uuid AND c.status = 'accepted'
      AND (c.for_id = ${readerId}::uuid OR c.written_by_id = ${readerId}::uuid OR EXISTS (
        SELECT 1 FROM nudge_step s WHERE s.commitment_id = c.id AND s.base_at = c.base_at
          AND s.member_id = ${readerId}::uuid AND s.delivered_at IS NOT NULL))
    ORDER BY c.due_on NULLS LAST, c.id`;
}

/** One commitment of an alliance; null where there is none of this id. */
export function commitmentIn(db: Db, allianceId: string, id: string): Promise<Named | null> {
  return db.commitment.findFirst({
    where: { id, allianceId },
    select: { id: true, text: true, ownerId: true },
  });
}

/** What is promised in these commitments, as far as they are accepted and open still. */
export async function textsOf(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const where = { id: { in: [...ids] }, status: 'accepted' as const };
  const rows = await db.commitment.findMany({ where, select: { id: true, text: true } });
  return new Map(rows.map(({ id, text }) => [id, text]));
}

/** Whether a nudge about it was written for this member: being shown one is what lets somebody wish fewer of them. */
export async function wasNudged(db: Db, memberId: MemberId, commitmentId: string): Promise<boolean> {
  const where = { ref: commitmentId, kind: 'commitments.nudge', memberId };
  return (await db.item.count({ where })) > 0;
}

export async function cardOf(db: Db, id: string): Promise<MemberCard | null> {
  return (await cardsById(db, [id])).get(id as MemberId) ?? null;
}
