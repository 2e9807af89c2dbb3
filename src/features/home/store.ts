/** What Home reads of other features' rows, and who has theirs open. */
import type { Db, Tx } from '../../db/client.ts';
import { cardsById, type MemberCard, memberCards } from '../../db/people.ts';
import type { MemberId, PersonId } from '../../kernel/ids.ts';
import { standing } from '../../kernel/roles.ts';
import { addDays, type LocalDate, localDateOf } from '../../kernel/zoned.ts';
import { AHEAD_DAYS, type Coming, type Home, type Listed, type Place, type Settings } from './domain.ts';

/** What a person sees of themselves, in one alliance or in all of theirs; a constant number of queries. */
export async function homeOf(
  db: Db,
  now: Date,
  who: { personId: PersonId } | { memberId: MemberId },
): Promise<Home & { today: LocalDate }> {
  const where = 'personId' in who ? { personId: who.personId } : { id: who.memberId };
  const cards = await memberCards(db, { ...where, status: 'active' });
  const ids = cards.map(({ id }) => id);
  const [first] = cards;
  const personId = 'personId' in who ? who.personId : first?.personId;
  if (!personId) throw new Error('a member who acts is not there');
  const today = localDateOf(now, first?.calendar.zone ?? 'UTC');
  const alliances = await db.alliance.findMany({
    where: { id: { in: cards.map((card) => card.allianceId) } },
  });
  const waiting = await waitingFor(db, ids, now);
  const promises = await promisesOf(db, ids);
  const pairs = await pairsOf(db, ids);
  const coming = await comingOf(db, ids, pairs, today);
  const places = cards.map(
    (card): Place => ({
      allianceId: card.allianceId,
      memberId: card.id,
      alliance: alliances.find(({ id }) => id === card.allianceId)?.name ?? '',
      organisation: card.organisation,
      standing: standing(card),
      waiting: new Set(waiting.flatMap(({ memberId, ref }) => (memberId === card.id ? ref : []))).size,
      owes: promises.filter(({ ownerId }) => ownerId === card.id).map(listed),
      isOwed: promises.filter((one) => one.forId === card.id && one.ownerId !== card.id).map(listed),
      pairs: pairs.filter((pair) => [pair.aId, pair.bId].includes(card.id)).map(({ id }) => id),
      coming: coming.get(card.id) ?? [],
    }),
  );
  return { personId, places, settings: first ? settingsOf(first, today) : null, today };
}

/** What waits for an answer in notes; what several notes have asked about is one thing, and a direct answer asks nothing. */
function waitingFor(db: Db, ids: readonly MemberId[], now: Date) {
  return db.item.findMany({
    where: {
      memberId: { in: [...ids] },
      status: 'open',
      needsAnswer: true,
      notBefore: { lte: now },
      OR: [{ messageId: null }, { message: { kind: 'note' } }],
    },
    select: { memberId: true, ref: true },
  });
}

function listed({ id, dueOn }: { id: string; dueOn: string | null }): Listed {
  return { ref: id, dueOn: dueOn as LocalDate | null };
}

function settingsOf({ noteMinute, calendar, pace, dayFirst }: MemberCard, today: LocalDate): Settings {
  const absences = calendar.absences.filter(({ until }) => until >= today);
  return { noteMinute, zone: calendar.zone, fewer: pace === 'fewer', dayFirst, absences };
}

/** A reader's settings and date. */
export async function settingsFor(
  db: Db,
  now: Date,
  ids: readonly (MemberId | null)[],
): Promise<Map<MemberId, { settings: Settings; today: LocalDate }>> {
  const cards = await cardsById(
    db,
    ids.filter((id) => id !== null),
  );
  return new Map(
    [...cards].map(([id, card]) => {
      const today = localDateOf(now, card.calendar.zone);
      return [id, { settings: settingsOf(card, today), today }];
    }),
  );
}

/** What is open from and to these members. What somebody else suggested for one to receive is not theirs to know yet. */
function promisesOf(db: Db, ids: readonly MemberId[]) {
  const own = { in: [...ids] };
  return db.commitment.findMany({
    where: {
      OR: [
        { ownerId: own, status: { in: ['proposed', 'accepted'] } },
        { forId: own, status: 'accepted' },
        { forId: own, status: 'proposed', writtenById: own },
      ],
    },
    select: { id: true, ownerId: true, forId: true, dueOn: true },
    orderBy: { id: 'asc' },
  });
}

