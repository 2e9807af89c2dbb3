import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { readConfig } from '../src/config.ts';
import { examine } from '../src/doctor.ts';
import { newId } from '../src/kernel/ids.ts';
import { dump } from './support/dump.ts';
import { startTenants } from './support/tenants.ts';
import { until } from './support/until.ts';

// What whoever runs the bot can ask of it, and what nobody gets out of it: tokens and secrets.

const bot = await startTenants();
const { slack, db } = bot;
const env = {
  SLACK_MODE: 'http',
  SLACK_SIGNING_SECRET: slack.signingSecret,
  SLACK_BOT_TOKEN: slack.tokens.bot,
  SLACK_API_URL: slack.apiUrl,
  DATABASE_URL: bot.connectionString,
  PORT: new URL(bot.publicUrl).port,
};
const run = promisify(execFile);
const cli = (name: string, ...args: string[]) =>
  run(process.execPath, [`src/cli/${name}.ts`, ...args], {
    env: { ...process.env, ...env, NODE_OPTIONS: '' },
  });
const wrong = async (changes: Record<string, string>) =>
  (await examine(readConfig({ ...env, ...changes })))
    .filter(({ problem }) => problem)
    .map(({ about, problem }) => `${about}: ${problem}`);

test('the doctor finds nothing wrong where nothing is', async () => {
  expect(await wrong({})).toEqual([]);
  expect(await wrong({ SLACK_MODE: 'http', PORT: env.PORT })).toEqual([]);
});

test.each([
  [
    'a token that Slack refuses',
    { SLACK_BOT_TOKEN: 'xoxb-wrong' },
    /^bot token: Slack refuses it \(invalid_auth\)/,
  ],
  [
    'a signing secret that is another’s',
    { SLACK_SIGNING_SECRET: 'another secret' },
    /^requests: .* answers 401/,
  ],
  ['a server that is not there', { PORT: '1' }, /^requests: .* cannot be reached/],
  [
    'a database that is not there',
    { DATABASE_URL: 'postgresql://u:secret-word@127.0.0.1:1/x' },
    /^database: .* cannot be reached/,
  ],
  [
    'an app token that is none',
    { SLACK_MODE: 'socket', SLACK_APP_TOKEN: 'xapp-wrong' },
    /^app token: no socket can be opened \(invalid_auth\)/,
  ],
])('the doctor names %s', async (_what, changes, line) => {
  const lines = await wrong(changes);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(line);
  expect(lines.join()).not.toMatch(/secret-word|xoxb|xapp/);
});

test('the doctor names scopes that are missing', async () => {
  slack.installation.scopes = slack.installation.scopes.filter((scope) => scope !== 'files:write');
  expect(await wrong({})).toEqual([expect.stringMatching(/^bot token: scopes are missing: files:write/)]);
  slack.installation.scopes = [...slack.app.scopes];
});

test('dead messages are listed by id and reason, and sent again on request', async () => {
  const id = newId();
  await db.message.create({
    data: {
      ...{ id, key: 'a', kind: 'direct', lane: 'T1', status: 'dead', error: 'msg_too_long' },
      ...{ notBefore: new Date(), createdAt: new Date(), payload: { text: 'private words' } },
    },
  });
  const { stdout } = await cli('outbox', 'list');
  expect(stdout).toContain(id);
  expect(stdout).toContain('msg_too_long');
  expect(stdout).not.toContain('private words');
  expect((await wrong({}))[0]).toMatch(/^outbox: 1 messages could not be sent/);
  await cli('outbox', 'requeue', id);
  expect(await db.message.findUnique({ where: { id } })).toMatchObject({ status: 'pending', error: null });
  await expect(cli('outbox', 'requeue', id)).rejects.toMatchObject({ code: 1 });
  await db.message.delete({ where: { id } });
}, 60_000);

test('figures say how inputs were answered and what waits, and name nobody', async () => {
  await bot.install('riverbank');
  await bot.driver.slash('Ana', '#flood-alliance', '/alliance', 'help');
  const text = await (await fetch(`${bot.publicUrl}/metrics`)).text();
  expect(text).toMatch(/entente_answer_seconds_count\{kind="command",end="done"\} 1/);
  for (const name of ['messages', 'lane_messages', 'digests', 'planning_lag_seconds', 'delivery_lag_seconds'])
    expect(text).toContain(`entente_${name}`);
  expect(text).toContain('entente_rate_limits_total');
  expect(text).not.toMatch(/Ana|xox|U0000/);
});

test('one line an input, with an id to find it by; planted secrets are in no log, table or figure', async () => {
  slack.world.faults.add({ method: 'views.open', times: 1, effect: { kind: 'status', status: 500 } });
  await bot.driver.slash('Ana', '#flood-alliance', '/alliance', 'setup plantedWord');
  await bot.driver.say('Ana', '#flood-alliance', '@Entente plantedWord');
  await bot.settle();
  await until(() => bot.logged.some((line) => line.includes('"app_mention"')));
  const answered = bot.logged.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'answered');
  for (const line of answered)
    expect(line).toMatchObject({ request: expect.any(String), ms: expect.any(Number) });
  expect(answered.filter(({ end }) => end === 'failed')).toEqual([
    expect.objectContaining({ ref: expect.any(String) }),
  ]);

  const figures = await (await fetch(`${bot.publicUrl}/metrics`)).text();
  const logs = bot.logged.join('');
  expect(logs).not.toContain('plantedWord');
  for (const everything of [logs, figures, await dump(bot.connectionString)]) {
    for (const secret of [
      slack.installation.token,
      slack.signingSecret,
      slack.clientSecret,
      slack.tokens.app,
    ])
      expect(everything).not.toContain(secret);
  }
}, 60_000);
