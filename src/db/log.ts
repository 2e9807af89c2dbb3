/**
 * What this layer writes to; a pino logger fits. Details carry ids, codes and paths, never an error's message
 * from the database, since those quote values that people wrote.
 */
export interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

const nothing = () => {};

/** For whoever has nobody to tell. */
export const silent: Log = { info: nothing, warn: nothing, error: nothing };

/** The parts of an error that are safe to log: its class and its code (SQLSTATE, Prisma's, Node's). */
export function errorDetails(error: unknown): { error: string; code?: string } {
  const name = error instanceof Error ? error.name : typeof error;
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? { error: name, code } : { error: name };
}
