/** Texts and the form about how an organisation works. */
import { escapeText, type Form, section, selectInput, textInput } from '../../slack/blocks.ts';
import { type Aspect, type Comparison, countryName, type Norms } from './norms-domain.ts';
import { clock, halfHours } from './settings-views.ts';
import { listWords } from './views.ts';
import { offeredZones } from './zones.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** "Mon to Fri", "Mon, Wed and Fri" */
function daysWords(days: readonly number[]): string {
  const names = days.map((day) => DAYS[day - 1] ?? '');
  const inARow = days.every((day, n) => n === 0 || day === (days[n - 1] ?? 0) + 1);
  if (names.length > 2 && inARow) return `${names.at(0)} to ${names.at(-1)}`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function replyWords(days: number): string {
  if (days === 0) return 'answers the same day';
  return days === 1 ? 'usually answers within a working day' : `usually answers within ${days} working days`;
}

/** "London" of Europe/London */
function placeOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

function hoursWords({ workFrom, workUntil, zone }: Norms): string {
  return `${clock(workFrom)} to ${clock(workUntil)} (${placeOf(zone)})`;
}

function holidayWords({ country, region }: Norms): string {
  if (!country) return 'not said yet';
  return region ? `${countryName(country)} (${region})` : countryName(country);
}

const TITLES = {
  why: 'Why we are in',
  decides: 'Who decides, and how long it takes',
  goodWork: 'What good work looks like to us',
} as const;

/** Whether an organisation has said anything of itself beyond what a set-up guesses. */
export function isFilled({ why, decides, goodWork }: Norms): boolean {
  return [why, decides, goodWork].some((text) => text !== '');
}

function one(norms: Norms): string {
  const holidays = norms.country ? `, holidays of ${holidayWords(norms)}` : '';
  const hours = `${daysWords(norms.workDays)}, ${hoursWords(norms)}${holidays}`;
  const more = (['why', 'decides', 'goodWork'] as const).flatMap((field) =>
    norms[field] ? [`${TITLES[field]}: ${escapeText(norms[field])}`] : [],
  );
  const reply = norms.replyDays > 0 || isFilled(norms) ? `; ${replyWords(norms.replyDays)}` : '';
  return [
    `*${escapeText(norms.name)}*`,
    `${hours}${reply}.`,
    ...(more.length > 0 ? more : ['Nothing said yet of why they are in, who decides and what good work is.']),
  ].join('\n');
}

const ALIKE: Record<Aspect, string> = {
  reply: 'how long an answer takes',
  days: 'working days',
  hours: 'working hours',
  holidays: 'holidays',
  decides: 'who decides',
  goodWork: 'what good work is',
  why: 'why they are in',
};

/** Two cards beside each other: where they differ most comes first. It says how it is, not what is better. */
export function sideBySide(a: Norms, b: Norms, { differ, alike, both }: Comparison): string {
  const [first, second] = [escapeText(a.name), escapeText(b.name)];
  const pair = (title: string, ours: string, theirs: string, more = '') =>
    `*${title}*\n${first}: ${ours}\n${second}: ${theirs}${more}`;
  const words = (title: string, field: 'why' | 'decides' | 'goodWork') =>
    pair(title, escapeText(a[field]) || 'not said yet', escapeText(b[field]) || 'not said yet');
  const shared = both
    ? `\nBoth work from ${clock(both.from)} to ${clock(both.until)} in ${placeOf(a.zone)}.`
    : '\nThere is no hour at which both work, so a message waits for the next morning.';
  const lines: Record<Aspect, () => string> = {
    reply: () => pair('An answer', replyWords(a.replyDays), replyWords(b.replyDays)),
    days: () => pair('Working days', daysWords(a.workDays), daysWords(b.workDays)),
    hours: () => pair('Working hours', hoursWords(a), hoursWords(b), shared),
    holidays: () => pair('Holidays', holidayWords(a), holidayWords(b)),
    decides: () => words('Who decides, and how long it takes', 'decides'),
    goodWork: () => words('What good work looks like', 'goodWork'),
    why: () => words('Why they are in', 'why'),
  };
  const same = alike.map((aspect) => ALIKE[aspect]);
  return [
    `${first} and ${second}, side by side${differ.length > 0 ? '; where they differ most comes first' : ''}.`,
    ...differ.map((aspect) => lines[aspect]()),
    ...(same.length > 0 ? [`Alike: ${listWords(same)}.`] : []),
  ].join('\n\n');
}

/** To words that name no organisation, or too few. */
export function whichNorms(names: readonly string[]): string {
  const all = listWords(names.map(escapeText));
  return `Whose? Here are ${all}. \`@Entente norms\` shows all; with one name behind it, that one beside yours.`;
}

/** To somebody who speaks for an organisation that has said nothing of itself yet. */
export function cardAsked(name: string): string {
  return `Your partners see a card of each organisation: why it is in, who decides and how long that takes, its hours, what good work is to it. *${escapeText(name)}* has not said yet; it takes two minutes.`;
}

export function cardThanks(name: string): string {
  return `The card of *${escapeText(name)}*: \`@Entente norms\` shows it, \`@Entente norms edit\` changes it.`;
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
      selectInput({
        name: 'zone',
        label: 'Time zone',
        options: offeredZones(norms.zone).map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
        initial: norms.zone,
      }),
      textInput({
        name: 'zoneTyped',
        label: 'Another time zone',
        optional: true,
        placeholder: 'America/Belize',
        max: 60,
      }),
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

const PROBLEMS = {
  name: ['name', 'What do people call your organisation?'],
  taken: ['name', 'Another organisation here has this name: which is which?'],
  until: ['until', 'The day should end after it starts.'],
  country: ['country', 'I do not know this country. Its English name or its two letters will do.'],
  region: ['region', 'A few letters or digits, as in SCT.'],
  zoneTyped: ['zoneTyped', 'I do not know this zone. Its name is like Europe/London or America/Belize.'],
} as const;

/** What is to be mended in the form: input name → sentence. */
export function normsErrors(problems: readonly (keyof typeof PROBLEMS)[]): Record<string, string> {
  return Object.fromEntries(problems.map((problem) => PROBLEMS[problem]));
}

export const normsSaved = 'Saved. Your partners can read it with `@Entente norms`.';
export const normsNotYours =
  'A leader or coordinator of your organisation can change this. `@Entente members` shows who that is.';
