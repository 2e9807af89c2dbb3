/** Names that people gave themselves and their organisation. */
import type { Tx } from '../../db/client.ts';
import type { OrganisationId, PersonId } from '../../kernel/ids.ts';

/** What Slack says of their name does not matter from then on. */
export async function rename(tx: Tx, id: PersonId, name: string): Promise<void> {
  await tx.person.update({ where: { id }, data: { name, nameIsOwn: true } });
}

/** @param leads whether who asks leads or coordinates the organisation */
export async function renameOrganisation(
  tx: Tx,
  id: OrganisationId,
  name: string,
  leads: boolean,
): Promise<'done' | 'taken' | 'not-yours'> {
  const own = await tx.organisation.findUniqueOrThrow({ where: { id } });
  const others = { allianceId: own.allianceId, id: { not: id } };
  const led = { organisationId: id, status: 'active', role: { not: 'member' } } as const;
  if (!leads && (await tx.member.count({ where: led })) > 0) return 'not-yours';
  const taken = await tx.organisation.count({
    where: { ...others, name: { equals: name, mode: 'insensitive' } },
  });
  if (taken > 0) return 'taken';
  await tx.organisation.update({ where: { id }, data: { name } });
  return 'done';
}
