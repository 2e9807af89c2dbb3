import { grant } from '../control/consent.ts';
import { userShape } from '../wire/shapes.ts';
import { install, uninstall } from '../world/installing.ts';
import {
  announceUser,
  connectTeam,
  disconnectTeam,
  remove,
  renumber,
  setArchived,
} from '../world/membership.ts';
import type { AppDefinition, Channel, Installation, Team, User } from '../world/model.ts';
import type { Delivery } from '../world/outbound.ts';
import { DriverError } from './error.ts';
import { findPlace, findUser } from './find.ts';
import type { Stage } from './pressing.ts';

export interface Happened {
  readonly deliveries: Delivery[];
}

/** Runs something and waits for the events that it caused to be acknowledged or given up. */
export async function happen({ deliveries }: Stage, work: () => void): Promise<Happened> {
  const { begun } = deliveries.collect(work);
  return { deliveries: await Promise.all(begun) };
}

/** What administrators do, and fate: channels archived and cut, apps removed, lines that break. */
export class Admin {
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  archive(as: string, where: string, archived = true): Promise<Happened> {
    const { world } = this.#stage;
    const user = findUser(world, as);
    const channel = findPlace(world, user, where);
    return happen(this.#stage, () => setArchived(world, channel, archived, user));
  }

  /** Takes a person or an app out of a channel. */
  remove(as: string, where: string, whom: string): Promise<Happened> {
    const { world } = this.#stage;
    const by = findUser(world, as);
    const channel = findPlace(world, by, where);
    const inside = [...channel.members.keys()].map((id) => world.user(id));
    const user = findUser(world, whom, inside);
    return happen(this.#stage, () => remove(world, channel, user, by));
  }

  /** Connects a team to a channel; its people still have to be invited. */
  connect(where: string, team: string): Promise<Happened> {
    const { world } = this.#stage;
    return happen(this.#stage, () => connectTeam(world, this.#channel(where), this.#team(team).id));
  }

  /** Cuts a team off a shared channel. */
  disconnect(where: string, team: string): Promise<Happened> {
    const { world } = this.#stage;
    return happen(this.#stage, () => disconnectTeam(world, this.#channel(where), this.#team(team).id));
  }

  /** Gives a channel another id. */
  renumber(where: string): Promise<Happened> {
    return happen(this.#stage, () => void renumber(this.#stage.world, this.#channel(where)));
  }

  /** Installs an app without asking; `allow` is for testing OAuth itself. */
  install(team: string, app?: string): Installation {
    return install(this.#stage.world, this.#app(app), this.#team(team).id);
  }

  uninstall(team: string, app?: string): Promise<Happened> {
    const { world } = this.#stage;
    const installation = world.installation(this.#app(app).id, this.#team(team).id);
    if (installation === undefined) throw new DriverError(`It is not installed in ${team}`);
    return happen(this.#stage, () => uninstall(world, installation));
  }

  /** Says yes on the consent page; returns the code that the app trades for a token. */
  allow(as: string, redirectUri?: string, app?: string): string {
    const { world } = this.#stage;
    const user = findUser(world, as);
    const { id: appId, scopes } = this.#app(app);
    return grant(world, { appId, teamId: user.teamId, userId: user.id, scopes, redirectUri });
  }

  /** Changes what others see of a person, or takes them out of their team. */
  changeUser(
    ref: string,
    change: Partial<Pick<User, 'realName' | 'name' | 'tz' | 'title' | 'deleted'>>,
  ): Promise<Happened> {
    const { world } = this.#stage;
    const user = findUser(world, ref);
    return happen(this.#stage, () => {
      Object.assign(user, change);
      announceUser(world, user, (teamId) => userShape(world, user, teamId));
      if (!change.deleted) return;
      for (const channel of world.channels.values())
        if (channel.kind !== 'im') channel.members.delete(user.id);
    });
  }

  /** Lets every DM from an app to this person fail with an error of Slack's, or work again. */
  failDms(ref: string, error: string | null): void {
    const { world } = this.#stage;
    const user = findUser(world, ref);
    if (error === null) world.dmErrors.delete(user.id);
    else world.dmErrors.set(user.id, error);
  }

  /** Ends an app's socket connections, as Slack does every few hours, or as a cable does. */
  dropSockets(
    how: 'abrupt' | 'warning' | 'refresh_requested' | 'link_disabled' = 'abrupt',
    count?: number,
  ): void {
    const { world, deliveries } = this.#stage;
    for (const app of world.apps.values()) deliveries.socket.drop(app.id, how, count);
  }

  #channel(ref: string): Channel {
    const name = ref.replace(/^#/, '');
    const found = [...this.#stage.world.channels.values()].find((it) => it.id === ref || it.name === name);
    if (found === undefined) throw new DriverError(`There is no channel "${ref}"`);
    return found;
  }

  #team(ref: string): Team {
    const found = [...this.#stage.world.teams.values()].find((it) =>
      [it.id, it.domain, it.name].includes(ref),
    );
    if (found === undefined) throw new DriverError(`There is no team "${ref}"`);
    return found;
  }

  #app(name: string | undefined): AppDefinition {
    const found = [...this.#stage.world.apps.values()].find((it) => name === undefined || it.name === name);
    if (found === undefined) throw new DriverError(`There is no app "${name ?? ''}"`);
    return found;
  }
}
