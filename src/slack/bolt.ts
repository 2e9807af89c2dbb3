/** The Bolt app between the two transports and the listeners. */
import { App, type Receiver, type ReceiverEvent } from '@slack/bolt';
import type { Log } from '../db/log.ts';
import { authorizer } from './authorize.ts';
import { boundary } from './boundary.ts';
import { clientOptions, slackLogger } from './client.ts';
import { slackRequests } from './http-receiver.ts';
import { httpServer, type Routes } from './http-server.ts';
import { type InFlight, inFlight } from './in-flight.ts';
import type { Installations } from './installations.ts';
import { EVENTS_PATH } from './paths.ts';
import { type Answered, type Receive, receiver } from './receive.ts';
import { type Respond, responder } from './respond.ts';
import { socketReceiver } from './socket-receiver.ts';

export interface SlackSettings {
  readonly transport:
    | { readonly mode: 'socket'; readonly appToken: string }
    | { readonly mode: 'http'; readonly signingSecret: string }
    /** A worker: it speaks to Slack and hears nothing. */
    | { readonly mode: 'none' };
  readonly apiUrl: string;
  readonly port: number;
  readonly host?: string;
  /** How long, while stopping, what a balancer keeps open is still answered on (HTTP). */
  readonly lingerMs?: number;
  /** What else the process answers (`GET /healthz`), in both modes. */
  readonly routes: Routes;
  /** Told how each input was answered. */
  readonly onAnswered?: (answered: Answered) => void;
}

export interface SlackEdge {
  /** For listeners to be registered on, before `start`. */
  readonly app: App;
  /** What an acknowledgement does not wait for; `stop` does. */
  readonly work: InFlight;
  /** Answers whoever has clicked, privately. */
  readonly respond: Respond;
  /** Listens; gives the port. */
  start(): Promise<number>;
  /** Whether Slack can reach this process. */
  isOpen(): boolean;
  /** Takes nothing more in and finishes what is under way. */
  stop(): Promise<void>;
}

const DRAIN_MS = 10_000;
/** Everything is answered within this, well or badly. */
const ANSWERED_MS = 3_000;

/** The edge towards Slack: everything that Slack sends comes in here. */
export function slackEdge(settings: SlackSettings, installations: Installations, log: Log): SlackEdge {
  const work = inFlight();
  const app = boltApp(settings.apiUrl, installations, log);
  const respond = responder(settings.apiUrl, log);
  const process = (event: ReceiverEvent) => app.processEvent(event);
  const take = receiver(process, log, work, respond, undefined, settings.onAnswered);
  let isStopping = false;
  // While stopping, what Slack sends again is left to another process.
  const receive: Receive = async (input) =>
    isStopping && input.body.event ? { acknowledged: false } : take(input);

  const { transport } = settings;
  const socket =
    transport.mode === 'socket'
      ? socketReceiver({ appToken: transport.appToken, apiUrl: settings.apiUrl }, receive, log)
      : null;
  const slack: Routes =
    transport.mode === 'http'
      ? { [`POST ${EVENTS_PATH}`]: slackRequests(transport.signingSecret, receive) }
      : {};
  const server = httpServer({ ...settings.routes, ...slack }, log);
  let isListening = false;

  return {
    app,
    work,
    respond,
    async start() {
      const port = await server.listen(settings.port, settings.host);
      isListening = true;
      socket?.start();
      return port;
    },
    isOpen: () => isListening && (socket === null || socket.connected() > 0),
    async stop() {
      isListening = false;
      isStopping = true;
      // What has been heard is answered before the sockets go, or its acknowledgement would be lost with them.
      if (socket) await work.idle(ANSWERED_MS);
      await socket?.stop();
      await server.close(settings.lingerMs);
      await work.idle(DRAIN_MS);
    },
  };
}

function boltApp(apiUrl: string, installations: Installations, log: Log): App {
  const app = new App({
    receiver: transportsAreOurs,
    authorize: authorizer(installations),
    extendedErrorHandler: true,
    // Bolt's own store would keep every conversation it hears of.
    convoStore: false,
    clientOptions: clientOptions(apiUrl, log),
    logger: slackLogger(log),
  });
  app.error(boundary(log));
  return app;
}

/** Bolt wants a receiver; ours call `processEvent` themselves. */
const transportsAreOurs: Receiver = { init() {}, start: async () => undefined, stop: async () => undefined };
