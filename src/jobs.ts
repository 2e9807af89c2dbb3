/** The features' jobs: found by name, and run with what a job may do. */
import { WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import { type Database, transact } from './db/client.ts';
import type { Engine } from './engine.ts';
import type { Feature, JobLook, Surface } from './feature.ts';
import type { ItemKind } from './item.ts';
import type { Clock } from './kernel/clock.ts';
import { gateLeft, holdGate } from './outbox/gates.ts';
import { rememberFile } from './outbox/given-files.ts';
import { Later } from './queue/queue.ts';
import { homeBlocks } from './shell/index.ts';
import type { Directory } from './slack/directory.ts';
import { directMessages, publishHome, removeFile, seenChannel, uploadFile } from './slack/surface.ts';

export interface JobDeps {
  readonly db: Database['prisma'];
  readonly clock: Clock;
  readonly features: readonly Feature[];
  readonly kinds: ReadonlyMap<string, ItemKind>;
  readonly engine: Pick<Engine, 'workIn'>;
  /** Slack through a workspace's installation; null where there is none. */
  readonly through: (teamId: string) => Promise<Through | null>;
}

export interface Through {
  readonly slack: WebClient;
  readonly directory: Directory;
}

const TRANSACTION = { timeoutMs: 30_000, maxWaitMs: 10_000 };
const BETWEEN = ':';

/** The lane of a job: of several about one row, one runs and one waits at most. */
export function jobLane(job: string, id: string): string {
  return `${job}${BETWEEN}${id}`;
}

/**
 * Does the job of a lane.
 *
 * @throws what the job does, so that it is tried again
 */
export async function runJob(deps: JobDeps, lane: string): Promise<void> {
  const { db, clock, engine } = deps;
  const [name = '', id = ''] = lane.split(BETWEEN);
  const job = deps.features.map(({ jobs = {} }) => jobs[name]).find((one) => one !== undefined);
  if (!job) throw new Error('a job that nobody does');
  const look: JobLook = {
    db,
    now: clock.now(),
    write: (run) => transact(db, (tx) => run(engine.workIn(tx, clock.now())), TRANSACTION),
    async surface(teamId) {
      const through = await deps.through(teamId);
      return through && surfaceOf(deps, through, teamId);
    },
  };
  await job(look, id);
}

function surfaceOf(
  { db, clock, kinds }: JobDeps,
  { slack: client, directory }: Through,
  teamId: string,
): Surface {
  const calls = patient(db, teamId);
  return {
    channel: (channelId) => calls('conversations.info', () => seenChannel(client, channelId)),
    people: (channelId) => calls('conversations.members', () => directory.channelPeople(channelId)),
    teamName: (teamId) => directory.teamName(teamId),
    async showHome({ personId, userId }, page) {
      const blocks = await homeBlocks(kinds, { db, now: clock.now() }, page, personId);
      await calls('views.publish', () => publishHome(client, userId, blocks));
    },
    upload: (file) => calls('files', () => uploadFile(client, file)),
    async give(userId, file, words) {
      const channelId = await calls('conversations.open', () => directMessages(client, userId));
      if (!channelId) return false;
      const fileId = await calls('files', () => uploadFile(client, file, { channelId, words }));
      await rememberFile(db, clock.now(), { teamId, fileId }, userId);
      return true;
    },
    takeBack: (fileId) => calls('files.delete', () => removeFile(client, fileId)),
  };
}

/**
 * A workspace's calls that keep to what Slack asked: after a 429 none of that kind is made until it is over, by any job
 * of any process.
 *
 * @throws Later, for the job to be done again then
 */
function patient(db: JobDeps['db'], teamId: string) {
  return async <T>(method: string, call: () => Promise<T>): Promise<T> => {
    const leftMs = await gateLeft(db, teamId, method);
    if (leftMs > 0) throw new Later(leftMs);
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof WebAPIRateLimitedError)) throw error;
      const retryAfterMs = error.retryAfter * 1_000;
      await holdGate(db, teamId, method, retryAfterMs);
      throw new Later(retryAfterMs);
    }
  };
}
