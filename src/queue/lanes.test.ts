import { expect, test } from '@jest/globals';
import { testDatabase } from '../../test/support/database.ts';
import { until } from '../../test/support/until.ts';
import { transact } from '../db/client.ts';
import { silent } from '../db/log.ts';
import { openQueue } from './queue.ts';

const { db, connectionString, atEnd } = await testDatabase();

test('in a storm no wake is lost, and no lane runs twice at a time', async () => {
  await db.$executeRaw`CREATE TABLE parcel (lane text NOT NULL, done boolean NOT NULL DEFAULT false)`;
  const lanes = ['a', 'b', 'c'];
  const running = new Set<string>();
  let overlaps = 0;
  for (const name of ['one', 'two']) {
    const queue = openQueue({ connectionString, log: silent, max: 3 });
    atEnd(() => queue.stop({ gracefulMs: 2_000 }));
    await queue.start(['storm']);
    await queue.work(
      'storm',
      async ({ data: { lane = '' } }) => {
        if (running.has(lane)) overlaps += 1;
        running.add(lane);
        await db.$executeRaw`UPDATE parcel SET done = true WHERE lane = ${lane} AND NOT done`;
        running.delete(lane);
        // A job that fails after its work is tried again later, and meets the lane's waiting job.
        if (name === 'one' && Math.random() < 0.2) throw new Error('no');
      },
      { concurrency: 3 },
    );
    if (name === 'two') {
      const sender = async (first: number) => {
        for (let n = first; n < 240; n += 6) {
          const lane = lanes[n % 3] ?? '';
          await transact(db, async (tx) => {
            await queue.send(tx, 'storm', { lane }, { lane });
            await tx.$executeRaw`INSERT INTO parcel (lane) VALUES (${lane})`;
          });
        }
      };
      await Promise.all([0, 1, 2, 3, 4, 5].map(sender));
    }
  }
  const left = () => db.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM parcel WHERE NOT done`;
  await until(async () => (await left())[0]?.n === 0, 20_000);
  expect(overlaps).toBe(0);
});
