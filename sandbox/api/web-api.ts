import { setTimeout as sleep } from 'node:timers/promises';
import type { Deliveries } from '../delivery/deliveries.ts';
import type { Tickets } from '../delivery/tickets.ts';
import type { Call } from '../world/calls.ts';
import type { Effect } from '../world/faults.ts';
import { isRecord } from '../world/json.ts';
import type { Installation, Json } from '../world/model.ts';
import { isExpired } from '../world/rotation.ts';
import { dmOf } from '../world/visibility.ts';
import type { World } from '../world/world.ts';
import { endingMethods, guestMethods } from './apps.ts';
import { Args } from './args.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { SlackError } from './errors.ts';
import { fileMethods } from './files.ts';
import { lookupMethods } from './lookups.ts';
import { managingMethods } from './managing.ts';
import { markMethods } from './marks.ts';
import type { Caller, Guest, Method } from './methods.ts';
import { peopleMethods } from './people.ts';
import { RateLimits } from './rate-limits.ts';
import { scheduledMethods } from './scheduled.ts';
import { userGroupMethods } from './user-groups.ts';
import { viewMethods } from './views.ts';

const METHODS: Readonly<Record<string, Method>> = {
  ...chatMethods,
  ...conversationMethods,
  ...peopleMethods,
  ...viewMethods,
  ...markMethods,
  ...fileMethods,
  ...managingMethods,
  ...lookupMethods,
  ...scheduledMethods,
  ...userGroupMethods,
  ...endingMethods,
};

/** Every method that there is. */
export const METHOD_NAMES = [...Object.keys(METHODS), ...Object.keys(guestMethods)];

/** What goes back over HTTP; `reset` breaks the connection instead. */
export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: Json | string | Buffer;
  readonly reset?: boolean;
}

export interface Request {
  readonly method: string;
  readonly token: string | undefined;
  readonly basic: Guest['basic'];
  readonly args: Json;
}

/** Slack's Web API: who calls, may they, how often, what goes wrong on purpose, and the methods themselves. */
export class WebApi {
  readonly #world: World;
  readonly #deliveries: Deliveries;
  readonly #tickets: Tickets;
  readonly #limits = new RateLimits();

  constructor(world: World, deliveries: Deliveries, tickets: Tickets) {
    this.#world = world;
    this.#deliveries = deliveries;
    this.#tickets = tickets;
  }

  /** Answers one call and writes it into the log. */
  async call(request: Request): Promise<Reply> {
    const installation = this.#world.installations.find((it) => it.token === request.token);
    const args = new Args(request.args);
    const { token: _token, client_secret: _secret, ...shown } = request.args;
    const { log, clock, faults } = this.#world;
    const call = log.begin(request.method, installation?.teamId ?? null, shown, clock.now());
    const channel = this.#placeOf(installation, args);
    const effect = faults.strike({
      method: request.method,
      team: installation?.teamId ?? null,
      ...(channel && { channel }),
    });
    const began = performance.now();
    const reply = await this.#withFault(effect, call, () => this.#answer(request, installation, args));
    const { body, status, reset } = reply;
    call.ms = performance.now() - began;
    call.status = reset ? 0 : status;
    const answered = isRecord(body) && !reset ? body : { error: reset ? 'no_answer' : `http_${status}` };
    call.ok = 'ok' in answered && answered.ok === true;
    call.error = call.ok ? null : String(answered.error ?? '');
    return reply;
  }

