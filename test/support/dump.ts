/** Everything that a database holds, as text: for whoever looks for traces. */
import { query } from '../../prisma/scratch.ts';

/** Every row of every table, the queue's among them; migrations aside. */
export async function dump(connectionString: string): Promise<string> {
  const tables = await query(
    connectionString,
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname IN ('public', 'pgboss') AND tablename <> '_prisma_migrations'`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const rows = await query(connectionString, `SELECT t::text AS row FROM ${String(name)} t`);
    parts.push(`== ${String(name)}`, ...rows.map(({ row }) => String(row)));
  }
  return parts.join('\n');
}
