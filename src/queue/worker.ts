/**
 * A process at work on a queue: it fetches as many jobs at once as it has hands for, and each runs and ends by itself.
 * (pg-boss's own workers fetch again only when the last of what they fetched has ended, so that one slow lane would
 * hold up others.)
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PgBoss } from 'pg-boss';
import { errorDetails, type Log } from '../db/log.ts';
import { gathered, gatheredWrites } from '../kernel/gathered.ts';
import { type Handler, type JobData, Later, priorityOf } from './job.ts';
import type { LaneLocks } from './lane-locks.ts';
import { runningInLanes } from './lanes.ts';

export interface WorkerOptions {
  readonly boss: PgBoss;
  readonly locks: LaneLocks;
  readonly log: Log;
  readonly queue: string;
  readonly handler: Handler;
  /** How many jobs at a time. */
  readonly concurrency: number;
  /** How often a job is tried again. */
  readonly retryLimit: number;
  /** How often to say that the jobs are being worked on (milliseconds). */
  readonly heartbeatMs: number;
}

export interface Worker {
  /** Looks for jobs: there may be some. */
  look(): void;
  /** Takes no more jobs, waits so long for those that run (milliseconds), and gives the rest back. */
  stop(gracefulMs: number): Promise<void>;
}

/** Postgres tells workers of new jobs at once; looking all the same covers what it could not tell. */
const POLLING_MS = 2_000;
/** How often to look for lanes whose worker has died. */
const LOOK_AFTER_MS = 1_000;
/** How many jobs go together in a round trip. */
const MOST = 500;

/** What was thrown stays out of the job's row, where pg-boss would keep its message: that may quote people. */
class JobFailed extends Error {
  override readonly name = 'JobFailed';
}

interface Running {
  readonly attempt: { readonly id: string; readonly retryCount: number };
  readonly data: JobData;
  readonly lane: string;
  ended: Promise<void>;
}

export function startWorker(options: WorkerOptions): Worker {
  const { boss, locks, log, queue, handler, concurrency, retryLimit } = options;
  const running = new Map<string, Running>();
  const lockOf = (lane: string) => `${queue}/${lane}`;
  let isStopping = false;
  let looking: Promise<void> | null = null;
  let isAskedAgain = false;

  const taken = gathered<string, boolean>(async (wanted) => {
    const had = await locks.take(wanted);
    return wanted.map((lock) => had.has(lock));
  }, MOST);
  const freed = gatheredWrites<string>((all) => locks.free(all), MOST);
  const completed = gatheredWrites<Running['attempt']>(
    (attempts) => boss.complete(queue, [...attempts]),
    MOST,
  );

  async function fetch(): Promise<void> {
    const free = concurrency - running.size;
    if (free <= 0) return;
    const jobs = await boss.fetch<JobData>(queue, { batchSize: free, groupConcurrency: 1 });
    for (const { id, retryCount, data, groupId } of jobs) {
      const job: Running = {
        attempt: { id, retryCount },
        data,
        lane: groupId ?? '',
        ended: Promise.resolve(),
      };
      running.set(id, job);
      job.ended = run(job)
        .catch((error) => log.error({ queue, job: id, ...errorDetails(error) }, 'a job could not be ended'))
        .finally(() => {
          running.delete(id);
          look(); // its lane may have another one, which was not to be had before
        });
    }
  }

  function look(): void {
    isAskedAgain = true;
    looking ??= (async () => {
      while (isAskedAgain && !isStopping) {
        isAskedAgain = false;
        await fetch().catch((error) => log.error(errorDetails(error), 'the queue has a problem'));
      }
      looking = null;
    })();
  }

  async function run({ attempt, data, lane }: Running): Promise<void> {
    const lock = lockOf(lane);
    // Two workers that fetch in the same moment, one a job that is tried again and one that was waiting, do not see
    // each other; here the later of the two does.
    if (!(await taken(lock))) {
      await sendLater(lane, data, 1);
      return completed(attempt);
    }
    let failure: JobFailed | null = null;
    try {
      await handler({ id: attempt.id, data, isLast: attempt.retryCount >= retryLimit });
    } catch (error) {
      if (error instanceof Later) {
        await freed(lock);
        await sendLater(lane, data, Math.ceil(error.afterMs / 1_000));
        return completed(attempt);
      }
      log.error({ queue, job: attempt.id, ...errorDetails(error) }, 'a job failed');
      failure = new JobFailed(errorDetails(error).error);
    }
    await freed(lock);
    if (failure) await boss.fail(queue, attempt, failure);
    else await completed(attempt);
  }

  /** Where one waits in the lane already, that one sees what there is to do. */
  async function sendLater(lane: string, data: JobData, afterS: number): Promise<void> {
    const priority = priorityOf(data);
    await boss.send(queue, data, { singletonKey: lane, group: { id: lane }, priority, startAfter: afterS });
  }

  /** Ends the jobs of workers that have died and sends new ones, without waiting for their heartbeats to be missed. */
  async function takeOver(): Promise<void> {
    const others = (await runningInLanes(boss.getDb(), queue)).filter(({ id }) => !running.has(id));
    const had = await locks.take([...new Set(others.map(({ lane }) => lockOf(lane)))]);
    try {
      for (const { id, lane, data } of others) {
        if (!had.has(lockOf(lane))) continue; // somebody is at work there
        await boss.complete(queue, id);
        await boss.send(queue, data, { singletonKey: lane, group: { id: lane }, priority: priorityOf(data) });
      }
    } finally {
      await locks.free([...had]);
    }
    if (had.size > 0) look();
  }

  async function beat(): Promise<void> {
    const attempts = [...running.values()].map(({ attempt }) => attempt);
    if (attempts.length > 0) await boss.touch(queue, attempts);
  }

  const timers: NodeJS.Timeout[] = [];
  const lastOf: (() => Promise<void>)[] = [];
  function every(ms: number, work: () => Promise<void>, problem: string): void {
    let last = Promise.resolve();
    const repeat = () => {
      last = last.then(work).catch((error) => log.warn(errorDetails(error), problem));
    };
    timers.push(setInterval(repeat, ms).unref());
    lastOf.push(() => last);
  }
  every(POLLING_MS, async () => look(), 'the queue has a problem');
  every(options.heartbeatMs, beat, 'a heartbeat was missed');
  every(LOOK_AFTER_MS, takeOver, 'lanes could not be looked after');
  look();

  return {
    look,
    async stop(gracefulMs) {
      isStopping = true;
      for (const timer of timers) clearInterval(timer);
      await Promise.all([looking, ...lastOf.map((last) => last())]);
      const all = Promise.all([...running.values()].map(({ ended }) => ended));
      if (gracefulMs > 0) await Promise.race([all, sleep(gracefulMs, undefined, { ref: false })]);
      const unfinished = [...running.values()];
      await Promise.all(unfinished.map(({ attempt }) => boss.fail(queue, attempt, new JobFailed('stopped'))));
    },
  };
}
