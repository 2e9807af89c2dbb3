/** A process whose worker takes a job, says so, and never finishes: to be killed. */
import { silent } from '../../src/db/log.ts';
import { openQueue } from '../../src/queue/queue.ts';

const [connectionString = ''] = process.argv.slice(2);
const queue = openQueue({ connectionString, log: silent });
await queue.start(['lanes']);
const hang = async () => {
  process.send?.('working');
  await new Promise<void>(() => {});
};
await queue.work('lanes', hang, { concurrency: 1 });
