/** One feature's choices beside another's items. */
import type { Aside, ItemKind, ItemView } from '../item.ts';

/** The kind with an aside; a choice whose id begins with `prefix` is the aside's. */
export function withAside(kind: ItemKind, aside: Aside, prefix: string): ItemKind {
  const isAside = (choice: string) => choice.startsWith(prefix);
  return {
    ...kind,
    async render(look, items) {
      const views = await kind.render(look, items);
      // What is settled keeps its line and nothing beside it.
      const open = items.filter(({ status }, n) => status === 'open' && views[n]?.choices.length);
      const found = open.length > 0 ? await aside.beside(look, open) : [];
      const besides = new Map(open.map(({ id }, n) => [id, found[n] ?? null]));
      return items.map(({ id }, n) => joined(views[n] ?? null, besides.get(id) ?? null));
    },
    opens: [...(kind.opens ?? []), ...(aside.opens ?? [])],
    open: async (look, item, choice) =>
      (await (isAside(choice) ? aside : kind).open?.(look, item, choice)) ?? null,
    choose: async (act, item, choice) =>
      (await (isAside(choice) ? aside : kind).choose?.(act, item, choice)) ?? null,
  };
}

function joined(
  view: ItemView | null,
  beside: Pick<ItemView, 'context' | 'choices'> | null,
): ItemView | null {
  if (!view || !beside) return view;
  const context = [view.context, beside.context].filter((part) => part).join(' ');
  return { ...view, ...(context ? { context } : {}), choices: [...view.choices, ...beside.choices] };
}
