import { describeRhythm } from '../../kernel/rhythm.ts';
import { type Block, context, cut, dayWords, divider, escapeText, section } from '../../slack/blocks.ts';
import { type Home, nearest, type Opposite, type Promised } from './domain.ts';

const MOST_LISTED = 10;
const LONGEST_TEXT = 120;

/** A promise with its date. A date says enough: whether it is late is between the owner and their notes. */
function line({ text, other, dueOn, isProposed }: Promised, preposition: string, now: Date): string {
  const parts = [
    escapeText(cut(text, LONGEST_TEXT)),
    ...(other ? [`${preposition} ${escapeText(other)}`] : []),
    ...(dueOn ? [dayWords(dueOn, now)] : []),
    ...(isProposed ? ['suggested'] : []),
  ];
  return `• ${parts.join(', ')}`;
}

function list(
  title: string,
  none: string,
  promised: readonly Promised[],
  preposition: string,
  now: Date,
): string {
  const { shown, more } = nearest(promised, MOST_LISTED);
  const lines = shown.map((one) => line(one, preposition, now));
  const rest = more > 0 ? [`and ${more} more: \`@Entente actions\``] : [];
  return [`*${title}*`, ...(lines.length > 0 ? lines : [none]), ...rest].join('\n');
}

function opposite({ name, organisation, rhythm, lastTalk }: Opposite, now: Date): string {
  const talk = lastTalk ? `you last noted a talk on ${dayWords(lastTalk, now)}` : 'no talk noted yet';
  return `• ${escapeText(`${name} (${organisation})`)}, ${describeRhythm(rhythm)}; ${talk}`;
}

function settingsLine({ settings }: Home, now: Date): string {
  const { noteMinute, zone, fewer, away } = settings;
  const time = `${String(Math.floor(noteMinute / 60)).padStart(2, '0')}:${String(noteMinute % 60).padStart(2, '0')}`;
  const pace = fewer ? 'one note a week' : 'three notes a week at most';
  const gone = away ? `; away ${dayWords(away.from, now)} to ${dayWords(away.until, now)}` : '';
  return `Notes from ${time} (${zone.replaceAll('_', ' ')}), ${pace}${gone}. Settings changes this.`;
}

function paragraphs(home: Home, now: Date): string[] {
  const waiting =
    home.waiting === 0
      ? 'Nothing waits for your answer.'
      : `${home.waiting === 1 ? 'One thing waits' : `${home.waiting} things wait`} for your answer, in your notes.`;
  const opposites =
    home.opposites.length > 0
      ? home.opposites.slice(0, MOST_LISTED).map((one) => opposite(one, now))
      : ['Nobody yet. A coordinator pairs people.'];
  return [
    `*${escapeText(home.alliance)}*: you are here for ${escapeText(home.organisation)}, as ${home.standing}. ${waiting}`,
    list('With you', 'No promises of yours are open.', home.owes, 'for', now),
    list('Promised to you', 'Nobody owes you anything that I know of.', home.isOwed, 'from', now),
    ['*Your opposite numbers*', ...opposites].join('\n'),
  ];
}

/** For a modal. */
export function homeBlocks(home: Home, now: Date): Block[] {
  const [first = '', ...rest] = paragraphs(home, now);
  return [
    section(first),
    divider(),
    ...rest.map((paragraph) => section(paragraph)),
    context(settingsLine(home, now)),
  ];
}

/** The same as text. */
export function homeText(home: Home, now: Date): string {
  return [...paragraphs(home, now), settingsLine(home, now)].join('\n\n');
}
