/** All that a digest is made from. */
import type { AllianceId, MemberId } from '../../kernel/ids.ts';
import { daysBetween, type LocalDate } from '../../kernel/zoned.ts';
import type { Acts, Talks, Thanked } from './acts-domain.ts';
import type { Commitment, Looking, Week } from './domain.ts';
import type { FollowThrough } from './follow-through-domain.ts';
import type { Help, Naming } from './naming-domain.ts';

/** One of the reader's own pairs. */
export interface OwnPair {
  readonly otherId: MemberId;
  /** When either of the two last noted a talk. */
  readonly spokeOn: LocalDate | null;
}

const LONG_AGO = 21;

/** The opposite number with whom a word is most overdue; null where all is well. */
export function wordWith(pairs: readonly OwnPair[], today: LocalDate): OwnPair | null {
  const [first] = byContact(pairs);
  if (!first) return null;
  return first.spokeOn === null || daysBetween(first.spokeOn, today) >= LONG_AGO ? first : null;
}

/** Pairs, the longest without a talk first. */
export function byContact(pairs: readonly OwnPair[]): OwnPair[] {
  return [...pairs].sort((a, b) => ((a.spokeOn ?? '') < (b.spokeOn ?? '') ? -1 : 1));
}

/** A member as a digest names them. */
export interface Person {
  readonly id: MemberId;
  readonly name: string;
  readonly organisation: string;
}

/** What awaits a word from the reader or their organisation. */
export interface Decisions {
  readonly roles: number;
  readonly pairs: number;
  readonly promises: number;
}

/** All that a digest is made from. */
export interface Facts {
  readonly kind: 'leader' | 'coordinator' | 'member';
  readonly reader: Looking & { readonly allianceId: AllianceId };
  readonly week: Week;
  readonly today: LocalDate;
  readonly commitments: readonly Commitment[];
  readonly people: ReadonlyMap<MemberId, Person>;
  readonly pairs: readonly OwnPair[];
  readonly decisions: Decisions;
  /** What people shared with the whole alliance in these days. */
  readonly remarks: readonly { readonly authorId: MemberId; readonly text: string }[];
  /** Whom the reader asked for a word from this digest. */
  readonly asked: readonly MemberId[];
  /** A coordinator's alone: what was named, and what they did about it. */
  readonly naming: Naming;
  readonly helped: readonly Help[];
  readonly followThrough: FollowThrough;
  readonly acts: Acts;
  readonly thanks: readonly Thanked[];
  readonly talks: Talks;
  /** Once it has been drawn. */
  readonly picture: { readonly fileId: string; readonly alt: string } | null;
}
