/** What is in the database about some ids, wherever it is. */
import { query } from '../../prisma/scratch.ts';

/** Tables that say nothing of anybody: what was handled before, and Slack's limits. */
const BOOKKEEPING = ['event_seen', 'rate_gate', '_prisma_migrations'];

async function tables(url: string): Promise<string[]> {
  const rows = await query(
    url,
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
  );
  return rows.map(({ name }) => String(name)).filter((name) => !BOOKKEEPING.includes(name));
}

/** The ids of all rows of an alliance, by table. */
export async function idsOf(url: string, allianceId: string): Promise<Map<string, string[]>> {
  const found = new Map([['alliance', [allianceId]]]);
  for (const table of await tables(url)) {
    const rows = await query(
      url,
      `SELECT to_jsonb(t) ->> 'id' AS id FROM ${table} t WHERE to_jsonb(t) ->> 'alliance_id' = '${allianceId}' ORDER BY 1`,
    );
    const ids = rows.flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
    if (ids.length > 0) found.set(table, ids);
  }
  return found;
}

/**
 * Every row that is one of these, or belongs or refers to one of them, as text, by table. What people wrote is no
 * reference; rows that are `whose` are left out.
 */
export async function rowsWith(
  url: string,
  ids: readonly string[],
  whose: string,
): Promise<Record<string, string[]>> {
  const wanted = `'{${ids.join(',')}}'::text[]`;
  const parts = (await tables(url)).map(
    (table) => `SELECT '${table}' AS name, to_jsonb(t)::text AS row FROM ${table} t WHERE EXISTS (
      SELECT FROM jsonb_each_text(to_jsonb(t)) field
      WHERE (field.key IN ('id', 'ref') OR field.key LIKE '%\\_id') AND field.value = ANY(${wanted}))
      AND to_jsonb(t) ->> 'person_id' IS DISTINCT FROM '${whose}'`,
  );
  const rows = await query(url, `${parts.join(' UNION ALL ')} ORDER BY name, row`);
  const dump: Record<string, string[]> = {};
  for (const { name, row } of rows) dump[String(name)] = [...(dump[String(name)] ?? []), String(row)];
  return dump;
}
