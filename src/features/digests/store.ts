/** Plans and digests; what a digest says is read in facts-store.ts. */
import type { Db, Tx } from '../../db/client.ts';
import type { DigestKind } from '../../db/generated/enums.ts';
import { cardsById, type MemberCard } from '../../db/people.ts';
import { type MemberId, newId } from '../../kernel/ids.ts';
import { addDays, type LocalDate, type Weekday } from '../../kernel/zoned.ts';
import type { Slot } from './schedule.ts';

/** A reader with what is planned for them. */
export interface Planned {
  readonly card: MemberCard;
  readonly nextOn: LocalDate;
  /** The first day that no digest has brought them yet. */
  readonly since: LocalDate;
  readonly choice: Choice;
}

/** On which weekday a member wishes to have it; 0: only on request; null: as their role has it. */
export type Choice = Weekday | 0 | null;

/** Claims readers whose digest has fallen due, for this transaction; those of a paused alliance wait. */
export async function claimDue(tx: Tx, now: Date, limit: number): Promise<Planned[]> {
  const rows = await tx.$queryRaw<{ memberId: MemberId; nextOn: LocalDate; since: LocalDate }[]>`
    SELECT plan.member_id AS "memberId", plan.next_on AS "nextOn", plan.since FROM digest_plan plan
    JOIN member ON member.id = plan.member_id
    JOIN alliance ON alliance.id = member.alliance_id AND alliance.paused_at IS NULL
    WHERE plan.next_at <= ${now} ORDER BY plan.next_at LIMIT ${limit}
    FOR UPDATE OF plan SKIP LOCKED`;
  if (rows.length === 0) return [];
  const ids = rows.map(({ memberId }) => memberId);
  const cards = await cardsById(tx, ids);
  const choices = await choicesOf(tx, ids);
  return rows.flatMap(({ memberId, nextOn, since }) => {
    const card = cards.get(memberId);
    return card ? [{ card, nextOn, since, choice: choices.get(memberId) ?? null }] : [];
  });
}

/** What members chose about their digests; who chose nothing is missing. */
export async function choicesOf(db: Db, memberIds: readonly string[]): Promise<Map<string, Choice>> {
  const rows = await db.digestChoice.findMany({ where: { memberId: { in: [...memberIds] } } });
  return new Map(rows.map(({ memberId, weekday }) => [memberId, weekday as Choice]));
}

export async function choose(tx: Tx, memberId: MemberId, weekday: Weekday | 0): Promise<void> {
  await tx.digestChoice.upsert({ where: { memberId }, create: { memberId, weekday }, update: { weekday } });
}

/** When a digest falls due next. */
export async function nextDue(db: Db): Promise<Date | null> {
  const [row] = await db.$queryRaw<{ nextAt: Date }[]>`
    SELECT plan.next_at AS "nextAt" FROM digest_plan plan
    JOIN member ON member.id = plan.member_id
    JOIN alliance ON alliance.id = member.alliance_id AND alliance.paused_at IS NULL
    WHERE plan.next_at IS NOT NULL ORDER BY plan.next_at LIMIT 1`;
  return row?.nextAt ?? null;
}

/** A member with their plan, if they have one. */
export async function memberWithPlan(
  db: Db,
  memberId: string,
): Promise<{ card: MemberCard; planned: LocalDate | null; choice: Choice } | null> {
  const card = (await cardsById(db, [memberId])).get(memberId as MemberId);
  if (!card) return null;
  const plan = await db.digestPlan.findUnique({ where: { memberId } });
  const choice = (await choicesOf(db, [memberId])).get(memberId) ?? null;
  return { card, planned: (plan?.nextAt ? plan.nextOn : null) as LocalDate | null, choice };
}

/** Plans a reader's next digest; `since` is kept where they have a plan already. */
export async function savePlan(
  tx: Tx,
  memberId: MemberId,
  slot: Slot | null,
  since: LocalDate,
): Promise<void> {
  const next = { nextOn: slot?.on ?? '', nextAt: slot?.at ?? null };
  await tx.digestPlan.upsert({ where: { memberId }, create: { memberId, since, ...next }, update: next });
}

/** Whoever leads and coordinates no more is written to no more. */
export async function removePlan(tx: Tx, memberId: string): Promise<void> {
  await tx.digestPlan.deleteMany({ where: { memberId } });
}

/** The first day that no digest has brought a member yet; null where they get none by themselves. */
export async function sinceOf(db: Db, memberId: string): Promise<LocalDate | null> {
  const plan = await db.digestPlan.findUnique({ where: { memberId }, select: { since: true } });
  return plan ? (plan.since as LocalDate) : null;
}

/** A digest that was asked for; of the same days there is one. */
export async function requested(tx: Tx, digest: Omit<NewDigest, 'kind'>): Promise<string> {
  const { memberId, since, until } = digest;
  const kind = 'on_request' as const;
  const row = await tx.digest.upsert({
    where: { memberId_kind_until: { memberId, kind, until } },
    create: { id: newId(), memberId, kind, since, until },
    update: { since },
    select: { id: true },
  });
  return row.id;
}

/** Moves plans on, all in one statement. */
export async function movePlans(
  tx: Tx,
  moves: readonly { memberId: MemberId; next: Slot | null }[],
): Promise<void> {
  const rows = moves.map(({ memberId, next }) => {
    return { member_id: memberId, next_on: next?.on ?? '', next_at: next?.at ?? null };
  });
  await tx.$executeRaw`
    UPDATE digest_plan plan SET next_on = t.next_on, next_at = t.next_at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t (member_id uuid, next_on text, next_at timestamptz)
    WHERE plan.member_id = t.member_id`;
}

export interface NewDigest {
  readonly memberId: MemberId;
  readonly kind: DigestKind;
  readonly since: LocalDate;
  readonly until: LocalDate;
}

/** Writes digests; those that exist are left out of what is returned. */
export function writeDigests(
  tx: Tx,
  digests: readonly NewDigest[],
): Promise<{ id: string; memberId: MemberId; until: LocalDate }[]> {
  const rows = digests.map(({ memberId, ...digest }) => ({ ...digest, id: newId(), member_id: memberId }));
  // By hand: the query builder plans anew for each number of rows, which takes longer than writing them.
  return tx.$queryRaw`
    INSERT INTO digest (id, member_id, kind, since, until)
    SELECT t.id, t.member_id, t.kind::digest_kind, t.since, t.until
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS t (id uuid, member_id uuid, kind text, since text, until text)
    ON CONFLICT DO NOTHING RETURNING id, member_id AS "memberId", until`;
}

/** What has arrived is covered: the next digest starts on the day after. One that never left is covered by the next. */
export async function markCovered(tx: Tx, digestIds: readonly string[]): Promise<void> {
  const digests = await tx.digest.findMany({ where: { id: { in: [...digestIds] } } });
  const rows = digests.map(({ memberId, until }) => {
    return { member_id: memberId, since: addDays(until as LocalDate, 1) };
  });
  await tx.$executeRaw`
    UPDATE digest_plan plan SET since = t.since
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t (member_id uuid, since text)
    WHERE plan.member_id = t.member_id AND plan.since < t.since`;
}
