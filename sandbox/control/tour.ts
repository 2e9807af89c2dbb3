import { findPlace, findUser } from '../driver/find.ts';
import type { World } from '../world/world.ts';
import type { Act } from './acts.ts';
import type { TourStep } from './shapes.ts';

/** Something that a visitor does by hand, and how the sandbox knows that it was done. */
export interface Task {
  readonly text: string;
  /** Whom one has to be for it. */
  readonly as?: string;
  readonly done: (so: SoFar) => boolean;
}

export interface Step {
  readonly title: string;
  readonly about: string;
  readonly tasks: readonly Task[];
}

/** What has happened since the tour began, as far as a task may ask. */
export interface SoFar {
  readonly now: Date;
  /** Whether somebody did something that worked. */
  did(as: string, act: Act['do'], matching?: (act: Act) => boolean): boolean;
  /** Whether somebody has seen a message with these words, in a place. */
  hasRead(who: string, place: string, words: string): boolean;
}

/** Follows one visitor through the steps. What was done once stays done. */
export class Tour {
  readonly #world: World;
  readonly #steps: readonly Step[];
  readonly #acts: Act[] = [];
  readonly #done = new Set<Task>();

  constructor(world: World, steps: readonly Step[]) {
    this.#world = world;
    this.#steps = steps;
  }

  /** Notes an act that worked. */
  note(act: Act): void {
    this.#acts.push(act);
  }

  /** Where the visitor stands: a task counts only when those before it are done. */
  progress(): TourStep[] {
    const soFar = this.#soFar();
    let open = true;
    return this.#steps.map(({ title, about, tasks }) => ({
      title,
      about,
      tasks: tasks.map((task) => {
        if (open && !this.#done.has(task) && task.done(soFar)) this.#done.add(task);
        const done = this.#done.has(task);
        open &&= done;
        return { text: task.text, as: task.as === undefined ? null : this.#id(task.as), done };
      }),
    }));
  }

  #soFar(): SoFar {
    const world = this.#world;
    return {
      now: world.clock.now(),
      did: (as, act, matching = () => true) =>
        this.#acts.some((it) => it.do === act && this.#id(it.as) === this.#id(as) && matching(it)),
      hasRead: (who, place, words) => {
        const user = findUser(world, who);
        const channel = findPlace(world, user, place);
        const seen = Number(world.reads.get(world.readKey(user.id, channel.id)) ?? 0);
        const whispers = world.ephemerals.filter((it) => it.channelId === channel.id && it.to === user.id);
        return [...world.messagesIn(channel.id).filter((it) => Number(it.ts) <= seen), ...whispers].some(
          (it) => JSON.stringify([it.text, it.blocks]).includes(words),
        );
      },
    };
  }

  #id(ref: string): string {
    return findUser(this.#world, ref).id;
  }
}
