/**
 * Jobs that survive us: sent inside the transaction of what they follow from, so that both are kept or neither is.
 * Jobs run at least once, so their handlers look at the rows that the ids lead to and do what is still to be done.
 *
 * Each belongs to a lane and says "see what there is to do in it": a lane has one job running and one waiting at most,
 * so sending wakes it and sending twice changes nothing.
 */
import { randomUUID } from 'node:crypto';
import { fromPrisma, PgBoss } from 'pg-boss';
import type { Db } from '../db/client.ts';
import { errorDetails, type Log } from '../db/log.ts';
import { steady } from '../db/steady-client.ts';
import { type Handler, type JobData, priorityOf, unhurriedly } from './job.ts';
import { laneLocks } from './lane-locks.ts';
import { CHANNEL, SCHEMA, waitInTime, waitsTooLong } from './lanes.ts';
import { startWorker, type Worker } from './worker.ts';

export { type Handler, type Job, type JobData, Later } from './job.ts';

export interface SendOptions {
  /** The lane to wake. */
  readonly lane: string;
  /** Not before so many milliseconds have passed; a lane that is to wake later is woken at the earlier time. */
  readonly startAfterMs?: number;
  /** After all that is not. A lane that waits like this stops doing so when somebody wakes it who is in a hurry. */
  readonly unhurried?: boolean;
}

export interface JobQueue {
  /** Connects, and creates the queues that do not exist. The schema is there already: migrate() made it. */
  start(queues: readonly string[]): Promise<void>;
  /**
   * Sends a job with the caller's transaction, or at once if `db` is none. Whoever sends to several lanes in one
   * transaction sorts them, or two that do so may wait for each other.
   *
   * @throws RangeError for data that is not ids, and for an unknown queue.
   */
  send(db: Db, queue: string, data: JobData, options: SendOptions): Promise<void>;
  /** Wakes lanes at once, each with its data, as `send` does, in a few statements however many they are. */
  sendAll(
    db: Db,
    queue: string,
    lanes: ReadonlyMap<string, JobData>,
    options?: Pick<SendOptions, 'unhurried'>,
  ): Promise<void>;
  /** Runs a queue's jobs in this process, `concurrency` at a time. A handler that throws is tried again later. */
  work(queue: string, handler: Handler, options: { readonly concurrency: number }): Promise<void>;
  /** Takes no more jobs, waits so long for those that run (milliseconds), gives the rest back, and disconnects. */
  stop(options: { readonly gracefulMs: number }): Promise<void>;
}

export interface QueueOptions {
  readonly connectionString: string;
  readonly log: Log;
  /** Most connections at a time, besides the one that listens. */
  readonly max?: number;
  /** How often to look for jobs whose worker has died (seconds). */
  readonly superviseSeconds?: number;
}

const LONGEST_ID = 64;
/** A worker that gives no sign of life for so long is dead: the least that pg-boss allows. */
const HEARTBEAT_SECONDS = 10;
const HOUR_SECONDS = 3_600;
/**
 * "short": one waiting at most. That one runs at most is for groupConcurrency: the policy that promises both ("stately")
 * goes by a list of busy keys that is seconds old, and a lane would sleep as long.
 */
const POLICY = 'short';
const SETTINGS = {
  notify: true,
  retryLimit: 10,
  retryBackoff: true,
  retryDelay: 1,
  retryDelayMax: 300,
  heartbeatSeconds: HEARTBEAT_SECONDS,
  deleteAfterSeconds: HOUR_SECONDS,
};

