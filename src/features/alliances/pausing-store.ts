/** Whether an alliance rests, and what is open in it meanwhile. */
import type { Db, Tx } from '../../db/client.ts';
import type { PauseCause } from '../../db/generated/enums.ts';
import type { AllianceId, MemberId, PersonId } from '../../kernel/ids.ts';

/** What befell a channel. */
export type Cause = PauseCause;

/** Why an alliance rests: a coordinator wished it, or something befell its channel. Both may hold at once. */
export type Reason = { readonly by: MemberId } | { readonly cause: PauseCause };

/** The alliance whose main channel it is, held until the transaction ends. */
export async function holdByChannel(tx: Tx, channelId: string): Promise<AllianceId | null> {
  const [row] = await tx.$queryRaw<{ id: AllianceId }[]>`
    SELECT id FROM alliance WHERE channel_id = ${channelId} FOR UPDATE`;
  return row?.id ?? null;
}

export async function hold(tx: Tx, id: AllianceId): Promise<void> {
  await tx.$queryRaw`SELECT id FROM alliance WHERE id = ${id}::uuid FOR UPDATE`;
}

/** Notes a reason to rest; true where the alliance rests from now on, false where it did before. */
export async function addReason(tx: Tx, now: Date, id: AllianceId, reason: Reason): Promise<boolean> {
  const before = await tx.alliance.findUniqueOrThrow({ where: { id }, select: { pausedAt: true } });
  const why = 'by' in reason ? { pausedBy: reason.by } : { pausedFor: reason.cause };
  await tx.alliance.update({ where: { id }, data: { ...why, pausedAt: before.pausedAt ?? now } });
  return before.pausedAt === null;
}

/** Ends a kind of reason; true where the alliance goes on from now on: nothing else keeps it. */
export async function endReason(tx: Tx, id: AllianceId, kind: 'by' | 'cause'): Promise<boolean> {
  const before = await tx.alliance.findUniqueOrThrow({ where: { id } });
  const after = {
    pausedBy: kind === 'by' ? null : before.pausedBy,
    pausedFor: kind === 'cause' ? null : before.pausedFor,
  };
  const rests = after.pausedBy !== null || after.pausedFor !== null;
  await tx.alliance.update({ where: { id }, data: { ...after, ...(rests ? {} : { pausedAt: null }) } });
  return before.pausedAt !== null && !rests;
}

/** Something that a member still owes. */
export interface Owed {
  readonly id: string;
  readonly ownerId: MemberId;
  readonly text: string;
  readonly dueOn: string | null;
}

/** What the members of alliances still owe, the soonest first. */
export async function owedIn(
  db: Db,
  allianceIds: readonly string[],
): Promise<(Owed & { allianceId: string })[]> {
  const rows = await db.$queryRaw<(Owed & { allianceId: string })[]>`
    SELECT c.id, c.owner_id AS "ownerId", c.text, c.due_on AS "dueOn", c.alliance_id AS "allianceId"
      FROM commitment c JOIN member m ON m.id = c.owner_id AND m.status = 'active'
     WHERE c.alliance_id = ANY(${[...allianceIds]}::uuid[]) AND c.status = 'accepted'
     ORDER BY c.due_on NULLS LAST, c.id`;
  return rows;
}

/** What of it nobody has still to be asked: a question that waits for its owner's next note is not asked twice. */
export async function unasked(db: Db, allianceId: string, kind: string): Promise<Owed[]> {
  const waiting = await db.$queryRaw<{ ref: string; memberId: string }[]>`
    SELECT i.ref, i.member_id AS "memberId" FROM commitment c
    JOIN item i ON i.ref = c.id AND i.kind = ${kind} AND i.status = 'open' AND i.delivered_at IS NULL
    WHERE c.alliance_id = ${allianceId}::uuid AND c.status = 'accepted'`;
  const asked = new Set(waiting.map(({ ref, memberId }) => `${ref}/${memberId}`));
  return (await owedIn(db, [allianceId])).filter(({ id, ownerId }) => !asked.has(`${id}/${ownerId}`));
}

export interface Rest {
  readonly name: string;
  readonly pausedAt: Date | null;
  /** What befell its channel, where that keeps it. */
  readonly cause: PauseCause | null;
}

export async function restsOf(db: Db, ids: readonly string[]): Promise<Map<string, Rest>> {
  const rows = await db.alliance.findMany({ where: { id: { in: [...ids] } } });
  return new Map(rows.map(({ id, name, pausedAt, pausedFor }) => [id, { name, pausedAt, cause: pausedFor }]));
}

/** Everybody who takes part. */
export async function peopleIn(db: Db, allianceId: AllianceId): Promise<PersonId[]> {
  const where = { allianceId, status: 'active' } as const;
  const rows = await db.member.findMany({ where, select: { personId: true } });
  return rows.map(({ personId }) => personId as PersonId);
}
