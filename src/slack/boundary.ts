/** The one place where an unexpected fault ends: logged once under a reference, which the person is told. */
import { randomInt } from 'node:crypto';
import type { App } from '@slack/bolt';
import { errorDetails, type Log } from '../db/log.ts';

// Without letters and digits that are mistaken for one another when somebody reads them out.
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const DEEPEST = 5;
const FRAMES = 12;

/** A fault that has been logged under its reference. Its message is static: what it was about is in the log. */
export class Fault extends Error {
  readonly ref: string;

  constructor(ref: string) {
    super('a fault that has been logged');
    this.name = 'Fault';
    this.ref = ref;
  }
}

/**
 * Logs a fault once and gives the reference it can be found by. Only class, code and stack frames are written: the
 * message of a database's or validator's error quotes what people wrote.
 */
export function report(log: Log, error: unknown, about: object = {}): string {
  if (error instanceof Fault) return error.ref;
  const ref = Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  log.error({ ref, ...about, faults: roots(error).map(details) }, 'something went wrong');
  return ref;
}

/** What Bolt hands over when something was thrown: the last overload is the extended handler's. */
type Failed = Parameters<Parameters<App['error']>[0]>[0];

/** What Bolt calls when a listener or `authorize` throws. It throws on, so that nothing that failed is acknowledged. */
export function boundary(log: Log): (failed: Failed) => Promise<void> {
  return async ({ error, context, body }) => {
    throw new Fault(report(log, error, { teamId: context.teamId, ...whatItIs(body) }));
  };
}

/** What kind of input it was, by the names that the app itself gave; nothing that a person wrote. */
export function whatItIs(body: unknown): { readonly input: unknown; readonly name: unknown } {
  const { type, event, command, actions, view } = body as Record<string, unknown>;
  const inner = event as { type?: unknown } | undefined;
  const [action] = (actions ?? []) as { action_id?: unknown }[];
  const { callback_id } = (view ?? {}) as { callback_id?: unknown };
  return { input: inner?.type ?? command ?? type, name: action?.action_id ?? callback_id };
}

/** The errors that Bolt and the SDK have wrapped, without the wrapping. */
function roots(error: unknown, depth = 0): unknown[] {
  if (depth === DEEPEST || !(error instanceof Error)) return [error];
  const { original, originals } = error as { original?: unknown; originals?: unknown };
  if (Array.isArray(originals)) return originals.flatMap((one) => roots(one, depth + 1));
  return original instanceof Error ? roots(original, depth + 1) : [error];
}

function details(error: unknown): object {
  const { data, cause } = (error ?? {}) as { data?: { error?: unknown }; cause?: unknown };
  return {
    ...errorDetails(error),
    ...(typeof data?.error === 'string' ? { slack: data.error } : {}),
    ...(cause ? { cause: errorDetails(cause) } : {}),
    frames: frames(error),
  };
}

/** The stack without the message above it, which may have lines of its own that look like frames. */
function frames(error: unknown): string[] {
  if (!(error instanceof Error) || !error.stack) return [];
  const from = error.message ? error.stack.lastIndexOf(error.message) + error.message.length : 0;
  return error.stack
    .slice(from)
    .split('\n')
    .filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
    .slice(0, FRAMES)
    .map((line) => line.trim());
}
