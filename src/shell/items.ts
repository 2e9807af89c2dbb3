/** Every kind of item, by the feature that has it. */
import type { Db } from '../db/client.ts';
import type { Feature, ItemKind, ItemRow, ItemView } from '../feature.ts';

export type ItemKinds = ReadonlyMap<string, ItemKind>;

/** @throws RangeError where two features claim one kind, or a kind does not bear its feature's name */
export function itemKinds(features: readonly Feature[]): ItemKinds {
  const kinds = new Map<string, ItemKind>();
  for (const { name, items = {} } of features) {
    for (const [kind, handlers] of Object.entries(items)) {
      if (kinds.has(kind) || !kind.startsWith(`${name}.`))
        throw new RangeError(`item kind ${kind} in ${name}`);
      kinds.set(kind, handlers);
    }
  }
  return kinds;
}

/**
 * The items as they read now, in the order given; each kind is asked once for all of its items. null where an item
 * is not true any more, or where no feature knows its kind (an older version wrote it).
 */
export async function renderItems(
  kinds: ItemKinds,
  look: { db: Db; now: Date },
  items: readonly ItemRow[],
): Promise<(ItemView | null)[]> {
  const views = new Map<string, ItemView | null>();
  for (const [kind, ofKind] of Map.groupBy(items, (item) => item.kind)) {
    const rendered = (await kinds.get(kind)?.render(look, ofKind)) ?? [];
    ofKind.forEach((item, n) => {
      views.set(item.id, rendered[n] ?? null);
    });
  }
  return items.map(({ id }) => views.get(id) ?? null);
}
