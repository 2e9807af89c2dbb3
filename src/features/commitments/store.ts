/** The commitments of an alliance and their history; nobody else writes these tables. */
import { z } from 'zod';
import type { Db, Tx } from '../../db/client.ts';
import type { Prisma, Commitment as Row } from '../../db/generated/client.ts';
import { cardsById, type MemberCard, memberCards } from '../../db/people.ts';
import { type AllianceId, type CommitmentId, MemberId, newId } from '../../kernel/ids.ts';
import { LocalDate } from '../../kernel/zoned.ts';
import type { Commitment, Moved } from './domain.ts';
import type { Draft, DraftContent } from './draft.ts';

export type { MemberCard };

/** A change in the history of a commitment. */
export interface History {
  readonly commitmentId: CommitmentId;
  readonly kind: string;
  readonly actorId: MemberId | null;
  readonly at: Date;
  readonly data: Readonly<Record<string, unknown>>;
}

function toCommitment(row: Row): Commitment {
  return {
    ...row,
    id: row.id as CommitmentId,
    allianceId: row.allianceId as AllianceId,
    ownerId: row.ownerId as MemberId,
    forId: row.forId as MemberId | null,
    writtenById: row.writtenById as MemberId,
    dueOn: row.dueOn as LocalDate | null,
    reviewOn: row.reviewOn as LocalDate | null,
    offeredToId: row.offeredToId as MemberId | null,
  };
}

/** The commitments with these ids, as they stand; one that is gone is missing. */
export async function commitmentsById(db: Db, ids: Iterable<string>): Promise<Map<string, Commitment>> {
  const rows = await db.commitment.findMany({ where: { id: { in: [...new Set(ids)] } } });
  return new Map(rows.map((row) => [row.id, toCommitment(row)]));
}

/** One commitment of this alliance; null also where the id is another alliance's. */
export async function commitmentOf(db: Db, allianceId: AllianceId, id: string): Promise<Commitment | null> {
  const row = await db.commitment.findFirst({ where: { id, allianceId } });
  return row && toCommitment(row);
}

/**
 * What is open between a member and the others: what they owe and what they are owed, soonest first. What its owner
 * has not accepted is shown to whoever wrote it down, nobody else: a decline is theirs alone to hear of.
 */
