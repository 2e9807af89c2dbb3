/** What a process answers about itself: whether it lives, whether it can work, and figures. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { DeliveredItem } from './act.ts';
import type { Db } from './db/client.ts';
import type { Clock } from './kernel/clock.ts';
import { end, type Routes } from './slack/http-server.ts';
import type { Answered } from './slack/receive.ts';

export interface HealthDeps {
  readonly db: Db;
  readonly clock: Clock;
  /** Whether Slack can reach this process. */
  readonly isOpen: () => boolean;
  /** When something falls due next, by the domain's clock. */
  readonly nextDue: () => Promise<Date | null>;
}

export interface Health {
  /** `/healthz`: the process runs. `/readyz`: it reaches the database and Slack reaches it. `/metrics`: Prometheus. */
  readonly routes: Routes;
  answered(answered: Answered): void;
  /** Slack asked to wait (429). */
  limited(method: string): void;
  /** Somebody has been shown these. */
  delivered(items: readonly DeliveredItem[]): void;
}

/** Seconds in which Slack is answered: it waits for three. */
const BUCKETS = [0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 2.5, 3];

export function createHealth({ db, clock, isOpen, nextDue }: HealthDeps): Health {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const acks = new Histogram({
    name: 'entente_answer_seconds',
    help: 'How long Slack waited for an answer, by kind of input and how it ended',
    labelNames: ['kind', 'end'],
    buckets: BUCKETS,
    registers,
  });
  const limits = new Counter({
    name: 'entente_rate_limits_total',
    help: 'How often Slack asked to wait (429), by method',
    labelNames: ['method'],
    registers,
  });
  const delivered = new Counter({
    name: 'entente_delivered_total',
    help: 'Items that people have been shown, by kind: nudges, check-ins, digests and the rest',
    labelNames: ['kind'],
    registers,
  });
  const unsent = 'Messages that are not sent yet, or could not be, by state';
  gauge(registers, 'entente_messages', unsent, 'state', async () => {
    // One by one, and by hand here and below: only for a state that is written out does Postgres take the index of
    // that state, and of what has been sent there are two years.
    const rows = await db.$queryRaw<{ state: string; count: number }[]>`
      SELECT 'pending' AS state, count(*)::int FROM message WHERE status = 'pending'
      UNION ALL SELECT 'sending', count(*)::int FROM message WHERE status = 'sending'
      UNION ALL SELECT 'unknown', count(*)::int FROM message WHERE status = 'unknown'
      UNION ALL SELECT 'dead', count(*)::int FROM message WHERE status = 'dead'`;
    return rows.map(({ state, count }) => [state, count] as const);
  });
  gauge(registers, 'entente_lane_messages', 'Messages that wait, by lane (workspace)', 'lane', async () => {
    const rows = await db.$queryRaw<{ lane: string; count: number }[]>`
      SELECT lane, count(*)::int FROM message WHERE status = 'pending' GROUP BY lane`;
    return rows.map(({ lane, count }) => [lane, count] as const);
  });
  const lag = 'How long ago the oldest thing that is due and not planned yet fell due';
  gauge(registers, 'entente_planning_lag_seconds', lag, null, async () => {
    const next = await nextDue();
    return [['', next ? Math.max(0, (clock.now().getTime() - next.getTime()) / 1000) : 0]];
  });
  const waited = 'How long the oldest message has waited';
  gauge(registers, 'entente_delivery_lag_seconds', waited, null, async () => {
    const now = clock.now();
    const [row] = await db.$queryRaw<{ since: Date | null }[]>`
      SELECT min(not_before) AS since FROM message WHERE status = 'pending' AND not_before <= ${now}::timestamptz`;
    return [['', row?.since ? (now.getTime() - row.since.getTime()) / 1000 : 0]];
  });
  const routes: Routes = {
    'GET /healthz': (_request, response) => end(response, 200, { ok: true }),
    'GET /readyz': async (_request, response) => {
      const database = await db.$queryRaw`SELECT 1`.then(
        () => true,
        () => false,
      );
      const slack = isOpen();
      end(response, database && slack ? 200 : 503, { database, slack });
    },
    'GET /metrics': async ({ headers }, response) => {
      // Figures are for the inside. What somebody has passed on to here has come from outside.
      if (headers['x-forwarded-for'] ?? headers.forwarded) return end(response, 404);
      response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics());
    },
  };
  return {
    routes,
    answered: ({ kind, end: ended, ms }) => acks.observe({ kind, end: ended }, ms / 1000),
    limited: (method) => limits.inc({ method }),
    delivered: (items) => {
      for (const { kind } of items) delivered.inc({ kind });
    },
  };
}

/** A figure that is read from the database whenever somebody asks. */
function gauge(
  registers: Registry[],
  name: string,
  help: string,
  label: string | null,
  read: () => Promise<(readonly [string, number])[]>,
): void {
  new Gauge({
    name,
    help,
    labelNames: label ? [label] : [],
    registers,
    async collect() {
      this.reset();
      for (const [key, value] of await read()) this.set(label ? { [label]: key } : {}, value);
    },
  });
}
