/** What runs every minute, for every message and whenever somebody looks at the figures reads what is due, however much there has been. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { watchedClient } from '../bench/explain.ts';
import { fill, makeDue, NOW, planner } from '../bench/planning-world.ts';
import { takeCare } from '../src/care.ts';
import type { Db } from '../src/db/client.ts';
import { silent } from '../src/db/log.ts';
import { features as allFeatures } from '../src/features/index.ts';
import { createHealth, type HealthDeps } from '../src/health.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { listDead } from '../src/outbox/dead.ts';
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
    await figures(watched.db, engine.nextDue);
    await listDead(watched.db);
  });
  const explained = await watched.explain();
  expect(explained.length).toBeGreaterThan(30);
  expect(await db.message.count({ where: { status: 'sent', localDate: '2026-01-12' } })).toBeGreaterThan(0);
  expect(explained.filter(({ scans }) => scans.length > 0)).toEqual([]);
}, 300_000);

test('nor does daily care, for what has not grown old', async () => {
  const features = allFeatures({ doors: () => ({ text: '', blocks: [] }) });
  const { workIn } = planner(watched.db);
  const care = {
    db: watched.db,
    clock: { now: () => NOW },
    features,
    engine: { workIn },
    later: async () => {},
    connectionString,
    log: silent,
  };
  await watched.watch(() => takeCare(care, new AbortController().signal));
  const explained = await watched.explain();
  expect(explained.filter(({ sql }) => /DELETE FROM (item|message)/.test(sql))).toHaveLength(4);
  expect(explained.filter(({ scans }) => scans.length > 0)).toEqual([]);
}, 300_000);

/** What `/metrics` asks of the database. */
async function figures(of: Db, nextDue: HealthDeps['nextDue']): Promise<void> {
  const { routes } = createHealth({ db: of, clock: systemClock, isOpen: () => true, nextDue });
  const server = createServer((request, response) => routes['GET /metrics']?.(request, response)).listen(0);
  try {
    const text = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).then((it) =>
      it.text(),
    );
    expect(text).toContain('entente_messages{state="dead"} 0');
  } finally {
    server.close();
  }
}
