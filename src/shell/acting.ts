/** Who acts, in which alliance, and the one transaction in which they do. */

import type { Act, ActingMember, Actor, By, Look, Work } from '../act.ts';
import { transact } from '../db/client.ts';
import type { Reply } from '../item.ts';
import type { AllianceId, PersonId } from '../kernel/ids.ts';
import type { Shell, Via } from './shell.ts';
import * as store from './store.ts';

/** Slack's patience, less what the answer itself takes: a transaction that lasts longer helps nobody. */
const TRANSACTION = { timeoutMs: 2_300, maxWaitMs: 2_000 };

export interface Membership {
  readonly member: ActingMember;
  /** The alliance's name, and its main channel. */
  readonly alliance: string;
  readonly channelId: string;
}

/** A person at the keys. */
export interface Acting {
  readonly personId: PersonId;
  readonly userId: string;
  readonly name: string;
  readonly isBot: boolean;
  readonly memberships: readonly Membership[];
}

/**
 * The person behind a user id in a payload. Who has been seen before costs one query; somebody new is asked of
 * Slack, since a payload's team may be the other side's.
 *
 * @throws where Slack knows nobody of that id
 */
export async function actingAs(shell: Shell, via: Via, userId: string): Promise<Acting> {
  let rows = await store.actingRows(shell.db, via.teamId, userId);
  if (rows.length === 0) {
    await via.directory.person(userId, { isAfresh: true });
    rows = await store.actingRows(shell.db, via.teamId, userId);
  }
  const [first] = rows;
  if (!first) throw new Error('nobody is behind this user id');
  const memberships = rows.flatMap(({ memberId, channelId, alliance, ...row }) => {
    if (!memberId) return [];
    const { allianceId, organisationId, role, level } = row;
    return [{ channelId, alliance, member: { id: memberId, allianceId, organisationId, role, level } }];
  });
  return { personId: first.personId, userId, name: first.name, isBot: first.isBot, memberships };
}

/** Where in its alliances an act belongs, or why it belongs nowhere. */
export interface Place {
  readonly allianceId: AllianceId | null;
  readonly member: ActingMember | null;
  /** `stranger`: of this channel's alliance they are no member. */
  readonly missing: null | 'stranger' | 'several' | 'nowhere';
}

/** The alliance of the channel; anywhere else, the person's only one. */
export async function placeOf(shell: Shell, acting: Acting, channelId: string | null): Promise<Place> {
  const here = acting.memberships.find((membership) => membership.channelId === channelId);
  if (here) return { allianceId: here.member.allianceId, member: here.member, missing: null };
  const alliance = channelId ? await store.allianceOfChannel(shell.db, channelId) : null;
  const own = acting.memberships.find(({ member }) => member.allianceId === alliance);
  if (own) return { allianceId: alliance, member: own.member, missing: null };
  if (alliance) return { allianceId: alliance, member: null, missing: 'stranger' };
  const [only, another] = acting.memberships;
  if (only && !another) return { allianceId: only.member.allianceId, member: only.member, missing: null };
  return { allianceId: null, member: null, missing: only ? 'several' : 'nowhere' };
}

export function actorOf(
  acting: Pick<Acting, 'personId' | 'userId' | 'name'>,
  via: Via,
  channelId: string | null,
  member: ActingMember | null,
): Actor {
  const { personId, userId, name } = acting;
  return { personId, userId, name, viaTeamId: via.teamId, channelId, member };
}

/** The membership that somebody has now in the alliance in which a modal was opened, whatever the modal says. */
export function placeIn(acting: Acting, allianceId: AllianceId | null): Place {
  const found = acting.memberships.find(({ member }) => member.allianceId === allianceId);
  return { allianceId, member: found?.member ?? null, missing: found ? null : 'stranger' };
}

/** What a view is made from. */
export function lookOf(shell: Shell, via: Via, actor: Actor): Look {
  return { db: shell.db, now: shell.clock.now(), actor, slack: via.directory };
}

/** The same, as an act of a member; null where the actor is none. */
export function byMember<T extends { readonly actor: Actor }>(what: T): By<T> | null {
  const { member } = what.actor;
  return member ? { ...what, actor: { ...what.actor, member } } : null;
}

/** Ends a transaction whose answer was that something has to be put right first. */
class Undone extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super('nothing is kept of this');
    this.reply = reply;
  }
}

/** Does something in one transaction; it has been committed when this returns. Errors in a form undo all of it. */
export async function inTransaction(shell: Shell, run: (work: Work) => Promise<Reply>): Promise<Reply> {
  try {
    return await transact(
      shell.db,
      async (tx) => {
        const reply = await run(shell.workIn(tx, shell.clock.now()));
        if (reply && 'errors' in reply) throw new Undone(reply);
        return reply;
      },
      TRANSACTION,
    );
  } catch (error) {
    if (error instanceof Undone) return error.reply;
    throw error;
  }
}

/** An act of a person, in a transaction of its own. */
export function actIn(work: Work, actor: Actor): Act {
  return { ...work, actor };
}
