/** Plans and rounds: what planning claims and writes. What people answer is in answer-store.ts. */
import type { Db, Tx } from '../../db/client.ts';
import { Prisma } from '../../db/generated/client.ts';
import { cardsById, type MemberCard } from '../../db/people.ts';
import { type AllianceId, type CheckInId, type MemberId, newId, type PairId } from '../../kernel/ids.ts';
import { Rhythm } from '../../kernel/rhythm.ts';
import type { LocalDate } from '../../kernel/zoned.ts';
import type { Slot } from './schedule.ts';

/** A pair as planning needs it. */
export interface PlannedPair {
  readonly id: PairId;
  readonly allianceId: AllianceId;
  readonly rhythm: Rhythm;
  readonly anchor: LocalDate;
  /** Both of them, `a` first; fewer where one is no longer an active member. */
  readonly sides: readonly MemberCard[];
  /** Whether it is to be asked at all. */
  readonly isActive: boolean;
  /** The round that is planned; null where none is. */
  readonly planned: LocalDate | null;
  readonly lastRound: number;
}

interface PairRow {
  readonly id: PairId;
  readonly allianceId: AllianceId;
  readonly aId: MemberId;
  readonly bId: MemberId;
  readonly rhythm: unknown;
  readonly anchor: LocalDate;
  readonly status: string;
  readonly nextOn: LocalDate | null;
  readonly nextAt: Date | null;
  readonly lastRound: number;
}

const columns = Prisma.sql`
  p.id, p.alliance_id AS "allianceId", p.a_id AS "aId", p.b_id AS "bId", p.rhythm, p.anchor, p.status,
  plan.next_on AS "nextOn", plan.next_at AS "nextAt",
  (SELECT coalesce(max(c.round), 0) FROM check_in c WHERE c.pair_id = p.id) AS "lastRound"`;

async function withSides(db: Db, rows: readonly PairRow[]): Promise<PlannedPair[]> {
  if (rows.length === 0) return [];
  const cards = await cardsById(
    db,
    rows.flatMap(({ aId, bId }) => [aId, bId]),
  );
  return rows.map(({ aId, bId, rhythm, nextOn, nextAt, status, ...row }) => {
    const sides = [aId, bId].flatMap((id) => cards.get(id) ?? []).filter((card) => card.status === 'active');
    return {
      ...row,
      rhythm: Rhythm.parse(rhythm),
      sides,
      isActive: status === 'active' && sides.length === 2,
      planned: nextAt && nextOn,
    };
  });
}

/** The pairs with this id or with this member, each with its plan. */
export async function pairsOf(
  db: Db,
  which: { pairId: string } | { memberId: string },
): Promise<PlannedPair[]> {
  const condition =
    'pairId' in which
      ? Prisma.sql`p.id = ${which.pairId}::uuid`
      : Prisma.sql`(p.a_id = ${which.memberId}::uuid OR p.b_id = ${which.memberId}::uuid)`;
  const rows = await db.$queryRaw<PairRow[]>`
    SELECT ${columns} FROM pair p LEFT JOIN check_in_plan plan ON plan.pair_id = p.id
    WHERE ${condition} AND (p.status = 'active' OR plan.pair_id IS NOT NULL) ORDER BY p.id`;
  return withSides(db, rows);
}

/** Claims pairs that have fallen due, for this transaction; those of a paused alliance wait. */
export async function claimDue(tx: Tx, now: Date, limit: number): Promise<PlannedPair[]> {
  const rows = await tx.$queryRaw<PairRow[]>`
    SELECT ${columns} FROM check_in_plan plan
    JOIN pair p ON p.id = plan.pair_id
    JOIN alliance ON alliance.id = p.alliance_id AND alliance.paused_at IS NULL
    WHERE plan.next_at <= ${now} ORDER BY plan.next_at, plan.pair_id LIMIT ${limit}
    FOR UPDATE OF plan SKIP LOCKED`;
  return withSides(tx, rows);
}

/** When a pair falls due next. */
export async function nextDue(db: Db): Promise<Date | null> {
  const [row] = await db.$queryRaw<{ nextAt: Date }[]>`
    SELECT plan.next_at AS "nextAt" FROM check_in_plan plan
    JOIN pair p ON p.id = plan.pair_id
    JOIN alliance ON alliance.id = p.alliance_id AND alliance.paused_at IS NULL
    WHERE plan.next_at IS NOT NULL ORDER BY plan.next_at LIMIT 1`;
  return row?.nextAt ?? null;
}

/** What a pair is planned for; without a slot it is asked no more until something about it changes. */
export interface Plan {
  readonly pairId: PairId;
  readonly slot: Slot | null;
}

/** Writes plans, all in one statement. */
export async function savePlans(tx: Tx, plans: readonly Plan[]): Promise<void> {
  if (plans.length === 0) return;
  const rows = plans.map(({ pairId, slot }) => ({
    pair_id: pairId,
    next_on: slot?.on ?? '',
    next_at: slot?.at ?? null,
  }));
  await tx.$executeRaw`
    INSERT INTO check_in_plan AS plan (pair_id, next_on, next_at)
    SELECT pair_id, next_on, next_at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t (pair_id uuid, next_on text, next_at timestamptz)
    ORDER BY pair_id
    ON CONFLICT (pair_id) DO UPDATE SET next_on = excluded.next_on, next_at = excluded.next_at`;
}

/** Ends the open rounds of pairs; which they were. */
export async function closeRounds(tx: Tx, pairIds: readonly PairId[], now: Date): Promise<CheckInId[]> {
  if (pairIds.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: CheckInId }[]>`
    UPDATE check_in SET closed_at = ${now} WHERE pair_id = ANY(${[...pairIds]}::uuid[]) AND closed_at IS NULL
    RETURNING id`;
  return rows.map(({ id }) => id);
}

/** Opens a round for each of these pairs. */
export async function openRounds(
  tx: Tx,
  now: Date,
  rounds: readonly { pair: Pick<PlannedPair, 'id' | 'allianceId' | 'lastRound'>; on: LocalDate }[],
): Promise<CheckInId[]> {
  const rows = rounds.map(({ pair, on }) => ({
    id: newId<CheckInId>(),
    allianceId: pair.allianceId,
    pairId: pair.id,
    round: pair.lastRound + 1,
    opensOn: on,
    openedAt: now,
  }));
  await tx.checkIn.createMany({ data: rows });
  return rows.map(({ id }) => id);
}
