/** Statements straight through `pg`, prepared once a connection: for the path on which Slack waits. */
import pg from 'pg';
import { steady } from './steady-client.ts';

export interface Statement {
  /** Names the prepared statement: another text needs another name. */
  readonly name: string;
  readonly text: string;
}

export interface Statements {
  /** Runs one statement, committed by itself; what it returned. @throws what Postgres answers */
  run<Row extends object>(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export interface StatementsOptions {
  /** Most connections at a time. */
  readonly max: number;
  /** After how long Postgres ends a statement (milliseconds). */
  readonly statementTimeoutMs: number;
  /** How long to wait for a connection (milliseconds). */
  readonly connectTimeoutMs: number;
}

/** A pool beside Prisma's: what is quick does not wait behind transactions that are not. */
export function openStatements(connectionString: string, options: StatementsOptions): Statements {
  const pool = new pg.Pool({
    ...steady,
    connectionString,
    max: options.max,
    application_name: 'entente',
    statement_timeout: options.statementTimeoutMs,
    connectionTimeoutMillis: options.connectTimeoutMs,
  });
  pool.on('error', () => {}); // an idle connection that broke: the pool has dropped it, and the next use makes another
  return {
    async run<Row extends object>({ name, text }: Statement, values: readonly unknown[]) {
      const { rows } = await pool.query<Row>({ name, text, values: [...values] });
      return rows;
    },
    close: () => pool.end(),
  };
}
