import { afterEach, describe, expect, test } from '@jest/globals';
import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { startBolt } from './testing/bolt.ts';
import { record } from './world/json.ts';
import type { Json } from './world/model.ts';

/** An unmodified Bolt app against the example world, over each transport. */

type Running = Awaited<ReturnType<typeof startBolt>>;
let slack: Running;
const seen: { what: string; body: Json }[] = [];

afterEach(async () => {
  seen.length = 0;
  await slack.close();
});

const plain = (text: string) => ({ type: 'plain_text', text }) as const;

function form(title: string, more: Partial<ModalView> = {}): ModalView {
  const element = { type: 'plain_text_input', action_id: 'words' } as const;
  const level = {
    type: 'static_select',
    action_id: 'level',
    options: ['sponsor', 'operational'].map((value) => ({ text: plain(value), value })),
  } as const;
  return {
    type: 'modal',
    callback_id: 'form',
    title: plain(title),
    submit: plain('Save'),
    blocks: [
      { type: 'input', block_id: 'what', label: plain('What'), element },
      { type: 'input', block_id: 'level', optional: true, label: plain('Level'), element: level },
    ],
    ...more,
  };
}

/** A small bot that does one thing of each kind. */
function listen(app: App): void {
  const note = (what: string, body: unknown) => seen.push({ what, body: record(body) });
  app.event('app_mention', async ({ event, body, client }) => {
    note('mention', body);
    const button = { type: 'button', text: plain('Open'), action_id: 'open', value: 'v' } as const;
    const blocks = [{ type: 'actions', elements: [button] }];
    await client.chat.postMessage({ channel: event.channel, thread_ts: event.ts, text: 'Here', blocks });
  });
  app.message(async ({ message, body, client }) => {
    note('message', body);
    await client.chat.postMessage({ channel: message.channel, text: 'Heard you' });
  });
  app.event('app_home_opened', async ({ event, body, client }) => {
    note('home', body);
    const blocks = [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'What I owe' } }];
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
  });
  app.action({ type: 'block_actions', action_id: 'open' }, async ({ ack, body, client }) => {
    note('click', body);
    await client.views.open({ trigger_id: body.trigger_id, view: form('A form', { notify_on_close: true }) });
    await ack();
  });
  app.view('form', async ({ ack, body, view }) => {
    note('submit', body);
    const words = view.state.values.what?.words?.value;
    if (words === 'wrong') await ack({ response_action: 'errors', errors: { what: 'Say more' } });
    else if (words === 'more') await ack({ response_action: 'push', view: form('Another') });
    else if (words === 'other') await ack({ response_action: 'update', view: form('Changed') });
    else if (words === 'clear') await ack({ response_action: 'clear' });
    else await ack();
  });
  app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack, body }) => {
    note('closed', body);
    await ack();
  });
  app.command('/alliance', async ({ ack, command, respond }) => {
    note('command', command);
    await ack(`You said: ${command.text}`);
    if (command.text === 'again') await respond({ text: 'And later', response_type: 'in_channel' });
  });
  app.shortcut('commitments.record', async ({ ack, body, client }) => {
    note('shortcut', body);
    await client.views.open({ trigger_id: body.trigger_id, view: form('Record') });
    await ack();
  });
}

