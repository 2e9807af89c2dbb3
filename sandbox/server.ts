import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseBody } from './api/args.ts';
import { SlackError } from './api/errors.ts';
import { receiveUpload } from './api/files.ts';
import { type Reply, WebApi } from './api/web-api.ts';
import { oauthPages } from './control/consent.ts';
import { Control } from './control/control.ts';
import { streamChanges } from './control/events.ts';
import { forward } from './control/forward.ts';
import { pageFile } from './control/page-files.ts';
import { useResponseUrl } from './delivery/answers.ts';
import { Deliveries } from './delivery/deliveries.ts';
import { Tickets } from './delivery/tickets.ts';
import { Driver } from './driver/driver.ts';
import { scheduledPosts } from './driver/scheduled.ts';
import { fileShape } from './wire/message-shapes.ts';
import type { Json } from './world/model.ts';
import type { World } from './world/world.ts';

const MAX_BODY = 5 * 1024 * 1024;
/** A saved world may be long. */
const MAX_FILE = 100 * 1024 * 1024;
const LOCAL_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

/** The fake Slack on a port of this machine, and nowhere else. */
export class SandboxServer {
  readonly world: World;
  readonly driver: Driver;
  readonly deliveries: Deliveries;
  readonly #api: WebApi;
  readonly #tickets: Tickets;
  readonly control: Control;
  readonly #http: Server;

  constructor(world: World) {
    this.world = world;
    this.deliveries = new Deliveries(world);
    this.#tickets = new Tickets(world);
    this.#api = new WebApi(world, this.deliveries, this.#tickets);
    this.driver = new Driver({ world, deliveries: this.deliveries, tickets: this.#tickets });
    this.driver.attach(scheduledPosts(world));
    this.control = new Control(this.driver);
    this.#http = createServer((request, response) => void this.#serve(request, response));
    // Clients keep connections for a while; one that is closed just as it is used again looks like a fault.
    this.#http.keepAliveTimeout = 60_000;
    this.#http.on('upgrade', (request, socket, head) =>
      this.deliveries.socket.upgrade(request, socket, head),
    );
  }

  /** Listens on the loopback interface; port 0 takes a free one. */
  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen(port, '127.0.0.1', resolve);
    });
    this.world.baseUrl = `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  /** What a client takes as `slackApiUrl`. */
  get apiUrl(): string {
    return `${this.world.baseUrl}/api/`;
  }

  async close(): Promise<void> {
    await this.deliveries.close();
    const closed = new Promise<void>((resolve) => this.#http.close(() => resolve()));
    this.#http.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = new URL(request.url ?? '/', this.world.baseUrl);
      if (url.pathname === '/sandbox/events' && isLocal(request)) {
        streamChanges(this.world, response);
        return;
      }
      const most = url.pathname === '/sandbox/file' ? MAX_FILE : MAX_BODY;
      const body = await readBody(request, most);
      const reply =
        body === undefined
          ? plain(413, `A body has ${most} bytes at most`)
          : await this.#route(request, url, body);
      if (reply.reset) {
        request.socket.destroy();
        return;
      }
      const text = isRaw(reply.body) ? reply.body : JSON.stringify(reply.body);
      response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(text) });
      response.end(text);
    } catch (error) {
      // The caller went away in the middle of its request: nobody is left to answer.
      if (request.destroyed) return;
      // A bug of the sandbox's own: say so where its developer looks, and let the caller know.
      console.error(error);
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end('The sandbox failed; see its output');
    }
  }

  async #route(request: IncomingMessage, url: URL, body: Buffer): Promise<Reply> {
    const [, first = '', second = '', third = ''] = url.pathname.split('/');
    if (!isLocal(request)) return plain(403, 'Only this machine may ask, by a local name');
    if (first === 'api') return this.deliveries.track(this.#callApi(request, url, second, body));
    if (first === 'upload') return this.#upload(request, second, body);
    if (first === 'response') return this.#respond(request, third, body);
    if (first === 'oauth') return this.#consent(request, url);
    if (first === 'files') return this.#download(second);
    if (first === 'sandbox') return this.control.handle(request.method ?? 'GET', url, body);
    const own = (await pageFile(url.pathname)) ?? (await forward(this.control.bot, request, url));
    return own ?? plain(404, 'The sandbox has /, /api/METHOD and /sandbox/…');
  }

  async #callApi(request: IncomingMessage, url: URL, method: string, body: Buffer): Promise<Reply> {
    const parsed = await parse(request, body);
    if (parsed instanceof SlackError) return json(400, { ok: false, error: parsed.code });
    const args: Json = { ...Object.fromEntries(url.searchParams), ...parsed };
    const [kind = '', credentials = ''] = (request.headers.authorization ?? '').split(' ');
    const token = kind === 'Bearer' ? credentials : typeof args.token === 'string' ? args.token : undefined;
    const [id = '', secret = ''] = Buffer.from(credentials, 'base64').toString().split(':');
    const basic = kind === 'Basic' ? { id, secret } : undefined;
    return this.#api.call({ method, token: token === '' ? undefined : token, basic, args });
  }

  #consent(request: IncomingMessage, url: URL): Reply {
    const installUrl = this.control.bot?.installUrl ?? null;
    return oauthPages(this.world, { url, cookie: request.headers.cookie ?? '', installUrl });
  }

  async #upload(request: IncomingMessage, id: string, body: Buffer): Promise<Reply> {
    const file = this.world.files.get(id);
    if (file === undefined || file.bytes !== undefined) return plain(404, 'no such upload');
    const result = await receiveUpload(file, request.headers['content-type'] ?? '', body);
    return result === 'ok' ? plain(200, `OK - ${file.size}`) : plain(400, result);
  }

  async #respond(request: IncomingMessage, id: string, body: Buffer): Promise<Reply> {
    const parsed = await parse(request, body);
    if (parsed instanceof SlackError) return json(400, { ok: false, error: parsed.code });
    const { status, body: answer } = useResponseUrl(this.world, this.#tickets, id, parsed);
    return status === 200 ? plain(200, 'ok') : json(status, answer);
  }

  #download(id: string): Reply {
    const file = this.world.files.get(id);
    if (file?.bytes === undefined) return plain(404, 'no such file');
    const type = String(fileShape(this.world, id).mimetype);
    return {
      status: 200,
      headers: { 'content-type': type, 'x-content-type-options': 'nosniff' },
      body: file.bytes,
    };
  }
}

/** Stops pages on the web from reaching the sandbox by a name that they resolve to this machine. */
function isLocal(request: IncomingMessage): boolean {
  const names = [request.headers.host && `http://${request.headers.host}`, request.headers.origin];
  return names.every((name) => !name || (URL.canParse(name) && LOCAL_HOSTS.includes(new URL(name).hostname)));
}

async function parse(request: IncomingMessage, body: Buffer): Promise<Json | SlackError> {
  try {
    return await parseBody(request.headers['content-type'] ?? '', body);
  } catch (error) {
    if (error instanceof SlackError) return error;
    throw error;
  }
}

async function readBody(request: IncomingMessage, most: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= most) chunks.push(chunk);
  }
  return size > most ? undefined : Buffer.concat(chunks);
}

function plain(status: number, body: string): Reply {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

function json(status: number, body: Json): Reply {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body };
}

function isRaw(body: Reply['body']): body is string | Buffer {
  return typeof body === 'string' || Buffer.isBuffer(body);
}