export async function openOf(db: Db, memberId: MemberId, limit: number): Promise<Commitment[]> {
  const rows = await db.commitment.findMany({
    where: {
      OR: [
        { ownerId: memberId, status: { in: ['proposed', 'accepted'] } },
        { forId: memberId, status: 'accepted' },
        { forId: memberId, writtenById: memberId, status: 'proposed' },
      ],
    },
    orderBy: [{ dueOn: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
    take: limit,
  });
  return rows.map(toCommitment);
}

/** Writes a commitment down, once: false where this id has been recorded already. */
export async function record(db: Tx, commitment: Commitment, actorId: MemberId): Promise<boolean> {
  const { count } = await db.commitment.createMany({ data: [commitment], skipDuplicates: true });
  if (count === 0) return false;
  const kind = commitment.status === 'accepted' ? 'recorded' : 'proposed';
  await addEvent(db, commitment, kind, actorId, commitment.createdAt, {});
  return true;
}

/**
 * Writes what a move brought about; false where another move came first. The update waits for a move under way
 * in another transaction, so that of two at once exactly one is kept.
 */
export async function save(
  db: Tx,
  was: Commitment,
  { next, event }: Moved,
  actorId: MemberId,
  now: Date,
): Promise<boolean> {
  const { ownerId, dueOn, dueAt, reviewOn, status, revision, baseAt, pausedUntil, offeredToId, endedAt } =
    next;
  const { count } = await db.commitment.updateMany({
    where: { id: was.id, revision: was.revision },
    data: { ownerId, dueOn, dueAt, reviewOn, status, revision, baseAt, pausedUntil, offeredToId, endedAt },
  });
  if (count === 0) return false;
  await addEvent(db, next, event.kind, actorId, now, event.data);
  return true;
}

async function addEvent(
  db: Tx,
  { id, allianceId }: Commitment,
  kind: string,
  actorId: MemberId,
  at: Date,
  data: Moved['event']['data'],
): Promise<void> {
  await db.commitmentEvent.create({
    data: { id: newId(), commitmentId: id, allianceId, kind, actorId, at, data: { ...data } },
  });
}

/** The histories of these commitments, oldest first. */
export async function historyOf(db: Db, ids: Iterable<string>): Promise<History[]> {
  const rows = await db.commitmentEvent.findMany({
    where: { commitmentId: { in: [...new Set(ids)] } },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
  });
  return rows.map(({ commitmentId, kind, actorId, at, data }) => ({
    commitmentId: commitmentId as CommitmentId,
    kind,
    actorId: actorId as MemberId | null,
    at,
    data: isRecord(data) ? data : {},
  }));
}

function isRecord(data: Prisma.JsonValue): data is Prisma.JsonObject {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** Lets the steps of offered commitments rest until then, counted from the delivery of the offer. */
export async function restFor(db: Tx, id: string, offeredToId: string, until: Date): Promise<void> {
  await db.commitment.updateMany({ where: { id, offeredToId }, data: { pausedUntil: until } });
}

const DraftRow = z.object({
  text: z.string(),
  ownerId: MemberId.nullable(),
  forId: MemberId.nullable(),
  dueOn: LocalDate.nullable(),
  dueAt: z.iso.datetime().nullable(),
  reviewOn: LocalDate.nullable(),
  otherDueOn: LocalDate.nullable(),
  passedOn: LocalDate.nullable(),
});

/** Keeps what was read until the speaker says whether it is to be recorded. */
export async function keepDraft(db: Tx, { content, ...draft }: Draft): Promise<void> {
  await db.commitmentDraft.create({ data: { ...draft, reading: { ...content } } });
}

/** The drafts with these ids; one that is gone is missing. */
export async function draftsById(db: Db, ids: Iterable<string>): Promise<Map<string, Draft>> {
  const rows = await db.commitmentDraft.findMany({ where: { id: { in: [...new Set(ids)] } } });
  return new Map(
    rows.map(({ reading, ...row }) => [
      row.id,
      {
        ...row,
        id: row.id as CommitmentId,
        allianceId: row.allianceId as AllianceId,
        speakerId: row.speakerId as MemberId,
        content: DraftRow.parse(reading),
      },
    ]),
  );
}

/** Corrects what was read, while it is open; false where it no longer is. */
export async function rereadDraft(db: Tx, id: string, content: DraftContent): Promise<boolean> {
  const where = { id, status: 'open' } as const;
  return (await db.commitmentDraft.updateMany({ where, data: { reading: { ...content } } })).count === 1;
}

/** The speaker's word on a draft, given once: false where it has been given. */
export async function closeDraft(db: Tx, id: string, status: 'recorded' | 'dropped'): Promise<boolean> {
  const where = { id, status: 'open' } as const;
  return (await db.commitmentDraft.updateMany({ where, data: { status } })).count === 1;
}

/** The people whom texts name, wherever they are now; members that have left keep their names. */
export async function peopleById(db: Db, ids: Iterable<string | null>): Promise<Map<MemberId, MemberCard>> {
  return cardsById(
    db,
    [...ids].filter((id) => id !== null),
  );
}

/** The alliance's active members among these Slack users, by user id. */
export async function membersByUser(
  db: Db,
  allianceId: AllianceId,
  userIds: readonly string[],
): Promise<Map<string, MemberCard>> {
  const person = { userId: { in: [...new Set(userIds)] } };
  const cards = await memberCards(db, { allianceId, status: 'active', person });
  return new Map(cards.map((card) => [card.userId, card]));
}

/** Who can be chosen in an alliance's forms. */
export async function activeMembers(db: Db, allianceId: AllianceId): Promise<MemberCard[]> {
  return memberCards(db, { allianceId, status: 'active' });
}

/** Which of these items somebody has been shown. */
export async function shownItems(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const where = { id: { in: [...ids] }, deliveredAt: { not: null } };
  const rows = await db.item.findMany({ where, select: { id: true } });
  return new Set(rows.map(({ id }) => id));
}
