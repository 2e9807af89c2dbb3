/** `npm run screenshots`: the README's pictures, taken of the living example. */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { findChromium, launch, startPlaying } from './browser.ts';

const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const DESKTOP = { width: 1280, height: 760 };

interface Shot {
  readonly name: string;
  readonly hash: string;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly colorScheme: 'light' | 'dark';
  readonly prepare?: (page: Page) => Promise<unknown>;
}

const SHOTS: readonly Shot[] = [
  { name: 'first-screen', hash: '', viewport: DESKTOP, colorScheme: 'light' },
  {
    name: 'side-by-side',
    hash: '#hari.menon/@Entente+eli.novak/@Entente',
    viewport: { width: 1440, height: 760 },
    colorScheme: 'light',
    prepare: (page) => page.getByRole('button', { name: 'What it did' }).click(),
  },
  {
    name: 'form-in-the-dark',
    hash: '#gita.rao',
    viewport: DESKTOP,
    colorScheme: 'dark',
    async prepare(page) {
      await page.getByRole('button', { name: 'I promise…' }).click();
      await page
        .getByRole('dialog')
        .getByLabel('What', { exact: true })
        .fill('open the town hall on the day');
    },
  },
  {
    name: 'adding-the-bot',
    hash: '#isha.patel',
    viewport: DESKTOP,
    colorScheme: 'light',
    async prepare(page) {
      const link = page.getByRole('link', { name: 'Add Entente' });
      await page.goto((await link.getAttribute('href')) ?? '');
    },
  },
  {
    name: 'break-things',
    hash: '#eli.novak/@Entente',
    viewport: DESKTOP,
    colorScheme: 'light',
    async prepare(page) {
      await page.getByRole('button', { name: 'Break things' }).click();
      await page.getByRole('button', { name: /The answer gets lost/ }).click();
      await page.getByRole('button', { name: 'Next working morning' }).click();
      await page.getByText('Time is moving').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Break things' }).click();
    },
  },
  {
    name: 'phone',
    hash: '#cleo.marsh/@Entente',
    viewport: { width: 390, height: 760 },
    colorScheme: 'light',
  },
];

const path = findChromium();
if (path === null) process.exit(1);
await mkdir(FOLDER, { recursive: true });
const playing = await startPlaying();
const browser = await launch(path);
try {
  for (const { name, hash, viewport, colorScheme, prepare } of SHOTS) {
    const page = await browser.newPage({ viewport, colorScheme });
    await page.goto(`${playing.url}${hash}`);
    await page.locator('.list .message').first().waitFor();
    await page.waitForLoadState('load');
    await prepare?.(page);
    await page.waitForTimeout(1_000); // what has just come in settles
    await page.screenshot({ path: `${FOLDER}${name}.png` });
    await page.close();
    console.log(`docs/screenshots/${name}.png`);
  }
} finally {
  await browser.close();
  await playing.stop();
}
