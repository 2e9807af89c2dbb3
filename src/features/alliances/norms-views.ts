/** Texts and the form about how an organisation works. */
import { escapeText, type Form, section, selectInput, textInput } from '../../slack/blocks.ts';
import { countryName, type Norms } from './settings-domain.ts';
import { clock, halfHours } from './settings-views.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** "Mon to Fri", "Mon, Wed and Fri" */
export function daysWords(days: readonly number[]): string {
  const names = days.map((day) => DAYS[day - 1] ?? '');
  const inARow = days.every((day, n) => n === 0 || day === (days[n - 1] ?? 0) + 1);
  if (names.length > 2 && inARow) return `${names.at(0)} to ${names.at(-1)}`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function replyWords(days: number): string {
  if (days === 0) return 'answers the same day';
  return days === 1 ? 'usually answers within a working day' : `usually answers within ${days} working days`;
}

function one(norms: Norms): string {
  const holidays = norms.country ? `, holidays of ${countryName(norms.country)}` : '';
  const hours = `${daysWords(norms.workDays)}, ${clock(norms.workFrom)} to ${clock(norms.workUntil)}${holidays}`;
  const more = [
    ['Why we are in', norms.why],
    ['Who decides, and how long it takes', norms.decides],
    ['What good work looks like to us', norms.goodWork],
  ].flatMap(([title, text]) => (text ? [`${title}: ${escapeText(text)}`] : []));
  return [`*${escapeText(norms.name)}*`, `${hours}; ${replyWords(norms.replyDays)}.`, ...more].join('\n');
}

/** How each organisation works, for everybody in the alliance. */
export function normsText(all: readonly Norms[], mayEdit: boolean): string {
  const edit = mayEdit ? '\n\n`@Entente norms edit` changes your own.' : '';
  return all.map(one).join('\n\n') + edit;
}

const PATTERNS = ['12345', '1234', '123456', '71234', '61234', '67123', '1234567'];

/** The form for one's own organisation. */
export function normsForm(norms: Norms): Form {
  const current = norms.workDays.join('');
  const sorted = (pattern: string) => pattern.split('').map(Number).toSorted();
  const patterns = [...new Set([current, ...PATTERNS.map((pattern) => sorted(pattern).join(''))])];
  const time = (name: string, label: string, minute: number) =>
    selectInput({
      name,
      label,
      options: halfHours(0, 1440, minute).map((one) => ({ value: String(one), label: clock(one) })),
      initial: String(minute),
    });
  const text = (name: string, label: string, initial: string) =>
    textInput({ name, label, initial, optional: true, multiline: true, max: 500 });
  return {
    name: 'alliances.norms',
    title: 'How we work',
    submit: 'Save',
    blocks: [
      section('Your partners read this. What you say about time slows my reminders down to suit you.'),
      textInput({ name: 'name', label: 'What your organisation is called', initial: norms.name, max: 60 }),
      selectInput({
        name: 'days',
        label: 'Working days',
        options: patterns.map((pattern) => ({ value: pattern, label: daysWords(sorted(pattern)) })),
        initial: current,
      }),
      time('from', 'The day starts at', norms.workFrom),
      time('until', 'The day ends at', norms.workUntil),
      textInput({
        name: 'country',
        label: 'Country, for its holidays',
        initial: norms.country ? countryName(norms.country) : '',
        optional: true,
        max: 60,
      }),
      textInput({
        name: 'region',
        label: 'Region, for its own holidays',
        initial: norms.region ?? '',
        optional: true,
        placeholder: 'SCT',
        hint: 'The second half of its ISO code: SCT for Scotland, BY for Bavaria.',
        max: 6,
      }),
      selectInput({
        name: 'reply',
        label: 'How long does an answer usually take?',
        options: [0, 1, 2, 3, 4, 5].map((days) => ({
          value: String(days),
          label: days === 0 ? 'The same day' : days === 1 ? 'A working day' : `${days} working days`,
        })),
        initial: String(norms.replyDays),
      }),
      text('why', 'Why are you in this alliance?', norms.why),
      text('decides', 'Who decides, and how long does that take?', norms.decides),
      text('goodWork', 'What does good work look like to you?', norms.goodWork),
    ],
  };
}

/** What is to be mended in the form. */
export const normsErrors = {
  name: 'What do people call your organisation?',
  until: 'The day should end after it starts.',
  country: 'I do not know this country. Its English name or its two letters will do.',
  region: 'A few letters or digits, as in SCT.',
} as const;

export const normsSaved = 'Saved. Your partners can read it with `@Entente norms`.';
export const normsNotYours =
  'A leader or coordinator of your organisation can change this. `@Entente members` shows who that is.';
