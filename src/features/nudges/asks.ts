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
  /** Which leader of their organisation they wish to be asked about their promises, if they said so. */
  readonly leaderId?: string | null;
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
  /** Whom the owner was told of: nobody else is asked in their place. Not there: nobody has been named yet. */
  readonly named?: Readonly<Partial<Record<Asked, string | null>>>;
}

export type Asked = 'peer' | 'leader' | 'coordinator';

/** Somebody away for longer than this would hold up the work by being asked. */
const LONG_AWAY_DAYS = 5;

/** The peer, the leader and the coordinator who would be asked; null where nobody can be. */
export function whoIsAsked(question: Question): Record<Asked, string | null> {
  const { askedPeer, named = {} } = question;
  const choose = (asked: Asked, able: readonly string[]) => {
    const told = named[asked];
    if (told === undefined) return able[0] ?? null;
    return told !== null && able.includes(told) ? told : null;
  };
  const peer = askedPeer ?? choose('peer', peersOf(question));
  return {
    peer,
    leader: choose('leader', leadersOf(question, peer)),
    coordinator: choose('coordinator', coordinatorsOf(question)),
  };
}

/** The person it is for; where that is no peer, or they cannot answer, opposite numbers, the one spoken with last first. */
function peersOf(question: Question): string[] {
  const { forId, candidates, owner } = question;
  const waiting = forId === null ? undefined : candidates.get(forId);
  const isPeer =
    waiting !== undefined &&
    waiting.id !== owner.id &&
    waiting.role !== 'coordinator' &&
    !(waiting.role === 'leader' && waiting.organisationId === owner.organisationId) &&
    canAnswer(waiting, question.now);
  return [...(isPeer ? [waiting.id] : []), ...oppositeNumbersOf(question)];
}

function oppositeNumbersOf({ owner, contacts, candidates, now }: Question): string[] {
  return contacts
    .filter(({ aId, bId }) => aId === owner.id || bId === owner.id)
    .toSorted((one, other) => other.lastAt.getTime() - one.lastAt.getTime() || (one.aId < other.aId ? -1 : 1))
    .flatMap(({ aId, bId }) => candidates.get(aId === owner.id ? bId : aId) ?? [])
    .filter((other) => other.role !== 'coordinator' && canAnswer(other, now))
    .map(({ id }) => id);
}

/**
 * Leaders of the owner's organisation who are there: the one whom the owner chose, then as they were named. A leader
 * has opposite numbers instead.
 */
function leadersOf(question: Question, peer: string | null): string[] {
  const { owner, candidates, now } = question;
  if (owner.role === 'leader') return oppositeNumbersOf(question).filter((id) => id !== peer);
  const leaders = inOrder(candidates, owner).filter(
    ({ id, role, organisationId, calendar }) =>
      role === 'leader' &&
      organisationId === owner.organisationId &&
      id !== peer &&
      !isAbsent(calendar, localDateOf(now, calendar.zone)),
  );
  const isChosen = ({ id }: Candidate) => (id === owner.leaderId ? 0 : 1);
  return leaders.toSorted((a, b) => isChosen(a) - isChosen(b)).map(({ id }) => id);
}

/** The owner's organisation's own, else the host's; nobody is asked about their own promise. */
function coordinatorsOf({ owner, candidates }: Question): string[] {
  const all = inOrder(candidates, owner).filter(({ role, id }) => role === 'coordinator' && id !== owner.id);
  const own = all.filter(({ organisationId }) => organisationId === owner.organisationId);
  return [...own, ...all.filter((one) => one.isHost && !own.includes(one))].map(({ id }) => id);
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
