/** Who acts, what an act is done with, and what it tells: the part of the contract (feature.ts) that stores and domains share. */
import type { Db, Tx } from './db/client.ts';
import type { Level, Role } from './db/generated/enums.ts';
import type { AllianceId, MemberId, OrganisationId, PersonId } from './kernel/ids.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { Directory } from './slack/directory.ts';

/** Who acts: the person found through Slack's users.info, never through a payload's team. */
export interface Actor {
  readonly personId: PersonId;
  readonly userId: string;
  readonly name: string;
  /** The installation through which the act arrived. */
  readonly viaTeamId: string;
  /** The channel in which the act was done, where there was one. */
  readonly channelId: string | null;
  /** What they are in the alliance at hand; null outside an alliance. */
  readonly member: ActingMember | null;
}

export interface ActingMember {
  readonly id: MemberId;
  readonly allianceId: AllianceId;
  readonly organisationId: OrganisationId;
  readonly role: Role;
  readonly level: Level;
}

/** What a view is made from: it commits nothing, and may ask Slack. */
export interface Look {
  readonly db: Db;
  /** The domain's clock. */
  readonly now: Date;
  readonly actor: Actor;
  readonly slack: Directory;
}

/** What planning and reacting are done with: one transaction, no person at the keys. */
export interface Work {
  readonly db: Tx;
  readonly now: Date;
  readonly outbox: Outbox;
  /** Tells the other features what has come about, inside the same transaction. */
  tell(fact: Fact): Promise<void>;
  /**
   * Has workers do one of the features' `jobs` about each of these rows, once the transaction is committed. Asked for
   * twice before it has begun, it is done once.
   */
  later(job: string, ...ids: readonly string[]): Promise<void>;
}

/** What a person's act is done with: everything in it commits before Slack is answered, so it must be quick. */
export interface Act extends Work {
  readonly actor: Actor;
}

/** An act by a member of the alliance at hand; the shell has checked that. */
export type By<T extends { actor: Actor }> = Omit<T, 'actor'> & {
  readonly actor: Actor & { readonly member: ActingMember };
};

/** What has come about. Ids only; whoever reacts reads the rows. */
export type Fact =
  | { readonly kind: 'commitment'; readonly id: string }
  | { readonly kind: 'pair'; readonly id: string }
  | { readonly kind: 'member'; readonly id: string }
  /** A round of a pair, or what was said in it. */
  | { readonly kind: 'check-in'; readonly id: string; readonly pairId: string }
  /** Somebody who has left has a successor with their opposite number, `other`. */
  | { readonly kind: 'successor'; readonly from: MemberId; readonly to: MemberId; readonly other: MemberId }
  /** What one of a pair wishes for its rhythm: less often, or not at all. */
  | {
      readonly kind: 'rhythm-wish';
      readonly pairId: string;
      readonly by: MemberId;
      readonly wish: 'slower' | 'stop';
    }
  /** It goes on after a rest. */
  | { readonly kind: 'alliance'; readonly id: string }
  /** Until when a person wishes to hear nothing; null: they are back. */
  | { readonly kind: 'snooze-wish'; readonly personId: PersonId; readonly until: Date | null }
  /** The app has come to a workspace, or has gone from it. */
  | { readonly kind: 'workspace'; readonly teamId: string }
  | { readonly kind: 'delivered'; readonly items: readonly DeliveredItem[] };

export interface DeliveredItem {
  readonly key: string;
  readonly kind: string;
  readonly ref: string;
  readonly memberId: string | null;
}
