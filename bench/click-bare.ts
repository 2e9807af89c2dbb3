/** The baseline: a bare Bolt app whose one listener does one committed INSERT with `pg`, then acknowledges. */
import { App, HTTPReceiver } from '@slack/bolt';
import pg from 'pg';
import { SECRET, TEAM } from './click-world.ts';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 8 });
await pool.query(
  'CREATE TABLE IF NOT EXISTS bare_click (id bigserial PRIMARY KEY, user_id text, item_id text)',
);
const receiver = new HTTPReceiver({ signingSecret: SECRET });
const app = new App({
  receiver,
  authorize: async () => ({ botId: 'B0BENCH', botUserId: 'U0BOT', teamId: TEAM }),
});
app.action(/^item:/, async ({ ack, body, action }) => {
  const { value } = action as { value: string };
  await pool.query('INSERT INTO bare_click (user_id, item_id) VALUES ($1, $2)', [body.user.id, value]);
  await ack();
});
const server = await app.start(0);
process.send?.((server.address() as { port: number }).port);
