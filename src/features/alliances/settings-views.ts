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
import type { Away, AwayProblem } from './away-domain.ts';
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
  now: Settings & { readonly slackZone: string | null },
  organisation: { readonly zone: string; readonly startsAt: number },
  today: LocalDate,
  leaders: Leaders = { all: [], chosen: null },
): Form {
  const minutes = halfHours(SIX, TEN_AT_NIGHT, now.noteMinute);
  const fallback = now.slackZone
    ? `As Slack has it (${now.slackZone})`
    : `As my organisation (${organisation.zone})`;
  const away = now.away && now.away.until >= today ? now.away : null;
  return {
    name: 'alliances.settings',
    title: 'Settings',
    submit: 'Save',
    blocks: [
      section('These hold for you in every alliance. Only you can change them, and nobody else sees them.'),
      selectInput({
        name: 'note',
        label: 'When may a note arrive?',
        options: [
          { value: DEFAULT, label: `When my organisation's day starts (${clock(organisation.startsAt)})` },
          ...minutes.map((minute) => ({ value: String(minute), label: clock(minute) })),
        ],
        initial: now.noteMinute === null ? DEFAULT : String(now.noteMinute),
        hint: 'On working days, within working hours.',
      }),
      radioInput({
        name: 'pace',
        label: 'How many notes?',
        options: [
          { value: 'normal', label: 'One a working day at most, three a week' },
          { value: 'fewer', label: 'Fewer: one a week' },
        ],
        initial: now.pace,
      }),
      selectInput({
        name: 'zone',
        label: 'Your time zone',
        options: [
          { value: DEFAULT, label: fallback },
          ...offeredZones(now.zone).map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
        ],
        initial: now.zone ?? DEFAULT,
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
        hint: 'Others learn at most that you are away, never why.',
      }),
      dateInput({
        name: 'quietUntil',
        label: 'Snooze everything until',
        optional: true,
        initial: now.quietUntil,
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
        initial: now.dayFirst === null ? DEFAULT : now.dayFirst ? 'day' : 'month',
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

export function awayNoted(away: Away, now: Date): string {
  if (!away) return 'Welcome back. You are not marked as away any more.';
  const { from, until } = away;
  const days =
    from === until ? `on ${dayWords(from, now)}` : `from ${dayWords(from, now)} to ${dayWords(until, now)}`;
  return `Noted: you are away ${days}, and nothing will come from me then. \`@Entente away back\` if you are back sooner.`;
}
