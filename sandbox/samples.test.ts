import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { clientOf } from './testing/bolt.ts';
import { type Receiving, startReceiving } from './testing/receiving.ts';
import { checked, foreign } from './testing/samples.ts';
import { strangeAnswer, strangeEvent } from './testing/shipped-types.ts';
import { record } from './world/json.ts';
import type { Json } from './world/model.ts';

// Our shapes against recordings of Slack's (testing/samples.ts), and against the types that it ships (testing/shipped-types.ts).

let slack: Receiving['slack'];
let app: Receiving['app'];
let close: Receiving['close'];

beforeAll(async () => {
  ({ slack, app, close } = await startReceiving());
});
afterAll(() => close());

test('answers of the Web API', async () => {
  const { alliance } = slack.channels;
  const wide = clientOf(slack);
  slack.installation.scopes = [
    ...slack.app.scopes,
    'channels:history',
    'im:read',
    'reactions:read',
    'reactions:write',
    'pins:read',
    'files:read',
    'channels:join',
  ];
  const answers: Record<string, unknown> = {};
  const call = async (method: string, args: Json = {}) => {
    const answer: Json = { ...(await wide.apiCall(method, args)) };
    // The client adds what it read from headers.
    const metadata = record(answer.response_metadata);
    delete metadata.scopes;
    if (Object.keys(metadata).length === 0) delete answer.response_metadata;
    answers[method] = answer;
    return answer;
  };
  const channel = alliance.id;
  const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'Hello' } }];
  const metadata = { event_type: 'note', event_payload: { key: 'k' } };
  await call('auth.test');
  const posted = await call('chat.postMessage', { channel, text: 'Hello', blocks, metadata });
  const ts = String(posted.ts);
  await call('chat.update', { channel, ts, text: 'Hi', blocks });
  await call('chat.postEphemeral', { channel, user: slack.people.dana.id, text: 'psst' });
  await call('chat.getPermalink', { channel, message_ts: ts });
  await call('reactions.add', { channel, timestamp: ts, name: 'eyes' });
  await call('reactions.get', { channel, timestamp: ts });
  await call('pins.add', { channel, timestamp: ts });
  await call('pins.list', { channel });
  await call('conversations.history', { channel, include_all_metadata: true });
  await call('chat.postMessage', { channel, text: 'In a thread', thread_ts: ts });
  await call('conversations.replies', { channel, ts });
  await call('conversations.info', { channel, include_num_members: true });
  await call('conversations.members', { channel });
  await call('conversations.list');
  await call('users.conversations', { types: 'public_channel' });
  const dm = await call('conversations.open', { users: slack.people.dana.id });
  await call('conversations.open', { channel: record(dm.channel).id, return_im: true });
  await call('users.info', { user: slack.people.ana.id });
  await call('users.info', { user: slack.people.gita.id });
  await call('users.list');
  await call('team.info');
  await call('views.publish', { user_id: slack.people.ana.id, view: { type: 'home', blocks } });
  const upload = await call('files.getUploadURLExternal', { filename: 'a.txt', length: 2 });
  await fetch(String(upload.upload_url), { method: 'POST', body: 'hi' });
  await call('files.completeUploadExternal', { files: [{ id: upload.file_id, title: 'A' }] });
  await call('files.info', { file: upload.file_id });
  await call('reactions.remove', { channel, timestamp: ts, name: 'eyes' });
  await call('pins.remove', { channel, timestamp: ts });
  await call('chat.delete', { channel, ts });
  const strange = Object.entries(answers).flatMap(([method, answer]) =>
    foreign(answer, `api/${method}.json`),
  );
  expect(strange).toEqual([]);
  expect(Object.entries(answers).flatMap(([method, answer]) => strangeAnswer(method, answer))).toEqual([]);
});

