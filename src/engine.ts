/** The heartbeat: plans what has fallen due, and lets lanes deliver. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fact, Work } from './act.ts';
import { type Database, type Tx, transact } from './db/client.ts';
import { errorDetails, type Log } from './db/log.ts';
import type { Feature } from './feature.ts';
import type { Clock } from './kernel/clock.ts';
import { gathered } from './kernel/gathered.ts';
import type { PersonId } from './kernel/ids.ts';
import { createCourier } from './outbox/courier.ts';
import { busyLanes } from './outbox/gates.ts';
import { leaveLane } from './outbox/lanes.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { DeliveryDeps } from './outbox/parcel.ts';
import { planNotes } from './outbox/planning.ts';
import { nextLook } from './outbox/planning-store.ts';
import type { Lanes } from './outbox/route.ts';

export interface EngineDeps {
  readonly db: Database['prisma'];
  readonly clock: Clock;
  readonly features: readonly Feature[];
  readonly outbox: Outbox;
  readonly lanes: () => Promise<Lanes>;
  /** Wakes lanes' workers, wherever they run, after so many milliseconds of real time; each lane is named once. */
  readonly wake: (db: Database['prisma'] | Tx, lanes: readonly string[], afterMs?: number) => Promise<void>;
  /** Has workers do a feature's job about each of these, wherever one runs. */
  readonly later: (db: Tx, job: string, ...ids: readonly string[]) => Promise<void>;
  readonly delivery: Omit<DeliveryDeps, 'db' | 'transact' | 'now' | 'onDelivered' | 'wake'>;
  readonly log: Log;
  /** SENDING=off: everything is planned and nothing leaves. */
  readonly sending: boolean;
}

export interface Engine {
  /** Work inside a transaction of the caller's. */
  workIn(tx: Tx, now: Date): Work;
  /**
   * Plans everything that is due by the domain's clock. Any number of processes may do so at once.
   * @throws what one of the features threw, once all the others have planned
   */
  plan(): Promise<void>;
  /** When something falls due next, by the domain's clock; null: nothing is planned. */
  nextDue(): Promise<Date | null>;
  /** Delivers what a lane has now, and wakes it again for when it will have something to do. */
  deliver(lane: string): Promise<void>;
  /** Wakes all lanes that have something to do, now or when they can. */
  wakeLanes(): Promise<void>;
  /** Delivers nothing more; what waits for its turn is given back. For whoever stops the process. */
  rest(): void;
  /** Delivers until nothing is left, also what has to wait a while (real time). For whoever moves the clock. */
  drain(): Promise<void>;
}

/** So many in one planning transaction: more would hold the plans that people's clicks move for too long. */
const BATCH = 500;
/** Batches of what is far behind: while one waits for the database, the other is worked out here. */
const SIDE_BY_SIDE = 2;
const LANES_ASKED = 500;
/** A lane that could not do what it had to is tried again after this. */
const RETRY_MS = 1_000;
/** A lane in which nothing can be done, after this. */
const IDLE_MS = 15_000;
/** Planning, and recording what was delivered, may take long: nobody waits for it, and doing it again takes longer. */
const UNHURRIED = { timeoutMs: 60_000, maxWaitMs: 10_000 };
/** More rounds than this mean that something falls due again as soon as it is planned. */
const MOST_ROUNDS = 1_000;
const MOST_DRAIN_MS = 120_000;

/** Plans a batch, in a transaction of its own; how many rows it claimed. */
interface PlanningJob {
  readonly name: string;
  readonly run: (tx: Tx) => Promise<number>;
}

