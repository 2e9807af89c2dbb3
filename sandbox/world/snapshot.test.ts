import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Example, startExample } from '../example.ts';
import { readSnapshot, restore, snapshotOf } from './snapshot.ts';

let slack: Example;
let other: Example;
beforeEach(async () => {
  slack = await startExample({ world: { retryDelaysMs: [] } });
  other = await startExample();
});
afterEach(async () => {
  await slack.close();
  await other.close();
});

const PEOPLE = ['Ana', 'Dana', 'Hari'];
const transcripts = ({ driver }: Example) => PEOPLE.map((who) => driver.transcript(who));
/** As it comes back from a file. */
const file = () => JSON.parse(JSON.stringify(snapshotOf(slack.world)));

async function live() {
  const { driver } = slack;
  await driver.say('Ana', '#flood-alliance', 'Hello @dana');
  await driver.say('Dana', '#flood-alliance', 'Hello yourself', { thread: 'Hello' });
  await driver.mark('Hari', 'react', { in: '#flood-alliance', message: 'Hello', emoji: 'tada' });
  await driver.mark('Ana', 'pin', { in: '#flood-alliance', message: 'map of the wards' });
  await driver.say('Gita', '@Hari', 'Between us');
  await driver.advanceTo(new Date('2026-01-09T09:00:00Z'));
}

test('a world comes back from a file as it was, and goes on in the same way', async () => {
  await live();
  restore(other.world, readSnapshot(file()));
  expect(transcripts(other)).toEqual(transcripts(slack));
  expect(snapshotOf(other.world)).toEqual(snapshotOf(slack.world));

  const next = await Promise.all([slack, other].map(({ driver }) => driver.say('Ana', '#general', 'And on')));
  expect(next[0]?.ts).toBe(next[1]?.ts);
});

test('what is kept does not change with what happens afterwards', async () => {
  const kept = snapshotOf(slack.world);
  const before = transcripts(slack);
  await live();
  restore(slack.world, kept);
  expect(transcripts(slack)).toEqual(before);
});

test.each<[string, (it: ReturnType<typeof file>) => void]>([
  ['a field is missing', (it) => delete it.users],
  ['a field is of another kind', (it) => (it.channels[0].messages[0].text = 7)],
  ['a field is unknown', (it) => (it.colour = 'red')],
  ['an author is not there', (it) => (it.channels[0].messages[0].userId = 'U999')],
  ['a team is not there', (it) => (it.users[0].teamId = 'T999')],
  ['a DM leads nowhere', (it) => it.dms.push(['U1/U2', 'D999'])],
  ['an app is not there', (it) => (it.installations[0].appId = 'A999')],
  ['the clock is none', (it) => (it.now = 'noon')],
])('a file in which %s is refused', async (_what, damage) => {
  await live();
  const damaged = file();
  damage(damaged);
  expect(() => readSnapshot(damaged)).toThrow();
});
