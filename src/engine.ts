/** The heartbeat: plans what has fallen due, and lets lanes deliver. */
import { type Database, type Tx, transact } from './db/client.ts';
import { errorDetails, type Log } from './db/log.ts';
import type { Fact, Feature, Work } from './feature.ts';
import type { Clock } from './kernel/clock.ts';
import type { PersonId } from './kernel/ids.ts';
import { runLane } from './outbox/delivery.ts';
import { busyLanes } from './outbox/gates.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { DeliveryDeps } from './outbox/parcel.ts';
import { planNotes } from './outbox/planning.ts';
import type { Lanes } from './outbox/route.ts';
import { nextLook } from './outbox/store.ts';

export interface EngineDeps {
  readonly db: Database['prisma'];
  readonly clock: Clock;
  readonly features: readonly Feature[];
  readonly outbox: Outbox;
  readonly lanes: () => Promise<Lanes>;
  /** Wakes a lane's worker, wherever it runs, after so many milliseconds of real time. */
  readonly wake: (db: Database['prisma'] | Tx, lane: string, afterMs?: number) => Promise<void>;
  /** Has a worker do a feature's job, wherever one runs. */
  readonly later: (db: Tx, job: string, id: string) => Promise<void>;
  readonly delivery: Omit<DeliveryDeps, 'db' | 'transact' | 'now' | 'onDelivered'>;
  readonly log: Log;
  /** SENDING=off: everything is planned and nothing leaves. */
  readonly sending: boolean;
}

export interface Engine {
  /** Work inside a transaction of the caller's. */
  workIn(tx: Tx, now: Date): Work;
  /** Tells all features but nobody outside, inside the caller's transaction. */
  tell(work: Work, fact: Fact): Promise<void>;
  /** Plans everything that is due by the domain's clock. Any number of processes may do so at once. */
  plan(): Promise<void>;
  /** When something falls due next, by the domain's clock; null: nothing is planned. */
  nextDue(): Promise<Date | null>;
  /** Delivers what a lane has now, one run a lane at a time in this process; how many messages it took. */
  deliver(lane: string): Promise<number>;
  /** Wakes all lanes that have something to do, now or when they can, and not before `afterMs` of real time. */
  wakeLanes(afterMs?: number): Promise<void>;
  /** Delivers until nothing is left, also what has to wait a while (real time). For whoever moves the clock. */
  drain(): Promise<void>;
}

const BATCH = 200;
/** A planning transaction may be long: nobody waits for it. */
const PLANNING = { timeoutMs: 60_000, maxWaitMs: 10_000 };
/** More rounds than this mean that something falls due again as soon as it is planned. */
const MOST_ROUNDS = 1_000;
const MOST_DRAIN_MS = 120_000;

export function createEngine(deps: EngineDeps): Engine {
  const { db, clock, features, outbox, log } = deps;
  const running = new Map<string, Promise<unknown>>();

  function workIn(tx: Tx, now: Date): Work {
    const work: Work = {
      db: tx,
      now,
      outbox,
      tell: (fact) => tell(work, fact),
      later: (job, id) => deps.later(tx, job, id),
    };
    return work;
  }

  async function tell(work: Work, fact: Fact): Promise<void> {
    for (const { react } of features) await react?.(work, fact);
    if (fact.kind === 'member') {
      const member = await work.db.member.findUnique({ where: { id: fact.id }, select: { personId: true } });
      if (member) await outbox.lookAgain(work.db, work.now, [member.personId as PersonId]);
    }
  }

  async function planOnce(): Promise<number> {
    let claimed = 0;
    for (const { due } of features) {
      if (due) claimed += await transact(db, (tx) => due.run(workIn(tx, clock.now()), BATCH), PLANNING);
    }
    const lanes = await deps.lanes();
    const notes = await transact(
      db,
      async (tx) => {
        const planned = await planNotes(tx, clock.now(), BATCH, lanes);
        for (const lane of [...new Set(planned.lanes)].sort()) await deps.wake(tx, lane);
        return planned;
      },
      PLANNING,
    );
    return claimed + notes.claimed;
  }

  const delivery: DeliveryDeps = {
    ...deps.delivery,
    db,
    transact: (fn) => transact(db, fn),
    now: () => clock.now(),
    onDelivered: (tx, now, items) => tell(workIn(tx, now), { kind: 'delivered', items }),
  };

  async function deliver(lane: string): Promise<number> {
    if (!deps.sending) return 0;
    const before = running.get(lane) ?? Promise.resolve();
    const run = before.then(async () => {
      let taken = 0;
      for (let last = -1; last !== 0; taken += last) last = await runLane(delivery, lane);
      return taken;
    });
    const settled = run.catch(() => {}); // the caller hears of it; whoever comes next starts afresh
    running.set(lane, settled);
    try {
      return await run;
    } finally {
      if (running.get(lane) === settled) running.delete(lane);
    }
  }

  return {
    workIn,
    tell,
    async plan() {
      for (let round = 0; (await planOnce()) > 0; round += 1) {
        if (round === MOST_ROUNDS) throw new Error('planning does not come to an end');
      }
    },
    async nextDue() {
      const times = await Promise.all([nextLook(db), ...features.map(({ due }) => due?.next(db) ?? null)]);
      const known = times.filter((time) => time !== null).map((time) => time.getTime());
      return known.length > 0 ? new Date(Math.min(...known)) : null;
    },
    deliver,
    async wakeLanes(afterMs = 0) {
      if (!deps.sending) return;
      for (const { lane, inMs } of await busyLanes(db, clock.now(), delivery.settings.graceMs)) {
        await deps.wake(db, lane, Math.max(inMs, afterMs));
      }
    },
    async drain() {
      const deadline = Date.now() + MOST_DRAIN_MS;
      while (deps.sending && Date.now() < deadline) {
        await Promise.all(running.values());
        const busy = await busyLanes(db, clock.now(), delivery.settings.graceMs);
        if (busy.length === 0) return;
        const ready = busy.filter(({ inMs }) => inMs <= 0);
        let taken = 0;
        for (const { lane } of ready) {
          taken += await deliver(lane).catch((error) => {
            log.error(errorDetails(error), 'a lane has stopped');
            return 0;
          });
        }
        if (taken === 0) {
          if (ready.length === busy.length) return; // nothing that can be done, as where a workspace is not installed
          const wait = Math.min(...busy.map(({ inMs }) => inMs));
          await new Promise((resume) => setTimeout(resume, Math.min(wait, 1_000)));
        }
      }
    },
  };
}
