import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type Example, startExample } from '../../sandbox/example.ts';
import { startReceiver } from '../../sandbox/testing/receiver.ts';
import { record } from '../../sandbox/world/json.ts';
import type { Json } from '../../sandbox/world/model.ts';
import { openModal } from '../../sandbox/world/views.ts';
import { findChromium, launch } from '../support/browser.ts';

// Forms as people fill them in, without a bot: an app that answers what each test wants.

const path = findChromium();
const suite = path === null ? describe.skip : describe;
const require = createRequire(import.meta.url);
const words = (text: string) => ({ type: 'plain_text', text });
const options = ['red', 'blue'].map((value) => ({ text: words(value), value }));
const input = (label: string, element: Json, more: Json = {}): Json => ({
  ...{ type: 'input', block_id: label, label: words(label) },
  element: { action_id: label, ...element },
  ...more,
});
const form = (...blocks: Json[]): Json => ({
  ...{ type: 'modal', callback_id: 'form', title: words('A form'), submit: words('Save'), blocks },
});

suite('forms', () => {
  let slack: Example;
  let app: Awaited<ReturnType<typeof startReceiver>>;
  let browser: Browser;
  let page: Page;
  let answer: Json = {};
  beforeAll(async () => {
    app = await startReceiver(() => ({
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(answer),
    }));
    slack = await startExample({ transport: 'http', requestUrl: app.url });
    browser = await launch(path ?? '');
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(60_000);
    await page.goto(`${slack.world.baseUrl}/#isha.patel`);
    await page.locator('.list .message').first().waitFor();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await slack?.close();
    await app?.close();
  });

  const open = async (view: Json) => {
    const { world, app: entente, installation, people } = slack;
    const given = { app: entente, installation, user: people.isha, data: view };
    openModal(world, { ...given, onTop: false });
    world.changes.touch();
    await page.getByRole('dialog').waitFor();
  };
  const dialog = () => page.getByRole('dialog');
  const save = () => dialog().getByRole('button', { name: 'Save' }).click();
  const handedIn = () => {
    const { view } =
      app.received.map(({ payload }) => payload).findLast((it) => it.type === 'view_submission') ?? {};
    return record(record(record(view).state).values);
  };

  test('days, times, moments, files and numbers: picked, and handed in as Slack hands them in', async () => {
    await open(
      form(
        input('Day', { type: 'datepicker', initial_date: '2026-02-01' }),
        input('Time', { type: 'timepicker' }),
        input('Moment', { type: 'datetimepicker' }),
        input('Map', { type: 'file_input', filetypes: ['png'], max_files: 2 }),
        input('How many', { type: 'number_input', is_decimal_allowed: false }),
        input('Colours', { type: 'multi_static_select', options }),
        input('Whom', { type: 'users_select' }),
      ),
    );
    expect(await dialog().getByLabel('Day').inputValue()).toBe('2026-02-01');
    await dialog().getByLabel('Day').fill('2026-02-03');
    await dialog().getByLabel('Time').fill('14:45');
    await dialog().getByLabel('Moment').fill('2026-02-03T14:45');
    const map = { name: 'map.png', mimeType: 'image/png', buffer: Buffer.from('a picture') };
    await dialog().getByLabel('Map', { exact: true }).setInputFiles([map]);
    await dialog().getByText('map.png').waitFor();
    await dialog().getByLabel('How many').fill('12');
    await dialog().getByLabel('blue').check();
    await dialog().getByLabel('Whom').selectOption({ label: 'Dana Whitfield' });
    await save();
    await dialog().waitFor({ state: 'detached' });
    expect(handedIn()).toMatchObject({
      Day: { Day: { type: 'datepicker', selected_date: '2026-02-03' } },
      Time: { Time: { selected_time: '14:45' } },
      // Isha's own quarter to three, in Kolkata.
      Moment: { Moment: { selected_date_time: Date.parse('2026-02-03T14:45:00+05:30') / 1000 } },
      Map: { Map: { files: [{ name: 'map.png', mimetype: 'image/png', size: 9 }] } },
      'How many': { 'How many': { value: '12' } },
      Colours: { Colours: { selected_options: [{ value: 'blue' }] } },
      Whom: { Whom: { selected_user: slack.people.dana.id } },
    });
  }, 120_000);

  test('pickers by keyboard alone', async () => {
    await open(form(input('Day', { type: 'datepicker' }), input('Time', { type: 'timepicker' })));
    await dialog().getByLabel('Day').focus();
    await page.keyboard.type('02032026');
    await page.keyboard.press('Tab');
    for (let n = 0; n < 3 && !(await focusedIs('Time')); n += 1) await page.keyboard.press('Tab');
    await page.keyboard.type('0245PM');
    for (let n = 0; n < 8 && !(await focusedIs('Save')); n += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await dialog().waitFor({ state: 'detached' });
    expect(handedIn()).toMatchObject({
      Day: { Day: { selected_date: '2026-02-03' } },
      Time: { Time: { selected_time: '14:45' } },
    });
  }, 120_000);
  const focusedIs = (name: string) =>
    page.evaluate<boolean>(
      `(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim() === ${JSON.stringify(name)}`,
    );

  test('what the app finds wrong stands under its field; another form comes on top, changes and goes', async () => {
    const what = input('What', { type: 'plain_text_input' });
    await open(form(what));
    answer = { response_action: 'errors', errors: { What: 'Say a little more, please.' } };
    await dialog().getByLabel('What').fill('x');
    await save();
    await dialog().getByText('Say a little more, please.').waitFor();
    const described = (await dialog().getByLabel('What').getAttribute('aria-describedby')) ?? '';
    expect(await page.locator(`#${described.split(' ').at(-1)}`).textContent()).toBe(
      'Say a little more, please.',
    );
    expect(await dialog().getByLabel('What').inputValue()).toBe('x');
    answer = { response_action: 'push', view: { ...form(what), title: words('On top') } };
    await save();
    await dialog().getByRole('heading', { name: 'On top' }).waitFor();
    answer = { response_action: 'update', view: { ...form(what), title: words('Changed') } };
    await dialog().getByLabel('What').fill('y');
    await save();
    await dialog().getByRole('heading', { name: 'Changed' }).waitFor();
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await dialog().getByRole('heading', { name: 'A form' }).waitFor();
    expect(await dialog().getByLabel('What').inputValue()).toBe('x');
    const done = {
      type: 'modal',
      title: words('Done'),
      blocks: [{ type: 'section', text: words('Noted.') }],
    };
    answer = { response_action: 'update', view: done };
    await save();
    await dialog().getByRole('heading', { name: 'Done' }).waitFor();
    await page.keyboard.press('Escape'); // what had the keyboard, the button, is gone
    await dialog().waitFor({ state: 'detached' });
    await open(form(what));
    answer = { response_action: 'clear' };
    await dialog().getByLabel('What').fill('z');
    await save();
    await dialog().waitFor({ state: 'detached' });
    answer = {};
  }, 120_000);

  test('a wide screen in the dark, a thread beside its channel, without a violation', async () => {
    await page.close();
    page = await browser.newPage({ viewport: { width: 2200, height: 1100 }, colorScheme: 'dark' });
    await slack.driver.say('Eli', '#flood-alliance', 'Who has the keys?');
    await slack.driver.say('Hari', '#flood-alliance', 'I have', { thread: 'keys' });
    await page.goto(`${slack.world.baseUrl}/#isha.patel`);
    await page.getByRole('button', { name: /^1 reply/ }).click();
    const thread = page.getByRole('region', { name: 'Thread' });
    await thread.getByText('I have').waitFor();
    const [room, aside] = await Promise.all([page.locator('.room').boundingBox(), thread.boundingBox()]);
    expect(room?.width).toBeGreaterThan(500);
    expect(aside?.x).toBeGreaterThanOrEqual((room?.x ?? 0) + (room?.width ?? 0) - 1);
    await thread.getByRole('textbox', { name: 'Reply in the thread' }).fill('Thanks, Hari');
    await page.keyboard.press('Enter');
    await thread.getByText('Thanks, Hari').waitFor();
    await page.getByRole('button', { name: /^2 replies/ }).waitFor();
    const source = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
    const found = await page.evaluate(
      `${source}; axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((it) => it.html.slice(0, 120)).join(' | ')))`,
    );
    expect(found).toEqual([]);
    await thread.getByRole('button', { name: 'Close the thread' }).click();
    await thread.waitFor({ state: 'detached' });
  }, 120_000);
});
