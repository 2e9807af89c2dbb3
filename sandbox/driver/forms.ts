import { answerSubmission, TROUBLE } from '../delivery/answers.ts';
import { closing, submission } from '../delivery/payloads.ts';
import { isFilled } from '../wire/state.ts';
import type { Installation, User, View } from '../world/model.ts';
import { closeAll, closeTop } from '../world/views.ts';
import { DriverError } from './error.ts';
import { DONE, type Outcome, outcomeOf, type Stage } from './pressing.ts';
import { fieldsOf, fill, type Given } from './values.ts';

/** Fills in the modal on top and hands it in. */
export async function submit(
  stage: Stage,
  user: User,
  values: Readonly<Record<string, Given>>,
): Promise<Outcome> {
  const { world, deliveries, tickets } = stage;
  const view = topOf(stage, user);
  if (!hasSubmit(view)) throw new DriverError('This modal has nothing to submit');
  const before = structuredClone(view.state);
  fill(world, view, values);
  const missing = fieldsOf(view.data.blocks)
    .filter(({ block }) => block.type === 'input' && block.optional !== true)
    .filter(({ blockId, actionId }) => !isFilled(view.state[blockId]?.[actionId]));
  if (missing.length > 0) {
    view.state = before;
    throw new DriverError(`Please complete this required field: ${missing.map((it) => it.label).join(', ')}`);
  }
  const installation = installationOf(stage, view);
  const app = world.app(view.appId);
  const ids = { appId: app.id, teamId: installation.teamId, userId: user.id };
  const trigger = tickets.trigger({ ...ids, viewId: view.id });
  const payload = submission(world, { app, installation, user, triggerId: trigger.id }, view);
  view.errors = {};
  const outcome = outcomeOf(await deliveries.interaction(app, 'interactive', payload));
  if (!outcome.ok) {
    world.notify(user.id, view.id, TROUBLE);
    return outcome;
  }
  const trouble = answerSubmission(world, { app, installation, user, view }, outcome.answer);
  if (trouble === null) return outcome;
  world.notify(user.id, view.id, trouble);
  return { ...outcome, ok: false, error: 'invalid_response' };
}

/** Closes the modal on top, or all; the app hears of it where the view asked for that. */
export async function close(stage: Stage, user: User, all: boolean): Promise<Outcome> {
  const { world, deliveries } = stage;
  const top = topOf(stage, user);
  const everything = all || top.data.clear_on_close === true;
  const closed = everything
    ? closeAll(world, user.id)
    : [closeTop(world, user.id)].filter((it) => it !== undefined);
  let last = DONE;
  for (const view of closed) {
    if (view.data.notify_on_close !== true) continue;
    const app = world.app(view.appId);
    const payload = closing(
      world,
      { app, installation: installationOf(stage, view), user },
      view,
      everything,
    );
    last = outcomeOf(await deliveries.interaction(app, 'interactive', payload));
  }
  return last;
}

/** The modal that a person looks at. */
export function topOf({ world }: Stage, user: User): View {
  const view = world.modalsOf(user.id).at(-1);
  if (view === undefined) throw new DriverError(`${user.realName} has no modal open`);
  return view;
}

function hasSubmit(view: View): boolean {
  if (view.data.submit !== undefined) return true;
  // Without a submit text Slack still shows a button where there is something to fill in.
  return fieldsOf(view.data.blocks).some(({ block }) => block.type === 'input');
}

function installationOf({ world }: Stage, view: View): Installation {
  const found = world.installation(view.appId, view.installTeamId);
  if (found === undefined) throw new DriverError('The app behind this is no longer installed');
  return found;
}
