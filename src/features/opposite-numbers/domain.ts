/** Who can be whose opposite number, how often they talk, and which links there are. Pure. */
import type { WorkingCalendar } from '../../kernel/calendar.ts';
import type { AllianceId, MemberId, OrganisationId, PairId } from '../../kernel/ids.ts';
import { fail, ok, type Result } from '../../kernel/result.ts';
import { nextOn, type Rhythm } from '../../kernel/rhythm.ts';
import { parseRhythm } from '../../kernel/rhythm-words.ts';
import type { Level } from '../../kernel/roles.ts';
import { takeMentions } from '../../kernel/words.ts';
import { type LocalDate, type Weekday, weekdayOf } from '../../kernel/zoned.ts';

/** One of the two. */
export interface Side {
  readonly id: MemberId;
  readonly name: string;
  readonly organisationId: OrganisationId;
  readonly organisation: string;
  readonly level: Level;
}

export type PairStatus = 'proposed' | 'active' | 'paused' | 'declined' | 'ended';

export interface Pair {
  readonly id: PairId;
  readonly allianceId: AllianceId;
  readonly a: Side;
  readonly b: Side;
  readonly rhythm: Rhythm;
  readonly anchor: LocalDate;
  readonly status: PairStatus;
  readonly proposedBy: MemberId;
}

/** Whether anything is still to come of it. */
export function isOpen({ status }: { readonly status: PairStatus }): boolean {
  return status === 'proposed' || status === 'active' || status === 'paused';
}

/** The other one; the first where the member is of neither side. */
export function otherOf(pair: Pair, member: string): Side {
  return pair.a.id === member ? pair.b : pair.a;
}

/** Whoever a mention leads to. */
export type Mentioned =
  | { readonly kind: 'member'; readonly side: Side }
  | { readonly kind: 'bot' | 'stranger'; readonly name: string | null };

/** Why two people cannot be paired, as the words stand. */
export type Refusal =
  | { readonly kind: 'usage' }
  | { readonly kind: 'same person' }
  | { readonly kind: 'too many' }
  | { readonly kind: 'typed name'; readonly name: string }
  | { readonly kind: 'bot' | 'stranger'; readonly name: string | null }
  | { readonly kind: 'colleagues'; readonly a: Side; readonly b: Side }
  | { readonly kind: 'already'; readonly pair: Pair }
  | { readonly kind: 'no such pair' }
  | { readonly kind: 'not yours'; readonly what: 'pair' | 'rhythm' }
  | { readonly kind: 'rhythm'; readonly words: string };

export interface PairWords {
  /** One: the other of a pair of one's own. */
  readonly userIds: readonly [string] | readonly [string, string];
  readonly rest: string;
}

/** What is meant to become of a pair that there is. */
export type Change = { readonly kind: 'rest' } | { readonly kind: 'go on' } | { readonly kind: 'rhythm' };

/** "pause", "go on", or anything else, which is to be read as a rhythm; null where nothing was said. */
export function readChange(words: string): Change | null {
  const text = words.trim().toLowerCase();
  if (text === '') return null;
  if (/^(pause|paused|rest|stop for now)$/.test(text)) return { kind: 'rest' };
  return /^(resume|go on|continue|unpause)$/.test(text) ? { kind: 'go on' } : { kind: 'rhythm' };
}

const ANY_MENTION = /<@[UW]/g;
const TYPED_NAME = /(^|\s)@([\p{L}\d._-]+)/u;

/** The two who are named, and the words about how often. */
export function readPairWords(words: string): Result<PairWords, Refusal> {
  const { userIds, rest } = takeMentions(words);
  const [first, second, third] = userIds;
  const typed = TYPED_NAME.exec(rest)?.[2];
  if (typed) return fail({ kind: 'typed name', name: typed });
  if (third) return fail({ kind: 'too many' });
  if (first && second)
    return ok({ userIds: [first, second], rest: rest.replace(/^and\b|\band$/g, '').trim() });
  if (first && rest.trim() !== '') return ok({ userIds: [first], rest: rest.trim() });
  const mentions = words.match(ANY_MENTION)?.length ?? 0;
  return fail({ kind: mentions > 1 ? 'same person' : 'usage' });
}

/** Whether these two may be paired. */
export function checkSides(a: Mentioned, b: Mentioned): Result<readonly [Side, Side], Refusal> {
  if (a.kind !== 'member') return fail({ kind: a.kind, name: a.name });
  if (b.kind !== 'member') return fail({ kind: b.kind, name: b.name });
  if (a.side.id === b.side.id) return fail({ kind: 'same person' });
  if (a.side.organisationId === b.side.organisationId) {
    return fail({ kind: 'colleagues', a: a.side, b: b.side });
  }
  return ok([a.side, b.side]);
}

/** How often they talk: as said, else every second week on this weekday, or the next that is worked. */
export function rhythmFrom(
  words: string,
  today: LocalDate,
  { days }: Pick<WorkingCalendar, 'days'>,
): Result<Rhythm, Refusal> {
  const from = weekdayOf(today);
  const ahead = Array.from({ length: 7 }, (_, n) => (((from + n - 1) % 7) + 1) as Weekday);
  const weekday = ahead.find((day) => days.includes(day)) ?? from;
  if (!words) return ok({ kind: 'weekly', every: 2, weekday });
  const rhythm = parseRhythm(words, weekday);
  return rhythm ? ok(rhythm) : fail({ kind: 'rhythm', words });
}

/** When they are first asked, given the local date on which it is looked at. */
export function firstDate({ rhythm, anchor }: Pair, today: LocalDate): LocalDate {
  return nextOn(rhythm, today, anchor);
}
