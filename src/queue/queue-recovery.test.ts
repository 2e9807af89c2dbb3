import { fork } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { testDatabase } from '../../test/support/database.ts';
import { until } from '../../test/support/until.ts';
import { silent } from '../db/log.ts';
import { openQueue } from './queue.ts';

const { db, connectionString, atEnd } = await testDatabase();

test('a job whose worker is killed comes back to another one', async () => {
  const queue = openQueue({ connectionString, log: silent, superviseSeconds: 1 });
  atEnd(() => queue.stop({ gracefulMs: 1_000 }));
  await queue.start([{ name: 'lanes', kind: 'lanes' }]);
  await queue.send(db, 'lanes', { id: 'x' }, { lane: 'a' });

  const worker = fork(
    new URL('../../test/support/worker-that-hangs.ts', import.meta.url),
    [connectionString],
    {
      execArgv: [],
    },
  );
  await once(worker, 'message');
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  // Eleven seconds without a heartbeat, without waiting for them.
  await db.$executeRaw`UPDATE pgboss.job SET heartbeat_on = heartbeat_on - interval '11 s' WHERE state = 'active'`;

  const ran: string[] = [];
  await queue.work('lanes', async ({ data }) => void ran.push(data.id ?? ''), { concurrency: 1 });
  await until(() => ran.length === 1);
  expect(ran).toEqual(['x']);
});

test('a database that goes away and comes back does not end the process or the work', async () => {
  const problems: string[] = [];
  const log = { ...silent, error: (_: object, message: string) => void problems.push(message) };
  const queue = openQueue({ connectionString, log });
  atEnd(() => queue.stop({ gracefulMs: 1_000 }));
  await queue.start([{ name: 'letters', kind: 'jobs' }]);
  const ran: string[] = [];
  await queue.work('letters', async ({ data }) => void ran.push(data.id ?? ''), { concurrency: 1 });
  await db.$queryRaw`
    SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE application_name = 'entente queue'`;
  await until(() => problems.length > 0);
  await queue.send(db, 'letters', { id: 'x' });
  await until(() => ran.length === 1);
});
