import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { findChromium, launch, type Playing, startPlaying, unknownAmong } from '../support/browser.ts';

// The page with the bot behind it, as `npm start` opens it, on the living example.

const path = findChromium();
const suite = path === null ? describe.skip : describe;
const require = createRequire(import.meta.url);

suite('the page', () => {
  let playing: Playing;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    playing = await startPlaying();
    browser = await launch(path ?? '');
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await playing?.stop();
  });

  const open = async (hash: string, options: Parameters<Browser['newPage']>[0] = {}) => {
    await page?.close();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...options });
    page.setDefaultTimeout(60_000);
    await page.goto(`${playing.url}${hash}`);
    await page.locator('.list .message').first().waitFor();
  };
  const pane = (name: string): Locator => page.getByRole('region', { name: `What ${name} sees` });
  const channel = (name: string) => pane(name).getByRole('log', { name: 'Messages', exact: true });
  const box = (name: string) => pane(name).getByRole('textbox', { name: /^Message/ });
  const api = async <T>(route: string, body?: unknown): Promise<T> => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    return (await (await fetch(`${playing.url}sandbox${route}`, init)).json()) as T;
  };

  test('the first screen says who one is, what this is, and shows Entente at work', async () => {
    await open('');
    await page.getByRole('heading', { name: 'Ana Reyes' }).waitFor();
    expect(await page.getByText('is a Slack bot for organisations').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: /Take the tour/ }).isVisible()).toBe(true);
    expect(await channel('Ana Reyes').getByRole('button', { name: 'I promise…' }).count()).toBe(1);
    const faces = page.getByRole('navigation', { name: 'Be anyone' }).getByRole('button');
    expect(await faces.count()).toBe(9);
  }, 120_000);

  test('two people side by side: what one says the other reads at once; only the host’s have commands', async () => {
    await open('#ana.reyes+dana.whitfield');
    await box('Ana Reyes').fill('Good morning, @Dan');
    await page.getByRole('option', { name: /Dana Whitfield/ }).click();
    await box('Ana Reyes').press('Enter');
    await channel('Dana Whitfield').getByText('Good morning, @Dana Whitfield').waitFor();
    await box('Ana Reyes').fill('/');
    await page.getByRole('option', { name: /\/alliance/ }).waitFor();
    await box('Ana Reyes').fill('/alliance pair');
    await page.getByRole('option', { name: /pair @a @b/ }).waitFor();
    await box('Ana Reyes').fill('');
    await box('Dana Whitfield').fill('/');
    expect(await page.getByRole('option').count()).toBe(0);
    await box('Dana Whitfield').fill('/alliance help');
    await box('Dana Whitfield').press('Enter');
    await pane('Dana Whitfield').getByText('not a valid command').waitFor();
  }, 120_000);

  test('a form: errors stand under their fields, and it stays open until it is right', async () => {
    await open('#hari.menon');
    await channel('Hari Menon').getByRole('button', { name: 'I promise…' }).click();
    const form = page.getByRole('dialog');
    const what = form.getByLabel('What', { exact: true });
    await what.waitFor();
    await form.getByRole('button', { name: /Promise|Record|Submit|Save|Send/ }).click();
    await form.getByText('Please complete this required field.').first().waitFor();
    expect(await what.getAttribute('aria-invalid')).toBe('true');
    await what.fill('bring the wards’ map');
    const when = form.getByLabel('By when');
    await when.fill('2026-01-05');
    await form.getByRole('button', { name: /Promise|Record|Submit|Save|Send/ }).click();
    await form.locator('.error').first().waitFor(); // the bot’s own: that day is over
    expect(await form.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
  }, 120_000);

  test('time is moved, and what the bot did meanwhile stands in order, with why and at whose time', async () => {
    await open('#ana.reyes');
    await page.getByRole('button', { name: 'Next Monday' }).click();
    await page.getByText('Mon 26 January, 09:00').first().waitFor();
    const diary = page.getByRole('list', { name: 'What Entente did' });
    await diary.getByText('Mon 26 January').first().waitFor();
    await diary
      .getByText(/Why: .*digests/)
      .first()
      .waitFor();
    const times = await diary
      .locator('time')
      .evaluateAll((all) => all.map((it) => it.getAttribute('datetime') ?? ''));
    expect(times).toEqual([...times].sort());
    expect(await diary.getByText('Kolkata').count()).toBeGreaterThan(0);
  }, 120_000);

  test('the bot is killed, and what was missed comes once it is back; nothing is seen twice', async () => {
    await open('#eli.novak');
    await page.getByRole('button', { name: 'Break things' }).click();
    await page.getByRole('button', { name: 'Kill it (kill -9)' }).click();
    await page.getByRole('heading', { name: 'The bot is down' }).waitFor();
    await box('Eli Novak').fill('@Entente I will check the pumps by 12 February');
    await box('Eli Novak').press('Escape');
    await box('Eli Novak').press('Enter');
    await page.getByRole('button', { name: 'Start it again' }).click();
    await page.getByRole('heading', { name: 'The bot is running' }).waitFor();
    await page.waitForFunction(
      async () =>
        JSON.stringify(await (await fetch('/sandbox/screen?user=Eli')).json()).includes('check the pumps, '),
      undefined,
      { polling: 500 },
    );
    expect(await page.locator('.tally').getByText('0 seen twice').count()).toBe(1);
  }, 180_000);

  test('by keyboard alone: become somebody, mention, open a form and leave it', async () => {
    await open('#ana.reyes');
    await page.getByRole('button', { name: /^Gita Rao/ }).focus();
    await page.keyboard.press('Enter');
    await channel('Gita Rao').waitFor();
    await page.keyboard.press('Control+Home');
    for (let n = 0; n < 60; n += 1) {
      await page.keyboard.press('Tab');
      const label = await page.evaluate<string | null>('document.activeElement.getAttribute("aria-label")');
      if (label?.startsWith('Message #')) break;
    }
    await page.keyboard.type('Hello @cle');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.keyboard.type('and all');
    await page.keyboard.press('Enter');
    await channel('Gita Rao').getByText('Hello @Cleo Marsh and all').waitFor();
    const door = channel('Gita Rao').getByRole('button', { name: 'My Entente' });
    await door.focus();
    await page.keyboard.press('Enter');
    const form = page.getByRole('dialog');
    await form.waitFor();
    for (let n = 0; n < 12; n += 1) await page.keyboard.press('Tab');
    expect(await form.locator(':focus').count()).toBe(1);
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.textContent')).toBe('My Entente');
  }, 120_000);

  test('on a phone: nothing is wider than the screen, and people, messages and guide are a tap away', async () => {
    await open('#fay.lindqvist', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    const wide = () => page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
    expect(await wide()).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'People', exact: true }).tap();
    await page.getByRole('button', { name: /^Isha Patel/ }).tap();
    await channel('Isha Patel').waitFor();
    await box('Isha Patel').fill('On my way');
    await pane('Isha Patel').getByRole('button', { name: 'Send' }).tap();
    await channel('Isha Patel').getByText('On my way').waitFor();
    expect(await wide()).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'Guide', exact: true }).tap();
    await page.getByText('is a Slack bot for organisations').waitFor();
    expect(await wide()).toBeLessThanOrEqual(0);
  }, 120_000);

  test.each([
    { colorScheme: 'light', viewport: { width: 1440, height: 900 } },
    { colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
    { colorScheme: 'light', viewport: { width: 360, height: 740 } },
  ] as const)(
    'axe finds nothing: $colorScheme, $viewport.width wide',
    async (options) => {
      await open('#ana.reyes/@Entente', options);
      const source = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
      const scan = async (what: string) => {
        const found = await page.evaluate(`${source}; axe.run(document).then(({ violations }) =>
        violations.map(({ id, nodes }) => id + ': ' + nodes.map((it) => it.target + ' ' + it.html.slice(0, 120)).join(' | ')))`);
        expect({ what, found }).toEqual({ what, found: [] });
      };
      await scan('messages from the bot');
      if (options.viewport.width < 760) {
        await page.getByRole('button', { name: 'People', exact: true }).click();
        await scan('people');
        await page.getByRole('button', { name: 'Guide', exact: true }).click();
      }
      for (const side of ['What it did', 'Break things', 'World', 'Start here']) {
        await page.getByRole('button', { name: side, exact: true }).click();
        await page.waitForTimeout(300);
        await scan(side);
      }
      if (options.viewport.width < 760) return;
      await page.getByRole('button', { name: 'Two side by side' }).click();
      await pane('Ana Reyes')
        .getByRole('button', { name: /^flood-alliance/ })
        .or(pane('Ana Reyes').getByRole('button', { name: 'Channels and messages' }))
        .first()
        .click();
      await scan('side by side');
      await api('/act', { as: 'Dana', do: 'click', button: 'I promise…', in: '#flood-alliance' });
      await page.getByRole('dialog').getByLabel('What', { exact: true }).waitFor();
      await scan('a form');
      await api('/act', { as: 'Dana', do: 'close', all: true });
    },
    180_000,
  );

  test('nothing that the bot has sent so far is unknown to the page', async () => {
    await open('#ana.reyes');
    const { calls } = await api<{ calls: { args: Record<string, string> }[] }>('/calls');
    const blocks = calls.flatMap(({ args: { blocks = '[]', view = '{}' } }) => [
      ...(JSON.parse(blocks) as object[]),
      ...((JSON.parse(view) as { blocks?: object[] }).blocks ?? []),
    ]);
    expect(blocks.length).toBeGreaterThan(100);
    expect(await unknownAmong(page, blocks)).toEqual([]);
  }, 120_000);

  test('a damaged or older file gets a sentence, and everything is as it was', async () => {
    const before = await api<{ transcript: string }>('/transcript?user=Ana');
    const file = await api<{ version: number; world: { users: unknown[] } }>('/file');
    const wrong = async (given: unknown) => (await api<{ error: string }>('/file', given)).error;
    expect(await wrong({ hello: 'world' })).toMatch(/no file/);
    expect(await wrong({ ...file, version: 0 })).toMatch(/version 0/);
    expect(await wrong({ ...file, world: { ...file.world, users: file.world.users.slice(1) } })).toMatch(
      /damaged/,
    );
    expect(await wrong({ ...file, bot: { migrations: [], tables: {} } })).toMatch(/another version/);
    expect(await api('/transcript?user=Ana')).toEqual(before);

    await api('/whole', { at: 'empty' });
    expect((await api<{ transcript: string }>('/transcript?user=Ana')).transcript).not.toContain(
      'Entente (app',
    );
    await api('/file', file);
    expect(await api('/transcript?user=Ana')).toEqual(before);
  }, 180_000);
});
