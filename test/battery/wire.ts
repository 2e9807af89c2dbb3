/** Slack's requests to the bot, as they go over the wire: caught on their way, and sent by hand. */
import { createHmac } from 'node:crypto';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WireRequest {
  readonly type: string;
  readonly body: string | Buffer;
}

/** Keeps what Slack sends, and carries it on. */
export interface Recorder {
  readonly url: string;
  readonly requests: WireRequest[];
  close(): Promise<void>;
}

/** @param port of the process that it carries on to */
export async function recorder(port: number): Promise<Recorder> {
  const requests: WireRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      requests.push({ type: incoming.headers['content-type'] ?? '', body: body.toString() });
      const { url: path, method, headers } = incoming;
      const onwards = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onwards.on('error', () => outgoing.destroy());
      onwards.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The status of an answer; or the connection was closed without one, or nothing came in time. */
export type Answered = number | 'closed' | 'silent';

/** Sends it, signed by Slack. */
export async function post(
  port: number,
  { type, body }: WireRequest,
  {
    secret,
    headers = {},
    timeoutMs = 10_000,
  }: {
    readonly secret: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly timeoutMs?: number;
  },
): Promise<Answered> {
  const at = Math.floor(Date.now() / 1000);
  // Over the bytes: what is no text has a signature, too.
  const signature = createHmac('sha256', secret).update(`v0:${at}:`).update(body).digest('hex');
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/slack/events`, {
      method: 'POST',
      body,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': type,
        'x-slack-request-timestamp': String(at),
        'x-slack-signature': `v0=${signature}`,
        ...headers,
      },
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch (error) {
    return (error as Error).name === 'TimeoutError' ? 'silent' : 'closed';
  }
}
