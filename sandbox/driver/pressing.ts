import type { Deliveries } from '../delivery/deliveries.ts';
import { messageAction, viewAction } from '../delivery/payloads.ts';
import type { Tickets } from '../delivery/tickets.ts';
import { stateOf } from '../wire/state.ts';
import { VALUE_KEYS } from '../wire/value-keys.ts';
import { compact, text } from '../world/json.ts';
import type { Installation, Json, User } from '../world/model.ts';
import type { Attempt } from '../world/outbound.ts';
import type { World } from '../world/world.ts';
import { DriverError } from './error.ts';
import type { Surface, Target } from './targets.ts';
import { type Given, optionOf, valueFor } from './values.ts';

/** The parts that acts need. */
export interface Stage {
  readonly world: World;
  readonly deliveries: Deliveries;
  readonly tickets: Tickets;
}

/** How an act ended: acknowledged, with what the app said; or the error that its person sees. */
export interface Outcome {
  readonly ok: boolean;
  readonly answer: unknown;
  readonly error: string | null;
  readonly ms: number;
}

export const DONE: Outcome = { ok: true, answer: undefined, error: null, ms: 0 };

/** A try to hand something to the app, as its person experiences it. */
export function outcomeOf(attempt: Attempt): Outcome {
  if (attempt.kind === 'acked') return { ok: true, answer: attempt.body, error: null, ms: attempt.ms };
  const errors = {
    http_timeout: 'operation_timeout',
    http_error: 'http_service_error',
    connection_failed: 'dispatch_failed',
  };
  return { ok: false, answer: undefined, error: errors[attempt.reason], ms: 0 };
}

/** Presses a button. Links count as presses too. */
export function press(stage: Stage, user: User, target: Target): Promise<Outcome> {
  const { element, block } = target;
  if (element.type !== 'button' && element.type !== 'workflow_button') {
    throw new DriverError(`"${String(element.action_id)}" is a ${String(element.type)}: use choose`);
  }
  const action = compact({
    type: 'button',
    action_id: element.action_id,
    block_id: block.block_id,
    text: element.text,
    value: element.value,
    style: element.style,
    url: element.url,
  });
  return send(stage, user, target, action);
}

/** Chooses in a select, menu, picker or set of boxes. In a form it only fills the field, unless it dispatches. */
export async function choose(stage: Stage, user: User, target: Target, given: Given): Promise<Outcome> {
  const { element, block, surface } = target;
  const ids = { action_id: element.action_id, block_id: block.block_id };
  if (element.type === 'overflow') {
    return send(stage, user, target, {
      type: 'overflow',
      ...ids,
      selected_option: optionOf(element, String(given)),
    });
  }
  const value = valueFor(stage.world, element, given);
  const blockId = text(block.block_id) ?? '';
  const actionId = text(element.action_id) ?? '';
  const state = stateOn(stage.world, user, surface);
  state[blockId] = { ...state[blockId], [actionId]: value };
  if (block.type === 'input' && block.dispatch_action !== true) return DONE;
  const [key = '', initial = ''] = VALUE_KEYS[text(element.type) ?? ''] ?? [];
  const begun = element[initial] === undefined ? {} : { [initial]: element[initial] };
  return send(
    stage,
    user,
    target,
    compact({ ...value, ...ids, [key]: value[key], ...begun, placeholder: element.placeholder }),
  );
}

/** The state that belongs to a surface: a view's own, or what this person chose in a message so far. */
function stateOn(world: World, user: User, surface: Surface) {
  if (surface.kind === 'view') return surface.view.state;
  const ts = surface.kind === 'message' ? surface.message.ts : surface.ephemeral.ts;
  const key = `${user.id}/${surface.channel.id}/${ts}`;
  const state = stateOf(surface.blocks, world.messageStates.get(key));
  world.messageStates.set(key, state);
  return state;
}

async function send(stage: Stage, user: User, { surface }: Target, action: Json): Promise<Outcome> {
  const { world, deliveries, tickets } = stage;
  const installation = installationOn(world, surface);
  const app = world.app(installation.appId);
  const viewId = surface.kind === 'view' && surface.view.type === 'modal' ? surface.view.id : null;
  const ids = { appId: app.id, teamId: installation.teamId, userId: user.id };
  let payload: Json;
  if (surface.kind === 'view') {
    const teamId = actionTeam(world, user, installation);
    if (teamId === undefined) {
      world.notify(user.id, surface.view.id, 'This button does not work for people of other organisations');
      return { ok: false, answer: undefined, error: 'not_delivered', ms: 0 };
    }
    const trigger = tickets.trigger({ ...ids, viewId });
    payload = viewAction(
      world,
      { app, installation, user, triggerId: trigger.id },
      surface.view,
      teamId,
      action,
    );
  } else {
    const { channel, kind } = surface;
    const message = kind === 'message' ? surface.message : surface.ephemeral;
    const threadTs = message.threadTs;
    const responseUrl = tickets.responseUrl({
      ...ids,
      channelId: channel.id,
      source: { ts: message.ts, ephemeral: kind === 'ephemeral' },
      ...(threadTs && { threadTs }),
    });
    const trigger = tickets.trigger({ ...ids, viewId });
    const from = { app, installation, user, triggerId: trigger.id, responseUrl };
    const shown = kind === 'message' ? { message: surface.message } : {};
    const place = { channel, ts: message.ts, ...shown, ...(threadTs && { threadTs }) };
    payload = messageAction(world, from, place, action, stateOn(world, user, surface));
  }
  const outcome = outcomeOf(await deliveries.interaction(app, 'interactive', payload));
  if (!outcome.ok) {
    const where = surface.kind === 'view' ? surface.view.id : surface.channel.id;
    world.notify(user.id, where, `This app did not respond (${outcome.error})`);
  }
  return outcome;
}

/** Whose installation a surface belongs to: the one that posted the message or opened the view. */
function installationOn(world: World, surface: Surface): Installation {
  const found =
    surface.kind === 'view'
      ? world.installation(surface.view.appId, surface.view.installTeamId)
      : world.installationOfBot(
          surface.kind === 'message' ? surface.message.userId : surface.ephemeral.authorId,
        );
  if (found === undefined) throw new DriverError('The app behind this is no longer installed');
  return found;
}

/** The team that a click inside a view comes from: for a partner's person, what the story says. */
function actionTeam(world: World, user: User, installation: Installation): string | undefined {
  if (user.teamId === installation.teamId) return installation.teamId;
  const choice = world.options.partnerModalActions;
  if (choice === 'fail') return undefined;
  return choice === 'team-of-person' ? user.teamId : installation.teamId;
}
