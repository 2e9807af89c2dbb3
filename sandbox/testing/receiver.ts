import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isRecord, record } from '../world/json.ts';
import type { Json } from '../world/model.ts';

/** One request as it came over the wire. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  /** The event envelope, the interaction or the command, whichever it was. */
  readonly payload: Json;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly afterMs?: number;
}

/** An app that is no more than its request URL: it keeps what it gets and answers what it is told to. */
export async function startReceiver(answer: (received: Received) => Answer = () => ({})) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const raw = Buffer.concat(chunks).toString();
    const one = { headers: request.headers, raw, payload: payloadOf(request.headers, raw) };
    received.push(one);
    const { status = 200, headers = {}, body = '', afterMs = 0 } = answer(one);
    setTimeout(() => response.writeHead(status, headers).end(body), afterMs).unref();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    received,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function payloadOf(headers: IncomingHttpHeaders, raw: string): Json {
  if (headers['content-type'] === 'application/json') return record(JSON.parse(raw));
  const form = new URLSearchParams(raw);
  const payload = form.get('payload');
  const parsed: unknown = payload === null ? Object.fromEntries(form) : JSON.parse(payload);
  return isRecord(parsed) ? parsed : {};
}
