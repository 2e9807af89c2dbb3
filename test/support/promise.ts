/** A promise of Ana's to Ben, and what texts about it are written with: for the tests of views. */
import type { Commitment } from '../../src/features/commitments/domain.ts';
import type { Scene } from '../../src/features/commitments/words.ts';
import type { AllianceId, CommitmentId, MemberId } from '../../src/kernel/ids.ts';
import { LocalDate } from '../../src/kernel/zoned.ts';
import { office } from './office.ts';

export const [ana, ben, cy] = ['ana', 'ben', 'cy'] as unknown as [MemberId, MemberId, MemberId];
export const date = (text: string) => LocalDate.parse(text);
const calendar = { ...office, country: 'GB', region: 'ENG' };
export const named = (name: string, organisation: string) => ({
  name,
  organisation,
  calendar,
});
export const people = new Map([
  [ana, named('Ana', 'Southwark')],
  [ben, named('Ben', 'Northwind')],
  [cy, named('Cy', 'Northwind')],
]);
export const now = new Date('2026-01-14T10:00:00Z'); // a Wednesday
/** As somebody reads it at a moment. */
export const seen = (reader: MemberId, at = now): Scene => ({ people, reader, now: at });
export const map: Commitment = {
  id: 'c' as CommitmentId,
  allianceId: 'a' as AllianceId,
  ownerId: ana,
  forId: ben,
  writtenById: ana,
  text: 'flood map',
  dueOn: date('2026-01-16'),
  dueAt: null,
  reviewOn: null,
  status: 'accepted',
  revision: 1,
  baseAt: now,
  pausedUntil: null,
  offeredToId: null,
  permalink: null,
  recurrence: null,
  audience: 'org',
  createdAt: now,
  endedAt: null,
};
