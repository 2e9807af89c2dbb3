/**
 * `npm run outbox -- list`: messages that could not be sent, and why, by id; never what they say.
 * `npm run outbox -- requeue ID`: sends one again. Both need DATABASE_URL, or the embedded database's DATA_DIR.
 */
import { ConfigError, readDatabaseConfig } from '../config.ts';
import { withDatabase } from '../db/once.ts';
import { listDead, requeue } from '../outbox/dead.ts';

const USAGE = 'Usage: npm run outbox -- list | requeue ID';

async function run([word, id]: readonly string[]): Promise<string> {
  const place = readDatabaseConfig(process.env);
  if (word === 'list') {
    const dead = await withDatabase(place, listDead);
    const lines = dead.map(({ id: message, kind, lane, reason, at, items }) =>
      [message, at.toISOString(), kind, lane, reason, items.join(',') || '-'].join('  '),
    );
    return lines.length > 0 ? lines.join('\n') : 'No message is dead.';
  }
  if (word === 'requeue' && id) {
    const done = await withDatabase(place, (db) => requeue(db, id));
    if (!done) throw new ConfigError('There is no dead message with this id: see npm run outbox -- list');
    return 'It is sent with the next heartbeat, within a minute.';
  }
  throw new ConfigError(USAGE);
}

try {
  process.stdout.write(`${await run(process.argv.slice(2))}\n`);
} catch (error) {
  process.stderr.write(
    `${error instanceof ConfigError ? error.message : 'The database could not be asked.'}\n`,
  );
  process.exitCode = 1;
}