describe.each(['socket', 'http'] as const)('over %s', (transport) => {
  test('a partner mentions the app, clicks, and hands in a form', async () => {
    slack = await startBolt(transport, listen);
    const { driver, teams } = slack;
    const { deliveries } = await driver.say('Dana', '#flood-alliance', 'Hello @entente');
    expect(deliveries.map((it) => it.acked)).toEqual([true]);
    await driver.settled(20);
    expect(await driver.click('Dana', 'Open')).toMatchObject({ ok: true });
    expect(await driver.submit('Dana', { What: 'wrong' })).toMatchObject({ ok: true });
    expect(driver.screen('Dana').modals[0]?.errors).toEqual({ what: 'Say more' });
    await driver.submit('Dana', { what: 'fine', Level: 'Sponsor' });
    expect(driver.screen('Dana').modals).toEqual([]);
    const [mention, click, , submission] = seen.map((it) => it.body);
    expect(mention).toMatchObject({
      team_id: teams.northwind.id,
      context_team_id: teams.riverbank.id,
      is_ext_shared_channel: true,
      authorizations: [{ team_id: teams.riverbank.id, user_id: slack.bot.id }],
    });
    expect(click).toMatchObject({ team: { id: teams.riverbank.id }, user: { team_id: teams.northwind.id } });
    expect(submission).toMatchObject({
      team: { id: teams.northwind.id },
      view: {
        app_installed_team_id: teams.riverbank.id,
        state: {
          values: {
            what: { words: { value: 'fine' } },
            level: { level: { selected_option: { value: 'sponsor' } } },
          },
        },
      },
    });
  });

  test('modals stack, change, clear and tell of their closing', async () => {
    slack = await startBolt(transport, listen);
    const { driver } = slack;
    await driver.say('Ana', '#flood-alliance', '@entente');
    await driver.settled(20);
    const titles = () => driver.screen('Ana').modals.map((it) => it.title);
    await driver.click('Ana', 'Open');
    await driver.submit('Ana', { What: 'more' });
    expect(titles()).toEqual(['A form', 'Another']);
    await driver.submit('Ana', { What: 'other' });
    expect(titles()).toEqual(['A form', 'Changed']);
    await driver.close('Ana');
    await driver.close('Ana');
    expect(titles()).toEqual([]);
    expect(seen.filter((it) => it.what === 'closed').map((it) => it.body.is_cleared)).toEqual([false]);
    await driver.click('Ana', 'Open');
    await driver.submit('Ana', { What: 'clear' });
    expect(titles()).toEqual([]);
  });

  test('commands and shortcuts belong to the people of the installing team', async () => {
    slack = await startBolt(transport, listen);
    const { driver, people } = slack;
    expect(await driver.slash('Ana', '#flood-alliance', '/alliance', 'pair @dana #general')).toMatchObject({
      ok: true,
    });
    expect(seen[0]?.body.text).toBe(
      `pair <@${people.dana.id}|dana.whitfield> <#${slack.channels.riverbankGeneral.id}|general>`,
    );
    const last = driver.screen('Ana').channels[0]?.messages.at(-1);
    expect(last).toMatchObject({ ephemeral: true, text: 'You said: pair @Dana Whitfield #general' });
    expect(driver.transcript('Ben')).not.toContain('You said');
    await driver.slash('Ana', '#flood-alliance', '/alliance', 'again');
    await driver.settled(20);
    expect(driver.transcript('Dana')).toContain('And later');
    await driver.shortcut('Ana', 'commitments.record', { in: '#flood-alliance', message: 'substations' });
    expect(driver.screen('Ana').modals[0]?.title).toBe('Record');
    await expect(driver.slash('Dana', '#flood-alliance', '/alliance', 'x')).rejects.toThrow(
      'not a valid command',
    );
    const at = { in: '#flood-alliance', message: 'substations' };
    await expect(driver.shortcut('Eli', 'commitments.record', at)).rejects.toThrow('no message shortcut');
  });

  test('a partner talks to the app in private once it has written, and sees no Home', async () => {
    slack = await startBolt(transport, listen);
    const { driver, app, people } = slack;
    await driver.openHome('Gita');
    await expect(driver.say('Gita', '@entente', 'hello?')).rejects.toThrow('has to write first');
    await app.client.chat.postMessage({ channel: people.gita.id, text: 'Welcome' });
    await driver.say('Gita', '@entente', 'Thank you');
    await driver.settled(20);
    expect(driver.screen('Gita').dms[0]?.messages.map((it) => it.text)).toEqual([
      'Welcome',
      'Thank you',
      'Heard you',
    ]);
    await driver.openHome('Ana');
    await driver.settled(20);
    expect(driver.screen('Gita').homes).toEqual([]);
    expect(driver.screen('Ana').homes[0]?.text).toBe('What I owe');
  });
});
