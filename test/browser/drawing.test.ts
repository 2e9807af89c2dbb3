import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { BLOCK_TYPES } from '../../sandbox/blocks/blocks.ts';
import { ELEMENT_TYPES } from '../../sandbox/blocks/elements.ts';
import { type Example, startExample } from '../../sandbox/example.ts';
import { postMessage } from '../../sandbox/world/messages.ts';
import type { Json } from '../../sandbox/world/model.ts';
import { findChromium, launch, unknownAmong } from '../support/browser.ts';

// What the page draws, without a bot: every kind of block, and very many messages.

const path = findChromium();
const suite = path === null ? describe.skip : describe;
const words = (text: string) => ({ type: 'plain_text', text });
const option = (value: string) => ({ text: words(`Choice ${value}`), value });

const BLOCKS: Json[] = [
  { type: 'header', text: words('A heading') },
  {
    type: 'section',
    text: {
      type: 'mrkdwn',
      text: '*bold* _italic_ ~struck~ `code` <https://example.org|a link> <!date^1768554000^{date_short_pretty} at {time}|then> &lt;b&gt;',
    },
    fields: [{ type: 'mrkdwn', text: 'A field' }],
    accessory: { type: 'overflow', action_id: 'o', options: [option('1')] },
  },
  { type: 'divider' },
  { type: 'context', elements: [{ type: 'mrkdwn', text: 'Small print' }] },
  {
    type: 'actions',
    block_id: 'acts',
    elements: [
      { type: 'button', action_id: 'b', text: words('Press me'), style: 'primary' },
      { type: 'static_select', action_id: 's', placeholder: words('A menu'), options: [option('2')] },
      { type: 'datepicker', action_id: 'd', placeholder: words('A day') },
      { type: 'checkboxes', action_id: 'c', options: [option('3')] },
      { type: 'users_select', action_id: 'u', placeholder: words('A person') },
      { type: 'hologram', action_id: 'h' },
    ],
  },
  { type: 'image', image_url: 'https://elsewhere.example/a.png', alt_text: 'a far picture' },
  { type: 'markdown', text: '## Title\n\n- **one** [two](https://example.org)' },
  {
    type: 'table',
    rows: [[{ type: 'raw_text', text: 'Who' }], [{ type: 'raw_text', text: 'Ana' }]],
  },
  {
    type: 'data_visualization',
    title: 'Kept',
    chart: { type: 'bar', series: [{ name: 'kept', data: [{ label: 'May', value: 3 }] }] },
  },
  { type: 'card', title: { type: 'mrkdwn', text: 'A card' } },
  { type: 'container', title: words('A box'), child_blocks: [{ type: 'divider' }] },
  { type: 'holodeck', program: 7 },
];

/** Steps of 700 pixels, and what each may cost: three frames of a screen on average, far below what a person notices. */
const STEPS = 60;
const MOST_PER_STEP_MS = 50;
const MOST_AT_ONCE_MS = 250;

