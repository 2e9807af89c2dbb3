import type { Tx } from '../db/client.ts';
import type { AllianceId, MemberId, PersonId } from '../kernel/ids.ts';
import type { Block } from '../slack/blocks.ts';
import type { Whom } from './erasing.ts';
import type { GivenFile } from './given-files.ts';

/** Places in a note: late, due, check-in, digest, the rest. */
export const RANK = { late: 10, due: 20, checkIn: 30, digest: 40, rest: 50 } as const;

/** One thing the bot has for a person. */
export interface NewItem {
  /** Why it exists (`check-ins/ROUND/MEMBER`); written once, a second one with the same key is left out. */
  readonly key: string;
  readonly allianceId: AllianceId;
  /** Whom it is for: their note, in their hours. */
  readonly memberId: MemberId;
  /** FEATURE.KIND */
  readonly kind: string;
  /** The row it is about. */
  readonly ref: string;
  /** What rendering needs beside the rows; small, ids and codes at best. */
  readonly data?: Record<string, unknown>;
  readonly rank: number;
  /** Not before this instant; now where left out. */
  readonly notBefore?: Date;
  /** Dropped when it has not left by then. */
  readonly expiresAt?: Date;
  /**
   * `answer`: needs one, and may bring about a note. `alone`: needs none and may bring about a note (a digest).
   * `rides`: needs none; travels with a note within three working days, then may bring about one of its own.
   */
  readonly urgency: 'answer' | 'alone' | 'rides';
  /** Leaves also while its alliance rests: the last word before it does. All else waits until it goes on. */
  readonly evenPaused?: true;
}

/** A direct answer to what a person just did: outside the budget, sent at once, by DM or bell. */
export interface NewReply {
  readonly key: string;
  readonly personId: PersonId;
  readonly allianceId: AllianceId | null;
  readonly memberId: MemberId | null;
  readonly kind: string;
  readonly ref: string;
  readonly data?: Record<string, unknown>;
}

/** A post in the alliance's channel: never a nudge, a remark, a digest or anything else private. */
export interface NewPost {
  readonly key: string;
  readonly allianceId: AllianceId;
  readonly text: string;
  readonly blocks: Block[];
  /** The alliance's doors: pinned, and the message in whose thread bells ring. */
  readonly doors?: boolean;
  /** The thread of the channel to which it belongs; the channel itself where left out. */
  readonly threadTs?: string;
}

/** Which items are over: all that are about a row, or about several, or the narrower. */
export interface Settling {
  readonly ref: string | readonly string[];
  readonly kinds?: readonly string[];
  readonly memberId?: MemberId;
  /** Only those that nobody has been shown yet. */
  readonly unseen?: boolean;
}

/** What features say through the outbox; all inside the caller's transaction. */
export interface Outbox {
  /** Writes items. One whose key exists is left as it is. */
  add(db: Tx, now: Date, items: readonly NewItem[]): Promise<void>;
  /** Answers a person who just did something. */
  reply(db: Tx, now: Date, reply: NewReply): Promise<void>;
  /** Posts in the alliance's channel. */
  post(db: Tx, now: Date, post: NewPost): Promise<void>;
  /**
   * Marks open items about a row, or about several, as settled (answered) or dropped (no longer true) and redraws the
   * messages that carry items about it. Settled ones keep a line there; those that never left do not leave any more.
   */
  settle(db: Tx, now: Date, which: Settling, as: 'settled' | 'dropped'): Promise<void>;
  /** Looks at a person's waiting items again: their hours, pace, absence or membership have changed. */
  lookAgain(db: Tx, now: Date, personIds: readonly PersonId[]): Promise<void>;
  /** An alliance's channel has another workspace's installation now: what was to go through the one before follows. */
  move(db: Tx, allianceId: AllianceId, fromTeamId: string, toTeamId: string): Promise<void>;
  /** Slack has given a channel another id. */
  renumber(db: Tx, fromChannelId: string, toChannelId: string): Promise<void>;
  /**
   * Forgets somebody: what waits for them goes, what they were sent is emptied, their name is taken out elsewhere.
   *
   * @returns the files that they were given, for the caller to take back
   */
  erase(db: Tx, whom: Whom): Promise<readonly GivenFile[]>;
  /** Redraws the messages that carry items about a row, or about several, because what they say has changed. */
  redraw(db: Tx, ref: string | readonly string[]): Promise<void>;
}
