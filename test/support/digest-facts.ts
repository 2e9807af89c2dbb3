/** An example of what a digest is made from. */
import type { Commitment } from '../../src/features/digests/domain.ts';
import type { Facts } from '../../src/features/digests/facts-domain.ts';
import type { AllianceId, MemberId, OrganisationId } from '../../src/kernel/ids.ts';
import type { LocalDate } from '../../src/kernel/zoned.ts';

export const date = (text: string) => text as LocalDate;
export const id = (name: string) => name as MemberId;
export const south = 'south' as OrganisationId;
export const north = 'north' as OrganisationId;
export const week = { since: date('2026-01-05'), until: date('2026-01-11') };

export const open: Commitment = {
  id: '1',
  ownerId: id('ana'),
  ownerOrganisationId: south,
  forId: id('dana'),
  forOrganisationId: north,
  text: 'flood map',
  audience: 'org',
  status: 'accepted',
  dueOn: date('2026-01-16'),
  endedOn: null,
  moves: [],
  steps: [],
  today: date('2026-01-12'),
};

export const done = (endedOn: string, more: Partial<Commitment> = {}): Commitment => {
  return { ...open, status: 'done', endedOn: date(endedOn), ...more };
};

export const moved = (on: string, inTime: boolean) => ({ on: date(on), inTime });

export const reader = { id: id('gita'), allianceId: 'alliance' as AllianceId, organisationId: south };

const people = new Map(
  ['ana', 'ben', 'dana', 'gita', 'e1'].map((name) => {
    return [
      id(name),
      { id: id(name), name: `${name.charAt(0).toUpperCase()}${name.slice(1)}`, organisation: 'X' },
    ];
  }),
);

/** A leader's week in which nothing happened. */
export const quietWeek: Facts = {
  kind: 'leader',
  reader,
  week,
  today: date('2026-01-12'),
  commitments: [],
  people,
  pairs: [],
  decisions: { roles: 0, pairs: 0, promises: 0 },
  remarks: [],
  asked: [],
  acts: { offer: [], decide: [], thank: [] },
  thanks: [],
  talks: { own: 0, others: 0 },
  picture: null,
  naming: { here: null, elsewhere: [] },
  helped: [],
  followThrough: { settled: 0, themselves: 0, people: 0, shownOn: null, isShared: null },
};
