import { expect, test } from '@jest/globals';
import { ConfigError, readConfig } from './config.ts';

const socket = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
const http = { SLACK_MODE: 'http', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'a-signing-secret' };

test('two tokens are enough for one workspace', () => {
  expect(readConfig(socket)).toMatchObject({
    slackMode: 'socket',
    slackApiUrl: 'https://slack.com/api/',
    dataDir: '.data',
    port: 3000,
    role: 'all',
    sending: true,
  });
});

test('an empty variable counts as not set', () => {
  expect(readConfig({ ...socket, PORT: '', LOG_LEVEL: '' })).toMatchObject({ port: 3000, logLevel: 'info' });
});

test('an address of the API ends in a slash', () => {
  expect(readConfig({ ...http, SLACK_API_URL: 'http://127.0.0.1:9/api' }).slackApiUrl).toBe(
    'http://127.0.0.1:9/api/',
  );
});

const wrong: Record<string, string> = {
  SLACK_MODE: 'smoke',
  SLACK_BOT_TOKEN: 'hunter2-bot',
  SLACK_APP_TOKEN: 'hunter2-app',
  SLACK_SIGNING_SECRET: 'short',
  SLACK_STATE_SECRET: 'short',
  SLACK_API_URL: 'ftp://hunter2',
  PUBLIC_URL: 'hunter2',
  DATABASE_URL: 'mysql://hunter2',
  TOKEN_ENCRYPTION_KEY: 'hunter2',
  PORT: '70000',
  LOG_LEVEL: 'loud',
  ROLE: 'boss',
  SENDING: 'maybe',
};

test.each(Object.entries(wrong))('%s says what it expects, and never what it was given', (name, value) => {
  const read = () => readConfig({ ...socket, [name]: value });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(new RegExp(`^${name} is wrong: it expects .+\\.$`));
  expect(read).not.toThrow(value);
});

test.each([
  ['SLACK_BOT_TOKEN', {}],
  ['SLACK_APP_TOKEN', { SLACK_BOT_TOKEN: 'xoxb-1' }],
  ['SLACK_SIGNING_SECRET', { ...http, SLACK_SIGNING_SECRET: '' }],
])('a missing %s is named', (name, env) => {
  expect(() => readConfig(env)).toThrow(new RegExp(`^${name} is missing: it expects .+\\.`));
});

const many = {
  SLACK_MODE: 'http',
  SLACK_SIGNING_SECRET: 'signing-secret',
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'client-secret',
  SLACK_STATE_SECRET: 'state-secret-of-many',
  PUBLIC_URL: 'https://entente.example.org',
  TOKEN_ENCRYPTION_KEY: [1, 2].map((n) => Buffer.alloc(32, n).toString('base64')).join(','),
};

test('for many workspaces, OAuth takes the place of the one token', () => {
  const { botToken, oauth } = readConfig(many);
  expect(botToken).toBeUndefined();
  expect(oauth).toMatchObject({ clientId: '1.2', publicUrl: 'https://entente.example.org' });
  expect(oauth?.encryptionKeys).toHaveLength(2);
});

test.each(['SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET', 'PUBLIC_URL', 'TOKEN_ENCRYPTION_KEY'])(
  'OAuth needs %s',
  (name) => {
    expect(() => readConfig({ ...many, [name]: '' })).toThrow(new RegExp(`^${name} is missing`));
  },
);

test('one token and OAuth at once are a mistake, and the sentence says so', () => {
  expect(() => readConfig({ ...many, SLACK_BOT_TOKEN: 'xoxb-1' })).toThrow(/only one of them/);
});
