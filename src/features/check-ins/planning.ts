/** Planning: what changes about pairs and members means for their rounds, and the rounds that fall due. */
import type { DeliveredItem, Work } from '../../act.ts';
import { isAbsent } from '../../kernel/calendar.ts';
import type { CheckInId, PairId } from '../../kernel/ids.ts';
import { localDateOf } from '../../kernel/zoned.ts';
import { type NewItem, RANK } from '../../outbox/outbox.ts';
import { pastRounds } from './contact-store.ts';
import { seemsTooOften } from './domain.ts';
import { roundsOf } from './round-store.ts';
import { reminderAt, replanned, roundDue, type Slot } from './schedule.ts';
import * as store from './store.ts';

/** Plans a pair, or all pairs of a member, anew; those that are not to be asked any more are asked no more. */
export async function replan(work: Work, which: { pairId: string } | { memberId: string }): Promise<void> {
  const pairs = await store.pairsOf(work.db, which);
  const ended: PairId[] = [];
  const plans = pairs.map((pair) => {
    if (!pair.isActive) ended.push(pair.id);
    return {
      pairId: pair.id,
      slot: pair.isActive ? replanned(rhythmic(pair), pair.planned, work.now) : null,
    };
  });
  await store.savePlans(work.db, plans);
  const closed = await store.closeRounds(work.db, ended, work.now);
  if (closed.length > 0) await work.outbox.settle(work.db, work.now, { ref: closed }, 'dropped');
}

/** Opens the rounds that have fallen due: how many pairs were claimed. */
export async function run(work: Work, limit: number): Promise<number> {
  const { db, now, outbox } = work;
  const pairs = await store.claimDue(db, now, limit);
  if (pairs.length === 0) return 0;
  const plans: store.Plan[] = [];
  const opening: { pair: store.PlannedPair; round: Slot; next: Slot | null }[] = [];
  for (const pair of pairs) {
    const planned = pair.isActive ? pair.planned : null;
    const { round, next } = planned ? roundDue(rhythmic(pair), planned, now) : { round: null, next: null };
    plans.push({ pairId: pair.id, slot: next });
    if (round) opening.push({ pair, round, next });
  }
  await store.savePlans(db, plans);
  const pairIds = opening.map(({ pair }) => pair.id);
  const closed = await store.closeRounds(db, pairIds, now);
  const ids = await store.openRounds(
    db,
    now,
    opening.map(({ pair, round }) => ({ pair, on: round.on })),
  );
  const away = opening.flatMap(({ pair }) =>
    pair.sides.flatMap(({ id, calendar }) =>
      isAbsent(calendar, localDateOf(now, calendar.zone)) ? [id] : [],
    ),
  );
  const past = await pastRounds(db, pairIds, away);
  await outbox.add(
    db,
    now,
    opening.flatMap((one, index) => prompts(one, ids[index], seemsTooOften(past.get(one.pair.id) ?? []))),
  );
  // Lines that were answered lose their buttons; who did not answer sees what the other shared.
  if (closed.length > 0) await outbox.settle(db, now, { ref: closed }, 'settled');
  return pairs.length;
}

/** The rhythm with both calendars. */
function rhythmic({ rhythm, anchor, sides }: store.PlannedPair) {
  return { rhythm, anchor, sides };
}

/** One item for each of the two who is there before the next round: the prompt, or what they wish for their rhythm. */
function prompts(
  { pair, round, next }: { pair: store.PlannedPair; round: Slot; next: Slot | null },
  checkInId: CheckInId | undefined,
  aboutRhythm: boolean,
): NewItem[] {
  if (!checkInId) return [];
  return pair.sides.flatMap((member, side) => {
    const start = round.starts[side];
    if (!start) return [];
    return {
      key: `check-ins/${checkInId}/${aboutRhythm ? 'rhythm/' : ''}${member.id}`,
      allianceId: pair.allianceId,
      memberId: member.id,
      kind: aboutRhythm ? 'check-ins.rhythm' : 'check-ins.prompt',
      ref: checkInId,
      rank: RANK.checkIn,
      notBefore: start,
      ...(next ? { expiresAt: next.at } : {}),
      urgency: 'answer' as const,
    };
  });
}

/** One reminder for each prompt that has arrived, counted from its arrival and not from the plan. */
export async function remind({ db, now, outbox }: Work, items: readonly DeliveredItem[]): Promise<void> {
  const prompted = items.filter(({ kind }) => kind === 'check-ins.prompt');
  if (prompted.length === 0) return;
  const rounds = await roundsOf(
    db,
    now,
    prompted.map(({ ref, memberId }) => ({ checkInId: ref, memberId })),
  );
  const reminders = prompted.flatMap(({ ref }, index): NewItem[] => {
    const found = rounds[index];
    if (!found?.round.isOpen || found.round.mine || !found.round.until) return [];
    const { me, round } = found;
    const at = reminderAt(me, now, found.round.until);
    if (!at) return [];
    return [
      {
        key: `check-ins/${ref}/reminder/${me.id}`,
        allianceId: me.allianceId,
        memberId: me.id,
        kind: 'check-ins.reminder',
        ref,
        rank: RANK.checkIn,
        notBefore: at,
        expiresAt: new Date(`${round.until}T00:00:00Z`),
        urgency: 'rides',
      },
    ];
  });
  if (reminders.length > 0) await outbox.add(db, now, reminders);
}
