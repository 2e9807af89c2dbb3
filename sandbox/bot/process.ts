/**
 * The bot in a process of its own, so that the page can kill it as a power cut would. It runs by the local Slack's
 * clock, which its parent tells it, and ends with its parent.
 */
import { pino } from 'pino';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { features } from '../../src/features/index.ts';
import type { Answer, Question } from './protocol.ts';

/** A local Slack has no limits to keep to, and whoever watches a restart does not want to wait. */
const PACE = { leaseMs: 5_000, graceMs: 1_000, channelIntervalMs: 0 };
/** The heartbeat, in real time: what falls due because of an act is seen at once. */
const BEAT_MS = 1_000;

let now = new Date(process.env.SANDBOX_NOW ?? '');
const log = pino({ level: process.env.LOG_LEVEL ?? 'error' }, pino.destination(2));
const app = await startApp({
  config: readConfig(process.env),
  clock: { now: () => now },
  log,
  delivery: PACE,
  host: '127.0.0.1',
});
process.on('disconnect', () => process.exit());
process.on('message', (question: Question) => void answer(question));
while (!app.isOpen()) await pause(20);
tell({ up: true, port: app.port, hints: hints() });
for (;;) {
  await beat();
  await pause(BEAT_MS);
}

async function beat(): Promise<void> {
  try {
    await app.engine.plan();
    await app.engine.wakeLanes();
  } catch {
    log.error('the heartbeat failed'); // the next one is a second away
  }
}

async function answer(question: Question): Promise<void> {
  now = new Date(question.now);
  try {
    if (question.ask === 'run') await app.step();
    const due = question.ask === 'next' ? await app.engine.nextDue() : null;
    tell({ id: question.id, ok: true, due: due?.toISOString() ?? null });
  } catch (error) {
    tell({ id: question.id, ok: false, error: error instanceof Error ? error.name : 'unknown' });
  }
}

/** The words that may follow the command, from the same table as `help`. */
function hints() {
  const doors = () => {
    throw new Error('nothing is drawn here');
  };
  const commands = features({ doors }).flatMap((feature) => feature.commands ?? []);
  const own = commands.map(({ word, usage, about }) => ({ usage: `${word} ${usage}`.trim(), about }));
  return [...own, { usage: 'help', about: 'What I understand' }];
}

function tell(message: Answer): void {
  process.send?.(message);
}

function pause(ms: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, ms));
}
