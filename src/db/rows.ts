/** Many rows at once, for what is read by the thousand. */
import type { Db } from './client.ts';
import { Prisma } from './generated/client.ts';

/**
 * What a SELECT finds, as one document: on its way through Prisma each value of each row costs more than reading it.
 * Instants come as text, so `Row` says `string` of them.
 */
export async function rowsOf<Row extends object>(db: Db, select: Prisma.Sql): Promise<Row[]> {
  const [found] = await db.$queryRaw<{ rows: Row[] | null }[]>(
    Prisma.sql`SELECT json_agg(one) AS rows FROM (${select}) one`,
  );
  return found?.rows ?? [];
}
