import type { ServerResponse } from 'node:http';
import type { World } from '../world/world.ts';

/** Several changes at one moment are told once. */
const GATHER_MS = 40;
/** Keeps whatever stands between page and server from closing a quiet stream. */
const PING_MS = 20_000;

/** Streams to one page that something has changed, by Server-Sent Events, until the page goes. */
export function streamChanges(world: World, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  });
  let timer: NodeJS.Timeout | undefined;
  const tell = () => {
    timer = undefined;
    response.write(`data: ${JSON.stringify({ change: world.changes.count, now: world.clock.now() })}\n\n`);
  };
  const stop = world.changes.watch(() => {
    timer ??= setTimeout(tell, GATHER_MS);
  });
  const ping = setInterval(() => response.write(': still here\n\n'), PING_MS);
  tell();
  response.on('close', () => {
    stop();
    clearTimeout(timer);
    clearInterval(ping);
  });
}
