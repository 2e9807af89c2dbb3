/** Enough of Slack for a process to start and to answer: it takes everything, and counts what people are told. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TEAM } from './click-world.ts';

export interface SlackStub {
  readonly apiUrl: string;
  /** Where clicks are answered. */
  readonly responseUrl: string;
  /** How many sentences people have been told. */
  told(): number;
  close(): void;
}

const SELF = { ok: true, team_id: TEAM, user_id: 'U0BOT', bot_id: 'B0BENCH', app_id: 'A0BENCH' };

export async function slackStub(): Promise<SlackStub> {
  let told = 0;
  const server = createServer((request, response) => {
    request.resume();
    if (request.url === '/told') told += 1;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(SELF));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `${base}/api/`,
    responseUrl: `${base}/told`,
    told: () => told,
    close: () => void server.close(),
  };
}
