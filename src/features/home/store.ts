/** Reading only: everything here belongs to another feature. */
import type { Db } from '../../db/client.ts';
import { cardsById, memberCards } from '../../db/people.ts';
import type { MemberId } from '../../kernel/ids.ts';
import { Rhythm } from '../../kernel/rhythm.ts';
import { standing } from '../../kernel/roles.ts';
import { type LocalDate, localDateOf } from '../../kernel/zoned.ts';
import type { Home, Opposite, Promised } from './domain.ts';

/** What one member sees of themselves in one alliance. */
export async function homeOf(db: Db, now: Date, id: MemberId): Promise<Home> {
  const [me] = await memberCards(db, { id });
  if (!me) throw new Error('a member who acts is not there');
  const { allianceId, personId, calendar } = me;
  const alliance = await db.alliance.findUniqueOrThrow({ where: { id: allianceId } });
  const waiting = await db.item.count({
    where: { personId, allianceId, status: 'open', needsAnswer: true, notBefore: { lte: now } },
  });
  const [away] = calendar.absences.filter(({ until }) => until >= localDateOf(now, calendar.zone));
  return {
    alliance: alliance.name,
    organisation: me.organisation,
    standing: standing(me),
    waiting,
    owes: await promisedBy(db, id),
    isOwed: await promisedTo(db, id),
    opposites: await oppositesOf(db, id, calendar.zone),
    settings: {
      noteMinute: me.noteMinute,
      zone: calendar.zone,
      fewer: me.pace === 'fewer',
      away: away ?? null,
    },
  };
}

const OPEN = { status: { in: ['proposed', 'accepted'] as ('proposed' | 'accepted')[] } };

async function promisedBy(db: Db, id: MemberId): Promise<Promised[]> {
  const rows = await db.commitment.findMany({ where: { ownerId: id, ...OPEN }, orderBy: { id: 'asc' } });
  const cards = await cardsById(
    db,
    rows.flatMap(({ forId }) => forId ?? []),
  );
  return rows.map(({ text, forId, dueOn, status }) => ({
    text,
    other: cards.get(forId as MemberId)?.name ?? null,
    dueOn: dueOn as LocalDate | null,
    isProposed: status === 'proposed',
  }));
}

async function promisedTo(db: Db, id: MemberId): Promise<Promised[]> {
  // What somebody else suggested on the reader's behalf is not the reader's to know before its owner accepts.
  const known = [{ status: 'accepted' as const }, { status: 'proposed' as const, writtenById: id }];
  const where = { forId: id, ownerId: { not: id }, OR: known };
  const rows = await db.commitment.findMany({ where, orderBy: { id: 'asc' } });
  const cards = await cardsById(
    db,
    rows.map(({ ownerId }) => ownerId),
  );
  return rows.map(({ text, ownerId, dueOn, status }) => ({
    text,
    other: cards.get(ownerId as MemberId)?.name ?? null,
    dueOn: dueOn as LocalDate | null,
    isProposed: status === 'proposed',
  }));
}

async function oppositesOf(db: Db, id: MemberId, zone: string): Promise<Opposite[]> {
  const pairs = await db.pair.findMany({
    where: { OR: [{ aId: id }, { bId: id }], status: { in: ['active', 'paused'] } },
    orderBy: { id: 'asc' },
  });
  const otherId = ({ aId, bId }: { aId: string; bId: string }) => (aId === id ? bId : aId) as MemberId;
  const cards = await cardsById(db, pairs.map(otherId));
  const talks = await lastTalks(
    db,
    pairs.map((pair) => pair.id),
  );
  return pairs.flatMap((pair): Opposite[] => {
    const other = cards.get(otherId(pair));
    if (!other) return [];
    const talk = talks.get(pair.id);
    return [
      {
        name: other.name,
        organisation: other.organisation,
        rhythm: Rhythm.parse(pair.rhythm),
        lastTalk: talk ? localDateOf(talk, zone) : null,
      },
    ];
  });
}

/** When either of each pair last clicked that they spoke, by pair. */
async function lastTalks(db: Db, pairIds: readonly string[]): Promise<Map<string, Date>> {
  const rows = await db.$queryRaw<{ pairId: string; at: Date }[]>`
    SELECT c.pair_id::text AS "pairId", max(a.answered_at) AS at
    FROM check_in c JOIN check_in_answer a ON a.check_in_id = c.id AND a.answer = 'spoke'
    WHERE c.pair_id = ANY(${[...pairIds]}::uuid[]) GROUP BY c.pair_id`;
  return new Map(rows.map(({ pairId, at }) => [pairId, at]));
}
