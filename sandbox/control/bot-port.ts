import type { BotReport } from './shapes.ts';

/**
 * What the sandbox asks of whoever runs a bot on it, beyond the Web API and the clock: to take the bot down and up
 * again, to keep its data with the world, and to say what its messages are about. All of it is optional for a bot;
 * without it the page has no buttons for these.
 */
export interface BotPort {
  /** Where it answers HTTP; null: nowhere, or it is down. */
  readonly address: string | null;
  /** Where somebody begins to install it, by OAuth; null: it cannot be installed from here. */
  readonly installUrl: string | null;
  report(): Promise<BotReport>;
  /** The keys of what each message carried, by the message's own key. */
  why(keys: readonly string[]): Promise<Record<string, string[]>>;
  /** `kill -9`, while it does whatever it does. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** All that the bot remembers, as JSON. The bot goes on running. */
  save(): Promise<unknown>;
  /**
   * Puts it back; the bot is down meanwhile. All or nothing.
   *
   * @throws DriverError where the data is damaged or of another version; what was there is there still
   */
  load(data: unknown): Promise<void>;
}
