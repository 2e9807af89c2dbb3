/** A database for the length of one command. */
import { type Database, openDatabase } from './client.ts';
import { startEmbedded } from './embedded.ts';

export interface DatabasePlace {
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
}

/** Opens the configured database, or the embedded one, for as long as `run` takes. @throws where it cannot be had */
export async function withDatabase<T>(
  { databaseUrl, dataDir }: DatabasePlace,
  run: (db: Database['prisma']) => Promise<T>,
): Promise<T> {
  const server = databaseUrl ? null : await startEmbedded({ dataDir });
  try {
    const { prisma, close } = openDatabase(databaseUrl ?? server?.connectionString ?? '', { max: 2 });
    try {
      return await run(prisma);
    } finally {
      await close();
    }
  } finally {
    await server?.stop();
  }
}
