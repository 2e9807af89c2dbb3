/**
 * `npm run against`: the bot on another Slack-compatible server, given by SLACK_API_URL. See test/against/README.md for
 * what it needs. One line a step; exit code 1 where one fails.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { databaseUrl, query, startScratch } from '../../prisma/scratch.ts';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { hands, type Person } from './hands.ts';
import { recorder } from './recorder.ts';

/** The server that was named, or the local one in a process of its own. */
const localSlack = new URL('../support/slack-process.ts', import.meta.url);
const local = process.env.SLACK_API_URL ? null : fork(localSlack, { execArgv: [] });
const [own]: (Record<string, string> | undefined)[] = local ? await once(local, 'message') : [];
const {
  SLACK_API_URL: apiUrl,
  SLACK_BOT_TOKEN: token,
  SLACK_TEST_CHANNEL: channelId,
  TRIGGERS_URL,
} = { ...process.env, ...own };
if (!apiUrl || !token || !channelId)
  throw new Error('Needed: SLACK_API_URL, SLACK_BOT_TOKEN, SLACK_TEST_CHANNEL');

const SECRET = 'a signing secret of this run';
const PATIENCE_MS = 20_000;
const slack = new WebClient(token, { slackApiUrl: apiUrl, retryConfig: { retries: 0 } });
const line = await recorder(apiUrl, !TRIGGERS_URL);
const scratch = await startScratch('against');
await query(scratch.adminUrl, 'CREATE DATABASE against');
const config = readConfig({
  SLACK_MODE: 'http',
  SLACK_BOT_TOKEN: token,
  SLACK_SIGNING_SECRET: SECRET,
  SLACK_API_URL: line.apiUrl,
  DATABASE_URL: databaseUrl(scratch.adminUrl, 'against'),
  PORT: '0',
});
const log = pino({ level: process.env.LOG_LEVEL ?? 'error' });
const app = await startApp({ config, clock: systemClock, log, host: '127.0.0.1' });
try {
  await story();
} finally {
  await app.stop();
  await line.close();
  await scratch.remove();
  local?.disconnect();
}

async function story(): Promise<void> {
  const self = await slack.auth.test();
  const people = await humans();
  const [ana] = people;
  if (!ana || new Set(people.map(({ teamId }) => teamId)).size < 2)
    throw new Error('SLACK_TEST_CHANNEL needs people of two workspaces');
  say(`${self.url ?? apiUrl}: ${people.length} people of two workspaces, acting as ${ana.name}`);
  const place = {
    ...{
      appId: self.app_id ?? 'A1',
      teamId: self.team_id ?? '',
      botUserId: self.user_id ?? '',
      channelId: channelId ?? '',
    },
    ...{ url: `http://127.0.0.1:${app.port}/slack/events`, secret: SECRET, trigger },
  };
  const act = hands(place, ana);

  check('a command is answered', (await act.slash('help')).includes('/alliance'));

  await act.slash('setup');
  const view = await until('the set-up opens', () => {
    const shown = calls('views.update').at(-1)?.args;
    return shown?.view?.includes('"submit"') ? shown : null;
  });
  await act.submit(view.view_id ?? '', JSON.parse(view.view ?? '{}'), {
    name: 'Flood plain',
    purpose: 'Dry feet',
  });
  await until('the alliance has its message with the doors, pinned', async () => {
    await app.step();
    return calls('pins.add').some(({ ok }) => ok) || null;
  });

  await act.mention('members');
  await until('a mention is answered in a direct message', () =>
    told(ana, /Flood plain|Admin|organisation/i),
  );
  await act.mention('I will send the flood map by Friday');
  const draft = await until('a promise is read and shown back', () => told(ana, /flood map/));
  const [button] = draft.blocks
    .flatMap(({ elements = [] }) => elements)
    .filter(({ action_id }) => action_id === 'item:record');
  await act.click(draft.channelId, draft.ts, button ?? {});
  await until('a click counts, and the message says so', async () => {
    const now = await told(ana, /flood map/);
    return now && now.ts === draft.ts && JSON.stringify(now.blocks) !== JSON.stringify(draft.blocks)
      ? now
      : null;
  });
  const [row] = await query(config.databaseUrl ?? '', 'SELECT count(*)::int AS n FROM commitment');
  check('one promise is kept', row?.n === 1);

  await act.mention('my-data');
  await until('a file arrives', async () => {
    await app.step();
    return calls('files.completeUploadExternal').some(({ ok }) => ok) || null;
  });
  const refused = line.calls.filter(({ ok }) => !ok).map(({ method, error }) => `${method}: ${error}`);
  say(
    `${line.calls.length} calls, ${refused.length} refused${refused.length > 0 ? ` (${[...new Set(refused)].join('; ')})` : ''}`,
  );
}

async function humans(): Promise<Person[]> {
  const { members = [] } = await slack.conversations.members({ channel: channelId ?? '' });
  const users = await Promise.all(members.map(async (user) => (await slack.users.info({ user })).user));
  return users.flatMap((user) =>
    user?.id && user.team_id && !user.is_bot
      ? [{ id: user.id, teamId: user.team_id, name: user.real_name ?? user.name ?? user.id }]
      : [],
  );
}

function calls(method: string) {
  return line.calls.filter((call) => call.method === method && call.ok);
}

/** The bot's newest message to somebody that says something of the kind, as the server has it. */
async function told(who: Person, words: RegExp) {
  await app.step();
  const { channel } = await slack.conversations.open({ users: who.id });
  const { messages = [] } = await slack.conversations.history({ channel: channel?.id ?? '', limit: 50 });
  const found = messages.find((one) => words.test(`${one.text} ${JSON.stringify(one.blocks ?? [])}`));
  if (!found?.ts) return null;
  const blocks = (found.blocks ?? []) as { elements?: { action_id?: string; value?: string }[] }[];
  return { channelId: channel?.id ?? '', ts: found.ts, blocks };
}

async function trigger(): Promise<string> {
  if (!TRIGGERS_URL) return 'kept.by.the.run';
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer: unknown = await (await fetch(TRIGGERS_URL, { method: 'POST', body: '{}', headers })).json();
  return String((answer as { trigger_id?: unknown }).trigger_id);
}

async function until<T>(what: string, look: () => T | null | Promise<T | null>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== null) {
      say(`ok     ${what}`);
      return found;
    }
    if (Date.now() > deadline) throw new Error(`This did not come about: ${what}`);
    await new Promise((resume) => setTimeout(resume, 100));
  }
}

function check(what: string, holds: boolean): void {
  if (!holds) throw new Error(`This does not hold: ${what}`);
  say(`ok     ${what}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
