/**
 * Jobs that survive us: sent inside the transaction of what they follow from, so that both are kept or neither is.
 * Jobs run at least once, so their handlers look at the rows that the ids lead to and do what is still to be done.
 */
import { fromPrisma, PgBoss, type Queue as PgBossQueue } from 'pg-boss';
import type { Db } from '../db/client.ts';
import { errorDetails, type Log } from '../db/log.ts';
import { laneLocks } from './lane-locks.ts';
import { runningInLanes, SCHEMA, waitsInTime, waitsTooLong } from './lanes.ts';

/** A queue's name and kind. Its kind cannot be changed once it exists: choose a new name instead. */
export interface QueueSpec {
  readonly name: string;
  /**
   * `jobs`: each is run, in any order, several at a time. `lanes`: "see what there is to do in this lane"; a lane has
   * one job running and one waiting at most, so sending wakes it and sending twice changes nothing.
   */
  readonly kind: 'jobs' | 'lanes';
  /** How often a job that fails is tried again, ever later, five minutes apart at most; 10 unless told. */
  readonly retries?: number;
}

/** Ids only, so that a person who is erased leaves nothing behind here. */
export type JobData = Readonly<Record<string, string>>;

export interface Job {
  readonly id: string;
  readonly data: JobData;
  /** Aborted when the process has to stop before the handler is done. */
  readonly signal: AbortSignal;
}

export type Handler = (job: Job) => Promise<void>;

export interface SendOptions {
  /** The lane to wake; for queues of lanes, and only for them. */
  readonly lane?: string;
  /** Not before so many milliseconds have passed; a lane that is to wake later is woken at the earlier time. */
  readonly startAfterMs?: number;
}

