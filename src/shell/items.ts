/** Answering items, wherever they are shown: in a note, or in a bell's modal. */

import type { Db } from '../db/client.ts';
import type { ActingMember, Actor, ItemKind, ItemRow, Reply, Work } from '../feature.ts';
import { actIn, actingAs, actorOf, byMember, lookOf, placeOf } from './acting.ts';
import { COMMAND, OPEN_ITEM } from './names.ts';

import type { Shell, Via } from './shell.ts';
import { Opening } from './shell-feature.ts';
import * as store from './store.ts';
import * as table from './table.ts';
import { said } from './views.ts';

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
  let rows = await store.clickedItems(shell.db, ids, via.teamId, userId);
  if (rows.some(({ clickerId }) => clickerId === null)) {
    await actingAs(shell, via, userId); // somebody whom this installation meets with this very click
    rows = await store.clickedItems(shell.db, ids, via.teamId, userId);
  }
  const found = new Map(rows.map((row) => [row.id as string, own(shell, via, userId, row)]));
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

/** Whether a choice opens something rather than being done at once. */
export function opens({ kind }: OwnItem, choice: string): boolean {
  return kind.opens?.includes(choice) ?? false;
}

/** Does a choice inside the caller's transaction, if the item still offers it. */
export async function choose(work: Work, { item, kind, actor }: OwnItem, choice: string): Promise<Reply> {
  const refusal = await whyNot(work, item, kind, choice);
  if (refusal) {
    await work.outbox.redraw(work.db, work.now, item.ref);
    return { say: said[refusal] };
  }
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
  if (!by || !kind.open) return { say: said.left };
  return kind.open(by, item, choice);
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
