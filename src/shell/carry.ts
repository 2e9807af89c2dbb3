/**
 * What a modal carries from one step to the next. It comes back from the client, so it is sealed: what somebody else
 * has made or changed is none of ours (docs/adr/0013-what-a-modal-carries-is-sealed.md).
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { AllianceId } from '../kernel/ids.ts';

const MOST = 3_000;

/**
 * Short keys: Slack keeps 3,000 characters. a alliance, c channel, m meta, q queue, s says, p the command whose page
 * this is.
 */
const Wire = z.object({
  a: z.uuid().nullable(),
  c: z.string().nullable(),
  m: z.record(z.string(), z.string()).default({}),
  q: z.array(z.tuple([z.string(), z.string()])).default([]),
  s: z.array(z.string()).default([]),
  p: z.string().nullable().default(null),
});

export interface Carry {
  readonly allianceId: AllianceId | null;
  /** The channel in which it all began. */
  readonly channelId: string | null;
  /** Choices that open something and are still to come: item id, choice. */
  readonly queue: readonly (readonly [itemId: string, choice: string])[];
  /** What was said on the way, kept for the last modal. */
  readonly says: readonly string[];
  /** The words of the command whose page this is, where it has buttons. */
  readonly again: string | null;
}

export const empty: Carry = { allianceId: null, channelId: null, queue: [], says: [], again: null };

/** What a text is sealed with. */
export type Seal = (text: string) => string;

const SEAL_LENGTH = 22;

/** Seals by a secret of the app's that all its processes know and nobody else. */
export function sealBy(secret: string): Seal {
  // A key of its own, so that a seal says nothing about what else the secret signs.
  const key = createHmac('sha256', secret).update('what a modal carries').digest();
  return (text) => createHmac('sha256', key).update(text).digest('base64url').slice(0, SEAL_LENGTH);
}

/** As `private_metadata`; words that do not fit are left out rather than the ids. */
export function pack(seal: Seal, carry: Carry, meta: Readonly<Record<string, string>> = {}): string {
  const wire = { a: carry.allianceId, c: carry.channelId, m: meta, q: carry.queue, p: carry.again };
  const full = JSON.stringify({ ...wire, s: carry.says });
  if (full.length + SEAL_LENGTH <= MOST) return seal(full) + full;
  const spare = JSON.stringify(wire);
  if (spare.length + SEAL_LENGTH > MOST) throw new RangeError('a form carries more than Slack keeps');
  return seal(spare) + spare;
}

/** Null where it is none of ours, or of a time when the app had another secret. */
export function unpack(
  seal: Seal,
  metadata: string,
): { readonly carry: Carry; readonly meta: Readonly<Record<string, string>> } | null {
  const text = metadata.slice(SEAL_LENGTH);
  const [is, should] = [metadata.slice(0, SEAL_LENGTH), seal(text)].map((one) => Buffer.from(one));
  if (!is || !should || is.length !== should.length || !timingSafeEqual(is, should)) return null;
  const { a, c, m, q, s, p } = Wire.parse(JSON.parse(text));
  return {
    carry: { allianceId: a as AllianceId | null, channelId: c, queue: q, says: s, again: p },
    meta: m,
  };
}
