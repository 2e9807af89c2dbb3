import type { Json } from '../world/model.ts';

/** An answer `ok: false`, with one of Slack's own error names. */
export class SlackError extends Error {
  readonly code: string;
  readonly extra: Json;

  constructor(code: string, extra: Json = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

/** Refused because arguments are wrong, with a line for each. */
export function refused(code: string, messages: readonly string[]): SlackError {
  const lines = messages.map((line) => `[ERROR] ${line}`);
  return new SlackError(code, { errors: [...messages], response_metadata: { messages: lines } });
}
