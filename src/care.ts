/** What is done once a day: what has ended long ago is deleted, and alliances look whether Slack has told everything. */
import { oncePerDay } from './db/chores.ts';
import { type Database, transact } from './db/client.ts';
import { keepMonthsOf } from './db/keeping.ts';
import { errorDetails, type Log } from './db/log.ts';
import type { Engine } from './engine.ts';
import type { Feature } from './feature.ts';
import type { Clock } from './kernel/clock.ts';
import type { AllianceId, MemberId } from './kernel/ids.ts';
import { monthsBefore } from './kernel/zoned.ts';
import { expireMessages, tidy } from './outbox/expiring.ts';

export interface CareDeps {
  readonly db: Database['prisma'];
  readonly clock: Clock;
  readonly features: readonly Feature[];
  readonly engine: Pick<Engine, 'workIn'>;
  readonly log: Log;
}

const TRANSACTION = { timeoutMs: 60_000, maxWaitMs: 10_000 };

/** Any number of processes may ask every minute: the first one of the day does it, the others find it done. */
export async function takeCare({ db, clock, features, engine, log }: CareDeps): Promise<void> {
  const now = clock.now();
  if (!(await oncePerDay(db, 'care', now))) return;
  const alliances = await db.alliance.findMany({ select: { id: true }, orderBy: { id: 'asc' } });
  const organisations = await db.organisation.findMany({
    select: { id: true, keepMonths: true, members: { select: { id: true } } },
    orderBy: { id: 'asc' },
  });
  const each = async (what: string, id: string, run: () => Promise<void>) =>
    run().catch((error: unknown) => log.error({ what, id, ...errorDetails(error) }, 'daily care failed'));

  for (const { id } of alliances) {
    await each('alliance', id, () =>
      transact(
        db,
        async (tx) => {
          for (const { daily } of features) await daily?.(engine.workIn(tx, now), id as AllianceId);
        },
        TRANSACTION,
      ),
    );
  }
  for (const { id, keepMonths, members } of organisations) {
    const memberIds = members.map((member) => member.id as MemberId);
    const before = monthsBefore(now, keepMonthsOf(keepMonths));
    await each('organisation', id, () =>
      transact(
        db,
        async (tx) => {
          for (const { expire } of features) await expire?.(engine.workIn(tx, now), memberIds, before);
          await expireMessages(tx, memberIds, before);
        },
        TRANSACTION,
      ),
    );
  }
  await transact(db, (tx) => tidy(tx, now), TRANSACTION);
  log.info({ alliances: alliances.length, organisations: organisations.length }, 'daily care was taken');
}
