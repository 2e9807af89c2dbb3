/** What runs every minute and for every message reads what is due, however much there has been. */
import { expect, test } from '@jest/globals';
import { watchedClient } from '../bench/explain.ts';
import { fill, makeDue, planner } from '../bench/planning-world.ts';
import { testDatabase } from './support/database.ts';

const { db, connectionString, atEnd } = await testDatabase();
const watched = watchedClient(connectionString);
atEnd(() => watched.close());

test('no statement of planning, waking or delivery reads a large table from end to end', async () => {
  await fill(db, { open: 5_000, ended: 55_000 });
  await makeDue(db, 300);
  const engine = planner(watched.db);
  await watched.watch(async () => {
    await engine.plan();
    await engine.wakeLanes();
    await engine.deliver('T0');
    await engine.nextDue();
  });
  const explained = await watched.explain();
  expect(explained.length).toBeGreaterThan(30);
  expect(await db.message.count({ where: { status: 'sent', localDate: '2026-01-12' } })).toBeGreaterThan(0);
  expect(explained.filter(({ scans }) => scans.length > 0)).toEqual([]);
}, 300_000);
