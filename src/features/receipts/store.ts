/** A member's month, read from the rows of other features; and receipts, which are their own. */
import type { Db, Tx } from '../../db/client.ts';
import { cardsById } from '../../db/people.ts';
import { type AllianceId, type MemberId, newId, type PersonId } from '../../kernel/ids.ts';
import { addDays, instantOf, type LocalDate, localDateOf } from '../../kernel/zoned.ts';
import type { Facts, Month } from './domain.ts';

/** The member's date. */
export async function todayOf(db: Db, now: Date, id: MemberId): Promise<LocalDate> {
  const card = (await cardsById(db, [id])).get(id);
  return localDateOf(now, card?.calendar.zone ?? 'UTC');
}

/** Moves of somebody else's that helped a commitment along. */
const HELPING = ['help', 'free-time', 'take'];

interface Row {
  readonly what: 'kept' | 'helped' | 'received';
  readonly text: string;
  readonly otherId: MemberId | null;
  readonly at: Date;
}

/**
 * What a member did and was done for them in a month. A receipt is made to be forwarded, so what only the people in
 * it may see is left out, and somebody else's words of thanks where they did not agree that others read them.
 */
export async function factsOf(db: Db, now: Date, id: MemberId, month: Month): Promise<Facts> {
  const me = (await cardsById(db, [id])).get(id);
  if (!me) throw new Error('a member who acts is not there');
  const { zone } = me.calendar;
  const from = instantOf(month.first, 0, zone);
  const until = instantOf(addDays(month.last, 1), 0, zone);
  const rows = await db.$queryRaw<Row[]>`
    SELECT 'kept' AS what, c.text, c.for_id AS "otherId", c.ended_at AS at FROM commitment c
    WHERE c.owner_id = ${id}::uuid AND c.status = 'done' AND c.label <> 'pair' AND c.ended_at >= ${from} AND c.ended_at < ${until}
    UNION ALL
    SELECT 'helped', c.text, c.owner_id, min(e.at) FROM commitment_event e JOIN commitment c ON c.id = e.commitment_id
    WHERE e.actor_id = ${id}::uuid AND e.kind = ANY(${HELPING}::text[]) AND c.label <> 'pair'
      AND c.owner_id <> ${id}::uuid AND e.at >= ${from} AND e.at < ${until}
    GROUP BY c.id
    UNION ALL
    SELECT 'received', c.text, c.owner_id, c.ended_at FROM commitment c
    JOIN member f ON f.id = c.for_id AND f.organisation_id = ${me.organisationId}::uuid
    JOIN member o ON o.id = c.owner_id AND o.organisation_id <> ${me.organisationId}::uuid
    WHERE c.status = 'done' AND c.label <> 'pair' AND c.ended_at >= ${from} AND c.ended_at < ${until}
    ORDER BY 4`;
  const thanks = await db.thanks.findMany({
    where: { toId: id, at: { gte: from, lt: until } },
    orderBy: { at: 'asc' },
    include: { commitment: { select: { text: true, label: true } } },
  });
  const hands = await db.item.count({
    where: {
      kind: 'check-ins.help',
      ref: id,
      createdAt: { gte: from, lt: until },
      data: { path: ['will'], equals: true },
    },
  });
  const people = await cardsById(db, [
    ...rows.flatMap(({ otherId }) => otherId ?? []),
    ...thanks.map(({ fromId }) => fromId),
  ]);
  const alliance = await db.alliance.findUniqueOrThrow({
    where: { id: me.allianceId },
    select: { name: true },
  });
  const nameOf = (other: string | null) =>
    other ? (people.get(other as MemberId)?.name ?? 'somebody') : null;
  const of = (what: Row['what']) =>
    rows
      .filter((row) => row.what === what)
      .map(({ text, otherId, at }) => ({
        text,
        who: otherId === id ? null : nameOf(otherId),
        on: localDateOf(at, zone),
      }));
  return {
    name: me.name,
    organisation: me.organisation,
    alliance: alliance.name,
    month,
    isSoFar: localDateOf(now, zone) <= month.last,
    kept: of('kept'),
    helped: of('helped'),
    hands,
    thanked: thanks
      .filter(({ commitment }) => commitment.label !== 'pair')
      .map(({ fromId, words, fromShares, commitment }) => ({
        text: commitment.text,
        by: nameOf(fromId) ?? 'somebody',
        words: fromShares && words ? words : null,
      })),
    received: of('received'),
  };
}

/** Keeps a receipt until its file has been given. */
export async function save(
  tx: Tx,
  now: Date,
  receipt: { memberId: MemberId; month: string; text: string },
): Promise<string> {
  const id = newId();
  await tx.receipt.create({ data: { id, ...receipt, createdAt: now } });
  return id;
}

/** A receipt whose file is to be given, and the ways to its member: their own workspace, then the channel's. */
export interface Giving {
  readonly month: string;
  readonly text: string;
  readonly userId: string;
  readonly teamIds: readonly string[];
}

/** Takes a receipt to give its file; null where that has been done, or its member is gone. */
export async function take(tx: Tx, now: Date, id: string): Promise<Giving | null> {
  const taken = await tx.receipt.updateMany({ where: { id, givenAt: null }, data: { givenAt: now } });
  const receipt = taken.count === 1 ? await tx.receipt.findUnique({ where: { id } }) : null;
  const member =
    receipt &&
    (await tx.member.findUnique({
      where: { id: receipt.memberId },
      include: { person: true, alliance: true },
    }));
  if (!receipt || !member || member.person.isGone) return null;
  const { homeTeamId, userId } = member.person;
  return {
    month: receipt.month,
    text: receipt.text,
    userId,
    teamIds: [...new Set([homeTeamId, member.alliance.hostTeamId])],
  };
}

/** Whose receipt it is. */
export async function writerOf(db: Db, id: string) {
  const receipt = await db.receipt.findUnique({ where: { id }, select: { memberId: true } });
  const member =
    receipt &&
    (await db.member.findUnique({
      where: { id: receipt.memberId },
      select: { personId: true, allianceId: true },
    }));
  if (!receipt || !member) return null;
  return {
    memberId: receipt.memberId as MemberId,
    personId: member.personId as PersonId,
    allianceId: member.allianceId as AllianceId,
  };
}

export async function receiptsById(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { month: string; text: string }>> {
  const rows = await db.receipt.findMany({ where: { id: { in: [...ids] } } });
  return new Map(rows.map(({ id, month, text }) => [id, { month, text }]));
}

/** Its file was not given after all: it is tried again. */
export async function giveBack(tx: Tx, id: string): Promise<void> {
  await tx.receipt.updateMany({ where: { id }, data: { givenAt: null } });
}

/** Once its file has been given, nothing of it is kept. */
export async function forget(tx: Tx, id: string): Promise<void> {
  await tx.receipt.deleteMany({ where: { id } });
}
