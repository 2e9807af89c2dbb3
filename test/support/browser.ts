/** The page in a real browser: Debian's chromium through playwright-core, and `npm start` behind it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Where this machine keeps a browser; null, said aloud once, where it has none. */
export function findChromium(): string | null {
  const found = PLACES.find((path) => path && existsSync(path));
  if (found) return found;
  console.warn('Skipped: no chromium on this machine. Install it, or name it in the variable CHROMIUM.');
  return null;
}

export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

export interface Playing {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts all that `npm start` starts, on a free port and with data of its own; resolves when the story was played. */
export async function startPlaying(): Promise<Playing> {
  const dataDir = await mkdtemp(join(tmpdir(), 'entente-page-'));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'sandbox/start.ts'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let url: string | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    url ??= line; // the address is the first line
    if (line.startsWith('Ready')) break;
  }
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    }
    await rm(dataDir, { recursive: true, force: true });
  };
  if (url === undefined || child.exitCode !== null) {
    await stop();
    throw new Error('npm start ended before it was ready');
  }
  child.stdout.resume();
  return { url, stop };
}

/** What of some blocks the page cannot draw, in the words that it puts in their place. */
export function unknownAmong(page: Page, blocks: readonly object[]): Promise<string[]> {
  return page.evaluate<string[]>(`(async () => {
    const [{ render }, { html }, { Blocks }, { KnownProvider }] = await Promise.all(
      ['preact', 'htm/preact', '/page/blocks.ts', '/page/known.ts'].map((it) => import(it)));
    const me = { id: 'U', teamId: 'T', name: 'me', realName: 'Me', title: '', tz: 'UTC', isBot: false, deleted: false };
    const known = { now: new Date(), me, users: new Map(), channels: new Map(), teams: new Map(), addable: null };
    const box = document.createElement('div');
    const hands = { state: {}, act: async () => undefined };
    const blocks = ${JSON.stringify(blocks)};
    render(html\`<\${KnownProvider} value=\${known}><\${Blocks} blocks=\${blocks} hands=\${hands} /><//>\`, box);
    return [...box.querySelectorAll('.unknown summary')].map((it) => it.textContent);
  })()`);
}
