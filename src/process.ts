/** The bot's process: configuration → app → heartbeat → drain on SIGTERM. */
import { schedule } from 'node-cron';
import { pino } from 'pino';
import { startApp } from './app.ts';
import { ConfigError, readConfig } from './config.ts';
import { errorDetails } from './db/log.ts';
import { heartbeat } from './heartbeat.ts';
import { systemClock } from './kernel/clock.ts';

/** A balancer that keeps connections open hears within this that they end. */
const LINGER_MS = 2_000;

try {
  await run();
} catch (error) {
  // One sentence for whoever starts the process; a stack would not help them.
  process.stderr.write(
    error instanceof ConfigError ? `${error.message}\n` : `Entente could not start: ${reason(error)}\n`,
  );
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.logLevel });
  const app = await startApp({ config, clock: systemClock, log, lingerMs: LINGER_MS });
  log.info({ port: app.port, mode: config.slackMode, role: config.role }, 'Entente is up');

  const { beat, rest } = heartbeat(app, log);
  const beats = config.role === 'web' ? null : schedule('* * * * *', beat);
  if (beats) beat(); // what fell due while nobody was here

  const end = async (signal: string) => {
    log.info({ signal }, 'Entente is stopping');
    await beats?.stop();
    await rest();
    await app.stop();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end(signal));
}

/** Our own errors are sentences; others may quote an address with a password, so only their kind is told. */
function reason(error: unknown): string {
  const { error: name, code } = errorDetails(error);
  if (error instanceof Error && name === 'Error' && !code) return error.message;
  return code ? `${name} (${code}).` : `${name}.`;
}
