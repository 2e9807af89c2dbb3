import { z } from 'zod';
import type { Reply } from '../api/web-api.ts';
import type { Driver } from '../driver/driver.ts';
import { DriverError } from '../driver/error.ts';
import { remoteSubject } from '../driver/time.ts';
import { Act, administer, Deed, play } from './acts.ts';
import type { BotPort } from './bot-port.ts';
import { PageRoutes } from './page-routes.ts';
import type { Step } from './tour.ts';
import { Whole } from './whole.ts';

const Clock = z.strictObject({ to: z.iso.datetime({ offset: true }) });
const Urls = z.strictObject({ nextDueUrl: z.url(), runUrl: z.url() });
const Drop = z.strictObject({
  how: z.enum(['abrupt', 'warning', 'refresh_requested', 'link_disabled']).default('abrupt'),
  count: z.int().positive().optional(),
});
const Settings = z.strictObject({
  rateLimits: z.boolean().optional(),
  seed: z.int().optional(),
  failDms: z.strictObject({ user: z.string(), error: z.string().nullable() }).optional(),
});
const Fault = z.strictObject({
  method: z.string().optional(),
  team: z.string().optional(),
  channel: z.string().optional(),
  times: z.int().positive().optional(),
  after: z.int().nonnegative().optional(),
  probability: z.number().min(0).max(1).optional(),
  effect: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('rate-limit'), retryAfter: z.int().nonnegative() }),
    z.strictObject({ kind: z.literal('status'), status: z.int().min(400).max(599) }),
    z.strictObject({ kind: z.literal('error'), error: z.string() }),
    z.strictObject({ kind: z.literal('reset'), after: z.boolean() }),
    z.strictObject({ kind: z.literal('delay'), ms: z.number().nonnegative() }),
    z.strictObject({
      kind: z.literal('accept-late'),
      ms: z.number().nonnegative(),
      answer: z.enum(['error', 'nothing']),
    }),
    z.strictObject({ kind: z.literal('duplicate'), copies: z.int().min(1).max(100) }),
    z.strictObject({ kind: z.literal('shuffle'), holdMs: z.number().nonnegative() }),
  ]),
});

/** What people and time do; it has to wait while the whole world is being changed. */
const BY_PEOPLE = ['/act', '/admin', '/clock'];

type Handler = (body: unknown, query: URLSearchParams) => unknown;

/** The driver over HTTP, for tests in another process and for a page. JSON in, JSON out. */
export class Control {
  readonly #driver: Driver;
  #whole: Whole;
  #page: PageRoutes;
  #routes: Readonly<Record<string, Handler>>;

  constructor(driver: Driver) {
    this.#driver = driver;
    this.#whole = new Whole(driver.world);
    this.#page = new PageRoutes(driver, this.#whole, []);
    this.#routes = this.#table();
  }

  /** Hands over the bot that runs on this sandbox, and a tour of what it does. */
  host(bot: BotPort, steps: readonly Step[] = []): Whole {
    this.#whole = new Whole(this.#driver.world, bot);
    this.#page = new PageRoutes(this.#driver, this.#whole, steps);
    this.#routes = this.#table();
    return this.#whole;
  }

  /** The bot that runs on this sandbox, where it was handed over. */
  get bot(): BotPort | undefined {
    return this.#whole.bot;
  }

  /** Answers one request below `/sandbox/`. */
  async handle(method: string, url: URL, body: Buffer): Promise<Reply> {
    const path = url.pathname.replace(/^\/sandbox/, '').replace(/\/$/, '');
    const handler = this.#routes[`${method} ${path}`];
    if (handler === undefined) return answer(404, { error: `There is no ${method} /sandbox${path}` });
    try {
      const given = parsed(body);
      if (method !== 'GET' && BY_PEOPLE.includes(path)) this.#page.mayAct();
      return answer(200, (await handler(given, url.searchParams)) ?? { ok: true });
    } catch (error) {
      if (error instanceof SyntaxError) return answer(400, { error: 'The body is not JSON' });
      if (error instanceof z.ZodError) return answer(400, { error: z.prettifyError(error) });
      if (error instanceof DriverError) return answer(409, { error: error.message });
      throw error;
    } finally {
      // What is only marked as read tells by itself whether there was anything to mark.
      if (method !== 'GET' && path !== '/read') this.#driver.world.changes.touch();
    }
  }

  #table(): Record<string, Handler> {
    const driver = this.#driver;
    const { world } = driver;
    const who = (query: URLSearchParams) => query.get('user') ?? '';
    const since = (query: URLSearchParams) => Number(query.get('since') ?? 0);
    return {
      ...this.#page.table(),
      'GET /world': () => this.#world(),
      'GET /screen': (_body, query) => driver.screen(who(query)),
      'GET /transcript': (_body, query) => ({ transcript: driver.transcript(who(query)) }),
      'POST /act': (body) => this.#act(Act.parse(body)),
      'POST /admin': (body) => administer(driver, Deed.parse(body)),
      'GET /clock': () => ({ now: world.clock.now() }),
      'POST /clock': async (body) => {
        await driver.advanceTo(new Date(Clock.parse(body).to));
        return { now: world.clock.now() };
      },
      'POST /subject': (body) => void driver.attach(remoteSubject(Urls.parse(body))),
      'POST /settled': async (_body, query) => void (await driver.settled(Number(query.get('quietMs') ?? 0))),
      'GET /calls': (_body, query) => ({ calls: world.calls.filter((call) => call.number > since(query)) }),
      'GET /posts': (_body, query) => ({ posts: world.posts().slice(since(query)) }),
      'GET /faults': () => ({ faults: world.faults.list() }),
      'POST /faults': (body) => ({ id: world.faults.add(Fault.parse(body)) }),
      'DELETE /faults': (_body, query) => {
        const id = query.get('id');
        if (id === null) world.faults.clear();
        else world.faults.remove(Number(id));
      },
      'POST /settings': (body) => this.#set(Settings.parse(body)),
      'POST /sockets/drop': (body) => {
        const { how, count } = Drop.parse(body ?? {});
        driver.admin.dropSockets(how, count);
      },
    };
  }

  async #act(it: Act): Promise<unknown> {
    const outcome = await play(this.#driver, it);
    const failed = typeof outcome === 'object' && outcome !== null && 'ok' in outcome && !outcome.ok;
    if (!failed) this.#page.noted(it);
    return outcome;
  }

  #set(settings: z.infer<typeof Settings>): void {
    const { world } = this.#driver;
    const { rateLimits, seed, failDms } = settings;
    if (failDms !== undefined) this.#driver.admin.failDms(failDms.user, failDms.error);
    if (rateLimits !== undefined) world.rateLimits = rateLimits;
    if (seed !== undefined) world.faults.seed(seed);
  }

  /** Who and what there is. Secrets stay inside. */
  #world() {
    const { world } = this.#driver;
    return {
      now: world.clock.now(),
      teams: [...world.teams.values()],
      users: [...world.users.values()],
      channels: [...world.channels.values()].map(({ members, ...it }) => ({
        ...it,
        members: [...members.keys()],
      })),
      apps: [...world.apps.values()].map(({ id, name, transport, commands, shortcuts }) => ({
        id,
        name,
        transport,
        commands,
        shortcuts,
        installedIn: world.installations
          .filter((it) => it.appId === id && !it.revoked)
          .map((it) => it.teamId),
      })),
    };
  }
}

function parsed(body: Buffer): unknown {
  return body.length === 0 ? undefined : JSON.parse(body.toString());
}

function answer(status: number, body: unknown): Reply {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  return { status, headers, body: JSON.stringify(body) };
}
