import type { Db, Tx } from '../../db/client.ts';
import { cardsById, type MemberCard, memberByUser, memberCards } from '../../db/people.ts';
import type { AllianceId, MemberId, OrganisationId, PairId } from '../../kernel/ids.ts';
import { newId } from '../../kernel/ids.ts';
import { Rhythm } from '../../kernel/rhythm.ts';
import type { Voice } from '../../kernel/roles.ts';
import type { LocalDate } from '../../kernel/zoned.ts';
import type { Mentioned, Pair, PairStatus, Side } from './domain.ts';

const OPEN: PairStatus[] = ['proposed', 'active', 'paused'];

/**
 * Whoever a mention leads to, in this alliance; the card is there where it is a member. Somebody else is named only
 * where this installation has met them: an id alone must not give away a name.
 */
export async function mentioned(
  db: Db,
  { allianceId, viaTeamId }: { readonly allianceId: AllianceId; readonly viaTeamId: string },
  userId: string,
): Promise<{ readonly who: Mentioned; readonly card: MemberCard | null }> {
  const card = await memberByUser(db, allianceId, userId);
  if (card) return { who: { kind: 'member', side: sideOf(card) }, card };
  const where = { userId, sightings: { some: { viaTeamId } } };
  const person = await db.person.findFirst({ where, select: { name: true, isBot: true } });
  return { who: { kind: person?.isBot ? 'bot' : 'stranger', name: person?.name ?? null }, card: null };
}

/** A member as if they had been mentioned. */
export async function self(db: Db, id: MemberId): ReturnType<typeof mentioned> {
  const card = (await cardsById(db, [id])).get(id) ?? null;
  return card
    ? { who: { kind: 'member', side: sideOf(card) }, card }
    : { who: { kind: 'stranger', name: null }, card };
}

/** Holds two members until the transaction ends, so that two proposals at once do not make two pairs. */
export async function holdMembers(tx: Tx, ids: readonly MemberId[]): Promise<void> {
  await tx.$queryRaw`SELECT id FROM member WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR UPDATE`;
}

/** The open pair of two members, whichever was named first. */
export async function openPairOf(db: Db, a: MemberId, b: MemberId): Promise<Pair | null> {
  const sides = { OR: [{ aId: a, bId: b }, { aId: b, bId: a }] }; // biome-ignore format: the two orders side by side
  const [pair] = await pairsWhere(db, { ...sides, status: { in: OPEN } });
  return pair ?? null;
}

export async function createPair(
  tx: Tx,
  now: Date,
  pair: {
    readonly allianceId: AllianceId;
    readonly a: MemberId;
    readonly b: MemberId;
    readonly rhythm: Rhythm;
    readonly anchor: LocalDate;
    readonly proposedBy: MemberId;
  },
): Promise<PairId> {
  const id = newId<PairId>();
  const { a, b, ...rest } = pair;
  await tx.pair.create({ data: { ...rest, id, aId: a, bId: b, status: 'proposed', createdAt: now } });
  return id;
}

/** A pair, held until the transaction ends: of two answers at once the second sees the first. */
export async function holdPair(tx: Tx, id: string): Promise<Pair | null> {
  await tx.$queryRaw`SELECT id FROM pair WHERE id = ${id}::uuid FOR UPDATE`;
  const [pair] = await pairsById(tx, [id]);
  return pair ?? null;
}

export async function setStatus(tx: Tx, now: Date, id: PairId, status: PairStatus): Promise<void> {
  const endedAt = OPEN.includes(status) ? null : now;
  await tx.pair.update({ where: { id }, data: { status, endedAt } });
}

/** From `anchor` on, where it is given: a rhythm of several weeks counts from there. */
export async function setRhythm(tx: Tx, id: PairId, rhythm: Rhythm, anchor?: LocalDate): Promise<void> {
  await tx.pair.update({ where: { id }, data: { rhythm, ...(anchor ? { anchor } : {}) } });
}

export async function addAcceptance(tx: Tx, now: Date, pairId: PairId, memberId: MemberId): Promise<void> {
  await tx.pairAcceptance.createMany({ data: [{ pairId, memberId, at: now }], skipDuplicates: true });
}

/** Who accepted each of these pairs, by its id; a pair that nobody accepted is missing. */
export async function acceptancesOf(db: Db, pairIds: readonly string[]): Promise<Map<string, Set<string>>> {
  const rows = await db.pairAcceptance.findMany({ where: { pairId: { in: [...pairIds] } } });
  const byPair = new Map<string, Set<string>>();
  for (const { pairId, memberId } of rows) {
    byPair.set(pairId, (byPair.get(pairId) ?? new Set()).add(memberId));
  }
  return byPair;
}

