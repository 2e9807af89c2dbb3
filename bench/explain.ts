/** What the database is asked, and how it goes about it: every statement that goes through a client, explained. */
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../src/db/generated/client.ts';

export interface Explained {
  readonly sql: string;
  /** How each table is come by, such as `Index Scan message_pending`. */
  readonly ways: readonly string[];
  /** Tables of more than so many rows that are read from end to end. */
  readonly scans: readonly string[];
}

/** A table of more rows is a large one: it grows with what has been, or with everybody. */
const LARGE = 10_000;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Recheck Cond'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** A client that remembers, of each statement, its text and what it was asked with first. */
export function watchedClient(connectionString: string) {
  const asked = new Map<string, unknown[]>();
  const pool = new pg.Pool({ connectionString, max: 6 });
  let isWatching = false;
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((...args: unknown[]) => {
      const [first, second] = args as [string | { text?: string; values?: unknown[] }, unknown];
      const text = typeof first === 'string' ? first : first.text;
      const values = (typeof first === 'string' ? second : first.values) ?? [];
      if (
        isWatching &&
        text &&
        Array.isArray(values) &&
        /^\s*(SELECT|WITH|UPDATE|DELETE|INSERT)/i.test(text)
      ) {
        // A list of values is as long as there are values.
        const shape = text
          .replace(/(\$\d+)(?:,\s*\$\d+)+/g, '$1,…')
          .replace(/\s+/g, ' ')
          .trim();
        if (!asked.has(shape)) asked.set(shape, [text, values]);
      }
      return query(...args);
    }) as typeof client.query;
  });
  const db = new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: true }),
    errorFormat: 'minimal',
  });

  return {
    db,
    /** Remembers what is asked while this work is done. */
    async watch(work: () => Promise<unknown>): Promise<void> {
      isWatching = true;
      try {
        await work();
      } finally {
        isWatching = false;
      }
    },
    /** The plan of each statement that was asked, with the values that it was asked with. */
    async explain(): Promise<Explained[]> {
      const sizes = await db.$queryRaw<{ name: string; rows: number }[]>`
        SELECT relname AS name, reltuples::float8 AS rows FROM pg_class WHERE relkind = 'r'`;
      const large = new Set(sizes.flatMap(({ name, rows }) => (rows > LARGE ? [name] : [])));
      const explained: Explained[] = [];
      for (const [sql, [text, values]] of asked as Map<string, [string, unknown[]]>) {
        const { rows } = await pool.query(`EXPLAIN (FORMAT JSON) ${text}`, values);
        const nodes = flat((rows[0] as { 'QUERY PLAN': { Plan: PlanNode }[] })['QUERY PLAN'][0]?.Plan);
        const read = nodes.filter((node) => node['Relation Name'] ?? node['Index Name']);
        explained.push({
          sql,
          ways: [...new Set(read.map(way))],
          scans: read.flatMap((node) => {
            const table = node['Relation Name'] ?? '';
            return node['Node Type'] === 'Seq Scan' && large.has(table) ? [table] : [];
          }),
        });
      }
      return explained;
    },
    close: () => db.$disconnect(),
  };
}

function flat(node: PlanNode | undefined): PlanNode[] {
  return node ? [node, ...(node.Plans ?? []).flatMap(flat)] : [];
}

function way(node: PlanNode): string {
  return [node['Node Type'], node['Index Name'] ?? node['Relation Name']].join(' ');
}
