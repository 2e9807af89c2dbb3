/**
 * The bot in a process of its own, to be killed: in any role, at an instant that the test gives and may change (a text
 * over the channel to its parent). Beats fast. Says its port; ends in peace on SIGTERM.
 */
import { pino } from 'pino';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { SLACK_SETTINGS } from '../../src/outbox/parcel.ts';

/** Short leases: whoever takes over after a kill need not wait for long. */
const HURRIED = { leaseMs: 1_000, graceMs: 500, channelIntervalMs: 0 };
const { TEST_NOW = '', TEST_BEAT_MS = '200', TEST_PACE, TEST_LOG } = process.env;

let now = new Date(TEST_NOW);
let isEnding = false;
process.on('message', (instant) => {
  now = new Date(String(instant));
});
process.once('SIGTERM', () => {
  isEnding = true;
});

process.once('disconnect', () => process.exit()); // whoever started it is gone

const config = readConfig(process.env);
const app = await startApp({
  config,
  clock: { now: () => now },
  log: TEST_LOG ? pino(pino.destination({ dest: TEST_LOG, sync: false })) : pino({ level: 'silent' }),
  delivery: TEST_PACE === 'slack' ? SLACK_SETTINGS : HURRIED,
  host: '127.0.0.1',
});
process.send?.(app.port);
while (!isEnding) {
  // As process.ts does: a beat that fails is followed by the next one.
  if (config.role !== 'web') await beat().catch(() => {});
  await new Promise((resume) => setTimeout(resume, Number(TEST_BEAT_MS)));
}
await app.stop();
process.disconnect?.();

async function beat(): Promise<void> {
  await app.engine.plan();
  await app.engine.wakeLanes();
}
