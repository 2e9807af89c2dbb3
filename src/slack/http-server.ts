import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../db/log.ts';
import { report } from './boundary.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** By method and path: `GET /healthz`, or `GET /calendar/*` for all below it. */
export type Routes = Readonly<Record<string, Handler>>;

export interface HttpServer {
  /** Listens; 0 takes a free port. Gives the one taken. */
  listen(port: number, host?: string): Promise<number>;
  /** Takes no more connections and waits for the requests that are under way. */
  close(): Promise<void>;
}

const REQUEST_MS = 15_000;

/** One server for all that is asked of a process over HTTP. */
export function httpServer(routes: Routes, log: Log): HttpServer {
  const server: Server = createServer({ requestTimeout: REQUEST_MS }, (request, response) => {
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
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
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
