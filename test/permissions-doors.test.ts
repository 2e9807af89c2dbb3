/** The table of permissions at the wire: each word by each role, typed as a slash command and said to the bot. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { features } from '../src/features/index.ts';
import { reach } from '../src/kernel/permissions.ts';
import type { Role } from '../src/kernel/roles.ts';
import { said } from '../src/shell/views.ts';
import { testDatabase } from './support/database.ts';
import { exampleAlliance, type WiredApp, wiredApp } from './support/slack.ts';

const CHANNEL = '#flood-alliance';
const REFUSALS = [said.coordinatorsOnly, said.leadsOnly, said.stranger];
/** Whoever may, does something with these that the rest would feel. */
const FELT = new Set(['pause', 'resume', 'channel', 'join', 'leaving', 'name', 'organisation', 'setup']);

const database = await testDatabase();
const all = features({ doors: () => ({ text: 'My Entente', blocks: [] }) });
const words = all.flatMap(({ commands = [] }) => commands.map(({ word, who }) => [word, who] as const));
/** By role: somebody whose workspace has the app, and somebody whose has not. */
const PEOPLE: readonly (readonly [Role | null, string, string])[] = [
  ['coordinator', 'Ana', 'Eli'],
  ['leader', 'Ben', 'Dana'],
  ['member', 'Cleo', 'Fay'],
  [null, 'Zoe', 'Hari'],
];

let app: WiredApp;

beforeAll(async () => {
  app = await wiredApp(database, all);
  const { world, teams, channels, people } = app.slack;
  const [name, realName] = ['zoe.adeyemi', 'Zoe Adeyemi'];
  const zoe = world.addUser({ teamId: teams.riverbank.id, name, realName, tz: 'Europe/London' });
  channels.alliance.members.set(zoe.id, world.ids.count('membership'));
  const { ana, ben, cleo, dana, eli, fay } = people;
  await exampleAlliance(database, app, [ana, ben, cleo, dana, eli, fay]);
  for (const [role, ...names] of PEOPLE) {
    const person = { OR: names.map((one) => ({ name: { startsWith: one } })) };
    if (role) await database.db.member.updateMany({ where: { person }, data: { role } });
  }
});
afterAll(() => app.stop());

/** What somebody read after an act: whispers, direct messages, what a slash command was answered with, a window. */
async function heard(who: string, act: () => Promise<{ answer?: unknown } | object>): Promise<string> {
  const { driver } = app.slack;
  driver.reload(who);
  const before = new Map(places(who));
  const outcome = await act();
  await app.settled();
  const answer = 'answer' in outcome ? JSON.stringify(outcome.answer ?? '') : '';
  const read = places(who).flatMap(([id, texts]) => texts.slice(before.get(id)?.length ?? 0));
  const shown = driver.screen(who).modals.map(({ text }) => text);
  await driver.close(who, { all: true }).catch(() => {});
  return [answer, ...read, ...shown].join('\n');
}

/** By place: what stands there. */
function places(who: string): [string, string[]][] {
  const { channels, dms } = app.slack.driver.screen(who);
  return [...dms, ...channels].map(({ id, messages }) => [id, messages.map(({ text }) => text)]);
}

describe.each(words)('%s', (word, who) => {
  test.each(PEOPLE)('by a %s', async (role, withApp, without) => {
    const { driver } = app.slack;
    const may = reach(who, role) !== 'no';
    if (may && FELT.has(word)) return; // the scenarios do these
    const typed = await heard(withApp, () => driver.slash(withApp, CHANNEL, '/alliance', word));
    const spoken = await heard(without, () => driver.say(without, CHANNEL, `@entente ${word}`));
    for (const read of [typed, spoken]) expect(REFUSALS.some((refusal) => read.includes(refusal))).toBe(!may);
  });
});

test('who has lost a role since a form was opened is refused when it is sent', async () => {
  const { driver } = app.slack;
  const person = { name: { startsWith: 'Ben' } };
  await driver.slash('Ben', CHANNEL, '/alliance', 'forget-us');
  await app.settled();
  await database.db.member.updateMany({ where: { person }, data: { role: 'member' } });
  const name = driver.screen('Ben').modals.at(-1)?.controls[0]?.label ?? '';
  await driver.submit('Ben', { [name]: 'Riverbank Trust' });
  await app.settled();
  expect(JSON.stringify([driver.screen('Ben').modals, places('Ben')])).toContain(said.leadsOnly);
  expect(await database.db.erasure.count()).toBe(0);
});
