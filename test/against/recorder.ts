/**
 * Stands between the bot and a Slack-compatible server: passes every call on and remembers what was asked and answered.
 * Modals it keeps itself where the server cannot give triggers, since only Slack knows who has just clicked.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Recorded {
  readonly method: string;
  readonly args: Readonly<Record<string, string>>;
  readonly ok: boolean;
  readonly error: string | null;
}

export interface Recorder {
  /** The `SLACK_API_URL` for the bot; under the server's own name, which the addresses in its answers have. */
  readonly apiUrl: string;
  readonly calls: readonly Recorded[];
  close(): Promise<void>;
}

export async function recorder(apiUrl: string, keepsModals: boolean): Promise<Recorder> {
  const calls: Recorded[] = [];
  let modals = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const method = (request.url ?? '').replace(/^\/api\//, '');
    const args = Object.fromEntries(new URLSearchParams(body.toString()));
    const remember = (answer: { ok?: unknown; error?: unknown }) =>
      calls.push({
        method,
        args,
        ok: answer.ok === true,
        error: answer.ok === true ? null : String(answer.error),
      });
    if (keepsModals && /^views\.(open|update|push)$/.test(method)) {
      modals += 1;
      const answer = { ok: true, view: { id: args.view_id ?? `V${modals}`, hash: String(modals) } };
      remember(answer);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      return;
    }
    const { authorization = '', 'content-type': type = '' } = request.headers;
    const answer = await fetch(new URL(method, apiUrl), {
      method: 'POST',
      body,
      headers: { authorization, 'content-type': type },
    });
    const text = await answer.text();
    remember(parsed(text));
    const wait = answer.headers.get('retry-after');
    const headers = { 'content-type': answer.headers.get('content-type') ?? 'application/json' };
    response.writeHead(answer.status, wait ? { ...headers, 'retry-after': wait } : headers).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    apiUrl: `http://${new URL(apiUrl).hostname}:${port}/api/`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function parsed(text: string): { ok?: unknown; error?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : { error: 'no object' };
  } catch {
    return { error: 'no JSON' };
  }
}
