/** Who comes in, for the first time or again. */
import type { Db, Tx } from '../../db/client.ts';
import {
  type AllianceId,
  type MemberId,
  newId,
  type OrganisationId,
  type PersonId,
} from '../../kernel/ids.ts';
import { isZone } from '../../kernel/zoned.ts';
import { later } from './domain.ts';
import { HOURS } from './setup-store.ts';
import { organisationOf } from './store.ts';
import { countryOfZone } from './zones.ts';

/** Somebody who has just come in. */
export interface Arrival {
  readonly id: MemberId;
  readonly joinedAt: Date;
}

/** Everybody who takes part in an alliance, and since when. */
export async function arrivals(db: Db, allianceId: string): Promise<Arrival[]> {
  const where = { allianceId, status: 'active' } as const;
  const rows = await db.member.findMany({ where, select: { id: true, joinedAt: true } });
  return rows.map(({ id, joinedAt }) => ({ id: id as MemberId, joinedAt }));
}

/**
 * Brings a person in as a plain member, also one who was in before; a workspace new here becomes an organisation.
 * Null where they are in already.
 */
export async function admit(
  tx: Tx,
  now: Date,
  allianceId: AllianceId,
  personId: PersonId,
  organisationName: string,
): Promise<Arrival | null> {
  // Held, so that two who arrive together do not both bring the same organisation or take the same place.
  await tx.$queryRaw`SELECT id FROM alliance WHERE id = ${allianceId}::uuid FOR UPDATE`;
  const before = await tx.member.findUnique({ where: { allianceId_personId: { allianceId, personId } } });
  if (before) {
    if (before.status === 'active') return null;
    const joinedAt = later(now, before.joinedAt);
    await tx.member.update({ where: { id: before.id }, data: { status: 'active', joinedAt } });
    return { id: before.id as MemberId, joinedAt };
  }
  const person = await tx.person.findUniqueOrThrow({ where: { id: personId } });
  let organisationId = await organisationOf(tx, allianceId, person.homeTeamId);
  if (!organisationId) {
    organisationId = newId<OrganisationId>();
    const slackZone = person.slackZone && isZone(person.slackZone) ? person.slackZone : 'UTC';
    const place = { zone: slackZone, country: countryOfZone(slackZone), isHost: false };
    const teamIds = [person.homeTeamId];
    await tx.organisation.create({
      data: { id: organisationId, allianceId, name: organisationName, teamIds, ...place, ...HOURS },
    });
  }
  const last = await tx.member.aggregate({ where: { allianceId }, _max: { position: true } });
  const position = (last._max.position ?? -1) + 1;
  const id = newId<MemberId>();
  await tx.member.create({ data: { id, allianceId, personId, organisationId, position, joinedAt: now } });
  return { id, joinedAt: now };
}
