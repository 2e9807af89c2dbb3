/** What organisations say of how they work. */
import type { Db, Tx } from '../../db/client.ts';
import type { AllianceId, MemberId, OrganisationId, PersonId } from '../../kernel/ids.ts';
import type { Norms } from './norms-domain.ts';

type Card = Norms & { readonly id: OrganisationId };

/** The norms of all organisations of an alliance, the host's first. */
export function normsOf(db: Db, allianceId: AllianceId): Promise<Card[]> {
  return cardsWhere(db, { allianceId });
}

/** Those of some organisations, by id. */
export async function normsById(db: Db, ids: readonly string[]): Promise<Map<string, Card>> {
  const cards = await cardsWhere(db, { id: { in: [...ids] } });
  return new Map(cards.map((card) => [card.id, card]));
}

async function cardsWhere(
  db: Db,
  where: { readonly allianceId: AllianceId } | { readonly id: { in: string[] } },
): Promise<Card[]> {
  const orderBy = [{ isHost: 'desc' as const }, { id: 'asc' as const }];
  const rows = await db.organisation.findMany({ where, orderBy });
  return rows.map(({ id, name, why, decides, goodWork, ...row }) => {
    const { workDays, workFrom, workUntil, country, region, zone, replyDays } = row;
    const hours = { workDays, workFrom, workUntil, country, region, zone, replyDays };
    return { id: id as OrganisationId, name, why, decides, goodWork, ...hours };
  });
}

/** Saves an organisation's norms; returns its people, whose days and hours may have changed. */
export async function saveNorms(
  tx: Tx,
  id: OrganisationId,
  { workDays, ...norms }: Norms,
): Promise<{ readonly id: MemberId; readonly personId: PersonId }[]> {
  await tx.organisation.update({ where: { id }, data: { ...norms, workDays: [...workDays] } });
  return peopleOf(tx, id);
}

/** The active members of an organisation. */
export async function peopleOf(
  db: Db,
  id: string,
): Promise<{ readonly id: MemberId; readonly personId: PersonId }[]> {
  const where = { organisationId: id, status: 'active' } as const;
  const rows = await db.member.findMany({ where, select: { id: true, personId: true } });
  return rows.map((row) => ({ id: row.id as MemberId, personId: row.personId as PersonId }));
}

/** Whether an organisation has a leader or coordinator of its own. */
export async function isLed(db: Db, id: OrganisationId): Promise<boolean> {
  const where = { organisationId: id, status: 'active', role: { not: 'member' } } as const;
  return (await db.member.count({ where })) > 0;
}
