import type { IncomingMessage } from 'node:http';
import type { Reply } from '../api/web-api.ts';
import type { BotPort } from './bot-port.ts';
import { sheet } from './consent-page.ts';

/** What a browser tells the bot, and the bot a browser. */
const ASKED = ['accept', 'cookie', 'user-agent'];
const ANSWERED = ['content-type', 'cache-control', 'location', 'x-content-type-options'];

/**
 * Asks the bot what the sandbox itself has no answer for: its own pages for people and programs (an installation, a
 * calendar). So one address is enough for everything, as behind a proxy on the internet.
 *
 * @returns undefined where no bot with such pages runs here
 */
export async function forward(
  bot: BotPort | undefined,
  request: IncomingMessage,
  url: URL,
): Promise<Reply | undefined> {
  if (bot === undefined || bot.installUrl === null || request.method !== 'GET') return undefined;
  const headers = ASKED.flatMap((name): [string, string][] => {
    const value = request.headers[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  const to = bot.address && new URL(url.pathname + url.search, bot.address);
  const answer = to && (await fetch(to, { headers, redirect: 'manual' }).catch(() => null));
  if (!answer) {
    return sheet(
      'The bot is down',
      '<h1>The bot is down</h1><p>Start it again under “Break things” on the page, then reload this one.</p>',
      503,
    );
  }
  const kept = ANSWERED.flatMap((name): [string, string][] => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  // On this machine there is no TLS, and only some browsers keep a cookie that asks for it all the same.
  const cookies = answer.headers.getSetCookie().map((it) => it.replace(/; *Secure/gi, ''));
  return {
    status: answer.status,
    headers: { ...Object.fromEntries(kept), ...(cookies.length > 0 && { 'set-cookie': cookies }) },
    body: Buffer.from(await answer.arrayBuffer()),
  };
}
