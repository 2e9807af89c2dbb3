import { isRecord } from '../world/json.ts';
import type { Json } from '../world/model.ts';
import { refused, SlackError } from './errors.ts';

/** The arguments of a call: form fields hold JSON as text, JSON bodies hold it as it is. Both read alike. */
export class Args {
  readonly raw: Json;

  constructor(raw: Json) {
    this.raw = raw;
  }

  text(name: string): string | undefined {
    const value = this.raw[name];
    if (typeof value === 'string') return value === '' ? undefined : value;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  }

  required(name: string, code = 'invalid_arguments'): string {
    const value = this.text(name);
    if (value === undefined) throw refused(code, [`missing required field: ${name}`]);
    return value;
  }

  flag(name: string): boolean {
    return ['true', '1'].includes(this.text(name) ?? '');
  }

  limit(fallback: number, max = 1000): number {
    const value = this.text('limit');
    if (value === undefined) return fallback;
    const number = Number(value);
    if (!Number.isInteger(number) || number < 0) throw new SlackError('invalid_limit');
    return number === 0 ? fallback : Math.min(number, max);
  }

  list(name: string): string[] | undefined {
    return this.text(name)
      ?.split(',')
      .map((item) => item.trim())
      .filter(Boolean);
  }

  /** A JSON value, parsed where it came as text. */
  json(name: string, code: string): unknown {
    const value = this.raw[name];
    if (typeof value !== 'string') return value;
    if (value === '') return undefined;
    try {
      return JSON.parse(value);
    } catch {
      throw refused(code, [`invalid JSON in ${name}`]);
    }
  }

  object(name: string, code: string): Json | undefined {
    const value = this.json(name, code);
    if (value === undefined || value === null) return undefined;
    if (!isRecord(value)) throw refused(code, [`must be an object [json-pointer:/${name}]`]);
    return value;
  }
}

/**
 * Reads a request's body, whichever way it was encoded.
 *
 * @throws SlackError where it is not what its content type says, or of a type that Slack does not take
 */
export async function parseBody(contentType: string, body: Buffer): Promise<Json> {
  if (body.length === 0) return {};
  const [type = ''] = contentType.toLowerCase().split(';');
  switch (type.trim()) {
    case 'application/json':
      return parseJson(body.toString());
    case 'application/x-www-form-urlencoded':
    case 'text/plain':
      return Object.fromEntries(new URLSearchParams(body.toString()));
    case 'multipart/form-data':
      return parseForm(contentType, body);
    case '':
      throw new SlackError('missing_post_type');
    default:
      throw new SlackError('invalid_post_type');
  }
}

function parseJson(text: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text.trim() || '{}');
  } catch {
    throw new SlackError('invalid_json');
  }
  if (!isRecord(value)) throw new SlackError('json_not_object');
  return value;
}

async function parseForm(contentType: string, body: Buffer): Promise<Json> {
  const headers = { 'content-type': contentType };
  const form = await new Response(new Uint8Array(body), { headers }).formData().catch(() => {
    throw new SlackError('invalid_form_data');
  });
  return Object.fromEntries([...form].filter(([, value]) => typeof value === 'string'));
}

/** One page of a list. Cursors are opaque to apps, so ours are just where the page begins. */
export function page<T>(
  items: readonly T[],
  limit: number,
  cursor: string | undefined,
): { page: T[]; next: string } {
  let from = 0;
  if (cursor !== undefined) {
    const decoded = /^at:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
    if (decoded === null) throw new SlackError('invalid_cursor');
    from = Number(decoded[1]);
  }
  const to = from + limit;
  const next = to < items.length ? Buffer.from(`at:${to}`).toString('base64') : '';
  return { page: items.slice(from, to), next };
}
