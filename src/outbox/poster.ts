/** The few calls of Slack's that delivery makes, with what their failures mean for a message. */
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  type WebClient,
} from '@slack/web-api';
import { z } from 'zod';
import type { Block } from '../slack/blocks.ts';
import { isFaultOfSlack } from '../slack/refusals.ts';

/** What became of a call. */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** Slack asks this workspace and method to wait. */
  | { readonly kind: 'limited'; readonly method: string; readonly retryAfterMs: number }
  /** Slack refused, and would refuse again. */
  | { readonly kind: 'refused'; readonly error: string }
  /** No answer that can be believed: it may have been done. */
  | { readonly kind: 'unclear'; readonly error: string }
  /** It did not get through, so it was not done. */
  | { readonly kind: 'unreached'; readonly error: string };

export interface Sendable {
  readonly text: string;
  readonly blocks: Block[];
  /** The items that it shows, by id. */
  readonly items?: readonly string[];
}

/** A message of ours that was found by its key. */
export interface Found {
  readonly ts: string;
  /** The items that it showed when it was posted. */
  readonly items: readonly string[];
}

export interface Poster {
  /** The direct-message channel with a person. */
  open(userId: string): Promise<Outcome<string>>;
  /** Posts once, with its key in the metadata; the message's ts. */
  post(channelId: string, message: Sendable, key: string, threadTs?: string): Promise<Outcome<string>>;
  update(channelId: string, ts: string, message: Sendable): Promise<Outcome<void>>;
  pin(channelId: string, ts: string): Promise<Outcome<void>>;
  /** Looks for a message by its key among the newest hundred of a direct-message channel; null: it is not there. */
  find(channelId: string, key: string): Promise<Outcome<Found | null>>;
}

const EVENT_TYPE = 'entente_message';
const Payload = z.object({ key: z.string(), items: z.string() });
/** The connection was never made. */
const NOT_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']);

/** Delivery's calls through one installation's client, which must not retry or queue by itself. */
export function createPoster(client: WebClient): Poster {
  return {
    open: (userId) =>
      outcome('conversations.open', async () => {
        const { channel } = await client.conversations.open({ users: userId });
        return channel?.id ?? '';
      }),
    post: (channelId, { text, blocks, items = [] }, key, threadTs) =>
      outcome('chat.postMessage', async () => {
        const { ts } = await client.chat.postMessage({
          channel: channelId,
          text,
          blocks,
          ...(threadTs ? { thread_ts: threadTs } : {}),
          unfurl_links: false,
          unfurl_media: false,
          metadata: { event_type: EVENT_TYPE, event_payload: { key, items: items.join(' ') } },
        });
        return ts ?? '';
      }),
    async update(channelId, ts, { text, blocks }) {
      const draw = (shown: Block[]) =>
        outcome<void>('chat.update', async () => {
          await client.chat.update({ channel: channelId, ts, text, blocks: shown });
        });
      const drawn = await draw(blocks);
      // Slack may refuse a picture (not every reader may see the file); what it is about is in the words.
      const words = blocks.filter(({ type }) => type !== 'image');
      return drawn.kind === 'refused' && words.length < blocks.length ? draw(words) : drawn;
    },
    async pin(channelId, timestamp) {
      const result = await outcome<void>('pins.add', async () => {
        await client.pins.add({ channel: channelId, timestamp });
      });
      const isPinned = result.kind === 'refused' && result.error === 'already_pinned';
      return isPinned ? { kind: 'done', value: undefined } : result;
    },
    find: (channelId, key) =>
      outcome('conversations.history', async () => {
        const { messages = [] } = await client.conversations.history({
          channel: channelId,
          limit: 100,
          include_all_metadata: true,
        });
        for (const { ts, metadata } of messages) {
          const payload = Payload.safeParse(metadata?.event_payload).data;
          if (ts && metadata?.event_type === EVENT_TYPE && payload?.key === key)
            return { ts, items: payload.items.split(' ') };
        }
        return null;
      }),
  };
}

/** A poster that has `wrap` make each of its calls, told which of Slack's methods that is. */
export function around(
  poster: Poster,
  wrap: <T>(method: string, call: () => Promise<Outcome<T>>) => Promise<Outcome<T>>,
): Poster {
  return {
    open: (...args) => wrap('conversations.open', () => poster.open(...args)),
    post: (...args) => wrap('chat.postMessage', () => poster.post(...args)),
    update: (...args) => wrap('chat.update', () => poster.update(...args)),
    pin: (...args) => wrap('pins.add', () => poster.pin(...args)),
    find: (...args) => wrap('conversations.history', () => poster.find(...args)),
  };
}

async function outcome<T>(method: string, call: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { kind: 'done', value: await call() };
  } catch (error) {
    return failure(method, error);
  }
}

function failure(method: string, error: unknown): Exclude<Outcome<never>, { kind: 'done' }> {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'limited', method, retryAfterMs: error.retryAfter * 1000 };
  }
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    return { kind: isFaultOfSlack(code) ? 'unclear' : 'refused', error: code };
  }
  if (error instanceof WebAPIHTTPError) return { kind: 'unclear', error: `http_${error.statusCode}` };
  if (error instanceof WebAPIRequestError) {
    const code = networkCode(error.original);
    return { kind: NOT_REACHED.has(code) ? 'unreached' : 'unclear', error: code };
  }
  throw error; // a bug of ours, not an answer
}

function networkCode(error: unknown): string {
  const { code, cause, name } = (error ?? {}) as { code?: unknown; cause?: unknown; name?: unknown };
  if (typeof code === 'string') return code;
  if (cause) return networkCode(cause);
  return typeof name === 'string' ? name : 'unknown';
}
