/** Small wordings that all texts about commitments share: people's own words made harmless, days as one says them. */
import type { WorkingCalendar } from '../../kernel/calendar.ts';
import type { MemberId } from '../../kernel/ids.ts';
import { describeRhythm, type Rhythm } from '../../kernel/rhythm.ts';
import { addDays, type LocalDate, localDateOf } from '../../kernel/zoned.ts';
import { cut, dayWords, escapeText, instantWords } from '../../slack/blocks.ts';

/** What all texts are written with: whom they may name, for whom they are written, and when. */
export interface Scene {
  readonly people: People;
  readonly reader: MemberId | null;
  readonly now: Date;
}

/** Whoever texts speak of. */
export interface Named {
  readonly name: string;
  readonly organisation: string;
  /** Whether they still take part: `active`, if so. */
  readonly status?: string;
  readonly calendar: WorkingCalendar;
}

export type People = ReadonlyMap<string, Named>;

const LONGEST_QUOTE = 150;
const LONGEST_NAME = 60;
/** Marks that turn the direction of what follows: one left open would turn the bot's own words too. */
const TURNS = /[\u202A-\u202E\u2066-\u2069]/g;
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;

/** What was promised, in one line and harmless, for after a colon: "Today: flood map". */
export function bare(text: string, longest = LONGEST_QUOTE): string {
  const line = text.replace(TURNS, '').replace(/\s+/g, ' ').trim();
  return isolated(escapeText(cut(line, longest)));
}

/** The same as a part of a sentence: "'Flood map' is still open". Quoted, since people write whole clauses. */
export function titled(text: string): string {
  const words = bare(text);
  return `'${words.charAt(0).toLocaleUpperCase('en')}${words.slice(1)}'`;
}

/** Somebody by name, never as a mention: that would ping them. */
export function nameOf(people: People, id: string | null): string {
  const person = id === null ? undefined : people.get(id);
  return person ? bare(person.name, LONGEST_NAME) : 'somebody';
}

/** The same at the start of a sentence. */
export function opening(people: People, id: string | null): string {
  const name = nameOf(people, id);
  return name === 'somebody' ? 'Somebody' : name;
}

/** Those who take part no more. */
export function goneOf(people: ReadonlyMap<string, { readonly status?: string }>): ReadonlySet<string> {
  return new Set([...people].flatMap(([id, { status }]) => (status && status !== 'active' ? [id] : [])));
}

/** To whoever would like a hand where nobody is there to be asked: what they can do themselves. */
export function nobodyToAsk(text: string): string {
  return `Noted: ${titled(text)} needs a hand, and there is nobody to ask. \`@Entente actions\` hands it over or gives it a new date.`;
}

function isolated(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}

/** When it is due, weekday first: a day is the owner's, a time of day is everybody's own; '' where it has none. */
export function dueWords({ dueOn, dueAt, ownerId }: Due, { people, now }: Scene, before = ''): string {
  if (dueAt) return before + instantWords(dueAt, people.get(ownerId ?? '')?.calendar.zone ?? 'UTC');
  return dueOn === null ? '' : before + dayWords(dueOn, now);
}

interface Due {
  readonly dueOn: LocalDate | null;
  readonly dueAt: Date | null;
  readonly ownerId: MemberId | null;
}

/** A day as one speaks of it from another: "today", "yesterday", "on Thursday" within a week, else its date. */
export function spokenDay(date: LocalDate, now: Date, zone: string, on = ''): string {
  const today = localDateOf(now, zone);
  if (date === today) return 'today';
  if (date === addDays(today, 1)) return 'tomorrow';
  if (date === addDays(today, -1)) return 'yesterday';
  if (date > today && date < addDays(today, 7)) {
    const day = new Date(`${date}T00:00:00Z`);
    return on + new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'long' }).format(day);
  }
  return on + dayWords(date, now);
}

/** ", for Ben": nothing where it is for nobody. */
export function forWhom(forId: MemberId | null, { people, reader }: Scene): string {
  if (forId === null) return '';
  return forId === reader ? ', for you' : `, for ${nameOf(people, forId)}`;
}

/** Without a date, though its words may say "by Easter": when the bot asks for one, if it does. */
function noDay({ reviewOn }: { reviewOn: LocalDate | null }, { now }: Scene): string {
  return reviewOn
    ? `, without a day yet (I ask for one on ${dayWords(reviewOn, now)})`
    : ', without a day yet';
}

/** "flood map, for Ben, by Fri 16 January": what was promised, for after a colon. */
export function inFull(
  commitment: Due & {
    text: string;
    forId: MemberId | null;
    reviewOn: LocalDate | null;
    rhythm?: Rhythm | null;
    recurrence?: { rhythm: Rhythm } | null;
  },
  scene: Scene,
): string {
  const when = dueWords(commitment, scene, ', by ') || noDay(commitment, scene);
  const rhythm = commitment.rhythm ?? commitment.recurrence?.rhythm;
  const again = rhythm ? `, then ${describeRhythm(rhythm)}` : '';
  return `${bare(commitment.text)}${forWhom(commitment.forId, scene)}${when}${again}`;
}

/** Until when the bot keeps quiet about it; '' where it does not. */
export function quiet({ pausedUntil, ownerId }: Resting, { people, now }: Scene): string {
  if (!isResting({ pausedUntil }, now) || pausedUntil === null) return '';
  const zone = people.get(ownerId)?.calendar.zone ?? 'UTC';
  return `I keep quiet about it until ${spokenDay(localDateOf(pausedUntil, zone), now, zone)}.`;
}

interface Resting {
  readonly pausedUntil: Date | null;
  readonly ownerId: MemberId;
}

/** Whether its steps rest at this moment. */
export function isResting({ pausedUntil }: Pick<Resting, 'pausedUntil'>, now: Date): boolean {
  return pausedUntil !== null && pausedUntil > now;
}