suite('drawing', () => {
  let slack: Example;
  let browser: Browser;
  let page: Page;
  const troubles: string[] = [];
  beforeAll(async () => {
    slack = await startExample();
    const { world, bot, installation, channels } = slack;
    postMessage(world, {
      channel: channels.riverbankGeneral,
      author: bot,
      installation,
      text: 'blocks',
      blocks: BLOCKS,
    });
    browser = await launch(path ?? '');
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== world.baseUrl) troubles.push(`asked ${request.url()}`);
    });
    await page.goto(`${world.baseUrl}/#ana.reyes/${channels.riverbankGeneral.id}`);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await slack?.close();
  });

  test('every block is drawn as its reader sees it; unknown ones are shown as such, and nothing is left out', async () => {
    const message = page.locator('.message').last();
    await message.getByText('A heading').waitFor();
    for (const text of [
      'A field',
      'Small print',
      'Choice 3',
      'a far picture',
      'Title',
      'A card',
      'A box',
      'Kept',
    ]) {
      expect(await message.getByText(text).count()).toBeGreaterThan(0);
    }
    expect(await message.locator('strong', { hasText: 'bold' }).count()).toBe(1);
    expect(await message.getByRole('link', { name: 'a link' }).getAttribute('href')).toBe(
      'https://example.org',
    );
    expect(await message.locator('time', { hasText: 'Jan 16, 2026 at 9:00 AM' }).count()).toBe(1);
    expect(await message.getByText('<b>').count()).toBe(1);
    expect(await message.getByRole('cell', { name: 'Ana' }).count()).toBe(1);
    expect(await message.getByLabel('A day').getAttribute('type')).toBe('date');
    expect(await message.getByText('An element of type “hologram”').count()).toBe(1);
    await message.getByText('A block of type “holodeck”').click();
    expect(await message.getByText('"program": 7').isVisible()).toBe(true);
  });

  test('whatever Slack takes is drawn, but menus whose choices an app suggests as one types', async () => {
    const blocks = BLOCK_TYPES.map((type) => ({ type }));
    const elements = ELEMENT_TYPES.map((type) => ({ type: 'actions', elements: [{ type }] }));
    expect(await unknownAmong(page, [...blocks, ...elements])).toEqual([
      'An element of type “external_select”, which the sandbox cannot draw',
      'An element of type “multi_external_select”, which the sandbox cannot draw',
    ]);
  });

  test('an app that is not there does not answer, and its reader is told', async () => {
    await page.getByRole('button', { name: 'Press me' }).click();
    await page.getByText('This app did not respond').waitFor();
  });

  test('five thousand messages: few are drawn at once, and scrolling up brings the earlier ones', async () => {
    const { world, channels, people } = slack;
    const channel = channels.riverbankGeneral;
    for (let n = 1; n <= 5_000; n += 1) {
      postMessage(world, { channel, author: n % 2 ? people.ben : people.cleo, text: `Message ${n}` });
    }
    world.changes.touch();
    await page.getByText('Message 5000', { exact: true }).waitFor();
    const rows = page.locator('.messages .message');
    const list = page.locator('.messages');
    const earlier = page.getByText(/\d+ earlier messages/);
    const before = (await earlier.textContent()) ?? '';
    await list.evaluate((box) => box.scrollTo(0, 0));
    await page.getByText(before.replace(/ Go.*/, '')).waitFor({ state: 'detached' });
    expect(await page.getByText('Message 4850', { exact: true }).count()).toBe(1);
    expect(await rows.count()).toBeLessThan(200);
    await page.getByRole('button', { name: 'Go to the first' }).click();
    await page.getByText('Message 1', { exact: true }).waitFor();
    expect(await rows.count()).toBeLessThan(200);
    const cost = await scrollingCost();
    process.stdout.write(`Scrolling costs ${JSON.stringify(cost)}\n`);
    expect(cost.perStepMs).toBeLessThan(MOST_PER_STEP_MS);
    expect(cost.longestMs).toBeLessThan(MOST_AT_ONCE_MS);

    // What is being read stays in sight though something is said meanwhile; one press leads there.
    postMessage(world, { channel, author: people.ben, text: 'And another' });
    world.changes.touch();
    await page.getByRole('button', { name: /Newest/ }).click();
    await page.getByText('And another').waitFor();
  }, 60_000);

  /** What it costs the page to scroll through a thousand messages: processor time, so that a busy machine counts alike. */
  async function scrollingCost(): Promise<{ perStepMs: number; longestMs: number }> {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const spent = async () => {
      const { metrics } = await devtools.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
    };
    const steps: number[] = [];
    for (let n = 0; n < STEPS; n += 1) {
      const before = await spent();
      await page.locator('.messages').evaluate('(box) => box.scrollBy(0, 700)');
      await page.waitForTimeout(60); // whatever it asks for has come
      steps.push((await spent()) - before);
    }
    await devtools.detach();
    const sum = steps.reduce((all, it) => all + it, 0);
    return { perStepMs: sum / STEPS, longestMs: Math.max(...steps) };
  }

  test('nothing came from elsewhere, and nothing failed', () => expect(troubles).toEqual([]));
});
