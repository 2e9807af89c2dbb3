import { expect, test } from '@jest/globals';
import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { startExample } from '../example.ts';

test('a Bolt app that Slack asks to reconnect does so, and gets what happened meanwhile', async () => {
  const slack = await startExample({ world: { retryDelaysMs: [0, 400, 1500, 3000] } });
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const receiver = new SocketModeReceiver({
    appToken: slack.tokens.app,
    // Bolt waits this long before it connects again.
    clientPingTimeout: 300,
    installerOptions: { clientOptions },
    logLevel: LogLevel.ERROR,
  });
  const app = new App({ token: slack.tokens.bot, receiver, clientOptions, logLevel: LogLevel.ERROR });
  const heard: string[] = [];
  app.event('app_mention', async ({ event }) => {
    heard.push(event.text.replace(/<@\w+> /, ''));
  });
  await app.start();
  const say = (text: string) => slack.driver.say('Dana', '#flood-alliance', `@entente ${text}`);
  await say('before');
  slack.driver.admin.dropSockets('refresh_requested');
  const { deliveries } = await say('meanwhile');
  expect(deliveries[0]?.acked).toBe(true);
  expect(new Set(heard)).toEqual(new Set(['before', 'meanwhile']));
  const opened = slack.world.calls.filter((call) => call.method === 'apps.connections.open');
  expect(opened.length).toBeGreaterThan(1);
  await app.stop();
  await slack.close();
});
