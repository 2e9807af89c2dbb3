import type { AppDefinition, Json } from './model.ts';

export type PayloadKind = 'events_api' | 'interactive' | 'slash_commands';

/** One try to hand something to the app. */
export type Attempt =
  | { readonly kind: 'acked'; readonly body: unknown; readonly ms: number }
  | {
      readonly kind: 'failed';
      readonly reason: FailReason;
      readonly status?: number;
      readonly noRetry?: boolean;
    };

export type FailReason = 'http_timeout' | 'http_error' | 'connection_failed';

/** What became of one event, over all its tries. */
export interface Delivery {
  readonly eventId: string;
  readonly type: string;
  readonly attempts: readonly Attempt[];
  readonly acked: boolean;
}

/** What the world asks of whoever carries things to the apps. */
export interface Outbound {
  /** Delivers an event, trying again as Slack does. */
  event(app: AppDefinition, envelope: Json): Promise<Delivery>;
  /** Delivers what a person did; there is one try only. */
  interaction(app: AppDefinition, kind: PayloadKind, payload: Json): Promise<Attempt>;
}

/** A way to reach an app. */
export interface Transport {
  send(
    app: AppDefinition,
    kind: PayloadKind,
    payload: Json,
    retry?: { num: number; reason: FailReason },
  ): Promise<Attempt>;
}
