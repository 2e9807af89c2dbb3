import { setTimeout as sleep } from 'node:timers/promises';
import { record, text } from '../world/json.ts';
import type { AppDefinition, Json } from '../world/model.ts';
import type { Attempt, Delivery, FailReason, Outbound, PayloadKind, Transport } from '../world/outbound.ts';
import type { World } from '../world/world.ts';
import { HttpTransport } from './http.ts';
import { SocketTransport } from './socket.ts';

/** Carries what happens to the apps, counts what is under way, and tries events again as Slack does. */
export class Deliveries implements Outbound {
  readonly http: HttpTransport;
  readonly socket: SocketTransport;
  readonly #world: World;
  readonly #closing = new AbortController();
  readonly #idle = new Set<() => void>();
  #underWay = 0;
  #collecting: Promise<Delivery>[] | undefined;
  #held: { release: () => void }[] = [];

  constructor(world: World) {
    this.#world = world;
    this.http = new HttpTransport(world.options.ackMs);
    this.socket = new SocketTransport(world);
    world.outbound = this;
  }

  /** Delivers an event and, while nobody acknowledges it, tries again after each wait. */
  event(app: AppDefinition, envelope: Json): Promise<Delivery> {
    const delivery = this.track(this.#deliver(app, envelope));
    this.#collecting?.push(delivery);
    return delivery;
  }

  /** Delivers a click, a form or a command: once, for Slack does not repeat these. */
  interaction(app: AppDefinition, kind: PayloadKind, payload: Json): Promise<Attempt> {
    return this.track(this.#transport(app).send(app, kind, payload));
  }

  /** The deliveries that begin while a piece of work runs. */
  collect<T>(work: () => T): { result: T; begun: Promise<Delivery>[] } {
    const begun: Promise<Delivery>[] = [];
    const outer = this.#collecting;
    this.#collecting = begun;
    try {
      return { result: work(), begun };
    } finally {
      this.#collecting = outer;
    }
  }

  /** Counts something as under way until it ends; `settled` waits for it. */
  async track<T>(work: Promise<T>): Promise<T> {
    this.#underWay += 1;
    try {
      return await work;
    } finally {
      this.#underWay -= 1;
      this.#world.changes.touch();
      if (this.#underWay === 0) for (const wake of [...this.#idle]) wake();
    }
  }

  /** Resolves when nothing is under way, and has not been for a while if one is given. */
  async settled(quietMs = 0): Promise<void> {
    for (;;) {
      while (this.#underWay > 0) {
        await new Promise<void>((resolve) => {
          const wake = () => {
            this.#idle.delete(wake);
            resolve();
          };
          this.#idle.add(wake);
        });
      }
      // One turn of the loop lets what was just answered begin its next call.
      await sleep(quietMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
      if (this.#underWay === 0) return;
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.http.close();
    await this.socket.close();
  }

  async #deliver(app: AppDefinition, envelope: Json): Promise<Delivery> {
    const event = record(envelope.event);
    const type = text(event.type) ?? '';
    const fault = this.#world.faults.strike({
      method: 'event',
      team: text(envelope.context_team_id),
      channel: text(event.channel),
    });
    if (fault?.kind === 'shuffle') await this.#hold(fault.holdMs);
    if (fault?.kind === 'delay') await this.#sleep(fault.ms);
    const copies = fault?.kind === 'duplicate' ? fault.copies : 1;
    const all = await Promise.all(Array.from({ length: copies }, () => this.#persist(app, envelope)));
    const attempts = all.flat();
    const acked = attempts.some((attempt) => attempt.kind === 'acked');
    return { eventId: text(envelope.event_id) ?? '', type, attempts, acked };
  }

  async #persist(app: AppDefinition, envelope: Json): Promise<Attempt[]> {
    const attempts: Attempt[] = [];
    let retry: { num: number; reason: FailReason } | undefined;
    for (const wait of [undefined, ...this.#world.options.retryDelaysMs]) {
      if (wait !== undefined) await this.#sleep(wait);
      if (this.#closing.signal.aborted) break;
      const attempt = await this.#transport(app).send(app, 'events_api', envelope, retry);
      attempts.push(attempt);
      if (attempt.kind === 'acked' || attempt.noRetry) break;
      retry = { num: attempts.length, reason: attempt.reason };
    }
    return attempts;
  }

  /** Keeps events back until the time is over, then lets them go in an order drawn from the seed. */
  #hold(ms: number): Promise<void> {
    return new Promise((release) => {
      this.#held.push({ release });
      if (this.#held.length > 1) return;
      void this.#sleep(ms).then(() => {
        const held = this.#held.map((it) => ({ ...it, key: this.#world.faults.random() }));
        this.#held = [];
        for (const it of held.sort((a, b) => a.key - b.key)) it.release();
      });
    });
  }

  #transport(app: AppDefinition): Transport {
    return app.transport === 'socket' ? this.socket : this.http;
  }

  #sleep(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.#closing.signal }).catch(() => undefined);
  }
}
