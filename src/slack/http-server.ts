import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../db/log.ts';
import { report } from './boundary.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** By method and path: `GET /healthz`, or `GET /calendar/*` for all below it. */
export type Routes = Readonly<Record<string, Handler>>;

export interface HttpServer {
  /** Listens; 0 takes a free port. Gives the one taken. */
  listen(port: number, host?: string): Promise<number>;
  /**
   * Takes no more connections and waits for the requests that are under way.
   *
   * @param lingerMs how long connections that somebody keeps open are still answered on: a balancer may be writing to
   *   one at this moment, and what it writes to one that is closed is lost
   */
  close(lingerMs?: number): Promise<void>;
}

const REQUEST_MS = 15_000;
/** How often those who take longer are looked for. */
const LOOK_MS = 2_000;
/** Longer than a balancer keeps a connection (mostly a minute): it never writes to one that is just being closed. */
const KEPT_OPEN_MS = 75_000;
const SWEEP_MS = 100;

/**
 * One server for all that is asked of a process over HTTP.
 *
 * @param patienceMs how long somebody may take to send a request; whoever takes longer is cut off
 */
export function httpServer(routes: Routes, log: Log, patienceMs = REQUEST_MS): HttpServer {
  const patience = {
    requestTimeout: patienceMs,
    headersTimeout: patienceMs,
    connectionsCheckingInterval: Math.min(LOOK_MS, patienceMs),
    keepAliveTimeout: KEPT_OPEN_MS,
  };
  let isClosing = false;
  const server: Server = createServer(patience, (request, response) => {
    if (isClosing) response.setHeader('connection', 'close');
    void serve(routes, log, request, response);
  });
  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          resolve((server.address() as AddressInfo).port);
        });
      }),
    async close(lingerMs = 0) {
      isClosing = true;
      // Not the HTTP server's own `close`, which cuts off what is kept open at once.
      const closed = new Promise<void>((resolve) => {
        NetServer.prototype.close.call(server, () => resolve());
      });
      await Promise.race([closed, sleep(lingerMs, undefined, { ref: false })]);
      // A connection whose last request is still being answered is idle only after that.
      const sweeping = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
      server.closeIdleConnections();
      await closed;
      clearInterval(sweeping);
    },
  };
}

async function serve(routes: Routes, log: Log, request: IncomingMessage, response: ServerResponse) {
  const [path = '/'] = (request.url ?? '/').split('?');
  const exact = `${request.method} ${path}`;
  const route = routes[exact] ? exact : `${request.method} ${path.slice(0, path.indexOf('/', 1) + 1)}*`;
  const handler = routes[route];
  try {
    if (!handler) return end(response, 404);
    await handler(request, response);
  } catch (error) {
    report(log, error, { route }); // never the path: it may be somebody's secret
    if (!response.headersSent) end(response, 500);
    else response.destroy();
  }
}

/** Ends a response, with a JSON body where there is one. */
export function end(response: ServerResponse, status: number, body?: unknown): void {
  if (body === undefined) {
    response.writeHead(status).end();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
