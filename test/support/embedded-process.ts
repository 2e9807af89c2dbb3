/** A process that uses the embedded Postgres of a folder: says that it is ready, and stops when told to. */
import { startEmbedded } from '../../src/db/embedded.ts';

const [dataDir = ''] = process.argv.slice(2);
const server = await startEmbedded({ dataDir, fsync: false });
process.send?.(server.connectionString);
process.once('message', async () => {
  await server.stop();
  process.disconnect();
});
