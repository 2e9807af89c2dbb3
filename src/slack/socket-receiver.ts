/**
 * Slack over Socket Mode. Each connection is supervised here: the SDK waits five seconds before it follows a
 * refresh, and a refused `apps.connections.open` during a reconnect is an unhandled rejection in it, which would
 * end the process.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { SocketModeClient } from '@slack/socket-mode';
import { errorDetails, type Log } from '../db/log.ts';
import { within } from '../kernel/turns.ts';
import { clientOptions } from './client.ts';
import type { Outcome, Receive } from './receive.ts';

/** Two, so that one hears while the other is being refreshed. */
const CONNECTIONS = 2;
const OPENING_MS = 15_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** A connection that lived this long was a good one: the next one is opened at once. */
const GOOD_MS = 30_000;

export interface SocketSettings {
  readonly appToken: string;
  readonly apiUrl: string;
}

export interface SocketReceiver {
  /** Opens the connections and keeps them open. Does not wait: Slack may be away when the process starts. */
  start(): void;
  /** How many connections hear Slack now. */
  connected(): number;
  /** Closes the connections; nothing more is heard. */
  stop(): Promise<void>;
}

/** What the SDK emits for every envelope. */
interface Envelope {
  readonly ack: (payload?: unknown) => Promise<void>;
  readonly body: Record<string, unknown> | undefined;
  readonly type: string;
  readonly retry_num?: number;
  readonly retry_reason?: string;
  readonly accepts_response_payload?: boolean;
}

export function socketReceiver(settings: SocketSettings, receive: Receive, log: Log): SocketReceiver {
  const open = new Set<SocketModeClient>();
  const stopping = new AbortController();
  const slots: Promise<void>[] = [];

  async function keepOpen(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      const since = performance.now();
      try {
        await liveOnce();
        failures = performance.now() - since > GOOD_MS ? 0 : failures + 1;
      } catch (error) {
        failures += 1;
        log.warn({ ...errorDetails(error), failures }, 'a socket could not be opened');
      }
      if (failures > 1 && !stopping.signal.aborted) await pause(failures);
    }
  }

  /** One connection from its opening to its end. */
  async function liveOnce(): Promise<void> {
    const client = new SocketModeClient({
      appToken: settings.appToken,
      autoReconnectEnabled: false,
      // Its own object: the SDK writes into the one it is given.
      clientOptions: clientOptions(settings.apiUrl, log),
      logger: clientOptions(settings.apiUrl, log).logger,
    });
    const ended = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
    client.on('slack_event', (envelope: Envelope) => void hear(envelope));
    client.on('connected', () => open.add(client));
    const close = () => void client.disconnect().catch(() => {});
    stopping.signal.addEventListener('abort', close, { once: true });
    const opening = client.start();
    try {
      await within(opening, OPENING_MS, tooLong);
      if (!stopping.signal.aborted) log.info({ open: open.size }, 'a socket is open');
      await ended;
    } finally {
      stopping.signal.removeEventListener('abort', close);
      opening.then(close, () => {}); // one that opened after all when nobody waited for it any more
      open.delete(client);
      close();
    }
  }

  async function hear({ ack, body, type, ...envelope }: Envelope): Promise<void> {
    if (!body || !['events_api', 'slash_commands', 'interactive'].includes(type)) return;
    try {
      const outcome = await receive({
        body,
        receivedAt: performance.now(),
        ...(envelope.retry_num === undefined ? {} : { retryNum: envelope.retry_num }),
        ...(envelope.retry_reason ? { retryReason: envelope.retry_reason } : {}),
      });
      await answer(outcome, ack, envelope.accepts_response_payload ?? false);
    } catch (error) {
      // The connection went away: Slack sends an event again, and a click counts once.
      log.warn(errorDetails(error), 'an acknowledgement could not be sent');
    }
  }

  async function pause(failures: number): Promise<void> {
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 10));
    // Spread out, so that the processes that lost Slack together do not come back together.
    const ms = longest * (0.5 + Math.random() / 2);
    await sleep(ms, undefined, { ref: false, signal: stopping.signal }).catch(() => {});
  }

  return {
    start() {
      for (let i = slots.length; i < CONNECTIONS; i += 1) slots.push(keepOpen());
    },
    connected: () => open.size,
    async stop() {
      stopping.abort();
      await Promise.all(slots);
    },
  };
}

async function answer(outcome: Outcome, ack: Envelope['ack'], takesPayload: boolean): Promise<void> {
  if (!outcome.acknowledged) return;
  await (takesPayload ? ack(outcome.payload) : ack());
}

function tooLong(): never {
  throw new Error('no hello from Slack in time');
}