/** Opens the queue; `start` connects it. Problems of pg-boss itself are logged and never end the process. */
export function openQueue({ connectionString, log, max = 4, superviseSeconds = 5 }: QueueOptions): JobQueue {
  const known = new Set<string>();
  const locks = laneLocks(connectionString, log);
  const workers = new Map<string, Worker[]>();
  let listener: { close(): Promise<void> } | undefined;
  const boss = new PgBoss({
    ...steady,
    connectionString,
    max,
    schema: SCHEMA,
    application_name: 'entente queue',
    schedule: false,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
    maintenanceIntervalSeconds: 300,
  });
  boss.on('error', (error) => log.error(errorDetails(error), 'the queue has a problem'));
  boss.on('warning', ({ data }) => log.warn({ type: (data as { type?: string }).type }, 'the queue warns'));

  function assertKnown(queue: string): void {
    if (!known.has(queue)) throw new RangeError(`there is no queue ${queue}`);
  }

  async function send(db: Db, queue: string, ids: JobData, how: SendOptions) {
    const { lane, startAfterMs = 0, unhurried = false } = how;
    const data = unhurried ? unhurriedly(ids) : ids;
    assertKnown(queue);
    assertIds(data);
    const startAfter = startAfterMs > 0 ? new Date(Date.now() + startAfterMs) : undefined;
    const within = fromPrisma(db);
    const options = {
      db: within,
      singletonKey: lane,
      group: { id: lane },
      priority: priorityOf(data),
      ...(startAfter && { startAfter }),
    };
    // Where one waits already, nothing is sent; that one must neither wait longer than we ask, nor be fetched before
    // we commit, since it would not see what we wrote. Should it be fetched in between, one is sent after all.
    while (!(await boss.send(queue, data, options))) {
      if ((await waitInTime(db, queue, [lane], startAfter, options.priority)).size > 0) return;
      const id = await waitsTooLong(db, queue, lane, startAfter, options.priority);
      // Sent anew, as workers are told of what is sent and not of what is moved.
      if (id) await boss.deleteJob(queue, id, { db: within });
    }
  }

  async function sendAll(
    db: Db,
    queue: string,
    lanes: ReadonlyMap<string, JobData>,
    { unhurried = false }: Pick<SendOptions, 'unhurried'> = {},
  ): Promise<void> {
    assertKnown(queue);
    if (lanes.size === 0) return;
    for (const data of lanes.values()) assertIds(data);
    const names = [...lanes.keys()].sort();
    const priority = priorityOf(unhurried ? unhurriedly({}) : {});
    const jobs = names.map((lane) => {
      const ids = lanes.get(lane) ?? {};
      const data = unhurried ? unhurriedly(ids) : ids;
      return { id: randomUUID(), data, singletonKey: lane, group: { id: lane }, priority };
    });
    const sent = new Set(await boss.insert(queue, jobs, { db: fromPrisma(db) }));
    const left = jobs.flatMap(({ id, singletonKey }) => (sent.has(id) ? [] : [singletonKey]));
    if (left.length === 0) return;
    const inTime = await waitInTime(db, queue, left, undefined, priority);
    for (const lane of left) {
      if (!inTime.has(lane)) await send(db, queue, lanes.get(lane) ?? {}, { lane, unhurried });
    }
  }

  function look(queues: Iterable<string>): void {
    for (const queue of queues) for (const worker of workers.get(queue) ?? []) worker.look();
  }

  return {
    async start(queues) {
      await boss.start();
      for (const queue of queues) {
        await boss.createQueue(queue, { policy: POLICY, ...SETTINGS });
        await boss.updateQueue(queue, SETTINGS); // for a queue of an earlier version
        await boss.insert(queue, []); // pg-boss remembers the queue from now on, and sending asks for nothing beside
        known.add(queue);
      }
    },
    send,
    sendAll,
    async work(queue, handler, { concurrency }) {
      assertKnown(queue);
      // Told of what has been missed, too, whenever the connection is made anew.
      listener ??= await boss.getDb().listen?.(
        CHANNEL,
        (told) => look([told]),
        () => look(workers.keys()),
      );
      const heartbeatMs = (HEARTBEAT_SECONDS * 1_000) / 2;
      const { retryLimit } = SETTINGS;
      const worker = startWorker({
        ...{ boss, locks, log, queue, handler, concurrency, heartbeatMs, retryLimit },
      });
      workers.set(queue, [...(workers.get(queue) ?? []), worker]);
    },
    async stop({ gracefulMs }) {
      await Promise.all([...workers.values()].flat().map((worker) => worker.stop(gracefulMs)));
      await listener?.close();
      await boss.stop({ graceful: false });
      await locks.close();
    },
  };
}

function assertIds(data: JobData): void {
  for (const [name, value] of Object.entries(data)) {
    if (typeof value !== 'string' || value.length > LONGEST_ID)
      throw new RangeError(`job data ${name} is no id`);
  }
}
