import { secretFor } from '../world/ids.ts';
import type { World } from '../world/world.ts';

/** What an app may do for three seconds after a person did something. */
export interface Trigger {
  readonly id: string;
  readonly appId: string;
  readonly teamId: string;
  readonly userId: string;
  /** The modal in which it was pulled, if it was one. */
  readonly viewId: string | null;
  readonly until: number;
  used: boolean;
}

/** Where an app may answer for half an hour, five times. */
export interface ResponseUrl {
  readonly id: string;
  readonly appId: string;
  readonly teamId: string;
  readonly userId: string;
  readonly channelId: string;
  /** The message whose button was pressed. */
  readonly source: { ts: string; ephemeral: boolean } | null;
  readonly threadTs?: string;
  readonly until: number;
  uses: number;
}

/** The short-lived permissions that interactions carry. They live by real time, as Slack's do. */
export class Tickets {
  readonly triggers = new Map<string, Trigger>();
  readonly responses = new Map<string, ResponseUrl>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  trigger(it: Pick<Trigger, 'appId' | 'teamId' | 'userId' | 'viewId'>): Trigger {
    const number = this.#world.ids.count('trigger');
    const id = `${number}.${this.#world.clock.seconds()}.${secretFor(`trigger ${number}`)}`;
    const trigger = { ...it, id, until: Date.now() + this.#world.options.triggerMs, used: false };
    prune(this.triggers);
    this.triggers.set(id, trigger);
    return trigger;
  }

  responseUrl(it: Omit<ResponseUrl, 'id' | 'until' | 'uses'>): string {
    const id = secretFor(`response ${this.#world.ids.count('response')}`);
    prune(this.responses);
    this.responses.set(id, { ...it, id, until: Date.now() + this.#world.options.responseUrlMs, uses: 0 });
    return `${this.#world.baseUrl}/response/${it.teamId}/${id}`;
  }
}

const KEPT_MS = 60_000;

/** Old permissions are remembered for a minute, so that a late use gets the right error, and then dropped. */
function prune(tickets: Map<string, { until: number }>): void {
  for (const [id, ticket] of tickets) {
    if (ticket.until + KEPT_MS > Date.now()) return;
    tickets.delete(id);
  }
}
