import type { Deliveries } from '../delivery/deliveries.ts';
import type { World } from '../world/world.ts';
import { DriverError } from './error.ts';

/** Something that works: at certain instants of simulated time, and after it has acknowledged what somebody did. */
export interface Subject {
  /** The earliest instant up to `until` at which something falls due, or null. */
  nextDue?(until: Date): Promise<Date | null>;
  /** Does what is due now, and resolves when it is done and delivered. */
  run?(): Promise<void>;
  /** Resolves when what was acknowledged has been done, or soon: whoever clicked looks at it then. */
  idle?(): Promise<void>;
}

const MAX_RUNS_AT_ONE_INSTANT = 1000;

/** Moves the clock from one due instant to the next, letting every subject work at each. */
export class Time {
  readonly #world: World;
  readonly #deliveries: Deliveries;
  readonly #subjects = new Set<Subject>();
  #moving = false;

  constructor(world: World, deliveries: Deliveries) {
    this.#world = world;
    this.#deliveries = deliveries;
  }

  get isMoving(): boolean {
    return this.#moving;
  }

  attach(subject: Subject): () => void {
    this.#subjects.add(subject);
    return () => this.#subjects.delete(subject);
  }

  /** Goes to an instant, stopping wherever something is due, and works once more on arrival. */
  async advanceTo(target: Date): Promise<void> {
    const { clock } = this.#world;
    if (Number.isNaN(target.getTime())) throw new DriverError('That is no date');
    if (target < clock.now())
      throw new DriverError(`It is ${clock.now().toISOString()}; time does not go back`);
    if (this.#moving) throw new DriverError('Time is being moved already');
    this.#moving = true;
    try {
      await this.#advance(target);
    } finally {
      this.#moving = false;
    }
  }

  async #advance(target: Date): Promise<void> {
    const { clock } = this.#world;
    let runsHere = 0;
    for (;;) {
      await this.#deliveries.settled();
      const due = await this.#nextDue(target);
      if (due === null || due > target) break;
      if (due > clock.now()) {
        this.#moveTo(due);
        runsHere = 0;
      }
      runsHere += 1;
      if (runsHere > MAX_RUNS_AT_ONE_INSTANT) {
        throw new DriverError(
          `Something is due at ${clock.now().toISOString()} for ever; its work never ends`,
        );
      }
      await this.#run();
    }
    if (target > clock.now()) this.#moveTo(target);
    await this.#run();
  }

  /** Waits for what the subjects do with what they have acknowledged. */
  async idle(): Promise<void> {
    for (const subject of this.#subjects) await subject.idle?.();
  }

  #moveTo(instant: Date): void {
    this.#world.clock.moveTo(instant);
    this.#world.changes.touch();
  }

  async #nextDue(until: Date): Promise<Date | null> {
    const dues = await Promise.all([...this.#subjects].map((subject) => subject.nextDue?.(until) ?? null));
    const known = dues.filter((due) => due !== null).map((due) => due.getTime());
    return known.length === 0 ? null : new Date(Math.min(...known));
  }

  async #run(): Promise<void> {
    for (const subject of this.#subjects) await subject.run?.();
    await this.#deliveries.settled();
  }
}

/** A subject in another process, reached by two addresses on this machine. */
export function remoteSubject(urls: { nextDueUrl: string; runUrl: string }): Subject {
  for (const url of [urls.nextDueUrl, urls.runUrl]) mustBeLocal(url);
  return {
    async nextDue(until) {
      const url = new URL(urls.nextDueUrl);
      url.searchParams.set('until', until.toISOString());
      const answer: unknown = await (await asked(url, 'GET')).json();
      const due = typeof answer === 'object' && answer !== null && 'due' in answer ? answer.due : null;
      return typeof due === 'string' ? new Date(due) : null;
    },
    async run() {
      await (await asked(new URL(urls.runUrl), 'POST')).text();
    },
  };
}

async function asked(url: URL, method: string): Promise<Response> {
  const answer = await fetch(url, { method, headers: { connection: 'close' } });
  if (!answer.ok) throw new DriverError(`The subject at ${url.origin} answered ${answer.status}`);
  return answer;
}

function mustBeLocal(url: string): void {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(host))
    throw new DriverError(`"${url}" is not on this machine`);
}
