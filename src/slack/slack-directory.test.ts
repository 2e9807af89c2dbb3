import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Example, startExample } from '../../sandbox/example.ts';
import { testDatabase } from '../../test/support/database.ts';
import { silent } from '../db/log.ts';
import { authorizer } from './authorize.ts';
import { type Clients, webClients } from './client.ts';
import type { Directory } from './directory.ts';
import { fixedInstallation, type Installation, type Installations } from './installations.ts';
import { directories, refreshPerson } from './slack-directory.ts';
import { fromSlack } from './slack-user.ts';

const { db } = await testDatabase();
let slack: Example;
let clients: Clients;
let installations: Installations;
let installation: Installation;
let fresh: () => Directory;

beforeAll(async () => {
  slack = await startExample();
  clients = webClients(slack.apiUrl, silent);
  installations = fixedInstallation(slack.tokens.bot, clients);
  const [first] = await installations.all();
  if (!first) throw new Error('not installed');
  installation = first;
  const clock = { now: () => slack.world.clock.now() };
  fresh = () => directories({ db, clock, clients })(first);
});
afterAll(() => slack.close());

/** Whatever is asked of Slack meanwhile fails. */
async function unasked<T>(work: () => Promise<T>): Promise<T> {
  const rule = slack.world.faults.add({ effect: { kind: 'error', error: 'fatal_error' } });
  try {
    return await work();
  } finally {
    slack.world.faults.remove(rule);
  }
}

test('a partner’s home is where Slack says, and they are asked for once', async () => {
  const { dana } = slack.people;
  const first = await fresh().person(dana.id);
  expect(first).toMatchObject({
    userId: dana.id,
    homeTeamId: slack.teams.northwind.id,
    name: 'Dana Whitfield',
    isBot: false,
  });
  expect(await unasked(() => fresh().person(dana.id))).toEqual(first);
  expect(await db.person.findMany()).toMatchObject([{ createdAt: slack.world.clock.now() }]);
});

test('somebody whom Slack does not know is nobody; where Slack cannot be asked, that is said', async () => {
  expect(await fresh().person('UNOBODY')).toBeNull();
  await expect(unasked(() => fresh().person(slack.people.ben.id))).rejects.toThrow();
});

test('a channel’s people are those of all organisations, without bots', async () => {
  const people = await fresh().channelPeople(slack.channels.alliance.id);
  expect(people.map(({ name }) => name).sort()).toEqual(
    Object.values(slack.people)
      .map(({ realName }) => realName)
      .sort(),
  );
  // The second time only the channel is asked, not the nine people again.
  const rule = slack.world.faults.add({
    effect: { kind: 'error', error: 'fatal_error' },
    method: 'users.info',
  });
  expect(await fresh().channelPeople(slack.channels.alliance.id)).toHaveLength(9);
  slack.world.faults.remove(rule);
});

test('a rate limit on the way through a channel is waited for', async () => {
  slack.world.faults.add({
    effect: { kind: 'rate-limit', retryAfter: 1 },
    method: 'conversations.members',
    times: 1,
  });
  expect(await fresh().channelPeople(slack.channels.alliance.id)).toHaveLength(9);
});

test('a team has a name, or none that Slack would tell', async () => {
  expect(await fresh().teamName(slack.teams.riverbank.id)).toBe('Riverbank Trust');
  expect(await unasked(() => fresh().teamName('T404'))).toBeNull();
});

test('names may be anywhere, and a zone must be one', () => {
  const user = {
    id: 'U1',
    team_id: 'T1',
    profile: { real_name: ' ', display_name: 'Bo' },
    tz: 'Mars/Olympus',
  };
  expect(fromSlack(user)).toEqual({
    homeTeamId: 'T1',
    userId: 'U1',
    name: 'Bo',
    isBot: false,
    isGone: false,
  });
});

test('authorize takes the surest place, and the only installation where none fits', async () => {
  const here = installation.teamId;
  const other: Installation = { ...installation, teamId: 'TOTHER', botUserId: 'UOTHER' };
  const several: Installations = {
    find: async (teamId) => [installation, other].find((one) => one.teamId === teamId) ?? null,
    all: async () => [installation, other],
    ended: async () => [],
  };
  const source = { teamId: 'TPARTNER', enterpriseId: undefined, isEnterpriseInstall: false } as const;
  const ask = (from: Installations, body: object) => authorizer(from)(source, body as never);

  const modal = { team: { id: 'TOTHER' }, view: { app_installed_team_id: here } };
  expect(await ask(several, modal)).toMatchObject({ teamId: here, botUserId: installation.botUserId });
  expect(await ask(several, { authorizations: [{ team_id: 'TOTHER' }], team_id: here })).toMatchObject({
    teamId: 'TOTHER',
  });
  const click = { team: { id: 'TPARTNER' }, user: { team_id: 'TPARTNER' } };
  expect(await ask(installations, click)).toMatchObject({ teamId: here });
  expect(JSON.stringify(await ask(installations, click))).not.toContain(installation.token);
  await expect(ask(several, click)).rejects.toThrow('no installation fits');
});

test('who we are is asked once, and again where it could not be asked', async () => {
  const later = fixedInstallation(slack.tokens.bot, clients);
  await expect(unasked(() => later.all())).rejects.toThrow();
  expect(await later.find(installation.teamId)).toEqual(installation);
  expect(await unasked(() => later.find('TOTHER'))).toBeNull();
});

test('a changed name is kept of those who have been seen, and of nobody else', async () => {
  const { dana } = slack.people;
  const user = { id: dana.id, team_id: slack.teams.northwind.id, real_name: 'Dana W.', tz: 'Europe/Paris' };
  await refreshPerson(db, user);
  await refreshPerson(db, { ...user, id: 'UNEW' });
  expect(await fresh().person(dana.id)).toMatchObject({ name: 'Dana W.', zone: 'Europe/Paris' });
  expect(await db.person.count({ where: { userId: 'UNEW' } })).toBe(0);
});
