/** The words of a check-in, and what of a round each of the two sees. */
import { isAbsent, type WorkingCalendar, whyOff } from '../../kernel/calendar.ts';
import { addDays, type LocalDate } from '../../kernel/zoned.ts';

export const ANSWERS = ['spoke', 'not_this_time', 'need_a_hand'] as const;
export type Answer = (typeof ANSWERS)[number];

/** A remark beside an answer is for the two of them, or for everybody in the alliance. */
export const REMARK_LABELS = ['pair', 'alliance'] as const;
export type RemarkLabel = (typeof REMARK_LABELS)[number];

/** A remark is a few sentences: two of them fit under a line of a note. */
export const MOST_REMARK = 600;

export type Level = 'sponsor' | 'operational' | 'front_line';

/** What one of the two said in a round. */
export interface Said {
  readonly answer: Answer;
  readonly remark: string | null;
  readonly label: RemarkLabel;
  /** When the answer or the remark last became another one, on the reader's date; null: as first said. */
  readonly changedOn: LocalDate | null;
}

/** What is open between the two. */
export interface OpenPromise {
  readonly text: string;
  readonly isMine: boolean;
  readonly dueOn: LocalDate | null;
}

/** A round as one of the two may see it. */
export interface Round {
  readonly isOpen: boolean;
  readonly isDaily: boolean;
  readonly level: Level;
  /** The reader's date. */
  readonly today: LocalDate;
  /** When the next round opens; null while none is planned. */
  readonly until: LocalDate | null;
  readonly other: Other;
  readonly between: readonly OpenPromise[];
  /** Whether either has done something for the other through Entente since the round opened. */
  readonly hasContact: boolean;
  readonly mine: Said | null;
  /** Already only what the reader may read; `shared` says when. */
  readonly theirs: Said | null;
}

/** The opposite number, with what to know before a word with them. */
export interface Other {
  readonly memberId: string;
  readonly name: string;
  readonly organisation: string;
  readonly replyDays: number;
  readonly goodWork: string;
  /** Their last day of an absence that lies in the next two weeks; why is nobody's business. */
  readonly away: { readonly from: LocalDate; readonly until: LocalDate } | null;
  readonly holidays: readonly { readonly date: LocalDate; readonly name: string }[];
}

const LOOK_AHEAD = 14;

/** What the other shared: nothing before one's own answer is in, so that neither waits to see what the other says. */
export function shared(round: Pick<Round, 'isOpen' | 'mine' | 'theirs'>): Said | null {
  return round.mine || !round.isOpen ? round.theirs : null;
}

/** Public holidays and absence of the next two weeks. */
export function daysOff(calendar: WorkingCalendar, today: LocalDate): Pick<Other, 'away' | 'holidays'> {
  const days = Array.from({ length: LOOK_AHEAD }, (_, n) => addDays(today, n));
  const holidays = days.flatMap((date) => {
    const why = whyOff(calendar, date);
    return why?.kind === 'holiday' ? [{ date, name: why.name }] : [];
  });
  const firstAway = days.find((date) => isAbsent(calendar, date));
  const absence = calendar.absences.find(
    ({ from, until }) => firstAway && from <= firstAway && firstAway <= until,
  );
  return { away: absence ?? null, holidays };
}

/** Somebody who can be asked for a hand. */
export interface Helper {
  readonly memberId: string;
  readonly name: string;
  readonly as: 'opposite' | 'leader' | 'coordinator';
}

interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly organisationId: string;
  readonly role: string;
}

/** Whom one may tell: the opposite number, a leader of one's own organisation, a coordinator. In this order. */
export function helpers(
  me: { readonly id: string; readonly organisationId: string },
  opposite: { readonly id: string; readonly name: string },
  everybody: readonly Candidate[],
): Helper[] {
  const free = everybody.filter(({ id }) => id !== me.id && id !== opposite.id);
  const leaders = free.filter((one) => one.role === 'leader' && one.organisationId === me.organisationId);
  const coordinators = free.filter(({ role }) => role === 'coordinator');
  return [
    { memberId: opposite.id, name: opposite.name, as: 'opposite' },
    ...leaders.map(({ id, name }) => ({ memberId: id, name, as: 'leader' as const })),
    ...coordinators.map(({ id, name }) => ({ memberId: id, name, as: 'coordinator' as const })),
  ];
}

/** After so many rounds without a word both are asked whether the rhythm still suits them. */
export const PATIENT_ROUNDS = 3;

/** A round that is over, as far as it tells whether the rhythm suits the two. */
export interface PastRound {
  readonly round: number;
  /** How many of the two read the prompt, and were there when the round ended. */
  readonly present: number;
  readonly answers: number;
  readonly hasContact: boolean;
  /** Whether both were asked about the rhythm in it. */
  readonly askedRhythm: boolean;
}

/**
 * Whether to ask both about their rhythm, from their rounds, the latest first. A round in which one of them was away,
 * or that did not reach both, counts for nothing; an answer, an act between the two, or having asked starts anew.
 */
export function seemsTooOften(latestFirst: readonly PastRound[]): boolean {
  let silent = 0;
  for (const { answers, hasContact, askedRhythm, present } of latestFirst) {
    if (answers > 0 || hasContact || askedRhythm) return false;
    if (present === 2) silent += 1;
    if (silent === PATIENT_ROUNDS) return true;
  }
  return false;
}
