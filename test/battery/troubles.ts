/** What befalls the database: each begins, lasts, and ends. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fleet } from './fleet.ts';
import type { Postgres } from './postgres.ts';

export interface Trouble {
  readonly name: string;
  /** How long it lasts (seconds of real time), in the full and in the short form; null: it is not played there. */
  readonly seconds: { readonly full: number; readonly short: number | null };
  /** Megabytes of a disk of its own. */
  readonly diskMb?: number;
  /** Slack's waits before it sends an event again, where not the usual ones. */
  readonly retriesMs?: readonly number[];
  /** Lives through it; when it resolves, everything could work again. */
  befall(postgres: Postgres, fleet: Fleet, seconds: number): Promise<void>;
}

const SLACKS_OWN_MS = [0, 60_000, 300_000];

export const TROUBLES: readonly Trouble[] = [
  {
    name: 'restarted again and again',
    seconds: { full: 40, short: null },
    befall: (postgres, _fleet, seconds) =>
      during(seconds, async () => {
        await postgres.stop();
        await postgres.start();
        await sleep(3_000);
      }),
  },
  {
    name: 'killed, and recovering',
    seconds: { full: 20, short: null },
    befall: (postgres, _fleet, seconds) =>
      during(seconds, async () => {
        await postgres.crash();
        await sleep(6_000);
      }),
  },
  {
    name: 'connections terminated',
    seconds: { full: 30, short: 3 },
    befall: (postgres, _fleet, seconds) =>
      during(seconds, async () => {
        await postgres.terminateConnections();
        await sleep(400);
      }),
  },
  {
    name: 'silent: the network swallows everything',
    seconds: { full: 30, short: null },
    async befall(_postgres, fleet, seconds) {
      const lines = [...fleet.workers, fleet.web].map(({ database }) => database);
      for (const line of lines) line.goDead();
      await sleep(seconds * 1_000);
      for (const line of lines) line.comeBack();
    },
  },
  {
    name: 'gone for ten minutes',
    seconds: { full: 600, short: null },
    retriesMs: SLACKS_OWN_MS,
    async befall(postgres, _fleet, seconds) {
      await postgres.stop();
      await sleep(seconds * 1_000);
      await postgres.start();
    },
  },
  {
    name: 'its disk is full',
    seconds: { full: 30, short: null },
    diskMb: 400,
    async befall(postgres, _fleet, seconds) {
      let strained = 0;
      // What Postgres frees in the meantime is taken, too, and so is the room that it has set aside for its log.
      await during(seconds, async () => {
        postgres.fillDisk();
        strained += await postgres.strainDisk().then(
          () => 0,
          () => 1,
        );
        await sleep(500);
      });
      postgres.freeDisk();
      if (strained === 0) throw new Error('there was room on the disk all the time');
    },
  },
];

async function during(seconds: number, work: () => Promise<void>): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  while (Date.now() < end) await work();
}