  async #withFault(effect: Effect | undefined, call: Call, answer: () => Reply): Promise<Reply> {
    if (effect === undefined) return answer();
    call.fault = effect.kind;
    const plain = { 'content-type': 'text/plain' };
    switch (effect.kind) {
      case 'rate-limit':
        return limited(effect.retryAfter);
      case 'status':
        return { status: effect.status, headers: plain, body: 'the sandbox was told to fail' };
      case 'error':
        return failure(new SlackError(effect.error));
      case 'reset': {
        if (effect.after) answer();
        return { status: 0, headers: {}, body: '', reset: true };
      }
      case 'delay':
        await sleep(effect.ms);
        return answer();
      case 'accept-late': {
        void this.#deliveries.track(sleep(effect.ms).then(answer));
        if (effect.answer === 'error') return { status: 503, headers: plain, body: 'late' };
        await sleep(effect.ms);
        return { status: 0, headers: {}, body: '', reset: true };
      }
      default:
        return answer();
    }
  }

  #answer({ method, token, basic }: Request, installation: Installation | undefined, args: Args): Reply {
    try {
      const guest = guestMethods[method];
      if (guest !== undefined) {
        const { socket } = this.#deliveries;
        return success(guest({ world: this.#world, socket, token, basic }, args));
      }
      const known = METHODS[method];
      if (known === undefined) throw new SlackError('unknown_method', { req_method: method });
      const caller = this.#caller(token, installation);
      this.#mayCall(caller, known, args);
      const wait = this.#wait(caller, method, known, args);
      if (wait > 0) return limited(wait);
      return success(known.run(caller, args), installation);
    } catch (error) {
      if (error instanceof SlackError) return failure(error, installation);
      throw error;
    }
  }

  #caller(token: string | undefined, installation: Installation | undefined): Caller {
    if (token === undefined) throw new SlackError('not_authed');
    if (installation === undefined) {
      const other = [...this.#world.apps.values()].some((app) => app.appToken === token);
      throw new SlackError(other ? 'not_allowed_token_type' : 'invalid_auth');
    }
    if (installation.revoked) throw new SlackError('token_revoked');
    if (isExpired(installation)) throw new SlackError('token_expired');
    return {
      world: this.#world,
      tickets: this.#tickets,
      socket: this.#deliveries.socket,
      app: this.#world.app(installation.appId),
      installation,
      bot: this.#world.user(installation.botUserId),
    };
  }

  /** The conversation that a call is about; a person's id stands for the DM with them. */
  #placeOf(installation: Installation | undefined, args: Args): string | undefined {
    const named = args.text('channel');
    if (named === undefined || installation === undefined || !this.#world.users.has(named)) return named;
    return dmOf(this.#world, installation.botUserId, named)?.id ?? named;
  }

  #mayCall(caller: Caller, method: Method, args: Args): void {
    const scopes = typeof method.scopes === 'function' ? method.scopes(caller, args) : method.scopes;
    const { scopes: provided } = caller.installation;
    if (scopes.length === 0 || scopes.some((scope) => provided.includes(scope))) return;
    throw new SlackError('missing_scope', { needed: scopes.join(','), provided: provided.join(',') });
  }

  #wait(caller: Caller, name: string, { perMinute }: Method, args: Args): number {
    if (!this.#world.rateLimits) return 0;
    const channel = name === 'chat.postMessage' ? this.#placeOf(caller.installation, args) : undefined;
    const key = { team: `${caller.app.id}/${caller.installation.teamId}`, method: name, perMinute };
    return this.#limits.take({ ...key, ...(channel && { channel }) });
  }
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

function success(answer: Json, installation?: Installation): Reply {
  return { status: 200, headers: headersFor(installation), body: { ok: true, ...answer } };
}

function failure(error: SlackError, installation?: Installation): Reply {
  return {
    status: 200,
    headers: headersFor(installation),
    body: { ok: false, error: error.code, ...error.extra },
  };
}

function limited(seconds: number): Reply {
  const headers = { ...JSON_TYPE, 'retry-after': String(seconds) };
  return { status: 429, headers, body: { ok: false, error: 'ratelimited' } };
}

function headersFor(installation: Installation | undefined): Record<string, string> {
  return installation === undefined
    ? JSON_TYPE
    : { ...JSON_TYPE, 'x-oauth-scopes': installation.scopes.join(',') };
}
