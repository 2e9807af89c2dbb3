import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { startExample } from '../../sandbox/example.ts';
import { testDatabase } from '../support/database.ts';
import { exampleAlliance } from '../support/slack.ts';
import { until } from '../support/until.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { letters as lettersTo } from './letters.ts';
import { POINTS, playRounds } from './rounds.ts';

/** What is not named by the design as a point of its own is played less often here than in the battery. */
const ROUNDS = { named: 10, other: 3 };

const database = await testDatabase();
const { connectionString, db, atEnd } = database;
const slack = await startExample({ transport: 'http' });
atEnd(() => slack.close());
const { ana, ben, cleo, dana, eli, hari } = slack.people;
const alliance = await exampleAlliance(database, { slack }, [ana, ben, cleo, dana, eli, hari]);
const letters = lettersTo(db, slack, alliance);

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet(slack, connectionString);
  atEnd(() => fleet.close());
});
afterEach(() => slack.world.faults.clear());

test.each(POINTS)(
  'killed %s: nothing is lost and nothing is seen twice',
  async (point) => {
    const rounds = point === 'accepted late' ? ROUNDS.other : ROUNDS.named;
    const { lost, twice, kills, backMs } = await playRounds(point, fleet, letters, { rounds });
    expect({ lost, twice, kills }).toEqual({ lost: [], twice: [], kills: rounds });
    expect(Math.max(...backMs)).toBeLessThan(60_000);
  },
  300_000,
);

test('answers lost after the post was accepted, posts accepted late, 429 and 5xx, all at once', async () => {
  const { faults } = slack.world;
  const post = { method: 'chat.postMessage', probability: 0.15 };
  faults.add({ ...post, effect: { kind: 'reset', after: true } });
  faults.add({ ...post, effect: { kind: 'accept-late', ms: 80, answer: 'error' } });
  faults.add({ ...post, effect: { kind: 'rate-limit', retryAfter: 1 } });
  faults.add({ ...post, effect: { kind: 'status', status: 503 } });
  faults.add({ ...post, effect: { kind: 'error', error: 'internal_error' } });
  faults.add({ method: 'conversations.history', probability: 0.3, effect: { kind: 'status', status: 500 } });
  faults.add({ method: 'chat.update', probability: 0.3, effect: { kind: 'rate-limit', retryAfter: 1 } });
  for (let n = 0; n < 4; n += 1) await letters.write(2);
  await letters.change(10);
  await until(letters.areThrough, 120_000);
  const { lost, twice } = letters.tally();
  expect({ lost, twice }).toEqual({ lost: [], twice: [] });
}, 300_000);

test('a worker that is held up for longer than its lease posts nothing any more; it is posted once all the same', async () => {
  const [someone] = alliance.members;
  await db.dm.deleteMany({ where: { personId: someone?.personId ?? '' } });
  const held = fleet.firstAt({ method: 'conversations.open', side: 'after' });
  await letters.write(1);
  const worker = await held;
  await new Promise((resume) => setTimeout(resume, 1_500)); // a lease is a second
  worker.line.release();
  await until(letters.areThrough, 60_000);
  const { lost, twice } = letters.tally();
  expect({ lost, twice }).toEqual({ lost: [], twice: [] });
}, 90_000);
