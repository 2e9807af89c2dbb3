import { z } from 'zod';
import type { Driver } from '../driver/driver.ts';
import { DriverError } from '../driver/error.ts';
import { findActor, findPlace, findUser } from '../driver/find.ts';
import type { FaultRule } from '../world/faults.ts';
import type { Act } from './acts.ts';
import { diaryOf } from './diary.ts';
import { paneOf } from './pane.ts';
import type { Deed, Overview } from './shapes.ts';
import { type Step, Tour } from './tour.ts';
import { markRead, waitingFor } from './unread.ts';
import type { Whole } from './whole.ts';

const MOST_MESSAGES = 300;
const Read = z.strictObject({ as: z.string(), in: z.string() });
const Bot = z.strictObject({ do: z.enum(['kill', 'start']) });
const Begin = z.strictObject({ at: z.enum(['example', 'empty']) });
const Lead = z.strictObject({ do: z.enum(['start', 'end']) });

/** What the page asks for beyond acting: what one person sees, what all share, and the world as a whole. */
export class PageRoutes {
  readonly #driver: Driver;
  readonly #whole: Whole;
  readonly #steps: readonly Step[];
  #tour: Tour | null = null;

  constructor(driver: Driver, whole: Whole, steps: readonly Step[]) {
    this.#driver = driver;
    this.#whole = whole;
    this.#steps = steps;
  }

  table(): Record<string, (body: unknown, query: URLSearchParams) => unknown> {
    return {
      'GET /overview': () => this.#overview(),
      'GET /pane': (_body, query) => this.#pane(query),
      'GET /deeds': (_body, query) => this.#deeds(Number(query.get('since') ?? 0)),
      'POST /read': (body) => this.#read(Read.parse(body)),
      'POST /bot': (body) => this.#command(Bot.parse(body)),
      'POST /whole': (body) => this.#begin(Begin.parse(body).at),
      'GET /file': () => this.#whole.save(),
      'POST /file': (body) => this.#load(body),
      'POST /tour': (body) => this.#lead(Lead.parse(body).do),
    };
  }

  /** @throws DriverError while something befalls the whole world */
  mayAct(): void {
    if (this.#whole.busy !== null) throw new DriverError(`One moment: ${this.#whole.busy}`);
  }

  /** Tells the tour, if there is one. */
  noted(act: Act): void {
    this.#tour?.note(act);
  }

  async #overview(): Promise<Overview> {
    const { world } = this.#driver;
    const keys = world.posts().map((post) => JSON.stringify(post.metadata?.event_payload ?? post.ts));
    return {
      now: world.clock.now().toISOString(),
      busy: this.#whole.busy,
      teams: [...world.teams.values()].map(({ id, name }) => ({
        id,
        name,
        hasApp: [...world.apps.keys()].some((app) => world.installation(app, id) !== undefined),
      })),
      users: [...world.users.values()],
      channels: [...world.channels.values()].map(({ id, name }) => ({ id, name })),
      waiting: waitingFor(world),
      bot: (await this.#whole.bot?.report()) ?? null,
      addable: this.#addable(),
      faults: world.faults.list().map((it) => ({ id: it.id, about: aboutFault(it), struck: it.struck })),
      posts: { seen: keys.length, twice: keys.length - new Set(keys).size },
      tour: this.#tour === null ? null : { steps: this.#tour.progress() },
    };
  }

  #addable(): Overview['addable'] {
    const { world } = this.#driver;
    const [app] = world.apps.values();
    if (app === undefined || !this.#whole.bot?.installUrl) return null;
    return { name: app.name, url: `${world.baseUrl}/oauth/start` };
  }

  #pane(query: URLSearchParams) {
    const { world } = this.#driver;
    const user = findActor(world, query.get('user') ?? '');
    const first = query.get('first');
    const count = Number(query.get('count') ?? 100);
    if (!Number.isInteger(count) || count < 1 || count > MOST_MESSAGES) {
      throw new DriverError(`"count" is a number from 1 to ${MOST_MESSAGES}`);
    }
    return paneOf(world, user, {
      place: query.get('place') ?? undefined,
      first: first === null ? undefined : Number(first),
      count,
      thread: query.get('thread') ?? undefined,
    });
  }

  async #deeds(since: number): Promise<{ deeds: Deed[] }> {
    const deeds = diaryOf(this.#driver.world, since);
    const keys = deeds.map(({ key }) => key).filter((key) => key !== null);
    const items = keys.length === 0 ? {} : await this.#whole.bot?.why([...new Set(keys)]);
    return { deeds: deeds.map((it) => ({ ...it, items: items?.[it.key ?? ''] ?? [] })) };
  }

  #read({ as, in: place }: z.infer<typeof Read>): void {
    const { world } = this.#driver;
    const user = findUser(world, as);
    if (markRead(world, user, findPlace(world, user, place))) world.changes.touch();
  }

  async #command(it: z.infer<typeof Bot>): Promise<void> {
    const { bot } = this.#whole;
    if (bot === undefined) throw new DriverError('The bot runs elsewhere; whoever started it can end it');
    await bot[it.do]();
  }

  async #begin(at: 'example' | 'empty'): Promise<void> {
    this.#mayReplace();
    await this.#whole.return(at);
    this.#tour = null;
  }

  async #load(file: unknown): Promise<void> {
    this.#mayReplace();
    await this.#whole.load(file);
    this.#tour = null;
  }

  async #lead(what: 'start' | 'end'): Promise<void> {
    if (what === 'start') {
      await this.#begin('empty');
      this.#tour = new Tour(this.#driver.world, this.#steps);
    } else this.#tour = null;
    this.#driver.world.changes.touch();
  }

  #mayReplace(): void {
    if (this.#driver.isMoving) throw new DriverError('Time is being moved; wait until it stands');
  }
}

/** A fault in a few words. */
function aboutFault({ method, effect, times }: FaultRule): string {
  const often = times === undefined ? 'until taken away' : times === 1 ? 'once' : `${times} times`;
  return `${method ?? 'every call'}: ${effectWords(effect)}, ${often}`;
}

function effectWords(effect: FaultRule['effect']): string {
  switch (effect.kind) {
    case 'rate-limit':
      return `429, wait ${effect.retryAfter} s`;
    case 'status':
      return String(effect.status);
    case 'error':
      return effect.error;
    case 'reset':
      return effect.after ? 'done, and the answer lost' : 'connection lost before it was done';
    case 'delay':
      return `${effect.ms / 1000} s late`;
    case 'accept-late':
      return `done ${effect.ms / 1000} s after it was refused`;
    case 'duplicate':
      return `delivered ${effect.copies} times`;
    case 'shuffle':
      return 'in another order';
  }
}
