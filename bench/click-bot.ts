/** The bot's own web process, as `main.ts` starts it, its log thrown away. */
import pg from 'pg';
import { pino } from 'pino';
import { startApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';

let roundTrips = 0;
const send = pg.Client.prototype.query;
pg.Client.prototype.query = function counted(this: pg.Client, ...args: Parameters<typeof send>) {
  roundTrips += 1;
  return send.apply(this, args);
} as typeof send;

const log = pino({ level: 'info' }, pino.destination('/dev/null'));
const clock = { now: () => new Date('2026-01-12T10:00Z') };
const app = await startApp({ config: readConfig(process.env), clock, log, host: '127.0.0.1' });
process.on('message', () =>
  process.send?.({ roundTrips, cpu: process.cpuUsage(), rss: process.memoryUsage.rss() }),
);
process.on('SIGTERM', () => void app.stop().then(() => process.exit(0)));
process.send?.(app.port);
