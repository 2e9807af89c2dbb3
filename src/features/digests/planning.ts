/** Planning: who reads a digest, and the digests that fall due. */
import type { DeliveredItem, Work } from '../../act.ts';
import { addDays, localDateOf, startOfWeek } from '../../kernel/zoned.ts';
import { RANK } from '../../outbox/outbox.ts';
import { planFirst } from './round-up.ts';
import { digestDue, type Reader, replanned, type Slot } from './schedule.ts';
import * as store from './store.ts';

/** Leaders and coordinators read one each week, in their own hours; everybody else may ask for it. */
export async function replan(work: Work, memberId: string): Promise<void> {
  const { db, now } = work;
  const found = await store.memberWithPlan(db, memberId);
  if (found) await planFirst(work, found.card.allianceId); // whoever founds an alliance is its first member
  if (!found || !isReader(found)) return store.removePlan(db, memberId);
  const { card, planned, choice } = found;
  const since = startOfWeek(localDateOf(now, card.calendar.zone));
  await store.savePlan(db, card.id, replanned(reading(card, choice), planned, now), since);
}

/** Leaders and coordinators unless they chose "on request" (0); a member only if they chose a day. */
function isReader({ card, choice }: { card: store.Planned['card']; choice: store.Choice }): boolean {
  return card.status === 'active' && (choice === null ? card.role !== 'member' : choice !== 0);
}

function reading(card: store.Planned['card'], choice: store.Choice): Reader {
  return choice ? { ...card, weekday: choice } : card;
}

/** Writes the digests that have fallen due: how many readers were claimed. */
export async function run({ db, now, outbox }: Work, limit: number): Promise<number> {
  const claimed = await store.claimDue(db, now, limit);
  if (claimed.length === 0) return 0;
  const due = claimed.map((planned) => ({
    ...planned,
    ...digestDue(reading(planned.card, planned.choice), planned.nextOn, now),
  }));
  await store.movePlans(
    db,
    due.map(({ card, next }) => ({ memberId: card.id, next })),
  );
  const sending = due.flatMap(({ card, since, digest }) => (digest ? [{ card, since, digest }] : []));
  const written = await store.writeDigests(
    db,
    sending.map(({ card, since, digest }) => {
      const kind = card.role === 'member' ? ('on_request' as const) : card.role;
      return { memberId: card.id, kind, since, until: lastDay(digest) };
    }),
  );
  const ids = new Map(written.map(({ id, memberId }) => [memberId, id]));
  await outbox.add(
    db,
    now,
    sending.flatMap(({ card, digest }) => {
      const ref = ids.get(card.id);
      if (!ref) return [];
      const what = { memberId: card.id, allianceId: card.allianceId, kind: 'digests.weekly', ref };
      const when = { notBefore: digest.at, expiresAt: digest.expires };
      const key = `digests/${card.id}/${lastDay(digest)}`;
      return [{ key, ...what, ...when, rank: RANK.digest, urgency: 'alone' as const }];
    }),
  );
  return claimed.length;
}

/** A digest covers whole weeks: up to the Sunday before its Monday, on whichever day it is sent. */
function lastDay({ on }: Slot) {
  return addDays(on, -1);
}

/** What has arrived need not be told again. */
export async function covered({ db }: Work, items: readonly DeliveredItem[]): Promise<void> {
  const digests = items.filter(({ kind }) => kind === 'digests.weekly');
  if (digests.length > 0)
    await store.markCovered(
      db,
      digests.map(({ ref }) => ref),
    );
}
