/** The commitments of an alliance and their history; nobody else writes these tables. */
import { z } from 'zod';
import type { Db, Tx } from '../../db/client.ts';
import { Prisma, type Commitment as Row } from '../../db/generated/client.ts';
import { cardsById, type MemberCard, memberCards } from '../../db/people.ts';
import { rowsOf } from '../../db/rows.ts';
import { visibleCommitments } from '../../db/visible-commitments.ts';
import { type AllianceId, type CommitmentId, type MemberId, newId } from '../../kernel/ids.ts';
import { Rhythm } from '../../kernel/rhythm.ts';
import { LocalDate } from '../../kernel/zoned.ts';
import type { Audience, Commitment, Moved } from './domain.ts';

export type { MemberCard };

/** A change in the history of a commitment. */
export interface History {
  readonly commitmentId: CommitmentId;
  readonly kind: string;
  readonly actorId: MemberId | null;
  readonly at: Date;
  readonly data: Readonly<Record<string, unknown>>;
}

const Recurrence = z.object({ rhythm: Rhythm, anchor: LocalDate });

/** A row as the domain knows it. */
export function toCommitment({ rhythm, label, ...row }: Row): Commitment {
  return {
    ...row,
    recurrence: Recurrence.nullable().parse(rhythm),
    audience: label as Audience,
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

/** A commitment with what was said and asked about it. */
export interface Told {
  readonly commitment: Commitment;
  /** Oldest first. */
  readonly history: readonly History[];
  readonly thanks: Thanked | null;
  /** The steps of the policy that somebody was asked in, since its day was last set; `nudges` writes them. */
  readonly asked: readonly { readonly step: string; readonly deliveredAt: Date | null }[];
}

/**
 * The same, with all that their items may say of them. In one statement: every note is drawn from it, and every click
 * looks first whether its button still stands there.
 */
export async function toldOf(db: Db, ids: Iterable<string>): Promise<Map<string, Told>> {
  const rows = await rowsOf<ToldRow>(
    db,
    Prisma.sql`
      SELECT id, alliance_id AS "allianceId", owner_id AS "ownerId", for_id AS "forId", written_by_id AS "writtenById",
        text, due_on AS "dueOn", due_at AS "dueAt", review_on AS "reviewOn", status::text AS status, revision,
        base_at AS "baseAt", paused_until AS "pausedUntil", offered_to_id AS "offeredToId", permalink, rhythm,
        label::text AS label, created_at AS "createdAt", ended_at AS "endedAt",
        (SELECT json_agg(json_build_object('kind', kind, 'actorId', actor_id, 'at', at, 'data', data) ORDER BY at, id)
          FROM commitment_event WHERE commitment_id = c.id) AS history,
        (SELECT json_build_object('words', words, 'fromShares', from_shares, 'toShares', to_shares)
          FROM thanks WHERE commitment_id = c.id) AS thanks,
        (SELECT json_agg(json_build_object('step', step, 'deliveredAt', delivered_at)) FROM nudge_step
          WHERE commitment_id = c.id AND base_at = c.base_at AND member_id IS NOT NULL) AS asked
      FROM commitment c WHERE id = ANY(${[...new Set(ids)]}::uuid[])`,
  );
  return new Map(
    rows.map(({ history, thanks, asked, dueAt, baseAt, pausedUntil, createdAt, endedAt, ...row }) => {
      const commitment = toCommitment({
        ...row,
        dueAt: instant(dueAt),
        baseAt: new Date(baseAt),
        pausedUntil: instant(pausedUntil),
        createdAt: new Date(createdAt),
        endedAt: instant(endedAt),
      });
      const told: Told = {
        commitment,
        history: (history ?? []).map((one) =>
          toHistory({ ...one, commitmentId: row.id, at: new Date(one.at) }),
        ),
        thanks,
        asked: (asked ?? []).map(({ step, deliveredAt }) => ({ step, deliveredAt: instant(deliveredAt) })),
      };
      return [row.id, told];
    }),
  );
}

interface ToldRow extends Omit<Row, 'dueAt' | 'baseAt' | 'pausedUntil' | 'createdAt' | 'endedAt'> {
  readonly dueAt: string | null;
  readonly baseAt: string;
  readonly pausedUntil: string | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
  readonly history:
    | readonly { kind: string; actorId: string | null; at: string; data: Prisma.JsonValue }[]
    | null;
  readonly thanks: Thanked | null;
  readonly asked: readonly { step: string; deliveredAt: string | null }[] | null;
}

function instant(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

/** One commitment of this alliance; null also where the id is another alliance's. */
export async function commitmentOf(db: Db, allianceId: AllianceId, id: string): Promise<Commitment | null> {
  const row = await db.commitment.findFirst({ where: { id, allianceId } });
  return row && toCommitment(row);
}

function rhythmOf(recurrence: Commitment['recurrence']) {
  return recurrence ? { rhythm: { ...recurrence.rhythm }, anchor: recurrence.anchor } : Prisma.DbNull;
}

/** Writes a commitment down, once: false where this id has been recorded already. */
export async function record(db: Tx, commitment: Commitment, actorId: MemberId): Promise<boolean> {
  const { recurrence, audience, ...row } = commitment;
  const data = { ...row, label: audience, rhythm: rhythmOf(recurrence) };
  const { count } = await db.commitment.createMany({ data: [data], skipDuplicates: true });
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
  const { ownerId, dueOn, dueAt, reviewOn, status, revision, baseAt, pausedUntil, offeredToId } = next;
  // By hand: every click on a commitment comes through here, and this is one statement instead of two.
  const written = await db.$executeRaw`
    WITH changed AS (
      UPDATE commitment SET owner_id = ${ownerId}::uuid, due_on = ${dueOn}, due_at = ${dueAt}, review_on = ${reviewOn},
        status = ${status}::commitment_status, revision = ${revision}, base_at = ${baseAt},
        paused_until = ${pausedUntil}, offered_to_id = ${offeredToId}::uuid, ended_at = ${next.endedAt},
        rhythm = ${next.recurrence && JSON.stringify(next.recurrence)}::jsonb
      WHERE id = ${was.id}::uuid AND revision = ${was.revision} RETURNING id, alliance_id
    )
    INSERT INTO commitment_event (id, commitment_id, alliance_id, kind, actor_id, at, data)
    SELECT ${newId()}::uuid, id, alliance_id, ${event.kind}, ${actorId}::uuid, ${now}, ${JSON.stringify(event.data)}::jsonb
    FROM changed`;
  return written === 1;
}

/** Writes a change into the history. */
export async function addEvent(
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
  return rows.map(toHistory);
}

type HistoryRow = Omit<History, 'commitmentId' | 'actorId' | 'data'> & {
  readonly commitmentId: string;
  readonly actorId: string | null;
  readonly data: Prisma.JsonValue;
};

function toHistory({ commitmentId, kind, actorId, at, data }: HistoryRow): History {
  return {
    commitmentId: commitmentId as CommitmentId,
    kind,
    actorId: actorId as MemberId | null,
    at,
    data: isRecord(data) ? data : {},
  };
}

function isRecord(data: Prisma.JsonValue): data is Prisma.JsonObject {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** What a member may see of the commitments of their alliance. */
export const visibleTo = visibleCommitments;

/** What the organisations of an alliance are called: a member's own, and the others. */
export async function organisationsOf(
  db: Db,
  allianceId: AllianceId,
  ownId: string,
): Promise<{ own: string; others: string[] }> {
  const rows = await db.organisation.findMany({ where: { allianceId }, select: { id: true, name: true } });
  return {
    own: rows.find(({ id }) => id === ownId)?.name ?? '',
    others: rows.flatMap(({ id, name }) => (id === ownId ? [] : [name])),
  };
}

/** Thanks as the two read them. */
export interface Thanked {
  readonly words: string;
  readonly fromShares: boolean;
  readonly toShares: boolean | null;
}

/** Keeps thanks for what was done, anew where they were given before. */
export async function giveThanks(
  db: Tx,
  { id, allianceId, ownerId }: Commitment,
  thanks: {
    readonly fromId: MemberId;
    readonly words: string;
    readonly fromShares: boolean;
    readonly at: Date;
  },
): Promise<void> {
  const row = { ...thanks, toId: ownerId, toShares: null };
  await db.thanks.upsert({
    where: { commitmentId: id },
    create: { commitmentId: id, allianceId, ...row },
    update: row,
  });
}

/** Whether who was thanked agrees that others read it. */
export async function shareThanks(db: Tx, commitmentId: string, toShares: boolean): Promise<void> {
  await db.thanks.updateMany({ where: { commitmentId }, data: { toShares } });
}

/** Lets the steps of offered commitments rest until then, counted from the delivery of the offer. */
export async function restFor(db: Tx, id: string, offeredToId: string, until: Date): Promise<void> {
  await db.commitment.updateMany({ where: { id, offeredToId }, data: { pausedUntil: until } });
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
