import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { findChromium, launch, type Playing, startPlaying } from '../support/browser.ts';

// A second organisation adds the bot from the page, has what the first one has, and takes it out again.

const path = findChromium();
const suite = path === null ? describe.skip : describe;
const require = createRequire(import.meta.url);

suite('adding the bot to another organisation', () => {
  let playing: Playing;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    playing = await startPlaying();
    browser = await launch(path ?? '');
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    context.setDefaultTimeout(60_000);
    page = await context.newPage();
    await page.goto(`${playing.url}#isha.patel`);
    await page.locator('.list .message').first().waitFor();
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await playing?.stop();
  });

  const pane = (): Locator => page.locator('.pane');
  const be = (name: string) =>
    page.getByRole('navigation', { name: 'Be anyone' }).getByRole('button', { name }).click();
  const tab = (name: string) => pane().getByRole('button', { name, exact: true }).click();
  const openBot = async () => {
    await pane()
      .getByRole('button', { name: /^Entente/ })
      .first()
      .click();
    await pane().getByRole('heading', { name: 'Entente', exact: true }).waitFor();
  };
  const openChannel = async () => {
    await pane()
      .getByRole('button', { name: /^flood-alliance/ })
      .click();
    await pane().getByRole('heading', { name: '#flood-alliance' }).waitFor();
  };
  const say = async (text: string) => {
    const box = pane().getByRole('textbox', { name: /^Message/ });
    await box.fill(text);
    await box.press('Escape');
    await box.press('Enter');
  };
  const scan = async (where: Page) => {
    const source = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
    return where.evaluate(
      `${source}; axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((it) => it.html.slice(0, 120)).join(' | ')))`,
    );
  };
  const add = async () => {
    const [opened] = await Promise.all([
      context.waitForEvent('page'),
      pane().getByRole('link', { name: 'Add Entente' }).first().click(),
    ]);
    return opened;
  };
  const aldermoor = () => page.locator('.team', { hasText: 'City of Aldermoor' });

  test('before: no command, no shortcut, no Home, and no direct message reaches Isha', async () => {
    await say('/alliance help');
    await pane().getByText('not a valid command').waitFor();
    expect(await aldermoor().getByText('nothing installed').count()).toBe(1);
    await pane()
      .getByRole('button', { name: /^Entente/ })
      .first()
      .click();
    await pane().getByText('No direct message of Entente reaches you').waitFor();
    await openChannel();
  }, 120_000);

  test('Isha reads what it asks for; a “no” changes nothing', async () => {
    const consent = await add();
    await consent.getByRole('heading', { name: 'Entente asks to be added to City of Aldermoor' }).waitFor();
    await consent.getByText('Read what people write to it in private').waitFor();
    expect(await scan(consent)).toEqual([]);
    await consent.emulateMedia({ colorScheme: 'dark' });
    expect(await scan(consent)).toEqual([]);
    await consent.setViewportSize({ width: 360, height: 740 });
    expect(
      await consent.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth'),
    ).toBeLessThanOrEqual(0);
    await consent.getByRole('link', { name: 'Cancel' }).click();
    await consent.getByText('was not installed, and nothing has changed').waitFor();
    await consent.close();
    expect(await aldermoor().getByText('nothing installed').count()).toBe(1);
  }, 120_000);

  test('Isha allows it: her people have the command, the shortcut, Home and direct messages at once', async () => {
    const consent = await add();
    await consent.getByRole('link', { name: 'Allow' }).click();
    await consent.getByText('Entente is installed').waitFor();
    await consent.close();
    await aldermoor().getByText('has installed Entente').waitFor();
    expect(await pane().getByRole('link', { name: 'Add Entente' }).count()).toBe(0);

    await say('/alliance help');
    await pane().getByText('Only visible to you').last().waitFor();
    await openBot();
    await tab('Home');
    await pane().getByRole('button', { name: 'Change settings' }).waitFor();
    await tab('Messages');
    await say('help');
    await pane().locator('.message', { hasText: 'Entente' }).last().waitFor();

    await be('Hari Menon');
    await openChannel();
    const message = pane().locator('.message', { hasText: 'the map of the wards' });
    await message.hover();
    await message.getByRole('button', { name: 'More message actions' }).click();
    await message.getByRole('button', { name: /Record a commitment/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }, 240_000);

  test('the bot is killed and started again, and still knows both organisations', async () => {
    await page.getByRole('button', { name: 'Break things' }).click();
    await page.getByRole('button', { name: 'Kill it (kill -9)' }).click();
    await page.getByRole('heading', { name: 'The bot is down' }).waitFor();
    expect((await fetch(new URL('/slack/install', playing.url), { redirect: 'manual' })).status).toBe(503);
    await page.getByRole('button', { name: 'Start it again' }).click();
    await page.getByRole('heading', { name: 'The bot is running' }).waitFor();
    for (const name of ['Gita Rao', 'Ana Reyes']) {
      await be(name);
      await openBot();
      await tab('Home');
      await pane().getByRole('button', { name: 'Change settings' }).waitFor();
    }
  }, 240_000);

  test('a world with two installations is saved and loaded; they are there again', async () => {
    const file = await (await fetch(new URL('/sandbox/file', playing.url))).text();
    const post = (to: string, body: string) =>
      fetch(new URL(to, playing.url), { method: 'POST', body }).then((answer) => answer.json());
    expect(await post('/sandbox/whole', '{"at":"empty"}')).toEqual({ ok: true });
    await aldermoor().getByText('nothing installed').waitFor();
    expect(await post('/sandbox/file', file)).toEqual({ ok: true });
    await aldermoor().getByText('has installed Entente').waitFor();
    await be('Gita Rao');
    await openChannel();
    await say('/alliance help');
    await pane().getByText('Only visible to you').last().waitFor();
  }, 240_000);

  test('Gita takes it out: command, Home and tokens end there; the host goes on, and so do her buttons', async () => {
    await openBot();
    await tab('About');
    expect(await scan(page)).toEqual([]);
    await pane().getByRole('button', { name: 'Remove from City of Aldermoor' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await aldermoor().getByText('nothing installed').waitFor();
    await openChannel();
    await say('/alliance help');
    await pane().getByText('not a valid command').waitFor();
    await pane().getByRole('button', { name: 'My Entente' }).click();
    await page.getByRole('dialog').getByRole('heading').waitFor();
    await page.keyboard.press('Escape');
    await be('Ana Reyes');
    await openChannel();
    await say('/alliance help');
    await pane().getByText('Only visible to you').last().waitFor();
  }, 240_000);
});
