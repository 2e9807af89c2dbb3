/** The bot in a process of its own, in any role: beats fast, at an instant that the test gives, and ends on SIGTERM. */
import { pino } from 'pino';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';

const PACE = { leaseMs: 5_000, graceMs: 500, channelIntervalMs: 0 };
const BEAT_MS = 200;

const now = new Date(process.env.TEST_NOW ?? '');
const config = readConfig(process.env);
const log = pino({ level: 'silent' });
const clock = { now: () => now };
const app = await startApp({ config, clock, log, delivery: PACE, host: '127.0.0.1', lingerMs: 1_000 });
let isEnding = false;
process.once('SIGTERM', () => {
  isEnding = true;
});
process.send?.(app.port);
while (!isEnding) {
  if (config.role !== 'web') {
    await app.engine.plan();
    await app.engine.wakeLanes();
  }
  await new Promise((resume) => setTimeout(resume, BEAT_MS));
}
await app.stop();
process.disconnect?.();
