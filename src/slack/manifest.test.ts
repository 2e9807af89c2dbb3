import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { features } from '../features/index.ts';
import { COMMAND } from '../shell/names.ts';
import { BOT_EVENTS, manifest } from './manifest.ts';
import { BOT_SCOPES } from './scopes.ts';

const SCHEMA = '../shared/slack-samples/manifest-v2.schema.json';
const PUBLIC = 'https://entente.example.org';
const listed = features({ doors: () => ({ text: '', blocks: [] }) });

test('manifest.yml is what the code says', () => {
  expect(parse(readFileSync('manifest.yml', 'utf8'))).toEqual(manifest());
});

test('over HTTP every address is the server’s own, over a socket there is none', () => {
  const text = JSON.stringify(manifest(PUBLIC));
  for (const path of ['/slack/events', '/slack/oauth_redirect']) expect(text).toContain(`${PUBLIC}${path}`);
  expect(JSON.stringify(manifest())).not.toContain('http');
});

// Where a shared folder with Slack's own schema stands beside the project.
(existsSync(SCHEMA) ? describe : describe.skip)(
  'Slack’s schema of manifests (skipped where it is not there)',
  () => {
    const validate = () =>
      new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(
        JSON.parse(readFileSync(SCHEMA, 'utf8')),
      );
    test.each([
      ['socket', undefined],
      ['http', PUBLIC],
    ])('%s fits', (_mode, url) => {
      const check = validate();
      check(manifest(url));
      expect(check.errors ?? []).toEqual([]);
    });
  },
);

test('the app listens to what it asks for, and asks for what it listens to', () => {
  const own = listed.flatMap(({ listen = {} }) => Object.keys(listen));
  const shell = ['app_mention', 'message.im', 'user_change', 'app_uninstalled', 'tokens_revoked'];
  expect([...BOT_EVENTS].sort()).toEqual([...new Set([...own, ...shell])].sort());
});

test('commands and shortcuts are those that are answered', () => {
  const { slash_commands, shortcuts } = manifest().features;
  expect(slash_commands.map(({ command }) => command)).toEqual([COMMAND]);
  expect(shortcuts.map(({ callback_id }) => callback_id)).toEqual(
    listed.flatMap((feature) => (feature.shortcuts ?? []).map(({ id }) => id)),
  );
});

/** Slack's documentation: what each method and event needs; several where it depends on the channel's kind. */
const METHODS: Record<string, readonly string[]> = {
  'auth.test': [],
  'auth.teams.list': [],
  'oauth.v2.access': [],
  'views.open': [],
  'views.update': [],
  'views.publish': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.getPermalink': [],
  'conversations.open': ['im:write'],
  'conversations.history': ['im:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.members': ['channels:read', 'groups:read'],
  'files.delete': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.completeUploadExternal': ['files:write'],
  'pins.add': ['pins:write'],
  'team.info': ['team:read'],
  'users.info': ['users:read'],
};
const EVENTS: Record<string, readonly string[]> = {
  app_mention: ['app_mentions:read'],
  'message.im': ['im:history'],
  user_change: ['users:read'],
};

test('the scopes are those of the methods that are called and the events that are heard, no more', () => {
  const code = globSync('src/**/*.ts')
    .filter((path) => !/test[.]ts$|generated|[/]cli[/]/.test(path))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
  const called = [
    ...code.matchAll(
      /\.((?:auth\.teams|auth|chat|conversations|files|oauth\.v2|pins|team|users|views|reactions|bookmarks|canvases|usergroups)\.[a-zA-Z]+)\(/g,
    ),
  ].map(([, name = '']) => name);
  // A list may be called as a family of methods is: `files.map` is no method of Slack's.
  const methods = new Set(called.filter((name) => !((name.split('.').at(-1) ?? '') in Array.prototype)));
  for (const method of methods) expect(Object.keys(METHODS)).toContain(method);
  const needed = [...methods].flatMap((method) => METHODS[method] ?? []);
  const heard = BOT_EVENTS.flatMap((event) => EVENTS[event] ?? []);
  expect([...new Set([...needed, ...heard, 'commands'])].sort()).toEqual([...BOT_SCOPES].sort());
});
