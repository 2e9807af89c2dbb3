import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, type Logger, LogLevel } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { type Example, type ExampleOptions, startExample } from '../example.ts';
import type { Json } from '../world/model.ts';

/** The example world with an unmodified Bolt app in it, over either transport. */
export async function startBolt(
  transport: 'socket' | 'http',
  listen: (app: App) => void,
  options: Omit<ExampleOptions, 'transport' | 'requestUrl'> = {},
) {
  const slack = await startExample({ ...options, transport });
  const common = {
    token: slack.tokens.bot,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
  };
  if (transport === 'socket') {
    const app = new App({ ...common, appToken: slack.tokens.app, socketMode: true });
    listen(app);
    await app.start();
    return { ...slack, app, close: () => closeBoth(slack, app) };
  }
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logLevel: LogLevel.ERROR });
  const app = new App({ ...common, receiver });
  listen(app);
  const port = await freePort();
  await app.start(port);
  slack.setRequestUrl(`http://127.0.0.1:${port}/slack/events`);
  return { ...slack, app, close: () => closeBoth(slack, app) };
}

async function closeBoth(slack: Example, app: App): Promise<void> {
  // Slack goes first: Bolt's own stop does not wait for its socket to be closed.
  await slack.close();
  await app.stop();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

/** A client as a bot has it, that gives up at once. */
export function clientOf(
  slack: { apiUrl: string; tokens: { bot: string } },
  token = slack.tokens.bot,
): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  });
}

/** Refusals are what many tests are about; the client would print each. */
const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

/** Calls through a client that the test may change, and keeps the answers to be held against Slack's. */
export function recorder(client: () => WebClient) {
  const answers: [string, unknown][] = [];
  return {
    answers,
    call: async (method: string, args: Json = {}): Promise<Json> => {
      const answer: Json = { ...(await client().apiCall(method, args)) };
      delete answer.response_metadata;
      answers.push([method, answer]);
      return answer;
    },
    error: (method: string, args: Json = {}) => errorOf(client().apiCall(method, args)),
  };
}

/** The error name of a call that fails. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'it succeeded';
  } catch (error) {
    if (error instanceof Error && 'data' in error) return String((error.data as { error?: unknown }).error);
    return error instanceof Error ? error.message : String(error);
  }
}
