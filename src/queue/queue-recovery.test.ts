import { fork } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { testDatabase } from '../../test/support/database.ts';
import { until } from '../../test/support/until.ts';
import { silent } from '../db/log.ts';
import { laneLocks } from './lane-locks.ts';
import { openQueue } from './queue.ts';

const { db, connectionString, atEnd } = await testDatabase();

test('a lane whose worker is killed goes to another one at once, long before its heartbeat is missed', async () => {
  const queue = openQueue({ connectionString, log: silent });
  atEnd(() => queue.stop({ gracefulMs: 1_000 }));
  await queue.start(['lanes']);
  await queue.send(db, 'lanes', { id: 'x' }, { lane: 'a' });

  const worker = fork(
    new URL('../../test/support/worker-that-hangs.ts', import.meta.url),
    [connectionString],
    {
      execArgv: [],
    },
  );
  await once(worker, 'message');
  const ran: string[] = [];
  await queue.work('lanes', async ({ data }) => void ran.push(data.id ?? ''), { concurrency: 1 });
  await new Promise((resume) => setTimeout(resume, 2_500)); // two looks: the living are left alone
  expect(ran).toEqual([]);
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  await until(() => ran.length === 1, 5_000);
  expect(ran).toEqual(['x']);
});

test('a job whose worker is silent, yet holds the lane, comes back once its heartbeat is missed, and waits for the lane', async () => {
  const queue = openQueue({ connectionString, log: silent, superviseSeconds: 1 });
  const locks = laneLocks(connectionString, silent);
  atEnd(() => queue.stop({ gracefulMs: 1_000 }));
  atEnd(() => locks.close());
  await queue.start(['silent']);
  await queue.send(db, 'silent', { id: 'x' }, { lane: 'a' });
  await locks.take(['silent/a']);
  // As a worker leaves it that has said nothing for eleven seconds.
  await db.$executeRaw`
    UPDATE pgboss.job SET state = 'active', started_on = now() - interval '12 s', heartbeat_on = now() - interval '11 s'
    WHERE name = 'silent'`;
  const ran: string[] = [];
  await queue.work('silent', async ({ data }) => void ran.push(data.id ?? ''), { concurrency: 1 });
  const waits = () => db.$queryRaw<unknown[]>`
    SELECT 1 FROM pgboss.job WHERE name = 'silent' AND state = 'created'`;
  await until(async () => (await waits()).length === 1);
  expect(ran).toEqual([]);
  await locks.free(['silent/a']);
  await until(() => ran.length === 1);
});

test('a database that goes away and comes back does not end the process or the work', async () => {
  const problems: string[] = [];
  const log = { ...silent, error: (_: object, message: string) => void problems.push(message) };
  const queue = openQueue({ connectionString, log });
  atEnd(() => queue.stop({ gracefulMs: 1_000 }));
  await queue.start(['letters']);
  const ran: string[] = [];
  await queue.work('letters', async ({ data }) => void ran.push(data.id ?? ''), { concurrency: 1 });
  await db.$queryRaw`
    SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
    WHERE application_name = 'entente queue' AND datname = current_database()`;
  await until(() => problems.length > 0);
  await queue.send(db, 'letters', { id: 'x' }, { lane: 'a' });
  await until(() => ran.length === 1);
});
