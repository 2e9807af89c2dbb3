/** The table `installation`: what the app was given in each workspace. Its instants are real time. */
import type { Db, Tx } from '../db/client.ts';

export interface InstallationRow {
  /** The team; where it is org-wide, the enterprise. */
  readonly id: string;
  readonly enterpriseId: string | null;
  readonly isOrgWide: boolean;
  readonly teamIds: string[];
  readonly appId: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly scopes: string[];
  readonly secrets: string;
  readonly expiresAt: Date | null;
}

export function allInstallations(db: Db): Promise<InstallationRow[]> {
  return db.installation.findMany({ orderBy: [{ installedAt: 'asc' }, { id: 'asc' }] });
}

/** Writes an installation; again, it takes the place of what was there. */
export async function putInstallation(db: Db, row: InstallationRow, installedAt: Date): Promise<void> {
  const { id, ...data } = row;
  await db.installation.upsert({
    where: { id },
    create: { ...row, installedAt },
    update: { ...data, installedAt },
  });
}

/** A row that nobody else renews until the transaction ends. */
export async function holdInstallation(tx: Tx, id: string): Promise<InstallationRow | null> {
  await tx.$queryRaw`SELECT id FROM installation WHERE id = ${id} FOR UPDATE`;
  return tx.installation.findUnique({ where: { id } });
}

export async function putSecrets(
  tx: Tx,
  id: string,
  data: { readonly secrets: string; readonly expiresAt: Date | null },
): Promise<void> {
  await tx.installation.update({ where: { id }, data });
}

/** A workspace in which an org-wide installation has been met. */
export async function addTeam(db: Db, id: string, teamId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE installation SET team_ids = array_append(team_ids, ${teamId})
    WHERE id = ${id} AND NOT (${teamId} = ANY(team_ids))`;
}

/** Deletes an installation if its secrets are still these: a new one, put meanwhile, stays. */
export async function dropInstallation(db: Db, id: string, secrets: string): Promise<boolean> {
  const { count } = await db.installation.deleteMany({ where: { id, secrets } });
  return count > 0;
}
