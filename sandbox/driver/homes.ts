import { emitTo } from '../world/events.ts';
import type { User } from '../world/model.ts';
import { openDm } from '../world/visibility.ts';
import { type Happened, happen } from './admin.ts';
import { DriverError } from './error.ts';
import type { Stage } from './pressing.ts';

/** Opens an app's Home or its messages, and tells the app. @throws DriverError where it is not installed */
export async function openHome(
  stage: Stage,
  user: User,
  tab: 'home' | 'messages',
  appName: string | undefined,
): Promise<Happened> {
  const { world } = stage;
  const apps = [...world.apps.values()];
  const app = apps.find((it) => appName === undefined || it.name === appName);
  if (app === undefined) throw new DriverError(`No app is called "${appName}"`);
  const installation =
    world.installation(app.id, user.teamId) ?? world.installations.find((it) => it.appId === app.id);
  if (installation === undefined || installation.revoked)
    throw new DriverError(`${app.name} is not installed`);
  const dm = openDm(world, world.user(installation.botUserId), user);
  const view = world.homes.get(world.homeKey(app.id, user.id));
  const event = {
    type: 'app_home_opened',
    user: user.id,
    channel: dm.id,
    tab,
    ...(view && tab === 'home' && { view: { id: view.id, type: 'home', hash: view.hash } }),
    event_ts: world.nextTs(),
  };
  const external = user.teamId !== installation.teamId;
  return happen(stage, () => emitTo(world, app, installation, { event, actorTeamId: user.teamId }, external));
}
