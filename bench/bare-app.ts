/** A bare Bolt app: one listener that acknowledges. Listens on PORT. */
import { App, HTTPReceiver } from '@slack/bolt';
import { SECRET, TEAM } from './click-world.ts';

const app = new App({
  receiver: new HTTPReceiver({ signingSecret: SECRET }),
  authorize: async () => ({ botId: 'B0BENCH', botUserId: 'U0BOT', teamId: TEAM }),
});
app.action(/^item:/, async ({ ack }) => ack());
await app.start(Number(process.env.PORT));
