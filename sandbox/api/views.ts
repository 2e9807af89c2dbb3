import { checkView } from '../blocks/view.ts';
import type { Trigger } from '../delivery/tickets.ts';
import { viewShape } from '../wire/shapes.ts';
import type { Json, View } from '../world/model.ts';
import { openModal, publishHome, replaceView } from '../world/views.ts';
import { acquaintance } from '../world/visibility.ts';
import type { Args } from './args.ts';
import { refused, SlackError } from './errors.ts';
import { type Caller, type Method, TIER_4 } from './methods.ts';

function viewFrom(caller: Caller, args: Args, type: 'modal' | 'home'): Json {
  const given = args.object('view', 'invalid_arguments');
  if (given === undefined) throw refused('invalid_arguments', ['missing required field: view']);
  const checked = checkView(given, type, caller.world);
  if ('view' in checked) return checked.view;
  throw checked.errors.length > 0 ? refused(checked.error, checked.errors) : new SlackError(checked.error);
}

/** Uses up a trigger: three seconds, once, and only by the app that got it. */
function pull(caller: Caller, args: Args): Trigger {
  const trigger = caller.tickets.triggers.get(args.required('trigger_id'));
  if (
    trigger === undefined ||
    trigger.appId !== caller.app.id ||
    trigger.teamId !== caller.installation.teamId
  ) {
    throw new SlackError('invalid_trigger_id');
  }
  if (trigger.used) throw new SlackError('exchanged_trigger_id');
  if (trigger.until < Date.now()) throw new SlackError('expired_trigger_id');
  return trigger;
}

function open(caller: Caller, args: Args): Json {
  const trigger = pull(caller, args);
  return opened(caller, args, trigger, trigger.viewId !== null);
}

function push(caller: Caller, args: Args): Json {
  const trigger = pull(caller, args);
  if (trigger.viewId === null) throw new SlackError('invalid_trigger_id');
  return opened(caller, args, trigger, true);
}

function opened(caller: Caller, args: Args, trigger: Trigger, onTop: boolean): Json {
  const { world, app, installation } = caller;
  const data = viewFrom(caller, args, 'modal');
  uniqueExternalId(caller, data, undefined);
  const view = openModal(world, { app, installation, user: world.user(trigger.userId), data, onTop });
  if (view === 'push_limit_reached') throw new SlackError(view);
  trigger.used = true;
  return { view: viewShape(world, view) };
}

function update(caller: Caller, args: Args): Json {
  const { world, app, installation } = caller;
  const [id, externalId] = [args.text('view_id'), args.text('external_id')];
  if (id === undefined && externalId === undefined) {
    throw refused('invalid_arguments', ['missing required field: view_id']);
  }
  const mine = (view: View) => view.appId === app.id && view.installTeamId === installation.teamId;
  const view = world.view(
    (it) => mine(it) && (id === undefined ? it.data.external_id === externalId : it.id === id),
  );
  if (view === undefined) throw new SlackError('not_found');
  const hash = args.text('hash');
  if (hash !== undefined && hash !== view.hash) throw new SlackError('hash_conflict');
  const data = viewFrom(caller, args, view.type);
  uniqueExternalId(caller, data, view.id);
  replaceView(world, view, data);
  return { view: viewShape(world, view) };
}

function uniqueExternalId(caller: Caller, data: Json, but: string | undefined): void {
  if (typeof data.external_id !== 'string' || data.external_id === '') return;
  const other = caller.world.view((it) => it.data.external_id === data.external_id && it.id !== but);
  if (other !== undefined) throw new SlackError('duplicate_external_id');
}

function publish(caller: Caller, args: Args): Json {
  const { world, app, installation } = caller;
  const user = world.users.get(args.required('user_id'));
  if (user === undefined || acquaintance(world, installation.teamId, user) === 'none') {
    throw new SlackError('user_not_found');
  }
  const hash = args.text('hash');
  const before = world.homes.get(world.homeKey(app.id, user.id));
  if (hash !== undefined && before !== undefined && hash !== before.hash)
    throw new SlackError('hash_conflict');
  const view = publishHome(world, { app, installation, user, data: viewFrom(caller, args, 'home') });
  return { view: viewShape(world, view) };
}

export const viewMethods: Record<string, Method> = {
  'views.open': { perMinute: TIER_4, scopes: [], run: open },
  'views.push': { perMinute: TIER_4, scopes: [], run: push },
  'views.update': { perMinute: TIER_4, scopes: [], run: update },
  'views.publish': { perMinute: TIER_4, scopes: [], run: publish },
};