export interface JobQueue {
  /** Connects, and creates the queues that do not exist. The schema is there already: migrate() made it. */
  start(queues: readonly QueueSpec[]): Promise<void>;
  /**
   * Sends a job with the caller's transaction, or at once if `db` is none. Whoever sends to several lanes in one
   * transaction sorts them, or two that do so may wait for each other.
   *
   * @throws RangeError for data that is not ids, for an unknown queue, and for a lane where none belongs.
   */
  send(db: Db, queue: string, data: JobData, options?: SendOptions): Promise<void>;
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
/** Postgres tells workers of new jobs at once; looking all the same covers what it could not tell. */
const POLLING_SECONDS = 2;
const HOUR_SECONDS = 3_600;
/** How often to look for lanes whose worker has died. */
const LOOK_MS = 1_000;

/** What was thrown stays out of the job's row, where pg-boss would keep its message: that may quote people. */
class JobFailed extends Error {
  override readonly name = 'JobFailed';
}

/** Opens the queue; `start` connects it. Problems of pg-boss itself are logged and never end the process. */
export function openQueue({ connectionString, log, max = 4, superviseSeconds = 5 }: QueueOptions): JobQueue {
  const specs = new Map<string, QueueSpec>();
  const locks = laneLocks(connectionString, log);
  const ends: (() => Promise<void>)[] = [];
  const boss = new PgBoss({
    connectionString,
    max,
    schema: SCHEMA,
    application_name: 'entente queue',
    useListenNotify: true,
    schedule: false,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
    maintenanceIntervalSeconds: 300,
  });
  boss.on('error', (error) => log.error(errorDetails(error), 'the queue has a problem'));
  boss.on('warning', ({ data }) => log.warn({ type: (data as { type?: string }).type }, 'the queue warns'));

  function specOf(queue: string): QueueSpec {
    const spec = specs.get(queue);
    if (!spec) throw new RangeError(`there is no queue ${queue}`);
    return spec;
  }

  async function send(db: Db, queue: string, data: JobData, { lane, startAfterMs = 0 }: SendOptions = {}) {
    const isLane = specOf(queue).kind === 'lanes';
    if (isLane !== (lane !== undefined)) throw new RangeError(`queue ${queue}: a lane belongs to lanes only`);
    assertIds(data);
    const startAfter = startAfterMs > 0 ? new Date(Date.now() + startAfterMs) : undefined;
    const options = { db: fromPrisma(db), ...(startAfter && { startAfter }) };
    if (lane === undefined) {
      await boss.send(queue, data, options);
      return;
    }
    const keyed = { ...options, singletonKey: lane, group: { id: lane } };
    // Where one waits already, nothing is sent; that one must neither wait longer than we ask, nor be fetched before
    // we commit, since it would not see what we wrote. Should it be fetched in between, one is sent after all.
    while (!(await boss.send(queue, data, keyed))) {
      if (await waitsInTime(db, queue, lane, startAfter)) return;
      const id = await waitsTooLong(db, queue, lane, startAfter);
      // Sent anew, as workers are told of what is sent and not of what is moved.
      if (id) await boss.deleteJob(queue, id, { db: options.db });
    }
  }

  async function run(
    queue: string,
    handler: Handler,
    { id, data, groupId, signal }: RunningJob,
  ): Promise<void> {
    const lane = groupId && `${queue}/${groupId}`;
    // Two workers that fetch in the same moment, one a job that is tried again and one that was waiting, do not see
    // each other; here the later of the two does.
    if (lane && !(await locks.take(lane))) {
      await boss.send(queue, data, { singletonKey: groupId, group: { id: groupId }, startAfter: 1 });
      return;
    }
    try {
      await handler({ id, data, signal });
    } catch (error) {
      log.error({ queue, job: id, ...errorDetails(error) }, 'a job failed');
      throw new JobFailed(errorDetails(error).error);
    } finally {
      if (lane) await locks.free(lane);
    }
  }

  /** Ends the jobs of workers that have died and sends new ones, without waiting for their heartbeats to be missed. */
  async function takeOver(queue: string): Promise<void> {
    for (const { id, lane, data } of await runningInLanes(boss.getDb(), queue)) {
      const name = `${queue}/${lane}`;
      if (!(await locks.take(name))) continue; // somebody is at work there
      try {
        await boss.complete(queue, id);
        await boss.send(queue, data, { singletonKey: lane, group: { id: lane } });
      } finally {
        await locks.free(name);
      }
    }
  }

  function lookAfter(queue: string): void {
    let look = Promise.resolve();
    const timer = setInterval(() => {
      look = look
        .then(() => takeOver(queue))
        .catch((error) => log.warn(errorDetails(error), 'lanes could not be looked after'));
    }, LOOK_MS).unref();
    ends.push(async () => {
      clearInterval(timer);
      await look;
    });
  }

  return {
    async start(queues) {
      await boss.start();
      for (const spec of queues) {
        const { policy, ...options } = settingsOf(spec);
        await boss.createQueue(spec.name, { policy, ...options });
        await boss.updateQueue(spec.name, options); // for a queue of an earlier version
        specs.set(spec.name, spec);
      }
    },
    send,
    async work(queue, handler, { concurrency }) {
      const isLanes = specOf(queue).kind === 'lanes';
      const oneAtATime = isLanes ? { groupConcurrency: 1 } : {};
      const options = {
        pollingIntervalSeconds: POLLING_SECONDS,
        notifyPollingIntervalSeconds: POLLING_SECONDS,
        ...oneAtATime,
      };
      for (let worker = 0; worker < concurrency; worker += 1) {
        const workerId = await boss.work<JobData>(queue, options, async (jobs) => {
          try {
            for (const job of jobs) await run(queue, handler, job);
          } finally {
            boss.notifyWorker(workerId); // after a job, look for the next one at once
          }
        });
      }
      if (isLanes) lookAfter(queue);
    },
    async stop({ gracefulMs }) {
      for (const end of ends) await end();
      await boss.stop({ graceful: gracefulMs > 0, timeout: gracefulMs });
      await locks.close();
    },
  };
}

interface RunningJob extends Job {
  /** The lane. */
  readonly groupId?: string | null;
}

function settingsOf({ kind, retries = 10 }: QueueSpec): Omit<PgBossQueue, 'name'> {
  return {
    // "short": one waiting at most. That one runs at most is for groupConcurrency: the policy that promises both
    // ("stately") goes by a list of busy keys that is seconds old, and a lane would sleep as long.
    policy: kind === 'lanes' ? 'short' : 'standard',
    notify: true,
    retryLimit: retries,
    retryBackoff: true,
    retryDelay: 1,
    retryDelayMax: 300,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    deleteAfterSeconds: HOUR_SECONDS,
  };
}

function assertIds(data: JobData): void {
  for (const [name, value] of Object.entries(data)) {
    if (typeof value !== 'string' || value.length > LONGEST_ID)
      throw new RangeError(`job data ${name} is no id`);
  }
}
