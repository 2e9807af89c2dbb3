/**
 * The line from one worker to Slack. Any call can be stopped on it, before Slack has heard of it or after Slack has
 * answered and before the worker hears: the named points of sending, hit from outside.
 */
import {
  createServer,
  type IncomingMessage,
  type RequestOptions,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** Before Slack has heard of the call; or when it is done there, and the worker does not know yet. */
export type Side = 'before' | 'after';

export interface Stop {
  readonly method: string;
  readonly side: Side;
  /** How many calls of the method pass first. */
  readonly skip?: number;
}

export interface SlackLine {
  /** The worker's `SLACK_API_URL`. */
  readonly apiUrl: string;
  /** Stops calls from now on; resolves when the first one stands. More of them stand too, as when a worker dies. */
  hold(stop: Stop): Promise<void>;
  /** Lets calls pass again, and those that stand go on: Slack hears of them late, whether their worker lives or not. */
  release(): void;
  /** Lets calls pass again; those that stand are lost. */
  drop(): void;
  close(): Promise<void>;
}

/** One call as it went over a line, in real time (milliseconds). */
export interface SlackCall {
  readonly method: string;
  readonly token: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** 0 where Slack gave no answer. */
  readonly status: number;
  readonly retryAfterMs: number;
}

export async function slackLine(
  slackApiUrl: string,
  onCall: (call: SlackCall) => void = () => {},
): Promise<SlackLine> {
  const slack = new URL(slackApiUrl);
  let stop: (Stop & { passed: number; reached: () => void }) | null = null;
  let standing: ((goes: boolean) => void)[] = [];

  /** Whether the call goes on from here. */
  async function gate(method: string, side: Side): Promise<boolean> {
    if (stop?.method !== method || stop.side !== side) return true;
    if (stop.passed < (stop.skip ?? 0)) {
      stop.passed += 1;
      return true;
    }
    const goes = new Promise<boolean>((resolve) => standing.push(resolve));
    stop.reached();
    return goes;
  }

  async function carry(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await bytes(incoming);
    const path = incoming.url ?? '/';
    const method = path.slice(slack.pathname.length).split('?')[0] ?? '';
    if (!(await gate(method, 'before'))) return void outgoing.destroy();
    const { host: _own, ...headers } = incoming.headers;
    const startedAt = performance.now();
    const answer = await ask({ host: slack.hostname, port: slack.port, path, method: 'POST', headers }, body);
    onCall({
      method,
      token: headers.authorization ?? '',
      startedAt,
      endedAt: performance.now(),
      status: answer?.status ?? 0,
      retryAfterMs: Number(answer?.headers['retry-after'] ?? 0) * 1000,
    });
    if (!answer || !(await gate(method, 'after'))) return void outgoing.destroy();
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  }

  const server: Server = createServer((incoming, outgoing) => {
    carry(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  function end(goes: boolean): void {
    stop = null;
    for (const go of standing.splice(0)) go(goes);
  }

  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}${slack.pathname}`,
    hold: (at) =>
      new Promise((reached) => {
        standing = [];
        stop = { ...at, passed: 0, reached };
      }),
    release: () => end(true),
    drop: () => end(false),
    close: () =>
      new Promise((resolve) => {
        end(false);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bytes(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

type Answer = { status: number; headers: IncomingMessage['headers']; body: Buffer };

/** Null where Slack gives no answer. */
function ask(options: RequestOptions, body: Buffer): Promise<Answer | null> {
  return new Promise((resolve) => {
    const sent = request(options, (answer) => {
      bytes(answer).then(
        (all) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: all }),
        () => resolve(null),
      );
    });
    sent.on('error', () => resolve(null));
    sent.end(body);
  });
}
