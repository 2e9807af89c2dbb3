import { expect, test } from '@jest/globals';
import { startExample } from '../sandbox/example.ts';
import { silent } from '../src/db/log.ts';
import { alliances } from '../src/features/alliances/index.ts';
import { webClients } from '../src/slack/client.ts';
import { fixedInstallation } from '../src/slack/installations.ts';
import { directories, refreshPerson } from '../src/slack/slack-directory.ts';
import { testDatabase } from './support/database.ts';
import { exampleAlliance, wiredApp } from './support/slack.ts';

// Strangers of whom Slack says little: they say themselves what they and their organisation are called.

const database = await testDatabase();
const { db, atEnd } = database;
const app = await wiredApp(database, [alliances(() => ({ text: '', blocks: [] }))]);
atEnd(() => app.stop());
const { slack } = app;
const { driver } = slack;
const { ana, dana, eli } = slack.people;
const personOf = (userId: string) => db.person.findFirstOrThrow({ where: { userId } });

test('a name that somebody chose stays, whatever Slack says later', async () => {
  await exampleAlliance(database, app, [ana, dana, eli]);
  await driver.say('Dana', '#flood-alliance', '@Entente name Dana W. of Northwind');
  await app.settled();
  expect((await personOf(dana.id)).name).toBe('Dana W. of Northwind');
  await refreshPerson(db, {
    id: dana.id,
    team_id: dana.teamId,
    real_name: 'Somebody Else',
    tz: 'Asia/Tokyo',
  });
  expect(await personOf(dana.id)).toMatchObject({ name: 'Dana W. of Northwind', slackZone: 'Asia/Tokyo' });
});

test('what is no name changes nothing', async () => {
  for (const words of ['name', `name <@${ana.id}>`, `name ${'x'.repeat(200)}`])
    await driver.say('Dana', '#flood-alliance', `@Entente ${words}`);
  await app.settled();
  expect((await personOf(dana.id)).name).toBe('Dana W. of Northwind');
});

test('an organisation without a leader is named by any of its people; two never have one name', async () => {
  await driver.say('Eli', '#flood-alliance', '@Entente organisation The Northwinders');
  await driver.say('Dana', '#flood-alliance', '@Entente organisation riverbank trust');
  await app.settled();
  const names = (await db.organisation.findMany({ orderBy: { isHost: 'desc' } })).map(({ name }) => name);
  expect(names).toEqual(['Riverbank Trust', 'The Northwinders']);
  const member = await db.member.findFirstOrThrow({ where: { person: { userId: dana.id } } });
  await db.member.update({ where: { id: member.id }, data: { role: 'leader' } });
  await driver.say('Eli', '#flood-alliance', '@Entente organisation Eli and friends');
  await app.settled();
  expect(await db.organisation.count({ where: { name: 'Eli and friends' } })).toBe(0);
});

test('partners whose profiles hold nothing but a name get the organisation’s zone', async () => {
  const lean = await startExample({ transport: 'http', world: { partnerProfiles: 'lean' } });
  const clients = webClients(lean.apiUrl, silent);
  const [installation] = await fixedInstallation(lean.tokens.bot, clients).all();
  if (!installation) throw new Error('not installed');
  const seen = await directories({ db, clock: lean.world.clock, clients })(installation).person(
    lean.people.gita.id,
  );
  expect(seen).toMatchObject({ name: 'Gita Rao' });
  await lean.close();
});
