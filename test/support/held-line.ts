/** A line between Slack and the bot that can be cut after the bot has answered and before Slack hears of it. */
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HeldLine {
  readonly url: string;
  /** Where the line leads. */
  leadTo(port: number): void;
  /** Holds the bot's next answer back, to a person's act unless told; resolves when the bot has given it. */
  holdNext(what?: 'act' | 'event'): Promise<void>;
  /** Cuts what is held: Slack gets no answer. */
  cut(): void;
  close(): Promise<void>;
}

export async function heldLine(): Promise<HeldLine> {
  let port = 0;
  let held: (() => void) | null = null;
  let awaited: 'act' | 'event' = 'act';
  let cutHeld: (() => void) | null = null;
  const server: Server = createServer((incoming, outgoing) => {
    const onwards = request(
      { host: '127.0.0.1', port, path: incoming.url, method: incoming.method, headers: incoming.headers },
      (answer) => {
        const kind = incoming.headers['content-type']?.includes('form') ? 'act' : 'event';
        if (held && kind === awaited) {
          cutHeld = () => outgoing.destroy();
          held();
          held = null;
          answer.resume();
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onwards.on('error', () => outgoing.destroy());
    incoming.pipe(onwards);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    leadTo(to) {
      port = to;
    },
    holdNext: (what = 'act') =>
      new Promise<void>((resolve) => {
        awaited = what;
        held = resolve;
      }),
    cut: () => cutHeld?.(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