test('events', async () => {
  const { driver } = slack;
  slack.app.events = [
    'message.channels',
    'channel_left',
    'reaction_added',
    'pin_added',
    'pin_removed',
    ...slack.app.events,
  ];
  const said = await driver.say('Dana', '#flood-alliance', 'Hello @entente');
  const place = { in: '#flood-alliance', message: said.ts };
  await driver.mark('Dana', 'react', { ...place, emoji: 'wave' });
  await driver.mark('Ana', 'pin', place);
  await driver.mark('Ana', 'unpin', place);
  await driver.openHome('Ana');
  await driver.leave('Fay', '#flood-alliance');
  await driver.invite('Ana', '#flood-alliance', 'Fay');
  await driver.say('Ana', '@entente', 'Hello in private');
  await driver.admin.archive('Ana', '#flood-alliance');
  await driver.admin.archive('Ana', '#flood-alliance', false);
  await driver.admin.changeUser('Cleo', { title: 'Head warden' });
  await driver.admin.disconnect('#flood-alliance', 'aldermoor');
  await driver.admin.connect('#flood-alliance', 'aldermoor');
  await driver.admin.remove('Ana', '#flood-alliance', 'entente');
  await driver.invite('Ana', '#flood-alliance', 'entente');
  await driver.admin.renumber('#flood-alliance');
  const strange = app.received.flatMap(({ payload }) => {
    const type = String(record(payload.event).type);
    const name = type.replaceAll(/(?:^|_)(\w)/g, (_all, letter: string) => letter.toUpperCase());
    return foreign(payload, `events/${name}Payload.json`);
  });
  const types = new Set(app.received.map(({ payload }) => record(payload.event).type));
  expect(strange).toEqual([]);
  expect(app.received.flatMap(({ payload }) => strangeEvent(payload.event))).toEqual([]);
  expect(types.size).toBeGreaterThan(12);
});

checked('interactions', async () => {
  const { driver } = slack;
  const client = clientOf(slack);
  app.received.length = 0;
  const button = {
    type: 'button',
    action_id: 'open',
    value: '1',
    text: { type: 'plain_text', text: 'Open' },
  };
  const blocks = [{ type: 'actions', elements: [button] }];
  await client.apiCall('chat.postMessage', { channel: slack.channels.alliance.id, text: 'x', blocks });
  await driver.click('Dana', 'Open');
  const view = {
    type: 'modal',
    title: { type: 'plain_text', text: 'A form' },
    submit: { type: 'plain_text', text: 'Save' },
    notify_on_close: true,
    blocks: [
      {
        type: 'input',
        label: { type: 'plain_text', text: 'What' },
        element: { type: 'plain_text_input', action_id: 'what' },
      },
    ],
  };
  const trigger = () => String(app.received.at(-1)?.payload.trigger_id);
  await client.views.open({ trigger_id: trigger(), view: view as never });
  await driver.submit('Dana', { What: 'A map' });
  await driver.click('Dana', 'Open');
  await client.views.open({ trigger_id: trigger(), view: view as never });
  await driver.close('Dana');
  await driver.slash('Ana', '#flood-alliance', '/alliance', 'help');
  await driver.shortcut('Ana', 'commitments.record', { in: '#flood-alliance', message: 'substations' });
  const files: Record<string, string> = {
    block_actions: 'interactive-components/BlockActionPayload.json',
    view_submission: 'views/ViewSubmissionPayload.json',
    view_closed: 'views/ViewClosedPayload.json',
    message_action: 'interactive-components/MessageShortcutPayload.json',
    undefined: 'slash-commands/SlashCommandPayload.json',
  };
  const done = app.received.filter(({ payload }) => payload.type !== 'event_callback');
  const strange = done.flatMap(({ payload }) =>
    foreign(payload, `app-backend/${files[String(payload.type)]}`),
  );
  expect(strange).toEqual([]);
  expect(new Set(done.map(({ payload }) => String(payload.type)))).toEqual(new Set(Object.keys(files)));
});
