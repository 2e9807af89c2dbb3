/** Things: what stands on a page with its choices, without having been sent. A thing's name takes an item id's place. */
import { z } from 'zod';
import type { Db } from '../db/client.ts';
import type { ItemKind, ItemRow, ItemView, Page, PagePart, Thing } from '../item.ts';
import { AllianceId, type ItemId } from '../kernel/ids.ts';
import { actBlocks } from '../outbox/views.ts';
import { type Block, divider, section } from '../slack/blocks.ts';
import type { Acting } from './acting.ts';
import { THING } from './names.ts';
import { renderItems } from './render.ts';
import { itemsFor } from './store.ts';

/** A part of a page as it reads now. */
export type Drawn =
  | Exclude<PagePart, { kind: 'thing' | 'item' }>
  | { kind: 'thing'; id: string; view: ItemView };

function nameOf({ kind, ref, allianceId }: Thing): string {
  return [THING, kind, ref, allianceId].join(THING);
}

const Named = z.tuple([z.literal(''), z.literal(''), z.string(), z.uuid(), AllianceId]);

export function isThing(id: string): boolean {
  return id.startsWith(THING);
}

/** The thing of that name as an item of whoever acts; a name comes from the client, so it proves nothing. */
export function thingFor(kinds: ReadonlyMap<string, ItemKind>, acting: Acting, id: string): ItemRow | null {
  const named = Named.safeParse(id.split(THING)).data;
  if (!named) return null;
  const [, , kind, ref, allianceId] = named;
  const member = acting.memberships.find((one) => one.member.allianceId === allianceId)?.member;
  if (!member || !kinds.get(kind)?.standing) return null;
  return rowOf({ kind, ref, allianceId, memberId: member.id }, acting.personId);
}

function rowOf(thing: Thing, personId: ItemRow['personId']): ItemRow {
  return { ...thing, id: nameOf(thing) as ItemId, data: {}, personId, status: 'open', deliveredAt: null };
}

/** A page's parts as they read now; what has nothing to say is left out. */
export async function drawn(
  kinds: ReadonlyMap<string, ItemKind>,
  look: { db: Db; now: Date },
  { parts }: Page,
  personId: ItemRow['personId'],
): Promise<Drawn[]> {
  const ids = parts.flatMap((part) => (part.kind === 'item' ? [part.id] : []));
  const rows = [
    ...parts.flatMap((part) => (part.kind === 'thing' ? [rowOf(part.thing, personId)] : [])),
    ...(ids.length > 0 ? await itemsFor(look.db, personId, ids) : []),
  ];
  const views = await renderItems(kinds, look, rows);
  const viewOf = new Map(rows.map(({ id }, n) => [id as string, views[n] ?? null]));
  return parts.flatMap((part): Drawn[] => {
    if (part.kind !== 'thing' && part.kind !== 'item') return [part];
    const id = part.kind === 'item' ? part.id : nameOf(part.thing);
    const view = viewOf.get(id);
    return view ? [{ kind: 'thing', id, view }] : [];
  });
}

/** A page as a Home shows it, with buttons. */
export async function homeBlocks(
  kinds: ReadonlyMap<string, ItemKind>,
  look: { db: Db; now: Date },
  page: Page,
  personId: ItemRow['personId'],
): Promise<Block[]> {
  const parts = await drawn(kinds, look, page, personId);
  return parts.flatMap((part): Block[] => {
    if (part.kind === 'divider') return [divider()];
    return part.kind === 'text' ? [section(part.text)] : actBlocks({ ...part.view, id: part.id });
  });
}