export function createEngine(deps: EngineDeps): Engine {
  const { db, clock, features, outbox, log } = deps;

  function workIn(tx: Tx, now: Date): Work {
    const work: Work = {
      db: tx,
      now,
      outbox,
      tell: (fact) => tell(work, fact),
      later: (job, ...ids) => deps.later(tx, job, ...ids),
    };
    return work;
  }

  /** Tells all features but nobody outside, inside the caller's transaction. */
  async function tell(work: Work, fact: Fact): Promise<void> {
    for (const { react } of features) await react?.(work, fact);
    if (fact.kind === 'member') {
      const member = await work.db.member.findUnique({ where: { id: fact.id }, select: { personId: true } });
      if (member) await outbox.lookAgain(work.db, work.now, [member.personId as PersonId]);
    }
  }

  /** What is planned in batches: what features have due, then the notes that carry it. */
  const jobs: readonly PlanningJob[] = [
    ...features.flatMap(({ name, due }) =>
      due ? [{ name, run: (tx: Tx) => due.run(workIn(tx, clock.now()), BATCH) }] : [],
    ),
    {
      name: 'notes',
      async run(tx) {
        const planned = await planNotes(tx, clock.now(), BATCH, await deps.lanes());
        await deps.wake(tx, [...new Set(planned.lanes)]);
        return planned.claimed;
      },
    },
  ];

  /**
   * @param behind the jobs that had a full batch to do, and so have more
   * @param failed what jobs threw: one that cannot plan does not keep the others from it, and is not asked again
   */
  async function planOnce(behind: Set<PlanningJob>, failed: Map<PlanningJob, unknown>): Promise<number> {
    let claimed = 0;
    for (const job of jobs) {
      if (failed.has(job)) continue;
      const batches = await Promise.allSettled(
        Array.from({ length: behind.has(job) ? SIDE_BY_SIDE : 1 }, () => transact(db, job.run, UNHURRIED)),
      );
      for (const batch of batches) {
        if (batch.status === 'fulfilled') claimed += batch.value;
        else failed.set(job, batch.reason);
      }
      if (batches.every((batch) => batch.status === 'fulfilled' && batch.value >= BATCH)) behind.add(job);
      else behind.delete(job);
    }
    return claimed;
  }

  const delivery: DeliveryDeps = {
    ...deps.delivery,
    db,
    transact: (fn) => transact(db, fn, UNHURRIED),
    now: () => clock.now(),
    onDelivered: (tx, now, items) => workIn(tx, now).tell({ kind: 'delivered', items }),
    wake: (lanes) => deps.wake(db, lanes),
  };

  const courier = createCourier(delivery);
  const busyNow = (lanes: readonly string[] | null = null) =>
    busyLanes(db, clock.now(), delivery.settings.graceMs, lanes);
  /** In how many milliseconds a lane will have something to do. */
  const nextOf = gathered<string, number | null>(async (lanes) => {
    const waits = new Map((await busyNow(lanes)).map(({ lane, inMs }) => [lane, inMs]));
    return lanes.map((lane) => waits.get(lane) ?? null);
  }, LANES_ASKED);

  /**
   * Where the app is gone from a lane's workspace, what has come there since goes another way: another process may
   * write to it for some seconds more. The lanes in which it waits now; null where the app is there.
   */
  async function leaveIfGone(lane: string): Promise<string[] | null> {
    if ((await deps.lanes()).has(lane)) return null;
    const others = await transact(db, (tx) => leaveLane(tx, lane));
    if (others.length > 0) await deps.wake(db, others);
    return others;
  }

  function runSafely(lane: string): Promise<number> {
    return courier.run(lane).catch((error) => {
      log.error(errorDetails(error), 'a lane has stopped');
      return 0;
    });
  }

  return {
    workIn,
    async plan() {
      const behind = new Set<PlanningJob>();
      const failed = new Map<PlanningJob, unknown>();
      for (let round = 0; (await planOnce(behind, failed)) > 0; round += 1) {
        if (round === MOST_ROUNDS) throw new Error('planning does not come to an end');
      }
      for (const [{ name }, error] of failed) log.error({ job: name, ...errorDetails(error) }, 'not planned');
      const [first] = failed.values();
      if (failed.size > 0) throw first;
    },
    async nextDue() {
      const times = await Promise.all([nextLook(db), ...features.map(({ due }) => due?.next(db) ?? null)]);
      const known = times.filter((time) => time !== null).map((time) => time.getTime());
      return known.length > 0 ? new Date(Math.min(...known)) : null;
    },
    async deliver(lane) {
      if (!deps.sending) return;
      const taken = await courier.run(lane);
      const inMs = await nextOf(lane);
      if (inMs === null) return;
      const canDoNothing = taken === 0 && inMs <= 0;
      if (canDoNothing && (await leaveIfGone(lane))) return;
      await deps.wake(db, [lane], canDoNothing ? IDLE_MS : Math.max(inMs, RETRY_MS));
    },
    async wakeLanes() {
      if (!deps.sending) return;
      const busy = await busyNow();
      const ready = busy.flatMap(({ lane, inMs }) => (inMs <= 0 ? [lane] : []));
      if (ready.length > 0) await deps.wake(db, ready);
      for (const { lane, inMs } of busy) if (inMs > 0) await deps.wake(db, [lane], inMs);
    },
    rest: courier.rest,
    async drain() {
      const deadline = Date.now() + MOST_DRAIN_MS;
      while (deps.sending && Date.now() < deadline) {
        await courier.idle();
        const busy = await busyNow();
        if (busy.length === 0) return;
        const ready = busy.filter(({ inMs }) => inMs <= 0);
        const taken = await Promise.all(ready.map(({ lane }) => runSafely(lane)));
        if (taken.every((n) => n === 0)) {
          const led = await Promise.all(ready.map(({ lane }) => leaveIfGone(lane)));
          if (led.flat().some((lane) => lane !== null)) continue; // elsewhere
          if (ready.length === busy.length) return; // nothing that can be done
          const wait = Math.min(...busy.map(({ inMs }) => inMs));
          await sleep(Math.min(wait, 1_000));
        }
      }
    },
  };
}
