/**
 * What Slack sends is answered here, for both transports. Bolt acknowledges events before any listener runs, and a
 * click or a form is never sent again: so Bolt is given an `ack` that only remembers, and Slack is answered when the
 * listeners have returned, which is after their transaction has been committed.
 */
import { randomUUID } from 'node:crypto';
import type { ReceiverEvent } from '@slack/bolt';
import type { Log } from '../db/log.ts';
import { within } from '../kernel/turns.ts';
import { report, whatItIs } from './boundary.ts';
import type { InFlight } from './in-flight.ts';
import type { Respond } from './respond.ts';

/** Slack waits for 3 s; the rest is for the way there and back. */
const PATIENCE_MS = 2_500;

type Body = Readonly<Record<string, unknown>>;

export interface Input {
  readonly body: Body;
  /** When its first byte was here, by `performance.now()`. */
  readonly receivedAt: number;
  readonly retryNum?: number;
  readonly retryReason?: string;
}

/** What Slack is told. Not acknowledged: Slack will send it again. */
export type Outcome =
  | { readonly acknowledged: true; readonly payload?: unknown }
  | { readonly acknowledged: false };

export type Receive = (input: Input) => Promise<Outcome>;

/** `App.processEvent`, which rejects when a listener has failed (see boundary.ts). */
export type Process = (event: ReceiverEvent) => Promise<void>;

type End =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly ref: string }
  | { readonly kind: 'late' };

/** How an input was answered: for figures. */
export interface Answered {
  readonly kind: Kind;
  readonly end: End['kind'];
  /** From receipt to answer, in milliseconds of real time. */
  readonly ms: number;
}

/** @param patienceMs from receipt until Slack is answered at the latest */
export function receiver(
  process: Process,
  log: Log,
  work: InFlight,
  respond: Respond,
  patienceMs = PATIENCE_MS,
  onAnswered: (answered: Answered) => void = () => {},
): Receive {
  return async ({ body, receivedAt, retryNum, retryReason }) => {
    const kind = kindOf(body);
    let remembered: unknown;
    const ack = async (payload?: unknown): Promise<void> => {
      remembered ??= payload;
    };
    const retry = {
      ...(retryNum === undefined ? {} : { retryNum }),
      ...(retryReason ? { retryReason } : {}),
    };
    const processed: Promise<End> = process({ body, ack, ...retry }).then(
      () => ({ kind: 'done' }),
      (error: unknown) => ({ kind: 'failed', ref: report(log, error) }),
    );
    work.add(processed);

    const end = await within(processed, receivedAt + patienceMs - performance.now(), late);
    const ms = Math.round(performance.now() - receivedAt);
    onAnswered({ kind, end: end.kind, ms });
    // One line an input: what it was and what became of it, never what it said.
    log.info(
      {
        request: typeof body.event_id === 'string' ? body.event_id : randomUUID().slice(0, 8),
        kind,
        ...whatItIs(body),
        ...(end.kind === 'failed' ? { ref: end.ref } : {}),
        ...retry,
        end: end.kind,
        ms,
      },
      'answered',
    );
    if (end.kind === 'done') return { acknowledged: true, payload: asPayload(remembered) };

    if (kind === 'click' && typeof body.response_url === 'string') {
      work.add(respond(body.response_url, `${lead(end)}${ONCE}`));
    }
    return fallback(kind, end, body);
  };
}

function late(): End {
  return { kind: 'late' };
}

export type Kind = 'event' | 'command' | 'click' | 'form' | 'options' | 'other';

function kindOf({ event, command, type }: Body): Kind {
  if (event !== undefined) return 'event';
  if (command !== undefined) return 'command';
  if (type === 'view_submission') return 'form';
  if (type === 'block_suggestion') return 'options';
  return type === 'block_actions' || type === 'shortcut' || type === 'message_action' ? 'click' : 'other';
}

const ONCE = 'It may not have been saved; pressing again counts once.';
const LOOK_FIRST = 'It may not have been saved; please look before you say it again.';

function lead(end: End): string {
  return end.kind === 'failed'
    ? `Something went wrong on our side (ref ${end.ref}). `
    : 'That took too long. ';
}

function fallback(kind: Kind, end: End, body: Body): Outcome {
  switch (kind) {
    case 'event':
      return { acknowledged: false };
    case 'command':
      return {
        acknowledged: true,
        payload: { response_type: 'ephemeral', text: `${lead(end)}${LOOK_FIRST}` },
      };
    case 'form':
      return { acknowledged: true, payload: formError(body, `${lead(end)}${ONCE}`) };
    case 'options':
      return { acknowledged: true, payload: { options: [] } };
    case 'click':
    case 'other':
      return { acknowledged: true };
  }
}

/** The form stays as it was filled in, so that it can be sent again. */
function formError({ view }: Body, sentence: string): object {
  const { blocks = [] } = (view ?? {}) as { blocks?: { type?: unknown; block_id?: unknown }[] };
  const input = blocks.find(({ type }) => type === 'input');
  if (input) return { response_action: 'errors', errors: { [String(input.block_id)]: sentence } };
  return {
    response_action: 'push', // on top: one step back is the form, to be sent again
    view: {
      type: 'modal',
      title: { type: 'plain_text', text: 'Entente' },
      close: { type: 'plain_text', text: 'Back' },
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: sentence } }],
    },
  };
}

function asPayload(answer: unknown): unknown {
  return typeof answer === 'string' ? { text: answer } : answer;
}
