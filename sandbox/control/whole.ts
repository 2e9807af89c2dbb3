import { z } from 'zod';
import { DriverError } from '../driver/error.ts';
import { readSnapshot, restore, type Snapshot, snapshotOf } from '../world/snapshot.ts';
import type { World } from '../world/world.ts';
import type { BotPort } from './bot-port.ts';

const FORMAT = 'entente-sandbox';
/** Raised whenever an older file could not be read any more. */
const VERSION = 1;

const File = z.strictObject({
  format: z.literal(FORMAT),
  version: z.number(),
  savedAt: z.iso.datetime(),
  world: z.unknown(),
  // Nothing, where nobody hosts a bot.
  bot: z.unknown().optional(),
});

interface Kept {
  readonly world: Snapshot;
  readonly bot: unknown;
}

/** What befalls the world as a whole, and the bot's data with it: saved, loaded, begun anew. */
export class Whole {
  readonly #world: World;
  readonly #bot: BotPort | undefined;
  readonly #kept = new Map<string, Kept>();
  #busy: string | null = null;

  constructor(world: World, bot?: BotPort) {
    this.#world = world;
    this.#bot = bot;
  }

  /** What is under way with everything, in words; nobody can act meanwhile. */
  get busy(): string | null {
    return this.#busy;
  }

  set busy(what: string | null) {
    this.#busy = what;
    this.#world.changes.touch();
  }

  get bot(): BotPort | undefined {
    return this.#bot;
  }

  /** Remembers the present under a name, to come back to. */
  async keep(name: string): Promise<void> {
    this.#kept.set(name, { world: snapshotOf(this.#world), bot: await this.#bot?.save() });
  }

  /** Goes back to what was kept. @throws DriverError where nothing was kept under that name */
  async return(name: string): Promise<void> {
    const kept = this.#kept.get(name);
    if (kept === undefined) throw new DriverError(`Nothing is kept as "${name}"`);
    await this.#become(kept, 'Going back');
  }

  /** World and bot as one JSON file. */
  async save(): Promise<z.infer<typeof File>> {
    const savedAt = new Date().toISOString();
    const bot = await this.#bot?.save();
    return { format: FORMAT, version: VERSION, savedAt, world: snapshotOf(this.#world), bot };
  }

  /**
   * Puts a saved file in place of everything.
   *
   * @throws DriverError that says what is wrong with the file; everything is then as it was
   */
  async load(file: unknown): Promise<void> {
    const read = File.safeParse(file);
    if (!read.success) throw new DriverError('This is no file that the sandbox has saved');
    const { version, world, bot } = read.data;
    if (version !== VERSION) {
      throw new DriverError(`The file is of version ${version}; this sandbox reads version ${VERSION}`);
    }
    await this.#become({ world: readWorld(world), bot }, 'Loading');
  }

  async #become({ world, bot }: Kept, what: string): Promise<void> {
    if (this.#busy !== null) throw new DriverError(this.#busy);
    this.busy = what;
    try {
      await this.#bot?.kill();
      await this.#bot?.load(bot);
      restore(this.#world, world);
    } finally {
      await this.#bot?.start();
      this.busy = null;
    }
  }
}

function readWorld(value: unknown): Snapshot {
  try {
    return readSnapshot(value);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const [issue] = error.issues;
    throw new DriverError(
      `The file is damaged: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
    );
  }
}
