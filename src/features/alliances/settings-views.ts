/** Texts and forms about what people choose for themselves. */
import type { LocalDate } from '../../kernel/zoned.ts';
import {
  dateInput,
  dayWords,
  escapeText,
  type Form,
  radioInput,
  section,
  selectInput,
  textInput,
} from '../../slack/blocks.ts';
import type { Absences, Away, AwayProblem, Noted } from './away-domain.ts';
import { DEFAULT, type Settings } from './settings-domain.ts';
import { offeredZones } from './zones.ts';

/** "09:30" */
export function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** Half hours from one time of day to another, both included, and `chosen` where it lies between them. */
export function halfHours(from: number, until: number, chosen: number | null): number[] {
  const all = Array.from({ length: (until - from) / 30 + 1 }, (_, n) => from + n * 30);
  return chosen === null || all.includes(chosen) ? all : [...all, chosen].toSorted((a, b) => a - b);
}

const SIX = 6 * 60;
const TEN_AT_NIGHT = 22 * 60;

/** The form behind the door `Settings`. */
export function settingsForm(
  chosen: Settings & { readonly slackZone: string | null; readonly also: Absences },
  organisation: { readonly zone: string; readonly startsAt: number },
  now: Date,
  leaders: Leaders = { all: [], chosen: null },
): Form {
  const minutes = halfHours(SIX, TEN_AT_NIGHT, chosen.noteMinute);
  const fallback = chosen.slackZone
    ? `As Slack has it (${chosen.slackZone})`
    : `As my organisation (${organisation.zone})`;
  const { away, also } = chosen;
  return {
    name: 'alliances.settings',
    title: 'Settings',
    submit: 'Save',
    // The fields are about this absence, whatever has been said or has passed by the time that they are sent.
    meta: { away: away ? `${away.from}/${away.until}` : '' },
    blocks: [
      section('These hold for you in every alliance. Only you can change them, and nobody else sees them.'),
      selectInput({
        name: 'note',
        label: 'When may a note arrive?',
        options: [
          { value: DEFAULT, label: `When my organisation's day starts (${clock(organisation.startsAt)})` },
          ...minutes.map((minute) => ({ value: String(minute), label: clock(minute) })),
        ],
        initial: chosen.noteMinute === null ? DEFAULT : String(chosen.noteMinute),
        hint: 'On working days, within working hours.',
      }),
      radioInput({
        name: 'pace',
        label: 'How many notes?',
        options: [
          { value: 'normal', label: 'One a working day at most, three a week' },
          { value: 'fewer', label: 'Fewer: one a week' },
        ],
        initial: chosen.pace,
      }),
      selectInput({
        name: 'zone',
        label: 'Your time zone',
        options: [
          { value: DEFAULT, label: fallback },
          ...offeredZones(chosen.zone).map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
        ],
        initial: chosen.zone ?? DEFAULT,
      }),
      textInput({
        name: 'zoneTyped',
        label: 'Another time zone',
        optional: true,
        placeholder: 'America/Belize',
        max: 60,
      }),
      dateInput({ name: 'awayFrom', label: 'Away from', optional: true, initial: away?.from ?? null }),
      dateInput({
        name: 'awayUntil',
        label: 'Away until, that day included',
        optional: true,
        initial: away?.until ?? null,
        hint: `Others learn at most that you are away, never why.${also.length > 0 ? ` Also noted: ${list(also, now)}.` : ''}`,
      }),
      dateInput({
        name: 'quietUntil',
        label: 'Snooze everything until',
        optional: true,
        initial: chosen.quietUntil,
        hint: 'What waits then comes in one note. Nobody else is asked about what is with you before.',
      }),
      ...leaderInput(leaders),
      selectInput({
        name: 'dates',
        label: 'How do you read 3/8?',
        options: [
          { value: DEFAULT, label: 'As is the custom where we are' },
          { value: 'day', label: '3 August' },
          { value: 'month', label: '8 March' },
        ],
        initial: chosen.dayFirst === null ? DEFAULT : chosen.dayFirst ? 'day' : 'month',
      }),
    ],
  };
}

/** The leaders of one's own organisation, and whom one chose. */
export interface Leaders {
  readonly all: readonly { readonly id: string; readonly name: string }[];
  readonly chosen: string | null;
}

