/** Who is asked about a commitment beside its owner: peers before leaders, leaders before the coordinator. Pure. */
import { isAbsent, type WorkingCalendar, workingDaysBetween } from '../../kernel/calendar.ts';
import { addDays, localDateOf } from '../../kernel/zoned.ts';

/** A member as far as the question goes. */
export interface Candidate {
  readonly id: string;
  readonly allianceId: string;
  readonly organisationId: string;
  readonly isHost: boolean;
  readonly role: 'member' | 'coordinator' | 'leader';
  readonly status: 'active' | 'declined' | 'left';
  /** The order in which members were named. */
  readonly position: number;
  readonly calendar: WorkingCalendar;
}

/** Opposite numbers, and when the bot last saw contact between the two. */
export interface Contact {
  readonly aId: string;
  readonly bId: string;
  readonly lastAt: Date;
}

export interface Question {
  readonly owner: Candidate;
  readonly forId: string | null;
  readonly candidates: ReadonlyMap<string, Candidate>;
  readonly contacts: readonly Contact[];
  readonly now: Date;
  /** Who has been asked at the peer's step already. */
  readonly askedPeer: string | null;
}

/** Somebody away for longer than this would hold up the work by being asked. */
const LONG_AWAY_DAYS = 5;

/** The peer, the leader and the coordinator who would be asked; null where nobody can be. */
export function whoIsAsked(question: Question): Record<'peer' | 'leader' | 'coordinator', string | null> {
  const peer = question.askedPeer ?? peerOf(question);
  return { peer, leader: leaderOf(question, peer), coordinator: coordinatorOf(question) };
}

/** The person it is for; where that is no peer, or they cannot answer, the opposite number spoken with last. */
function peerOf(question: Question): string | null {
  const { forId, candidates, owner } = question;
  const waiting = forId === null ? undefined : candidates.get(forId);
  const isPeer =
    waiting !== undefined &&
    waiting.id !== owner.id &&
    waiting.role !== 'coordinator' &&
    !(waiting.role === 'leader' && waiting.organisationId === owner.organisationId) &&
    canAnswer(waiting, question.now);
  return isPeer ? waiting.id : oppositeNumberOf(question, []);
}

function oppositeNumberOf(
  { owner, contacts, candidates, now }: Question,
  without: (string | null)[],
): string | null {
  const found = contacts
    .filter(({ aId, bId }) => aId === owner.id || bId === owner.id)
    .toSorted((one, other) => other.lastAt.getTime() - one.lastAt.getTime() || (one.aId < other.aId ? -1 : 1))
    .map(({ aId, bId }) => candidates.get(aId === owner.id ? bId : aId))
    .find(
      (other) =>
        other && other.role !== 'coordinator' && canAnswer(other, now) && !without.includes(other.id),
    );
  return found?.id ?? null;
}

/** The first named leader of the owner's organisation who is there; a leader has an opposite number instead. */
function leaderOf(question: Question, peer: string | null): string | null {
  const { owner, candidates, now } = question;
  if (owner.role === 'leader') return oppositeNumberOf(question, [peer]);
  const leaders = inOrder(candidates, owner).filter(
    ({ id, role, organisationId, calendar }) =>
      role === 'leader' &&
      organisationId === owner.organisationId &&
      id !== peer &&
      !isAbsent(calendar, localDateOf(now, calendar.zone)),
  );
  return leaders[0]?.id ?? null;
}

/** The owner's organisation's own, else the host's; nobody is asked about their own promise. */
function coordinatorOf({ owner, candidates }: Question): string | null {
  const all = inOrder(candidates, owner).filter(({ role, id }) => role === 'coordinator' && id !== owner.id);
  const own = all.find(({ organisationId }) => organisationId === owner.organisationId);
  return (own ?? all.find(({ isHost }) => isHost))?.id ?? null;
}

function inOrder(candidates: ReadonlyMap<string, Candidate>, { allianceId }: Candidate): Candidate[] {
  return [...candidates.values()]
    .filter((one) => one.allianceId === allianceId && one.status === 'active')
    .toSorted((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
}

function canAnswer({ status, calendar }: Candidate, now: Date): boolean {
  if (status !== 'active') return false;
  const today = localDateOf(now, calendar.zone);
  const absence = calendar.absences.find(({ from, until }) => from <= today && today <= until);
  if (!absence) return true;
  // Counted in the days that they would work if they were not away.
  const usual = { ...calendar, absences: [] };
  return workingDaysBetween(usual, addDays(today, -1), absence.until) <= LONG_AWAY_DAYS;
}
