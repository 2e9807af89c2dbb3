import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { AppDefinition, Json } from '../world/model.ts';
import type { Attempt, FailReason, PayloadKind, Transport } from '../world/outbound.ts';

/** Signs a body as Slack does. Real time: an app refuses what is five minutes old. */
export function sign(secret: string, timestamp: number, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

/** Delivery by signed POST to the app's request URLs. */
export class HttpTransport implements Transport {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  readonly #ackMs: number;

  constructor(ackMs: number) {
    this.#ackMs = ackMs;
  }

  /** Posts one payload and waits for the acknowledgement. */
  send(
    app: AppDefinition,
    kind: PayloadKind,
    payload: Json,
    retry?: { num: number; reason: FailReason },
  ): Promise<Attempt> {
    const { url, type, body } = encode(app, kind, payload);
    const timestamp = Math.floor(Date.now() / 1000);
    const headers: Record<string, string> = {
      'content-type': type,
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'Slackbot 1.0 (sandbox)',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': sign(app.signingSecret, timestamp, body),
    };
    if (retry !== undefined) {
      headers['x-slack-retry-num'] = String(retry.num);
      headers['x-slack-retry-reason'] = retry.reason;
    }
    return this.#post(url, headers, body);
  }

  close(): void {
    this.#agent.destroy();
  }

  #post(url: string, headers: Record<string, string>, body: string): Promise<Attempt> {
    const began = performance.now();
    return new Promise((resolve) => {
      const fail = (reason: FailReason) => resolve({ kind: 'failed', reason });
      if (!URL.canParse(url)) return fail('connection_failed');
      const signal = AbortSignal.timeout(this.#ackMs);
      const sent = request(url, { method: 'POST', headers, agent: this.#agent, signal }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', () => fail(signal.aborted ? 'http_timeout' : 'connection_failed'));
        answer.on('end', () => {
          const status = answer.statusCode ?? 0;
          if (status < 200 || status > 299) {
            const noRetry = answer.headers['x-slack-no-retry'] === '1';
            return resolve({ kind: 'failed', reason: 'http_error', status, noRetry });
          }
          const ms = performance.now() - began;
          resolve({ kind: 'acked', body: parse(Buffer.concat(chunks).toString()), ms });
        });
      });
      sent.on('error', (error: NodeJS.ErrnoException) => {
        // The app closed an idle connection just as it was used again: that is no failure of the app's.
        if (sent.reusedSocket && error.code === 'ECONNRESET') resolve(this.#post(url, headers, body));
        else fail(signal.aborted ? 'http_timeout' : 'connection_failed');
      });
      sent.end(body);
    });
  }
}

function encode(
  app: AppDefinition,
  kind: PayloadKind,
  payload: Json,
): { url: string; type: string; body: string } {
  const form = 'application/x-www-form-urlencoded';
  if (kind === 'events_api') {
    return { url: app.requestUrls.events, type: 'application/json', body: JSON.stringify(payload) };
  }
  if (kind === 'interactive') {
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    return { url: app.requestUrls.interactivity, type: form, body };
  }
  const fields = Object.entries(payload).map(([key, value]): [string, string] => [key, String(value)]);
  return { url: app.requestUrls.commands, type: form, body: new URLSearchParams(fields).toString() };
}

/** An acknowledgement is empty, JSON or plain text. */
function parse(body: string): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
