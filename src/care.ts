/** What is done once a day: what has ended long ago is deleted, and alliances look whether Slack has told everything. */
import type { Work } from './act.ts';
import { isDone, markDone } from './db/chores.ts';
import { type Database, type Tx, transact } from './db/client.ts';
import { keepMonthsOf, USUAL_MONTHS } from './db/keeping.ts';
import { errorDetails, type Log } from './db/log.ts';
import type { Engine } from './engine.ts';
import type { Feature } from './feature.ts';
import type { Clock } from './kernel/clock.ts';
import type { AllianceId, MemberId } from './kernel/ids.ts';
import { monthsBefore } from './kernel/zoned.ts';
import { expireMessages, expirePosts, strangersWithMessages, tidy } from './outbox/expiring.ts';
import { laneLocks } from './queue/lane-locks.ts';

export interface CareDeps {
  readonly db: Database['prisma'];
  readonly clock: Clock;
  readonly features: readonly Feature[];
  readonly engine: Pick<Engine, 'workIn'>;
  /** Has workers do a job after all that somebody waits for. */
  readonly later: (tx: Tx, job: string, ...ids: readonly string[]) => Promise<void>;
  /** Of the database, for a session that holds a lock. */
  readonly connectionString: string;
  readonly log: Log;
}

const CARE = 'care';
const TRANSACTION = { timeoutMs: 60_000, maxWaitMs: 10_000 };

/**
 * Any number of processes may ask every minute: one of them does it, and once it is done the others find it so. One that
 * ends before it is through, of itself (`ending`) or not, leaves the day to the next that asks, which begins anew: done
 * twice it changes nothing.
 */
export async function takeCare(deps: CareDeps, ending: AbortSignal): Promise<void> {
  const { db, clock, connectionString, log } = deps;
  const now = clock.now();
  if (await isDone(db, CARE, now)) return;
  const locks = laneLocks(connectionString, log);
  try {
    if (!(await locks.take([CARE])).has(CARE) || (await isDone(db, CARE, now))) return;
    if (await careFor(deps, now, ending)) await markDone(db, CARE, now);
  } finally {
    await locks.close();
  }
}

/** False where it ended before it was through. */
async function careFor(
  { db, features, engine, later, log }: CareDeps,
  now: Date,
  ending: AbortSignal,
): Promise<boolean> {
  const workIn = (tx: Tx): Work => ({
    ...engine.workIn(tx, now),
    later: (job, ...ids) => later(tx, job, ...ids),
  });
  const turn = (what: string, id: string, run: (tx: Tx) => Promise<void>) =>
    transact(db, run, TRANSACTION).catch((error: unknown) =>
      log.error({ what, id, ...errorDetails(error) }, 'daily care failed'),
    );

  const alliances = await db.alliance.findMany({ select: { id: true }, orderBy: { id: 'asc' } });
  for (const { id } of alliances) {
    if (ending.aborted) return false;
    await turn('alliance', id, async (tx) => {
      for (const { daily } of features) await daily?.(workIn(tx), id as AllianceId);
    });
  }
  const organisations = await db.organisation.findMany({
    select: { id: true, allianceId: true, isHost: true, keepMonths: true, members: true },
    orderBy: { id: 'asc' },
  });
  for (const { id, allianceId, isHost, keepMonths, members } of organisations) {
    if (ending.aborted) return false;
    const months = keepMonthsOf(keepMonths);
    const before = monthsBefore(now, months);
    const memberIds = members.map((member) => member.id as MemberId);
    const personIds = members.map(({ personId }) => personId);
    await turn('organisation', id, async (tx) => {
      for (const { expire } of features) await expire?.(workIn(tx), memberIds, before);
      const unanswered = monthsBefore(now, Math.max(months, USUAL_MONTHS));
      await expireMessages(tx, { personIds, memberIds }, before, unanswered);
      if (isHost) await expirePosts(tx, allianceId, before);
    });
  }
  if (ending.aborted) return false;
  await transact(
    db,
    async (tx) => {
      const usual = monthsBefore(now, USUAL_MONTHS);
      const personIds = await strangersWithMessages(tx, usual);
      await expireMessages(tx, { personIds, memberIds: [] }, usual, usual);
      await tidy(tx, now);
    },
    TRANSACTION,
  );
  log.info({ alliances: alliances.length, organisations: organisations.length }, 'daily care was taken');
  return true;
}
