/** Slack over HTTP: signed requests to one path. */
import type { IncomingMessage } from 'node:http';
import { end, type Handler } from './http-server.ts';
import type { Receive } from './receive.ts';
import { isShapedLikeSlacks } from './shape.ts';
import { claimsToBeSlacks, isSlacks } from './signature.ts';

const MOST_BYTES = 1024 * 1024;

/** The handler of `POST /slack/events`, the one path that the app's manifest names for everything. */
export function slackRequests(signingSecret: string, receive: Receive): Handler {
  return async (request, response) => {
    const receivedAt = performance.now();
    // Whoever may be anybody makes nothing be kept in memory: what still comes of the body is let pass by.
    if (!claimsToBeSlacks(request.headers)) return end(response, 401);
    const raw = await rawBody(request);
    if (raw === null) {
      response.setHeader('connection', 'close'); // the rest of the body is not read
      return end(response, 413);
    }
    if (!isSlacks(signingSecret, request.headers, raw)) return end(response, 401);

    const body = parse(request.headers['content-type'] ?? '', raw);
    if (!body) return end(response, 400);
    if (body.type === 'url_verification') return end(response, 200, { challenge: body.challenge });
    if (body.ssl_check) return end(response, 200);
    if (!isShapedLikeSlacks(body)) return end(response, 400);

    const outcome = await receive({ body, receivedAt, ...retry(request) });
    if (!outcome.acknowledged) return end(response, 500);
    end(response, 200, outcome.payload);
  };
}

/** The body as it came, since the signature is over its bytes; null where it is larger than Slack's ever are. */
async function rawBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) return null;
  // Not destroyed when left early: the refusal goes out by the same socket.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(contentType: string, raw: string): Record<string, unknown> | null {
  if (!contentType.startsWith('application/x-www-form-urlencoded')) return json(raw);
  const fields = Object.fromEntries(new URLSearchParams(raw.replaceAll('%00', '')));
  return fields.payload === undefined ? fields : json(fields.payload);
}

/** No text in Postgres may hold it, and nobody sees it: it is left out. */
const NUL = '\0';

function json(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = text.includes('\\u0000') ? JSON.parse(text, withoutNul) : JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function withoutNul(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll(NUL, '') : value;
}

function retry({ headers }: IncomingMessage): { retryNum?: number; retryReason?: string } {
  const num = Number(headers['x-slack-retry-num']);
  const reason = headers['x-slack-retry-reason'];
  if (!Number.isSafeInteger(num)) return {};
  return { retryNum: num, ...(typeof reason === 'string' ? { retryReason: reason } : {}) };
}
