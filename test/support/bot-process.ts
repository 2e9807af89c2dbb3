/** The bot in a process of its own, to be killed: beats fast, at an instant that the test gives. Says its port. */
import { pino } from 'pino';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';

/** Short leases: whoever takes over after a kill need not wait for long. */
const PACE = { leaseMs: 1_000, graceMs: 500, channelIntervalMs: 0 };
const BEAT_MS = 200;

const now = new Date(process.env.TEST_NOW ?? '');
const app = await startApp({
  config: readConfig(process.env),
  clock: { now: () => now },
  log: pino({ level: 'silent' }),
  delivery: PACE,
  host: '127.0.0.1',
});
process.send?.(app.port);
for (;;) {
  await app.engine.plan();
  await app.engine.wakeLanes();
  await new Promise((resume) => setTimeout(resume, BEAT_MS));
}
