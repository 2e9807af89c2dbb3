import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { isRecord } from '../world/json.ts';
import type { AppDefinition, Json } from '../world/model.ts';
import type { Attempt, FailReason, PayloadKind, Transport } from '../world/outbound.ts';
import type { World } from '../world/world.ts';

const MAX_CONNECTIONS = 10;
const TICKET_MS = 30_000;
const WARNING_MS = 10_000;
const REFRESH_MS = 1000;

interface Waiting {
  readonly socket: WebSocket;
  readonly settle: (attempt: Attempt) => void;
  readonly acked: (body: unknown) => void;
}

/** Delivery over Socket Mode: any payload may go to any one of an app's connections. */
export class SocketTransport implements Transport {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Map<string, { appId: string; until: number }>();
  readonly #connections = new Map<string, WebSocket[]>();
  readonly #waiting = new Map<string, Waiting>();
  readonly #world: World;
  #turn = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** An address that opens one connection, as `apps.connections.open` hands it out. */
  ticket(app: AppDefinition): string {
    const ticket = this.#world.ids.next('ticket-');
    this.#tickets.set(ticket, { appId: app.id, until: Date.now() + TICKET_MS });
    return `${this.#world.baseUrl.replace('http', 'ws')}/socket/?ticket=${ticket}&app_id=${app.id}`;
  }

  /** Takes over an HTTP request that asks to become a socket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
    const issued = this.#tickets.get(ticket);
    this.#tickets.delete(ticket);
    if (issued === undefined || issued.until < Date.now()) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (connection) =>
      this.#welcome(issued.appId, connection),
    );
  }

  /** How many connections an app has open. */
  connections(appId: string): number {
    return this.#open(appId).length;
  }

  /** Sends one envelope and waits for its acknowledgement. */
  send(
    app: AppDefinition,
    kind: PayloadKind,
    payload: Json,
    retry?: { num: number; reason: FailReason },
  ): Promise<Attempt> {
    const open = this.#open(app.id);
    this.#turn += 1;
    const socket = open[this.#turn % open.length];
    if (socket === undefined) return Promise.resolve({ kind: 'failed', reason: 'connection_failed' });
    const envelopeId = this.#world.ids.next('envelope-');
    const envelope = {
      envelope_id: envelopeId,
      type: kind,
      payload,
      accepts_response_payload: kind !== 'events_api',
      ...(kind === 'events_api' && { retry_attempt: retry?.num ?? 0, retry_reason: retry ? 'timeout' : '' }),
    };
    return this.#awaitAck(socket, envelopeId, JSON.stringify(envelope));
  }

  /**
   * Ends an app's connections. `warning` tells it ahead, `refresh_requested` at once, and `abrupt` cuts the
   * line without a word.
   */
  drop(
    appId: string,
    how: 'abrupt' | 'warning' | 'refresh_requested' | 'link_disabled',
    count = MAX_CONNECTIONS,
  ): void {
    for (const socket of this.#open(appId).slice(0, count)) {
      if (how === 'abrupt') {
        socket.terminate();
        continue;
      }
      socket.send(JSON.stringify({ type: 'disconnect', reason: how, debug_info: { host: 'sandbox' } }));
      // Slack does not wait for ever for a client that stays.
      setTimeout(() => socket.close(), how === 'warning' ? WARNING_MS : REFRESH_MS).unref();
    }
  }

  /** Says goodbye on every connection, and cuts those that do not answer. */
  async close(): Promise<void> {
    const sockets = [...this.#connections.values()].flat();
    await Promise.all(sockets.map(farewell));
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #awaitAck(socket: WebSocket, envelopeId: string, envelope: string): Promise<Attempt> {
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => settle({ kind: 'failed', reason: 'http_timeout' }),
        this.#world.options.ackMs,
      );
      const settle = (attempt: Attempt) => {
        clearTimeout(timer);
        this.#waiting.delete(envelopeId);
        resolve(attempt);
      };
      const began = performance.now();
      const acked = (body: unknown) => settle({ kind: 'acked', body, ms: performance.now() - began });
      this.#waiting.set(envelopeId, { socket, settle, acked });
      socket.send(envelope);
    });
  }

  #welcome(appId: string, socket: WebSocket): void {
    const open = this.#open(appId);
    if (open.length >= MAX_CONNECTIONS) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
      socket.close();
      return;
    }
    this.#connections.set(appId, [...open, socket]);
    socket.on('message', (data) => this.#hear(String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.#forget(appId, socket));
    const hello = {
      type: 'hello',
      num_connections: open.length + 1,
      connection_info: { app_id: appId },
      debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18060 },
    };
    socket.send(JSON.stringify(hello));
  }

  #hear(data: string): void {
    let message: unknown;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    if (!isRecord(message) || typeof message.envelope_id !== 'string') return;
    const body =
      isRecord(message.payload) && Object.keys(message.payload).length === 0 ? undefined : message.payload;
    this.#waiting.get(message.envelope_id)?.acked(body);
  }

  #forget(appId: string, socket: WebSocket): void {
    this.#connections.set(
      appId,
      (this.#connections.get(appId) ?? []).filter((it) => it !== socket),
    );
    for (const waiting of [...this.#waiting.values()]) {
      if (waiting.socket === socket) waiting.settle({ kind: 'failed', reason: 'connection_failed' });
    }
  }

  #open(appId: string): WebSocket[] {
    return (this.#connections.get(appId) ?? []).filter((socket) => socket.readyState === WebSocket.OPEN);
  }
}

const FAREWELL_MS = 500;

function farewell(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.terminate(), FAREWELL_MS);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.close(1000);
  });
}
