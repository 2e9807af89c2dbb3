import { stateOf } from '../wire/state.ts';
import type { AppDefinition, Installation, Json, User, View } from './model.ts';
import { acquaintance } from './visibility.ts';
import type { World } from './world.ts';

const MAX_STACK = 3;

/** Opens a modal: alone, or on top of what its person has open. */
export function openModal(
  world: World,
  it: { app: AppDefinition; installation: Installation; user: User; data: Json; onTop: boolean },
): View | 'push_limit_reached' {
  const stack = world.modalsOf(it.user.id);
  if (!it.onTop) stack.length = 0;
  if (stack.length >= MAX_STACK) return 'push_limit_reached';
  const id = world.ids.next('V');
  const view: View = {
    id,
    appId: it.app.id,
    installTeamId: it.installation.teamId,
    userId: it.user.id,
    type: 'modal',
    rootId: stack[0]?.id ?? id,
    previousId: stack.at(-1)?.id ?? null,
    hash: world.nextHash(),
    data: it.data,
    state: stateOf(it.data.blocks),
    errors: {},
    shown: true,
  };
  stack.push(view);
  return view;
}

/** Puts other content into a view that is open. What its person had filled in stays where it still fits. */
export function replaceView(world: World, view: View, data: Json): void {
  view.data = data;
  view.state = stateOf(data.blocks, view.state);
  view.errors = {};
  view.hash = world.nextHash();
}

/** Closes the view on top, and shows the one below. */
export function closeTop(world: World, userId: string): View | undefined {
  return world.modalsOf(userId).pop();
}

export function closeAll(world: World, userId: string): View[] {
  return world.modalsOf(userId).splice(0).reverse();
}

/** Sets a person's Home. A partner's is accepted and never shown. */
export function publishHome(
  world: World,
  it: { app: AppDefinition; installation: Installation; user: User; data: Json },
): View {
  const key = world.homeKey(it.app.id, it.user.id);
  const before = world.homes.get(key);
  const id = before?.id ?? world.ids.next('V');
  const view: View = {
    id,
    appId: it.app.id,
    installTeamId: it.installation.teamId,
    userId: it.user.id,
    type: 'home',
    rootId: id,
    previousId: null,
    hash: world.nextHash(),
    data: it.data,
    state: stateOf(it.data.blocks, before?.state),
    errors: {},
    shown: acquaintance(world, it.installation.teamId, it.user) === 'own',
  };
  world.homes.set(key, view);
  return view;
}
