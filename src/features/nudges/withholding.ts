/**
 * What is on its way to others does not leave while its owner is away, wishes to hear nothing, or has muted it; nor is it
 * named in a coordinator's summary.
 */
import type { Work } from '../../act.ts';
import { isAbsent } from '../../kernel/calendar.ts';
import { localDateOf } from '../../kernel/zoned.ts';
import { type Batch, loadBatch, type TakenStep } from './batch-store.ts';
import { KIND } from './state.ts';
import * as store from './store.ts';

type Desk = Pick<Work, 'db' | 'now' | 'outbox'>;

/** Takes back what must not leave now; the steps that count as not taken. */
export async function withhold({ db, now, outbox }: Desk, batch: Batch): Promise<TakenStep[]> {
  const held = heldOf(batch, now);
  const summaries = held.filter(({ step }) => step === 'coordinator').map(({ commitmentId }) => commitmentId);
  const named = summaries.length > 0 ? await store.namedInSummaries(db, summaries) : new Set();
  const withheld = held.filter(
    ({ step, commitmentId, memberId }) => step !== 'coordinator' || !named.has(`${commitmentId}/${memberId}`),
  );
  if (withheld.length === 0) return [];
  const ref = withheld.map(({ commitmentId }) => commitmentId);
  await outbox.settle(db, now, { ref, kinds: [KIND], unseen: true }, 'dropped');
  await store.forgetLost(db, withheld);
  return withheld;
}

/** The same at the moment at which a member goes away or mutes something, before any note can leave. */
export async function withholdFor(desk: Desk, ownerId: string): Promise<void> {
  const ids = await store.waitingForOthers(desk.db, ownerId);
  if (ids.length > 0) await withhold(desk, await loadBatch(desk.db, ids));
}

/** What has not been seen of what is held. */
function heldOf({ commitments, steps, cards, mutes }: Batch, now: Date): TakenStep[] {
  return commitments.flatMap(({ id, ownerId }) => {
    const owner = cards.get(ownerId);
    if (!owner) return [];
    const { calendar, snoozedUntil } = owner;
    const isHeld =
      mutes.has(`${id}/${ownerId}`) ||
      (snoozedUntil !== null && snoozedUntil > now) ||
      isAbsent(calendar, localDateOf(now, calendar.zone));
    if (!isHeld) return [];
    return (steps.get(id) ?? []).filter(
      ({ memberId, deliveredAt }) => memberId !== null && memberId !== ownerId && !deliveredAt,
    );
  });
}