/** Who may be asked to free some time; with one leader there is nothing to choose. */
function leaderInput({ all, chosen }: Leaders) {
  const [first, second] = all;
  if (!first || !second) return [];
  const options = [
    { value: DEFAULT, label: `The first named (${first.name})` },
    ...all.map(({ id, name }) => ({ value: id, label: name })),
  ];
  const initial = all.some(({ id }) => id === chosen) && chosen ? chosen : DEFAULT;
  return [
    selectInput({
      name: 'leader',
      label: 'Who may be asked to free some time for you?',
      options,
      initial,
      hint: 'In this alliance, and only about a promise that stays open for a week after its day, and you are told a day before.',
    }),
  ];
}

const PROBLEMS: Record<AwayProblem | 'unknown', string> = {
  unknown: 'I do not know this zone. Its name is like Europe/London or America/Belize.',
  usage: 'Until when? With both days I know when to write again.',
  order: 'This day is before the first one. Perhaps they are the wrong way round?',
  past: 'That is over already.',
  long: 'That is more than a year. For so long, “Not for me” is simpler, and `join` brings you back.',
};

/** What is to be mended in the form: input name → sentence. */
export function settingsErrors(
  problems: Readonly<Partial<Record<string, AwayProblem | 'unknown'>>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(problems).flatMap(([input, problem]) => (problem ? [[input, PROBLEMS[problem]]] : [])),
  );
}

export const settingsSaved = 'Saved. It holds from your next note on.';

export const snoozeUsage =
  'For how long? `@Entente snooze 1 day`, `3 days`, `next week`, `until 14 August` or `off`; a year at most.';

export function snoozing(on: LocalDate, now: Date): string {
  return `Quiet until ${dayWords(on, now)}. Nobody is asked about what is with you before then either. \`@Entente snooze off\` ends it.`;
}

export const snoozeEnded = 'Welcome back. What waits comes with your next note.';

const AWAY_EXAMPLES =
  'For example `@Entente away 3 to 14 August`, `@Entente away until Friday`, `@Entente away 24 December`, or `@Entente away back`.';

export function awayProblem(problem: AwayProblem, words: string): string {
  if (problem !== 'usage') return `${PROBLEMS[problem]} ${AWAY_EXAMPLES}`;
  return words
    ? `I could not read “${escapeText(words)}” as days. ${AWAY_EXAMPLES}`
    : `When are you away? ${AWAY_EXAMPLES}`;
}

/** What is noted now, with what else is, so that nobody wonders. */
export function awayNoted({ as, instead }: Noted, also: Absences, now: Date): string {
  return [
    `Noted: you are away ${daysOf(as, now)}, and nothing will come from me then.`,
    ...(instead ? [`That is instead of ${stretch(instead, now)}.`] : []),
    ...(also.length > 0 ? [`You are also away ${list(also, now, daysOf)}.`] : []),
    '`@Entente away back` if you are back sooner.',
  ].join(' ');
}

/** `off`: the absence that was to come and does not, where nobody was away. */
export function backNoted(off: Away, still: Absences, now: Date): string {
  return [
    off
      ? `You are not marked as away ${daysOf(off, now)} any more.`
      : 'Welcome back. You are not marked as away any more.',
    ...(still.length > 0 ? [`Still noted: ${list(still, now)}.`] : []),
  ].join(' ');
}

type Stretch = NonNullable<Away>;

/** "on Fri 14 August", "from Mon 3 August to Fri 14 August" */
function daysOf({ from, until }: Stretch, now: Date): string {
  return from === until
    ? `on ${dayWords(from, now)}`
    : `from ${dayWords(from, now)} to ${dayWords(until, now)}`;
}

/** "Fri 14 August", "Mon 3 August to Fri 14 August" */
function stretch({ from, until }: Stretch, now: Date): string {
  return from === until ? dayWords(from, now) : `${dayWords(from, now)} to ${dayWords(until, now)}`;
}

const MOST_LISTED = 5;

function list(absences: Absences, now: Date, words = stretch): string {
  const named = absences.slice(0, MOST_LISTED).map((one) => words(one, now));
  const more = absences.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ').replace(/, (?=[^,]*$)/, ' and ');
}
