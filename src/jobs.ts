/** The features' jobs: found by name, and run with what a job may do. */
import { WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import { type Database, transact } from './db/client.ts';
import { errorDetails, type Log } from './db/log.ts';
import type { Engine } from './engine.ts';
import type { Feature, JobLook, Surface } from './feature.ts';
import type { ItemKind } from './item.ts';
import type { Clock } from './kernel/clock.ts';
import { gateLeft, holdGate } from './outbox/gates.ts';
import { rememberFile } from './outbox/given-files.ts';
import { Later } from './queue/queue.ts';
import { homeBlocks } from './shell/index.ts';
import type { Directory } from './slack/directory.ts';
import { finalAnswer } from './slack/refusals.ts';
import {
  directMessages,
  type FileToShow,
  publishHome,
  removeFile,
  seenChannel,
  seenUserIds,
  uploadFile,
} from './slack/surface.ts';

export interface JobDeps {
  readonly db: Database['prisma'];
  readonly clock: Clock;
  readonly features: readonly Feature[];
  readonly kinds: ReadonlyMap<string, ItemKind>;
  readonly engine: Pick<Engine, 'workIn'>;
  /** Slack through a workspace's installation; null where there is none. */
  readonly through: (teamId: string) => Promise<Through | null>;
  readonly log: Log;
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
 * @param isLast if it fails now it is not tried again, and whoever waits for it is told
 * @throws what the job does, so that it is tried again
 */
export async function runJob(deps: JobDeps, lane: string, isLast = false): Promise<void> {
  const { db, clock, engine } = deps;
  const [name = '', id = ''] = lane.split(BETWEEN);
  const feature = deps.features.find(({ jobs = {} }) => jobs[name] !== undefined);
  const job = feature?.jobs?.[name];
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
  try {
    await job(look, id);
  } catch (error) {
    if (isLast && !(error instanceof Later))
      await look.write(async (work) => feature.gaveUp?.[name]?.(work, id));
    throw error;
  }
}

function surfaceOf(
  { db, clock, kinds, log }: JobDeps,
  { slack: client, directory }: Through,
  teamId: string,
): Surface {
  const calls = patient(db, teamId);
  const upload = (file: FileToShow, into?: { channelId: string; words: string }) =>
    unlessRefused(log, teamId, () => calls('files', () => uploadFile(client, file, into)));
  return {
    channel: (channelId) => calls('conversations.info', () => seenChannel(client, channelId)),
    people: (channelId) => calls('conversations.members', () => directory.channelPeople(channelId)),
    userIds: (channelId) => calls('conversations.members', () => seenUserIds(directory, channelId)),
    teamName: (teamId) => directory.teamName(teamId),
    async showHome({ personId, userId }, page) {
      const blocks = await homeBlocks(kinds, { db, now: clock.now() }, page, personId);
      await calls('views.publish', () => publishHome(client, userId, blocks));
    },
    upload: (file) => upload(file),
    async give(userId, file, words) {
      const channelId = await calls('conversations.open', () => directMessages(client, userId));
      const fileId = channelId && (await upload(file, { channelId, words }));
      if (!fileId) return false;
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

/** null where Slack refuses, and would refuse again: an organisation may not let files in from others, say. */
async function unlessRefused<T>(log: Log, teamId: string, call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    const slack = finalAnswer(error);
    if (slack === null) throw error;
    log.warn({ team: teamId, ...errorDetails(error), slack }, 'a file was refused');
    return null;
  }
}
