/** The way to the database that everything above this layer takes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from './generated/client.ts';
import { steady } from './steady-client.ts';

/** Inside a transaction. */
export type Tx = Prisma.TransactionClient;

/** What a store takes: the client, or a transaction of the caller's. */
export type Db = PrismaClient | Tx;

export interface Database {
  readonly prisma: PrismaClient;
  /** Waits for running queries and closes all connections. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Most connections at a time. The embedded server has 200 for all processes together. */
  readonly max?: number;
  /** After how long Postgres ends a statement (milliseconds); without it, never. */
  readonly statementTimeoutMs?: number;
  /** After how long Postgres ends a wait for a row that another transaction holds (milliseconds). */
  readonly lockTimeoutMs?: number;
  /**
   * Has each statement planned for the values that it comes with: where hundreds of rows are gone through at a time, a
   * plan that was kept from when a table was empty costs more than making it.
   */
  readonly freshPlans?: boolean;
}

/**
 * Opens a pool of connections; the first is made by the first query. The timeouts are set in each connection as
 * it starts, so Postgres itself keeps them: Prisma's own do not end a statement that waits for a lock.
 */
export function openDatabase(connectionString: string, options: DatabaseOptions = {}): Database {
  const { max = 10, statementTimeoutMs, lockTimeoutMs, freshPlans = false } = options;
  const adapter = new PrismaPg(
    {
      ...steady,
      connectionString,
      max,
      application_name: 'entente',
      ...(statementTimeoutMs === undefined ? {} : { statement_timeout: statementTimeoutMs }),
      ...(lockTimeoutMs === undefined ? {} : { lock_timeout: lockTimeoutMs }),
      ...(freshPlans ? { options: '-c plan_cache_mode=force_custom_plan' } : {}),
    },
    { statementNameGenerator: ({ sql }) => nameFor(sql) },
  );
  const prisma = new PrismaClient({ adapter, errorFormat: 'minimal' });
  return { prisma, close: () => prisma.$disconnect() };
}

/** So many statements are kept prepared by each connection at most: each takes Postgres some memory. */
const MOST_NAMED = 500;
const PLANNED = /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/i;
const names = new Map<string, string>();

/**
 * The name under which a connection keeps a statement prepared, so that Postgres need not read and plan it anew each
 * time; '' for none, as for what has no plan (COMMIT). A list of many parameters comes in as many lengths: no two are
 * alike, and none is worth keeping.
 */
function nameFor(sql: string): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  if (names.size >= MOST_NAMED || sql.includes('$32') || !PLANNED.test(sql)) return '';
  const name = `entente_${names.size}`;
  names.set(sql, name);
  return name;
}

export interface TransactOptions {
  /** How long the transaction may take once it has a connection (milliseconds). */
  readonly timeoutMs?: number;
  /** How long to wait for a connection (milliseconds). */
  readonly maxWaitMs?: number;
}

const ATTEMPTS = 4;

/**
 * Runs `fn` in one transaction; what it returns is returned once that has been committed. Where Postgres ended it
 * for the sake of another transaction (serialization failure, deadlock), nothing of it is left and it is run
 * again, four times in all: `fn` must do nothing that cannot be repeated, outside of the database.
 *
 * @throws whatever `fn` throws, after a rollback; Prisma's error when the database refuses or is not there.
 */
export async function transact<T>(
  db: PrismaClient,
  fn: (tx: Tx) => Promise<T>,
  { timeoutMs = 5_000, maxWaitMs = 2_000 }: TransactOptions = {},
): Promise<T> {
  const options = { timeout: timeoutMs, maxWait: maxWaitMs };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.$transaction(fn, options);
    } catch (error) {
      if (attempt === ATTEMPTS || !isConflict(error)) throw error;
      // Two that collided once would collide again in step.
      await sleep(5 * attempt + Math.random() * 20);
    }
  }
}

/** Whether Postgres ended a transaction for the sake of another one, so that it can be run again as it was. */
function isConflict(error: unknown): boolean {
  const state = sqlState(error);
  return state === '40001' || state === '40P01';
}

/**
 * Postgres's own code for an error that came through Prisma (`23505` for a unique key that is taken, `55P03` for a
 * lock that was not had in time); undefined when it did not come from Postgres.
 */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, meta, cause, originalCode } = error as Record<string, unknown>;
  const adapterError = (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError;
  const deeper = sqlState(adapterError) ?? sqlState(cause);
  if (deeper) return deeper;
  if (typeof originalCode === 'string') return originalCode;
  if (code === 'P2034') return '40001';
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('P2') ? code : undefined;
}

/** Whether the database could not be had, as opposed to refusing what it was told. */
export function isUnreachable(error: unknown): boolean {
  const code = sqlState(error) ?? (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^(08|53|57P|P1|P2024|P2028|ECONN|EPIPE|ENOENT|ETIMEDOUT)/.test(code);
}
