import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { rotateTokens } from '../sandbox/world/rotation.ts';
import { readConfig } from '../src/config.ts';
import { examine } from '../src/doctor.ts';
import { vault } from '../src/slack/secrets.ts';
import { startTenants } from './support/tenants.ts';

// What the doctor says of each thing that may be wrong, one clear line each, and how the key of stored tokens is changed.

const bot = await startTenants();
const { slack, db, driver } = bot;
const river = slack.teams.riverbank.id;
const [key = ''] = [bot.env.TOKEN_ENCRYPTION_KEY];
const anotherKey = randomBytes(32).toString('base64');
/** The same bot for one workspace, by its token. */
type Env = Readonly<Record<string, string>>;
const one: Env = { ...bot.env, SLACK_CLIENT_ID: '', SLACK_BOT_TOKEN: slack.tokens.bot };

async function wrong(env: Env): Promise<string[]> {
  const findings = await examine(readConfig(env));
  return findings.filter(({ problem }) => problem).map(({ about, problem }) => `${about}: ${problem}`);
}

const run = promisify(execFile);
const { PATH = '' } = process.env;
const cli = (name: string, env: Env) =>
  run(process.execPath, [`src/cli/${name}.ts`], { env: { PATH, ...env } });

test('nothing is wrong where nothing is, also before anybody has installed', async () => {
  expect(await wrong(bot.env)).toEqual([]);
  expect(await wrong(one)).toEqual([]);
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
])('it names %s', async (_what, changes, line) => {
  const lines = await wrong({ ...one, ...changes });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(line);
  expect(lines.join()).not.toMatch(/secret-word|xoxb-wrong|xapp-wrong/);
});

test('it names scopes that are missing, of one workspace and of each of many', async () => {
  await bot.install('riverbank');
  const { world } = slack;
  for (const installation of world.installations)
    installation.scopes = installation.scopes.filter((scope) => scope !== 'files:write');
  const missing = 'scopes are missing: files:write. Add them to the app and install it again';
  expect(await wrong(one)).toEqual([`bot token: ${missing}`]);
  expect(await wrong(bot.env)).toEqual([`token of ${river}: ${missing}`]);
  for (const installation of world.installations)
    installation.scopes = [...world.app(installation.appId).scopes];
});

test('it names a client secret that is another’s, since no token would be renewed', async () => {
  const lines = await wrong({ ...bot.env, SLACK_CLIENT_SECRET: 'another-secret' });
  expect(lines).toEqual([expect.stringMatching(/^client: Slack refuses this one \(bad_client_secret\)/)]);
  expect(lines.join()).not.toContain('another-secret');
});

test('it names a key that opens nothing', async () => {
  expect(await wrong({ ...bot.env, TOKEN_ENCRYPTION_KEY: anotherKey })).toEqual([
    'tokens: they cannot be opened: TOKEN_ENCRYPTION_KEY lacks the key they were sealed with',
  ]);
});

test('it names events that do not come although people use the bot', async () => {
  const form = { apiAppId: slack.app.id, eventId: 'form/V1/1.a', seenAt: new Date() };
  await db.eventSeen.deleteMany({ where: { apiAppId: { not: 'oauth' } } });
  await db.eventSeen.create({ data: form });
  expect(await wrong(one)).toEqual([
    expect.stringMatching(/^events: none in a week, although forms have come/),
  ]);
  await driver.say('Ana', '#flood-alliance', '@Entente help');
  await bot.settle();
  expect(await wrong(one)).toEqual([]);
});

test('as a command it is a line each, and its exit code tells', async () => {
  const { stdout } = await cli('doctor', bot.env);
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => /^ok {5}([^:]+): ./.exec(line)?.[1]),
  ).toEqual(['database', 'events', 'outbox', 'client', `token of ${river}`, 'requests']);
  await expect(cli('doctor', { ...bot.env, TOKEN_ENCRYPTION_KEY: 'short' })).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^WRONG {2}configuration: TOKEN_ENCRYPTION_KEY is wrong/),
  });
}, 60_000);

test('the key of stored tokens is changed: the new one first, sealed anew, the old one taken out', async () => {
  const both = { ...bot.env, TOKEN_ENCRYPTION_KEY: `${anotherKey},${key}` };
  const sealed = async () => (await db.installation.findUniqueOrThrow({ where: { id: river } })).secrets;
  const before = await sealed();
  expect(vault([key]).isCurrent(before)).toBe(true);

  // With neither of the right keys nothing is touched, and it says so.
  await expect(cli('reencrypt', { ...bot.env, TOKEN_ENCRYPTION_KEY: anotherKey })).rejects.toMatchObject({
    code: 1,
    stderr: 'no key of TOKEN_ENCRYPTION_KEY opens this\n',
  });
  expect(await sealed()).toBe(before);

  expect((await cli('reencrypt', both)).stdout).toBe('1 stored tokens were sealed with the first key.\n');
  const after = await sealed();
  const [now, then] = [vault([anotherKey]).open(after, river), vault([key]).open(before, river)];
  expect(JSON.parse(now)).toEqual(JSON.parse(then));
  expect(() => vault([key]).open(after, river)).toThrow('no key of TOKEN_ENCRYPTION_KEY opens this');
  expect((await cli('reencrypt', both)).stdout).toBe('0 stored tokens were sealed with the first key.\n');
  expect(await wrong({ ...bot.env, TOKEN_ENCRYPTION_KEY: anotherKey })).toEqual([]);
}, 60_000);

test('where no token is stored there is nothing to seal, which is said', async () => {
  await expect(cli('reencrypt', one)).rejects.toMatchObject({
    code: 1,
    stderr: 'Nothing is stored where SLACK_BOT_TOKEN is used.\n',
  });
}, 60_000);

test('a token that is over since nothing has happened for long is nothing to worry about', async () => {
  rotateTokens(slack.app, 1_500);
  await bot.install('riverbank');
  await new Promise((resume) => setTimeout(resume, 1_600));
  expect(await wrong(bot.env)).toEqual([]);
});
