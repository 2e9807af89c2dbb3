/** What a process answers about itself: whether it lives, whether it can work, and figures. */
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Db } from './db/client.ts';
import type { Clock } from './kernel/clock.ts';
import { end, type Routes } from './slack/http-server.ts';

export interface HealthDeps {
  readonly db: Db;
  readonly clock: Clock;
  /** Whether Slack can reach this process. */
  readonly isOpen: () => boolean;
  /** When something falls due next, by the domain's clock. */
  readonly nextDue: () => Promise<Date | null>;
}

/** `/healthz`: the process runs. `/readyz`: it reaches the database and Slack reaches it. `/metrics`: Prometheus. */
export function healthRoutes({ db, clock, isOpen, nextDue }: HealthDeps): Routes {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'entente_messages',
    help: 'Messages that are not sent, by state',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      this.reset();
      const rows = await db.message.groupBy({
        by: ['status'],
        where: { status: { not: 'sent' } },
        _count: true,
      });
      for (const { status, _count } of rows) this.set({ state: status }, _count);
    },
  });
  new Gauge({
    name: 'entente_planning_lag_seconds',
    help: 'How long ago the oldest thing that is due and not planned yet fell due',
    registers: [registry],
    async collect() {
      const next = await nextDue();
      this.set(next ? Math.max(0, (clock.now().getTime() - next.getTime()) / 1000) : 0);
    },
  });
  return {
    'GET /healthz': (_request, response) => end(response, 200, { ok: true }),
    'GET /readyz': async (_request, response) => {
      const database = await db.$queryRaw`SELECT 1`.then(
        () => true,
        () => false,
      );
      const slack = isOpen();
      end(response, database && slack ? 200 : 503, { database, slack });
    },
    'GET /metrics': async (_request, response) => {
      response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics());
    },
  };
}
