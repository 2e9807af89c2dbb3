/** The one kind of connection that the pools open. */
import pg from 'pg';

/**
 * A connection whose end never ends the process. A pool hands a new one over a moment before its user listens for
 * errors; where Postgres ends the session in that moment (a restart, an administrator), the error had no listener, and
 * Node stops a process for that. Whoever uses the connection learns of it from the next statement.
 */
export class SteadyClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => {});
  }
}

/** What every pool is told: such connections, and that the network is asked now and then whether they still stand. */
export const steady = {
  Client: SteadyClient,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
} as const;
