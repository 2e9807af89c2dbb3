/** Files that people were given in their direct messages: what the bot can still take back. */
import type { Db, Tx } from '../db/client.ts';

/** Where a file lies in Slack. */
export interface GivenFile {
  /** Through whose installation it was given. */
  readonly teamId: string;
  readonly fileId: string;
}

/** Remembers a file that somebody has, by the user id by which the installation knows them. */
export async function rememberFile(db: Db, now: Date, file: GivenFile, userId: string): Promise<void> {
  const seen = await db.sighting.findUnique({
    where: { viaTeamId_userId: { viaTeamId: file.teamId, userId } },
    select: { personId: true },
  });
  if (seen) await db.givenFile.create({ data: { ...file, personId: seen.personId, givenAt: now } });
}

/** What a person was given; nothing is known of it any more. */
export async function releaseFiles(tx: Tx, personId: string): Promise<GivenFile[]> {
  const files = await tx.givenFile.findMany({
    where: { personId },
    select: { teamId: true, fileId: true },
    orderBy: { givenAt: 'asc' },
  });
  await tx.givenFile.deleteMany({ where: { personId } });
  return files;
}
