/** What the sandbox and the bot's process say to each other. Types only. */

/** When the bot has something to do next, or: do what is due. Both tell the time. */
export interface Question {
  readonly id: number;
  readonly ask: 'next' | 'run';
  readonly now: string;
}

export type Answer =
  | {
      readonly up: true;
      readonly port: number;
      readonly hints: readonly { readonly usage: string; readonly about: string }[];
    }
  | { readonly id: number; readonly ok: true; readonly due: string | null }
  | { readonly id: number; readonly ok: false; readonly error: string };
