/** Items turned into what people read. */
import type { Db } from '../db/client.ts';
import type { Feature } from '../feature.ts';
import type { ItemKind, ItemRow, ItemView } from '../item.ts';
import { withAside } from './asides.ts';

/** Every kind of item, by FEATURE.KIND, with what other features put beside it. */
export function itemKinds(features: readonly Feature[]): ReadonlyMap<string, ItemKind> {
  const kinds = new Map(features.flatMap(({ items = {} }) => Object.entries(items)));
  for (const { name, asides = {} } of features) {
    for (const [kind, aside] of Object.entries(asides)) {
      const own = kinds.get(kind);
      if (own) kinds.set(kind, withAside(own, aside, `${name}.`));
    }
  }
  return kinds;
}

/**
 * Items as they read now, in the order given, each feature asked once for all of a kind; null where there is nothing
 * to say any more.
 */
export async function renderItems(
  kinds: ReadonlyMap<string, ItemKind>,
  look: { db: Db; now: Date },
  items: readonly ItemRow[],
): Promise<(ItemView | null)[]> {
  const views = new Map<string, ItemView | null>();
  for (const [name, rows] of Map.groupBy(items, ({ kind }) => kind)) {
    const rendered = (await kinds.get(name)?.render(look, rows)) ?? [];
    for (const [n, row] of rows.entries()) views.set(row.id, rendered[n] ?? null);
  }
  return items.map(({ id }) => views.get(id) ?? null);
}