function pairsOf(db: Db, ids: readonly MemberId[]) {
  const own = { in: [...ids] };
  return db.pair.findMany({
    where: { OR: [{ aId: own }, { bId: own }], status: { in: ['active', 'paused'] } },
    select: { id: true, aId: true, bId: true },
    orderBy: { id: 'asc' },
  });
}

async function comingOf(
  db: Db,
  ids: readonly MemberId[],
  pairs: readonly { id: string; aId: string; bId: string }[],
  today: LocalDate,
): Promise<Map<string, Coming[]>> {
  const within = { gte: today, lte: addDays(today, AHEAD_DAYS) };
  const rounds = await db.checkInPlan.findMany({
    where: { pairId: { in: pairs.map(({ id }) => id) }, nextAt: { not: null }, nextOn: within },
  });
  const digests = await db.digestPlan.findMany({
    where: { memberId: { in: [...ids] }, nextAt: { not: null }, nextOn: within },
  });
  const people = await cardsById(
    db,
    pairs.flatMap(({ aId, bId }) => [aId, bId]),
  );
  const coming = new Map<string, Coming[]>();
  const add = (id: string, one: Coming) => coming.set(id, [...(coming.get(id) ?? []), one]);
  for (const { pairId, nextOn } of rounds) {
    const pair = pairs.find(({ id }) => id === pairId);
    for (const id of ids) {
      const otherId = pair?.aId === id ? pair.bId : pair?.bId === id ? pair.aId : null;
      const other = otherId && people.get(otherId as MemberId);
      if (other) add(id, { on: nextOn as LocalDate, what: { kind: 'word', with: other.name } });
    }
  }
  for (const { memberId, nextOn } of digests)
    add(memberId, { on: nextOn as LocalDate, what: { kind: 'digest' } });
  return coming;
}

/** A Home that is on somebody's screen, or may be. */
export interface OpenHome {
  readonly personId: PersonId;
  readonly userId: string;
  readonly teamId: string;
  readonly page: number;
}

/** Somebody opened theirs: at its first page, and in the workspace where they have one. */
export async function opened(tx: Tx, now: Date, personId: PersonId, teamId: string): Promise<void> {
  const values = { teamId, openedAt: now, page: 0 };
  await tx.homeView.upsert({ where: { personId }, create: { personId, ...values }, update: values });
}

export async function turn(tx: Tx, personId: PersonId, page: number): Promise<void> {
  await tx.homeView.updateMany({ where: { personId }, data: { page } });
}

export async function openHome(db: Db, personId: string): Promise<OpenHome | null> {
  const row = await db.homeView.findUnique({ where: { personId }, include: { person: true } });
  if (!row || row.person.isGone) return null;
  const { teamId, page, person } = row;
  return { personId: person.id as PersonId, userId: person.userId, teamId, page };
}

/** Which rows have changed. */
export interface Changed {
  readonly commitmentId?: string;
  readonly pairId?: string;
  readonly memberIds?: readonly string[];
}

/** Who of those whom a change concerns opened their Home since, in the order of their ids. */
export async function lookers(
  db: Db,
  since: Date,
  { commitmentId, pairId, memberIds }: Changed,
): Promise<string[]> {
  const rows = await db.$queryRaw<{ personId: string }[]>`
    SELECT DISTINCT h.person_id::text AS "personId" FROM home_view h JOIN member m ON m.person_id = h.person_id
    WHERE h.opened_at >= ${since} AND (
      m.id = ANY(${[...(memberIds ?? [])]}::uuid[])
      OR m.id IN (SELECT unnest(ARRAY[c.owner_id, c.for_id, c.written_by_id, c.offered_to_id]) FROM commitment c
        WHERE c.id = ${commitmentId ?? null}::uuid)
      OR m.id IN (SELECT unnest(ARRAY[p.a_id, p.b_id]) FROM pair p WHERE p.id = ${pairId ?? null}::uuid))
    ORDER BY 1`;
  return rows.map(({ personId }) => personId);
}
