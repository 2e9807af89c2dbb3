import type pg from 'pg';
import { z } from 'zod';
import { DriverError } from '../driver/error.ts';

/**
 * The bot's tables, as far as the sandbox touches them: all of them at once for a saved world, and three by name, to
 * tell what a message carried, what has not left yet, and where the bot is installed.
 */

const Dump = z.strictObject({
  migrations: z.array(z.string()),
  tables: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
});

const MIGRATIONS = '_prisma_migrations';

/** All rows of all tables, as they were at one instant. */
export function dump(pool: pg.Pool): Promise<z.infer<typeof Dump>> {
  return inTransaction(pool, 'ISOLATION LEVEL REPEATABLE READ READ ONLY', async (client) => {
    const tables: z.infer<typeof Dump>['tables'] = {};
    for (const { name } of await tablesIn(client)) {
      const { rows } = await client.query(`SELECT coalesce(json_agg(t), '[]') AS all FROM ${quoted(name)} t`);
      tables[name] = rows[0].all;
    }
    return { migrations: await migrationsIn(client), tables };
  });
}

/**
 * Puts all rows back, or none.
 *
 * @throws DriverError where they are of another version, or do not hold together
 */
export async function restore(pool: pg.Pool, data: unknown): Promise<void> {
  const parsed = Dump.safeParse(data);
  if (!parsed.success) throw new DriverError('The file is damaged: the bot’s data in it cannot be read');
  const { migrations, tables } = parsed.data;
  await inTransaction(pool, '', async (client) => {
    if (migrations.join() !== (await migrationsIn(client)).join()) {
      throw new DriverError(
        'The file was saved by another version of the bot; only the same one can read it',
      );
    }
    const known = await tablesIn(client);
    await client.query(`TRUNCATE ${known.map(({ name }) => quoted(name)).join(', ')}`);
    for (const { name, columns } of known) {
      const list = columns.map(quoted).join(', ');
      await client.query(
        `INSERT INTO ${quoted(name)} (${list}) SELECT ${list} FROM json_populate_recordset(NULL::${quoted(name)}, $1)`,
        [JSON.stringify(tables[name] ?? [])],
      );
    }
    await advanceSequences(client);
    // Jobs only wake lanes, and the bot wakes them all when it starts.
    await client.query('DELETE FROM pgboss.job');
  }).catch((error: unknown) => {
    if (error instanceof DriverError) throw error;
    throw new DriverError('The file is damaged: the bot’s data in it does not hold together');
  });
}

/** The teams in which the bot knows itself installed. */
export async function installedIn(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query('SELECT unnest(team_ids) AS team FROM installation');
  return rows.map(({ team }) => team);
}

/** How many messages are in which state: what is `pending` has not been lost, it waits. */
export async function reportOf(pool: pg.Pool): Promise<Record<string, number>> {
  const { rows } = await pool.query('SELECT status::text, count(*)::int FROM message GROUP BY 1');
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

/** The keys of the items in each message. */
export async function whyOf(pool: pg.Pool, keys: readonly string[]): Promise<Record<string, string[]>> {
  const { rows } = await pool.query(
    `SELECT message.key, array_agg(item.key ORDER BY item.rank, item.seq) AS items
     FROM message JOIN item ON item.message_id = message.id WHERE message.key = ANY($1) GROUP BY 1`,
    [keys],
  );
  return Object.fromEntries(rows.map(({ key, items }) => [key, items]));
}

async function inTransaction<T>(
  pool: pg.Pool,
  mode: string,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query(`BEGIN ${mode}`);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

interface Table {
  readonly name: string;
  readonly columns: string[];
}

/** The tables, those that others refer to first. */
async function tablesIn(client: pg.PoolClient): Promise<Table[]> {
  const { rows } = await client.query(
    `SELECT c.relname AS name,
       (SELECT array_agg(a.attname::text) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
       (SELECT coalesce(array_agg(DISTINCT f.relname::text), '{}') FROM pg_constraint r
        JOIN pg_class f ON f.oid = r.confrelid
        WHERE r.conrelid = c.oid AND r.contype = 'f' AND r.confrelid <> c.oid) AS needs
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> $1 ORDER BY 1`,
    [MIGRATIONS],
  );
  const sorted: Table[] = [];
  let left = rows as (Table & { needs: string[] })[];
  while (left.length > 0) {
    const done = new Set(sorted.map(({ name }) => name));
    const ready = left.filter(({ needs }) => needs.every((name) => done.has(name)));
    if (ready.length === 0) throw new Error('The tables refer to each other in a circle');
    sorted.push(...ready);
    left = left.filter((table) => !ready.includes(table));
  }
  return sorted;
}

async function migrationsIn(client: pg.PoolClient): Promise<string[]> {
  const { rows } = await client.query(`SELECT migration_name AS name FROM ${MIGRATIONS} ORDER BY 1`);
  return rows.map(({ name }) => name);
}

async function advanceSequences(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query(
    `SELECT c.relname AS table, a.attname AS column, pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS sequence
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE n.nspname = 'public' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
       AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL`,
  );
  for (const { table, column, sequence } of rows) {
    const newest = `SELECT coalesce(max(${quoted(column)}), 0) + 1 FROM ${quoted(table)}`;
    await client.query(`SELECT setval($1, (${newest}), false)`, [sequence]);
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
