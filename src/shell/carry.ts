/** What a modal carries from one step to the next. It comes back from the client, so nothing in it is believed. */
import { z } from 'zod';
import type { AllianceId } from '../kernel/ids.ts';

const MOST = 3_000;

const Wire = z.object({
  a: z.uuid().nullable(),
  c: z.string().nullable(),
  m: z.record(z.string(), z.string()).default({}),
  q: z.array(z.tuple([z.string(), z.string()])).default([]),
  s: z.array(z.string()).default([]),
});

export interface Carry {
  readonly allianceId: AllianceId | null;
  /** The channel in which it all began. */
  readonly channelId: string | null;
  /** Choices that open something and are still to come: item id, choice. */
  readonly queue: readonly (readonly [itemId: string, choice: string])[];
  /** What was said on the way, kept for the last modal. */
  readonly says: readonly string[];
}

export const empty: Carry = { allianceId: null, channelId: null, queue: [], says: [] };

/** As `private_metadata`; words that do not fit are left out rather than the ids. */
export function pack(carry: Carry, meta: Readonly<Record<string, string>> = {}): string {
  const wire = { a: carry.allianceId, c: carry.channelId, m: meta, q: carry.queue };
  const full = JSON.stringify({ ...wire, s: carry.says });
  if (full.length <= MOST) return full;
  const spare = JSON.stringify(wire);
  if (spare.length > MOST) throw new RangeError('a form carries more than Slack keeps');
  return spare;
}

/** @throws where it is none of ours */
export function unpack(metadata: string): { carry: Carry; meta: Record<string, string> } {
  const { a, c, m, q, s } = Wire.parse(JSON.parse(metadata));
  return { carry: { allianceId: a as AllianceId | null, channelId: c, queue: q, says: s }, meta: m };
}
