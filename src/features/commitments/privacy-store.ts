/** What commitments keep of a person: given to them, taken out, or ended by age. */
import type { Db, Tx } from '../../db/client.ts';
import { withoutName } from '../../db/nameless.ts';
import { visibleCommitments } from '../../db/visible-commitments.ts';
import type { MemberId } from '../../kernel/ids.ts';
import { tracesOf } from '../../kernel/nameless.ts';
import type { Commitment } from './domain.ts';
import { toCommitment } from './store.ts';

/** What is open and has to do with a member, the oldest first. */
export async function openAround(db: Db, id: MemberId): Promise<Commitment[]> {
  const rows = await db.commitment.findMany({
    where: {
      status: { in: ['proposed', 'accepted'] },
      OR: [{ ownerId: id }, { forId: id }, { writtenById: id }],
    },
    orderBy: { id: 'asc' },
  });
  return rows.map(toCommitment);
}

/**
 * What was between them and somebody else stays, without their name: it is the other's, too. What was only theirs
 * goes, and so do their words beside it.
 */
export async function anonymise(tx: Tx, memberIds: readonly MemberId[], name: string): Promise<void> {
  const own = { in: [...memberIds] };
  await tx.commitmentDraft.deleteMany({ where: { speakerId: own } });
  await tx.thanks.deleteMany({ where: { OR: [{ fromId: own }, { toId: own }] } });
  await tx.commitment.deleteMany({
    where: { ownerId: own, writtenById: own, OR: [{ forId: null }, { forId: own }] },
  });
  await tx.commitment.updateMany({ where: { offeredToId: own }, data: { offeredToId: null } });
  await tx.commitment.updateMany({
    where: { OR: [{ ownerId: own }, { writtenById: own }] },
    data: { permalink: null },
  });
  await tx.$executeRaw`
    UPDATE commitment_event SET data = data - 'words' - 'reason' WHERE actor_id = ANY(${[...memberIds]}::uuid[])`;
  await takeOutName(tx, memberIds, name);
}

/** Out of what everybody in their alliances has promised, which is theirs and stays what it says. */
async function takeOutName(tx: Tx, memberIds: readonly MemberId[], name: string): Promise<void> {
  const found = await tx.$queryRaw<{ id: string; text: string }[]>`
    SELECT id::text, text FROM commitment
    WHERE alliance_id IN (SELECT alliance_id FROM member WHERE id = ANY(${[...memberIds]}::uuid[]))
      AND EXISTS (SELECT FROM unnest(${tracesOf(name)}::text[]) AS trace WHERE strpos(text, trace) > 0)
    FOR UPDATE`;
  if (found.length === 0) return;
  const nameless = await withoutName(tx, memberIds, name);
  for (const { id, text: was } of found) {
    const text = nameless(was);
    if (text !== was) await tx.commitment.update({ where: { id }, data: { text } });
  }
}

/** Of whom a file is, and who reads it. */
interface Whom {
  readonly memberIds: readonly MemberId[];
  readonly isShared: boolean;
  readonly readers: readonly MemberId[];
  readonly now: Date;
}

const EVERYTHING = { skip: 0, take: 1_000_000 };

/**
 * Promises that members made, were made or wrote down, as far as whoever reads the file may see them; and what they
 * let rest again themselves.
 */
export async function exported(
  db: Db,
  { memberIds, isShared, readers, now }: Whom,
): Promise<{ what: string; at: string; alliance: string; text: string }[]> {
  const own = { in: [...memberIds] };
  const visible: string[] = [];
  for (const reader of readers)
    visible.push(...(await visibleCommitments(db, reader, now, {}, EVERYTHING)).ids);
  const rows = await db.commitment.findMany({
    where: {
      AND: [
        { OR: [{ ownerId: own }, { forId: own }, { writtenById: own }] },
        {
          OR: [
            { id: { in: visible } },
            // Who has left sees nothing any more, and what they owed is still theirs to be given.
            ...(isShared ? [] : [{ ownerId: own }, { writtenById: own, status: 'let_go' as const }]),
          ],
        },
      ],
      // What only the two of them may see is not their organisation's.
      ...(isShared ? { label: { in: ['org', 'alliance'] } } : {}),
    },
    include: { alliance: { select: { name: true } } },
    orderBy: { createdAt: 'asc' },
  });
  return rows.map(({ text, ownerId, forId, status, dueOn, createdAt, alliance }) => {
    const isOwn = memberIds.includes(ownerId as MemberId);
    const isFor = forId !== null && memberIds.includes(forId as MemberId);
    const what = isOwn ? 'Promise' : isFor ? 'Promise to you' : 'Promise that you wrote down';
    const details = `${status.replace('_', ' ')}${dueOn ? `, for ${dueOn}` : ''}`;
    return { what: `${what} (${details})`, at: createdAt.toISOString(), alliance: alliance.name, text };
  });
}

/** Deletes what has ended before an instant; how many. */
export async function expire(tx: Tx, memberIds: readonly MemberId[], before: Date): Promise<number> {
  const own = { in: [...memberIds] };
  const old = await tx.commitment.findMany({
    where: { ownerId: own, endedAt: { lt: before } },
    select: { id: true },
  });
  const ids = old.map(({ id }) => id);
  await tx.thanks.deleteMany({ where: { commitmentId: { in: ids } } });
  await tx.commitmentDraft.deleteMany({ where: { speakerId: own, createdAt: { lt: before } } });
  return (await tx.commitment.deleteMany({ where: { id: { in: ids } } })).count;
}
