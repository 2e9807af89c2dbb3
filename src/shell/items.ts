/** Answering items, wherever they are shown: in a note, or in a bell's modal. */

import type { ActingMember, Actor, Work } from '../act.ts';
import type { Db } from '../db/client.ts';
import type { ItemKind, ItemRow, Reply } from '../item.ts';
import { MemberId } from '../kernel/ids.ts';
import { type Acting, actIn, actingAs, actorOf, byMember, lookOf, placeOf } from './acting.ts';
import { COMMAND, DOOR_ACTION, OPEN_ITEM, WHICH_ITEM } from './names.ts';
import type { Shell, Via } from './shell.ts';
import { Opening } from './shell-feature.ts';
import * as store from './store.ts';
import * as table from './table.ts';
import { isThing, thingFor } from './things.ts';
import { said } from './views.ts';
import { answerWhich } from './which.ts';

/** An item of the person who acts. */
export interface OwnItem {
  readonly item: ItemRow;
  readonly kind: ItemKind;
  readonly actor: Actor;
}

/** The items among these ids that are the person's own, by id; of the others, why not. */
export async function ownItems(
  shell: Shell,
  via: Via,
  userId: string,
  ids: readonly string[],
): Promise<Map<string, OwnItem | 'gone' | 'forSomebodyElse'>> {
  const things = ids.filter(isThing);
  const acting = things.length > 0 ? await actingAs(shell, via, userId) : null;
  const standing = things.flatMap((id) => {
    const item = acting && thingFor(shell.kinds, acting, id);
    return acting && item ? [[id, standingItem(shell, via, acting, item)] as const] : [];
  });
  const sent = ids.filter((id) => !isThing(id));
  let rows = sent.length > 0 ? await store.clickedItems(shell.db, sent, via.teamId, userId) : [];
  if (rows.some(({ clickerId }) => clickerId === null)) {
    await actingAs(shell, via, userId); // somebody whom this installation meets with this very click
    rows = await store.clickedItems(shell.db, sent, via.teamId, userId);
  }
  const found = new Map([
    ...standing,
    ...rows.map((row) => [row.id as string, own(shell, via, userId, row)] as const),
  ]);
  return new Map(ids.map((id) => [id, found.get(id) ?? 'gone']));
}

function own(
  shell: Shell,
  via: Via,
  userId: string,
  row: store.ClickedItem,
): OwnItem | 'gone' | 'forSomebodyElse' {
  const { clickerId, clickerName, actingMemberId, organisationId, role, level, ...item } = row;
  const kind = shell.kinds.get(item.kind);
  if (clickerId !== item.personId) return 'forSomebodyElse';
  if (!kind) return 'gone';
  const member: ActingMember | null =
    actingMemberId && item.allianceId
      ? { id: actingMemberId, allianceId: item.allianceId, organisationId, role, level }
      : null;
  const person = { personId: clickerId, userId, name: clickerName ?? '' };
  return { item, kind, actor: actorOf(person, via, null, member) };
}

function standingItem(shell: Shell, via: Via, acting: Acting, item: ItemRow): OwnItem | 'gone' {
  const kind = shell.kinds.get(item.kind);
  const member = acting.memberships.find((one) => one.member.id === item.memberId)?.member ?? null;
  return kind ? { item, kind, actor: actorOf(acting, via, null, member) } : 'gone';
}

/** Whether a choice of this name opens something, in some kind at least: known without looking anything up. */
export function mayOpen({ kinds }: Pick<Shell, 'kinds'>, choice: string): boolean {
  return choice.startsWith(DOOR_ACTION) || kinds.values().some(({ opens }) => opens?.includes(choice));
}

/** Whether a choice opens something rather than being done at once. */
export function opens({ kind }: OwnItem, choice: string): boolean {
  return choice.startsWith(DOOR_ACTION) || (kind.opens?.includes(choice) ?? false);
}

/** Does a choice inside the caller's transaction, if the item still offers it. */
export async function choose(
  shell: Shell,
  via: Via,
  work: Work,
  { item, kind, actor }: OwnItem,
  choice: string,
): Promise<Reply> {
  const refusal = await whyNot(work, item, kind, choice);
  if (refusal) {
    // A thing was never sent; and its row, which the client names, may be anybody's.
    if (!isThing(item.id)) await work.outbox.redraw(work.db, item.ref);
    return { say: said[refusal] };
  }
  if (item.kind === WHICH_ITEM) return answerWhich(shell, via, work, { item, userId: actor.userId, choice });
  const by = byMember(actIn(work, actor));
  if (!by || !kind.choose) return { say: said.left };
  return kind.choose(by, item, choice);
}

/** What a choice opens, if the item still offers it. */
export async function open(
  shell: Shell,
  via: Via,
  { item, kind, actor }: OwnItem,
  choice: string,
): Promise<Reply> {
  const look = lookOf(shell, via, actor);
  const refusal = await whyNot(look, item, kind, choice);
  if (refusal) return { say: said[refusal] };
  if (item.kind === OPEN_ITEM) return openCommand(shell, via, actor, item);
  const by = byMember(look);
  if (!by) return { say: said.left };
  if (choice.startsWith(DOOR_ACTION)) {
    const [id = '', about] = choice.slice(DOOR_ACTION.length).split('/');
    return shell.door(id)?.open(by, MemberId.optional().parse(about)) ?? { say: said.gone };
  }
  return kind.open ? kind.open(by, item, choice) : { say: said.left };
}

/** A command that was said where no modal could be opened, as if it had been typed there. */
async function openCommand(shell: Shell, via: Via, { userId }: Actor, { data }: ItemRow): Promise<Reply> {
  const { words, channelId } = Opening.parse(data);
  const found = table.find(shell.commands, words);
  if (found.kind !== 'command') return { say: said.gone };
  const acting = await actingAs(shell, via, userId);
  const place = await placeOf(shell, acting, channelId);
  const look = lookOf(shell, via, actorOf(acting, via, channelId, place.member));
  return table.open(found.command, look, place, found.words, COMMAND);
}

/**
 * A note outlives what it says: buttons stay in it until it is redrawn. A choice is good as long as its feature offers
 * it, since some answers may be changed.
 */
async function whyNot(
  look: { db: Db; now: Date },
  item: ItemRow,
  kind: ItemKind,
  choice: string,
): Promise<'settled' | 'changed' | null> {
  const [view] = await kind.render(look, [item]);
  if (view?.choices.some(({ id }) => id === choice)) return null;
  return item.status === 'open' ? 'changed' : 'settled';
}
