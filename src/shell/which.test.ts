import { beforeAll, expect, test } from '@jest/globals';
import { CHANNEL, toyStage } from '../../test/support/toy-stage.ts';
import { newId } from '../kernel/ids.ts';

const { alliance, app, click, database, direct, done, driver, mention, modal, slash } = await toyStage();
const { world, teams, people, channels } = app.slack;
const { db } = database;

/** Ben and Dana are in a second alliance, too, which lives in another channel. */
beforeAll(async () => {
  const hours = { zone: 'Europe/London', workDays: [1, 2, 3, 4, 5], workFrom: 540, workUntil: 1020 };
  const createdAt = world.clock.now();
  const second = { id: newId(), name: 'Heat <plan>', purpose: 'Cool homes', channelId: 'CHEAT' };
  await db.alliance.create({ data: { ...second, hostTeamId: teams.riverbank.id, createdAt } });
  const organisation = { id: newId(), allianceId: second.id, name: 'Riverbank', teamIds: [], isHost: true };
  await db.organisation.create({ data: { ...organisation, ...hours } });
  for (const [position, name] of (['ben', 'dana'] as const).entries()) {
    const { personId } = alliance.members.find(({ userId }) => userId === people[name].id) ?? {};
    if (!personId) throw new RangeError('no such member');
    const ids = { id: newId(), allianceId: second.id, personId, organisationId: organisation.id };
    await db.member.create({ data: { ...ids, position, joinedAt: createdAt } });
  }
  await db.allianceChannel.create({
    data: { channelId: channels.riverbankGeneral.id, allianceId: alliance.id },
  });
});

test('in a direct message whoever is in several alliances is asked which, and it is done there', async () => {
  await slash('ana', 'echo hello'); // only one alliance is hers, so nothing is asked
  expect(await mention('ben', 'echo the map', '@Entente')).toContain('Which one is this about?');
  expect(direct('ben')?.controls.map(({ label }) => label)).toEqual(['Flood plain', 'Heat <plan>']);
  expect(done).toEqual(['echo hello']);
  await click('ben', 'Heat <plan>');
  expect(done).toEqual(['echo hello', 'echo the map']);
});

test('a sentence and a command that needs a modal find their alliance, too', async () => {
  await mention('ben', 'I promise the map', '@Entente');
  await click('ben', 'Flood plain', { in: '@Entente' });
  await mention('ben', 'plan', '@Entente');
  await click('ben', 'Heat <plan>', { in: '@Entente' });
  await click('ben', 'Open', { in: '@Entente' });
  expect(modal('ben')).toContain('Write something');
  await driver.submit('ben', { text: 'there' });
  expect(done).toEqual(['form there for here']);
});

test('a slash command elsewhere is asked about in a direct message', async () => {
  expect(await slash('ben', 'echo x', '@Ana Reyes')).toMatch(/asked you in a direct message which one/);
  await click('ben', 'Flood plain', { in: '@Entente' });
  expect(done).toEqual(['echo x']);
});

test('in the channel of one, and in a further channel of it, nothing is asked', async () => {
  expect(await slash('ben', 'echo here', CHANNEL)).toBe('Ben Okafor: here');
  expect(await slash('ben', 'echo there', '#general')).toBe('Ben Okafor: there');
  expect(await slash('cleo', 'echo there', '#general')).toMatch(/not in the alliance of this channel/);
});
