import type { LocalDate } from '../../kernel/zoned.ts';
import { type Days, later } from './days.ts';
import { type Announced, LONGEST_STRETCH, type Next, POLICY, type Step, type Taken } from './policy.ts';

/** The steps that tell somebody else, each with the owner's own notice of it. */
export const NOTICES = {
  'ask-peer': 'late',
  'ask-leader': 'tell-leader-next',
  coordinator: 'tell-coordinator-next',
} as const satisfies Partial<Record<Step, Step>>;

interface Rung {
  readonly step: keyof typeof NOTICES;
  readonly notice: Step;
  readonly who: string | null;
  /** The days on which the table has them, if all before happened on theirs. */
  readonly noticeOn: LocalDate;
  readonly on: LocalDate;
  readonly slower: Announced['slower'];
}

/**
 * What follows the late note: the person it is for, the owner's leader, the coordinator. Nobody hears before the
 * owner was told, and not on the same working day; a step that was delayed delays those after it, so that
 * everybody keeps the time to answer that the table gives them. Who cannot be asked is passed over.
 */
export function nextOnLadder(days: Days, dueOn: LocalDate): Next {
  for (const rung of rungsOf(days, dueOn)) {
    const notice = days.taken(rung.notice);
    // Also where its own step falls away: what the owner has not been told yet holds all that follows.
    if (isOnItsWay(notice)) return { kind: 'wait-for-delivery', of: rung.notice };
    const record = days.taken(rung.step);
    if (isOnItsWay(record)) return { kind: 'wait-for-delivery', of: rung.step };
    if (record || rung.who === null) continue;
    if (notice?.isPassedOver) continue; // the owner could not be told, so nobody else is
    if (!notice?.deliveredAt) return days.take(rung.notice, rung.noticeOn, announced(days, rung));
    const told = days.dateOf(notice.deliveredAt);
    const on = later(rung.on, earliest(days, rung, notice, notice.deliveredAt));
    return days.take(rung.step, afterReturn(days, told, on));
  }
  return { kind: 'finished' };
}

/** What the late note says will come: the first step to somebody else that can be taken, if there is one. */
export function announcedByLate(days: Days, dueOn: LocalDate): Announced | null {
  const rung = rungsOf(days, dueOn).find(({ step, who }) => who !== null && !days.taken(step));
  return rung ? announced(days, rung) : null;
}

/** A working day after the owner was told, and after they were back from a snooze; and not before the day named. */
function earliest(days: Days, { step }: Rung, { announced: told }: Taken, deliveredAt: Date): LocalDate {
  const { snoozedUntil } = days.state;
  const read = snoozedUntil && snoozedUntil > deliveredAt ? snoozedUntil : deliveredAt;
  const next = days.after(days.dateOf(read), 1);
  return told?.step === step ? later(told.on, next) : next;
}

/** Whoever was away when the day came, or before, is back for a working day before anybody is asked. */
function afterReturn({ state, after, soonest }: Days, told: LocalDate, on: LocalDate): LocalDate {
  return state.calendar.absences
    .filter(({ until }) => until >= told)
    .reduce(
      (day, { from, until }) => (from <= soonest(day) ? later(day, after(after(until, 1), 1)) : day),
      on,
    );
}

function isOnItsWay(taken: Taken | undefined): boolean {
  return taken !== undefined && taken.deliveredAt === null && !taken.isPassedOver;
}

function announced(days: Days, { step, on, slower }: Rung): Announced {
  const soonest = later(on, days.after(days.today, 1));
  // Where the late note has named a day for it, the norms may have changed since: that day still holds.
  const named = days.state.taken.flatMap(({ announced: told }) => (told?.step === step ? [told.on] : []));
  const day = afterReturn(days, days.today, named.reduce(later, soonest));
  return { step, on: day, slower: day === on ? slower : null };
}

function rungsOf(days: Days, dueOn: LocalDate): Rung[] {
  const { asks, replyDays } = days.state;
  const rungs: Rung[] = [];
  let before = dueOn; // when the step before happened, or would have
  let beforeDays = 0;
  let slower: Rung['slower'] = null;
  const add = (step: Rung['step'], who: string | null, stretched: number, whose: 'owner' | 'peer') => {
    const notice = NOTICES[step];
    if (stretched > 0) slower = { days: stretched, whose };
    const on = days.after(before, POLICY[step].days - beforeDays + stretched);
    const noticeOn = days.after(before, POLICY[notice].days - beforeDays);
    rungs.push({ step, notice, who, on, noticeOn, slower });
    const delivered = days.taken(step)?.deliveredAt;
    if (who !== null || delivered) slower = null; // what a step that falls away was slowed by slows the next
    before = delivered ? days.dateOf(delivered) : on;
    beforeDays = POLICY[step].days;
  };
  // The owner's own messages are not slowed: the line about the leader comes when the peer has had two days, and
  // names the day on which the leader is asked.
  add('ask-peer', asks.peer, stretch(replyDays.owner), 'owner');
  // Where nobody was asked there is no reply to give time for.
  const wasAsked = asks.peer !== null || days.taken('ask-peer')?.deliveredAt;
  add('ask-leader', asks.leader, wasAsked ? stretch(replyDays.peer) : 0, 'peer');
  add('coordinator', asks.coordinator, 0, 'peer');
  return rungs;
}

function stretch(replyDays: number): number {
  return Math.max(0, Math.min(LONGEST_STRETCH, Math.floor(replyDays)));
}