/** The active members of some organisations, as far as their say is concerned. */
export async function voicesOf(
  db: Db,
  organisationIds: readonly OrganisationId[],
): Promise<Map<OrganisationId, Voice[]>> {
  const rows = await db.member.findMany({
    where: { organisationId: { in: [...organisationIds] }, status: 'active' },
    select: { id: true, position: true, role: true, proposedRole: true, organisationId: true },
  });
  return Map.groupBy(rows, ({ organisationId }) => organisationId as OrganisationId);
}

export function pairsById(db: Db, ids: readonly string[]): Promise<Pair[]> {
  return pairsWhere(db, { id: { in: [...ids] } });
}

/** The open pairs of an alliance, in the order in which they were made. */
export function openPairs(db: Db, allianceId: AllianceId): Promise<Pair[]> {
  return pairsWhere(db, { allianceId, status: { in: OPEN } });
}

/** The open pairs that a member is one of. */
export function openPairsOf(db: Db, id: string): Promise<Pair[]> {
  return pairsWhere(db, { OR: [{ aId: id }, { bId: id }], status: { in: OPEN } });
}

/** The pairs that await an answer from the organisation of a member. */
export async function awaitingPairs(db: Db, organisationId: OrganisationId): Promise<PairId[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT p.id::text FROM pair p JOIN member m ON m.id IN (p.a_id, p.b_id)
    WHERE p.status = 'proposed' AND m.organisation_id = ${organisationId}::uuid ORDER BY p.id`;
  return rows.map(({ id }) => id as PairId);
}

async function pairsWhere(db: Db, where: NonNullable<Parameters<Db['pair']['findMany']>[0]>['where']) {
  const rows = await db.pair.findMany({ where, orderBy: { id: 'asc' } });
  const cards = await cardsById(
    db,
    rows.flatMap(({ aId, bId }) => [aId, bId]),
  );
  return rows.flatMap((row): Pair[] => {
    const a = cards.get(row.aId as MemberId);
    const b = cards.get(row.bId as MemberId);
    if (!a || !b) return []; // one of the two has been erased
    return [
      {
        id: row.id as PairId,
        allianceId: row.allianceId as AllianceId,
        a: sideOf(a),
        b: sideOf(b),
        rhythm: Rhythm.parse(row.rhythm),
        anchor: row.anchor as LocalDate,
        status: row.status,
        proposedBy: row.proposedBy as MemberId,
      },
    ];
  });
}

function sideOf({ id, name, organisationId, organisation, level }: MemberCard): Side {
  return { id, name, organisationId, organisation, level };
}

/** Members by id, for texts that speak of them and dates that are theirs. */
export function cardsOf(db: Db, ids: Iterable<string>): Promise<Map<MemberId, MemberCard>> {
  return cardsById(db, ids);
}

/** Whether a member still takes part, and for whom; null where they have been erased. */
export async function standOf(
  db: Db,
  id: string,
): Promise<{
  readonly id: MemberId;
  readonly organisationId: OrganisationId;
  readonly status: string;
} | null> {
  const select = { id: true, organisationId: true, status: true } as const;
  const row = await db.member.findUnique({ where: { id }, select });
  return (
    row && {
      id: row.id as MemberId,
      organisationId: row.organisationId as OrganisationId,
      status: row.status,
    }
  );
}

/** Everybody who takes part. */
export async function sidesOf(db: Db, allianceId: AllianceId): Promise<Side[]> {
  return (await memberCards(db, { allianceId, status: 'active' })).map(sideOf);
}

/** How to reach somebody who takes part: their own workspace first, then the host's. */
export async function readerOf(
  db: Db,
  id: string,
): Promise<{ readonly allianceId: AllianceId; readonly userId: string; readonly teamIds: string[] } | null> {
  const include = { person: true, alliance: true } as const;
  const row = await db.member.findFirst({ where: { id, status: 'active' }, include });
  if (!row) return null;
  const { person, alliance } = row;
  const teamIds = [...new Set([person.homeTeamId, alliance.hostTeamId])];
  return { allianceId: alliance.id as AllianceId, userId: person.userId, teamIds };
}

/** Whether a member has been shown an item about a row: who was told of nothing is not told of its end. */
export async function wasShown(db: Db, memberId: MemberId, ref: string, kind: string): Promise<boolean> {
  const where = { memberId, ref, kind, deliveredAt: { not: null } };
  return (await db.item.count({ where })) > 0;
}
