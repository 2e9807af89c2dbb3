/** What must hold at the moment at which a step tells somebody else of a promise. */
import type { PrismaClient } from '../../src/db/generated/client.ts';
import { memberCards } from '../../src/db/people.ts';
import { NOTICES } from '../../src/features/nudges/ladder.ts';
import { KIND } from '../../src/features/nudges/state.ts';
import { addWorkingDays, isAbsent } from '../../src/kernel/calendar.ts';
import { localDateOf } from '../../src/kernel/zoned.ts';

interface Next {
  readonly step: string;
  readonly who: string | null;
  readonly on: string;
}

interface Life {
  readonly db: PrismaClient;
  readonly clock: { readonly now: Date };
  /** The items that Slack has shown. */
  readonly posted: ReadonlySet<string>;
  /** What should not have been, and how often each step was taken: added to by looking. */
  readonly wrong: string[];
  readonly told: Record<string, number>;
}

/** Looks at every step that tells somebody else, at the moment at which it is taken. */
export function examiner({ db, clock, posted, wrong, told }: Life): () => Promise<void> {
  const checked = new Set<string>();
  return async () => {
    const steps = await db.nudgeStep.findMany({
      where: { step: { in: Object.keys(NOTICES) }, memberId: { not: null } },
    });
    for (const step of steps) {
      const key = `${step.commitmentId} ${step.baseAt.getTime()} ${step.step} ${step.at.getTime()}`;
      if (checked.has(key)) continue;
      checked.add(key);
      told[step.step] = (told[step.step] ?? 0) + 1;
      const check = (what: string, holds: boolean) => {
        if (!holds) wrong.push(`${clock.now.toISOString()} ${step.step} ${step.commitmentId}: ${what}`);
      };
      const commitment = await db.commitment.findUniqueOrThrow({ where: { id: step.commitmentId } });
      const [owner] = await memberCards(db, { id: commitment.ownerId });
      if (!owner) throw new Error('a promise of nobody');
      const notice = NOTICES[step.step as keyof typeof NOTICES];
      const items = await db.item.findMany({
        where: { kind: KIND, ref: commitment.id, memberId: owner.id, deliveredAt: { not: null } },
        orderBy: { deliveredAt: 'desc' },
      });
      const read = items
        .map((item) => ({ ...item, data: item.data as { step?: string; base?: string; next?: Next } }))
        .find(({ data }) => data.step === notice && data.base === step.baseAt.toISOString());
      check('the owner has not been sent a notice', read !== undefined && posted.has(read.id));
      if (!read?.deliveredAt) continue;
      const today = localDateOf(clock.now, owner.calendar.zone);
      const told1 = addWorkingDays(owner.calendar, localDateOf(read.deliveredAt, owner.calendar.zone), 1);
      check('the notice is not a working day old', told1 <= today);
      check('the notice named another step', read.data.next?.step === step.step);
      check('the notice named somebody else', read.data.next?.who === step.memberId);
      check('the notice named a later day', (read.data.next?.on ?? '9') <= today);
      check('it is not a promise any more', commitment.status === 'accepted');
      check('the owner has moved', commitment.baseAt.getTime() === step.baseAt.getTime());
      check('it rests', !commitment.pausedUntil || commitment.pausedUntil <= clock.now);
      check('the owner is away', !isAbsent(owner.calendar, today));
      check('the owner snoozes', !owner.snoozedUntil || owner.snoozedUntil <= clock.now);
      check('the owner has left', owner.status === 'active');
      const mute = { commitmentId: commitment.id, memberId: owner.id };
      check('the owner has muted it', (await db.nudgeMute.count({ where: mute })) === 0);
    }
  };
}
