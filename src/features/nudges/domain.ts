import { NoWorkingDayError } from '../../kernel/calendar.ts';
import { addDays, type LocalDate } from '../../kernel/zoned.ts';
import { type Days, daysOf, later } from './days.ts';
import { announcedByLate, nextOnLadder } from './ladder.ts';
import { type Next, type NudgeState, POLICY, type Step } from './policy.ts';

const NO_WORKING_DAY_RETRY = 7 * 86_400_000;

/**
 * What happens next about a commitment, or when to look again. It decides only: sending, recording what was taken
 * and learning of deliveries are the shell's. Looking twice gives the same answer; it never throws for a calendar.
 */
export function nextStep(state: NudgeState, now: Date): Next {
  if (state.status === 'ended') return { kind: 'finished' };
  if (state.isMuted) return { kind: 'held' };
  const rests = [state.pausedUntil, state.snoozedUntil].filter((until) => until !== null && until > now);
  const until = rests.reduce((a, b) => (a && b && a > b ? a : b), null);
  if (until) return { kind: 'wait', until };
  try {
    const days = daysOf(state, now);
    if (state.status === 'proposed') return nextOfProposal(days);
    return state.dueOn === null ? nextOfReview(days) : nextOfPromise(days, state.dueOn);
  } catch (error) {
    if (!(error instanceof NoWorkingDayError)) throw error;
    // Who is away for longer than a year is not written to, and so nobody else is.
    return { kind: 'wait', until: new Date(now.getTime() + NO_WORKING_DAY_RETRY) };
  }
}

/** One reminder, then whoever proposed it hears that it was not picked up. It never becomes late. */
function nextOfProposal(days: Days): Next {
  const { proposalDeliveredAt, dueOn } = days.state;
  if (days.taken('proposed-unanswered')) return { kind: 'finished' };
  if (proposalDeliveredAt === null) return { kind: 'wait-for-delivery', of: 'proposal' };
  // Once its day has passed it cannot be picked up as it is, so the proposer hears at once.
  const passedOn = dueOn && days.after(addDays(dueOn, 1), 0);
  if (passedOn && days.hasCome(passedOn)) return days.take('proposed-unanswered', passedOn);

  const delivered = days.dateOf(proposalDeliveredAt);
  const remindOn = days.after(delivered, POLICY['proposed-reminder'].days);
  const tableOn = days.after(delivered, POLICY['proposed-unanswered'].days);
  const tellOn = passedOn && passedOn < tableOn ? passedOn : tableOn;
  const reminder = days.taken('proposed-reminder');
  if (!reminder) {
    // A reminder for the day on which it lapses would come too late to help.
    if (remindOn >= tellOn) return days.take('proposed-unanswered', tellOn);
    const on = later(tellOn, days.after(days.today, 1));
    return days.take('proposed-reminder', remindOn, { step: 'proposed-unanswered', on, slower: null });
  }
  if (reminder.isPassedOver) return days.take('proposed-unanswered', tellOn);
  if (reminder.deliveredAt) {
    const earliest = days.after(days.dateOf(reminder.deliveredAt), 1);
    return days.take('proposed-unanswered', tellOn === passedOn ? tellOn : later(tellOn, earliest));
  }
  if (!passedOn) return { kind: 'wait-for-delivery', of: 'proposed-reminder' };
  return days.take('proposed-unanswered', passedOn); // not come yet: a wait, with the delivery looked at before
}

/** Where there is no day, one is asked for once. */
function nextOfReview(days: Days): Next {
  const { reviewOn } = days.state;
  if (reviewOn === null || days.taken('review')) return { kind: 'finished' };
  return days.take('review', reviewOn);
}

function nextOfPromise(days: Days, dueOn: LocalDate): Next {
  const reminders = remindersOf(days, dueOn);
  // After downtime only the last that has come is sent: what it overtook is stale. None waits for the delivery of
  // another, because they may share a note, which is worded for the day on which it leaves.
  const come = reminders.findLastIndex(({ day }) => days.hasCome(day));
  const taken = reminders.findLastIndex(({ step }) => days.taken(step) !== undefined);
  const next = reminders[Math.max(come, taken + 1)];
  if (!next) return nextOnLadder(days, dueOn);
  return days.take(next.step, next.day, next.step === 'late' ? announcedByLate(days, dueOn) : null);
}

/** What the owner is sent until it is late, in the order of their days. */
function remindersOf(days: Days, dueOn: LocalDate): { readonly step: Step; readonly day: LocalDate }[] {
  const { baseAt, isWrittenByOther, wasHalfTimeAsked } = days.state;
  const base = days.dateOf(baseAt);
  const dueIn = days.between(base, dueOn);
  const isFor = (step: Step) => dueIn >= (POLICY[step].ifDueIn ?? Number.NEGATIVE_INFINITY);
  const dayOf: Partial<Record<Step, () => LocalDate>> = {
    'heads-up': () => days.after(dueOn, POLICY['heads-up'].days),
    // What is due on a day off is said on the last working day before.
    due: () => days.lastUpTo(dueOn),
    late: () => days.after(dueOn, POLICY.late.days),
  };
  if (isWrittenByOther && !wasHalfTimeAsked)
    dayOf['half-time'] = () => days.after(base, Math.floor(dueIn / 2));
  return (['half-time', 'heads-up', 'due', 'late'] as const).flatMap((step) => {
    const day = dayOf[step];
    return day && isFor(step) ? [{ step, day: day() }] : [];
  });
}
