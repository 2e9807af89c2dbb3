import { getRandomValues } from 'node:crypto';
import { z } from 'zod';

export const AllianceId = z.uuid().brand<'AllianceId'>();
export type AllianceId = z.infer<typeof AllianceId>;

export const OrganisationId = z.uuid().brand<'OrganisationId'>();
export type OrganisationId = z.infer<typeof OrganisationId>;

export const PersonId = z.uuid().brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;

export const MemberId = z.uuid().brand<'MemberId'>();
export type MemberId = z.infer<typeof MemberId>;

export const PairId = z.uuid().brand<'PairId'>();
export type PairId = z.infer<typeof PairId>;

export const CheckInId = z.uuid().brand<'CheckInId'>();
export type CheckInId = z.infer<typeof CheckInId>;

export const CommitmentId = z.uuid().brand<'CommitmentId'>();
export type CommitmentId = z.infer<typeof CommitmentId>;

export const ItemId = z.uuid().brand<'ItemId'>();
export type ItemId = z.infer<typeof ItemId>;

export const MessageId = z.uuid().brand<'MessageId'>();
export type MessageId = z.infer<typeof MessageId>;

const COUNTER_SPAN = 0x1000; // the twelve bits of `rand_a` that follow the version
const START_SPAN = 0x400; // a millisecond starts its counter low, so that there is room to count up

let lastMs = 0;
let counter = 0;

/**
 * A new UUID of version 7 (RFC 9562), greater than every earlier one of this process, so that rows made in one
 * go sort in the order in which they were made and an index on the id grows at its end.
 *
 * It reads the real time, not the domain's clock: an id must stay unique and sortable when the sandbox moves
 * time, and nothing is ever decided by an id's age.
 */
export function newId<Id extends string = string>(): Id {
  const bytes = getRandomValues(new Uint8Array(10));
  const [high = 0, low = 0] = bytes;
  const ms = Date.now();
  if (ms > lastMs) {
    lastMs = ms;
    counter = (high * 256 + low) % START_SPAN;
  } else {
    counter += 1;
    if (counter === COUNTER_SPAN) {
      counter = 0;
      lastMs += 1; // borrow from the next millisecond rather than break the order
    }
  }
  const time = lastMs.toString(16).padStart(12, '0');
  const variant = 0x80 | ((bytes[2] ?? 0) & 0x3f);
  const tail = variant.toString(16) + Buffer.from(bytes.subarray(3)).toString('hex');
  const sequence = counter.toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence}-${tail.slice(0, 4)}-${tail.slice(4)}` as Id;
}
