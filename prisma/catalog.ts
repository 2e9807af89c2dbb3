/** What a database consists of, as text that can be compared: tables, columns, indexes, constraints and the rest. */
import { query } from './scratch.ts';

/** Definitions by what they define, such as `index message_pending`. */
export type Catalog = ReadonlyMap<string, string>;

const OBJECTS = `
  SELECT 'column ' || c.relname || '.' || a.attname AS object,
    concat_ws(' ', format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'NOT NULL' END,
      'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), 'IDENTITY ' || nullif(a.attidentity::text, ''),
      'GENERATED ' || nullif(a.attgenerated::text, '')) AS definition
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT 'constraint ' || conname, conrelid::regclass::text || ' ' || pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
  UNION ALL SELECT 'type ' || typname, (SELECT string_agg(enumlabel, ', ' ORDER BY enumsortorder)
    FROM pg_enum WHERE enumtypid = t.oid)
  FROM pg_type t WHERE typnamespace = 'public'::regnamespace AND typtype = 'e'
  UNION ALL SELECT 'view ' || viewname, definition FROM pg_views WHERE schemaname = 'public'
  UNION ALL SELECT 'function ' || proname, pg_get_functiondef(oid)
  FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
  UNION ALL SELECT 'trigger ' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
`;

/** Reads the schema `public`. */
export async function readCatalog(url: string): Promise<Catalog> {
  const rows = await query(url, OBJECTS);
  return new Map(rows.map(({ object, definition }) => [String(object), String(definition)]));
}

const NAMED_OBJECT =
  /\b(INDEX|CONSTRAINT|VIEW|FUNCTION|TRIGGER)\s+(?:CONCURRENTLY\s+)?(?:IF NOT EXISTS\s+)?"?([a-z0-9_]+)"?/gi;

/**
 * The objects of a migration that schema.prisma cannot express: those in a paragraph that begins with a comment
 * `-- By hand`, which goes on to say why.
 */
export function objectsByHand(sql: string): string[] {
  const paragraphs = sql.split(/\n\s*\n/).filter((paragraph) => /^\s*-- By hand\b/i.test(paragraph));
  return paragraphs.flatMap((paragraph) => {
    const statements = paragraph.replaceAll(/^\s*--.*$/gm, '');
    return [...statements.matchAll(NAMED_OBJECT)].map(([, kind, name]) => `${kind?.toLowerCase()} ${name}`);
  });
}

/** One line for each difference; none where the migrations lead to the schema and to what was added by hand. */
export function differences(migrated: Catalog, wanted: Catalog, byHand: readonly string[]): string[] {
  const lines: string[] = [];
  for (const object of new Set([...migrated.keys(), ...wanted.keys(), ...byHand])) {
    const [from, to] = [migrated.get(object), wanted.get(object)];
    if (byHand.includes(object)) {
      // A later migration may drop it again; that schema.prisma now has it too would be an oversight.
      if (to !== undefined) lines.push(`${object} is made by hand, but schema.prisma has it as well`);
    } else if (from === undefined) lines.push(`${object} is in schema.prisma only: ${to}`);
    else if (to === undefined) lines.push(`${object} is in the migrations only: ${from}`);
    else if (from !== to) lines.push(`${object} differs: the migrations make ${from}, schema.prisma ${to}`);
  }
  return lines;
}
