/** Several processes of the bot on one database, behind something that spreads Slack's requests over them. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Example } from '../../sandbox/example.ts';

export interface FleetMember {
  readonly port: number;
  /** SIGTERM: it finishes what it has begun, and goes; its exit code. */
  end(): Promise<number | null>;
}

const SCRIPT = fileURLToPath(new URL('bot-process.ts', import.meta.url));

export async function startMember(
  slack: Example,
  env: Readonly<Record<string, string>>,
): Promise<FleetMember> {
  const child: ChildProcess = fork(SCRIPT, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [],
    env: {
      ...process.env,
      SLACK_BOT_TOKEN: slack.tokens.bot,
      SLACK_APP_TOKEN: slack.tokens.app,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.apiUrl,
      PORT: '0',
      TEST_NOW: slack.world.clock.now().toISOString(),
      ...env,
    },
  });
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const [port] = (await Promise.race([
    once(child, 'message'),
    exited.then((code) => Promise.reject(new Error(`a process ended at once, with ${code}`))),
  ])) as [number];
  return {
    port,
    async end() {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

/** Hands each request to the next process in turn; one that takes no connections is passed over, as balancers do. */
export async function balancer() {
  let ports: number[] = [];
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const attempt = (left: number) => {
        turn += 1;
        const port = ports[turn % Math.max(1, ports.length)];
        const onwards = request(
          { host: '127.0.0.1', port, path: incoming.url, method: incoming.method, headers: incoming.headers },
          (answer) => {
            outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
            answer.pipe(outgoing);
          },
        );
        // Only what was refused has certainly not been handled: anything else that fails is lost, and is seen to be.
        onwards.on('error', ({ code }: NodeJS.ErrnoException) =>
          left > 0 && code === 'ECONNREFUSED' ? attempt(left - 1) : outgoing.destroy(),
        );
        onwards.end(Buffer.concat(chunks));
      };
      attempt(ports.length * 2);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    spreadOver(to: readonly FleetMember[]) {
      ports = to.map(({ port }) => port);
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
