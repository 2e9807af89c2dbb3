/** A process that migrates a database and says what it applied. */
import { migrate } from '../../src/db/migrate.ts';

const [connectionString = '', folder = ''] = process.argv.slice(2);
process.send?.(await migrate(connectionString, { folder }));
process.disconnect();
