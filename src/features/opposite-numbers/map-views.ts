/** Texts of the map, and of what it suggests. */
import { describeRhythm, type Rhythm } from '../../kernel/rhythm.ts';
import { levelWords } from '../../kernel/roles.ts';
import { cut, escapeText } from '../../slack/blocks.ts';
import type { PairStatus, Side } from './domain.ts';
import type { PairMap, Thread } from './map-domain.ts';
import { full, named } from './views.ts';

/** Slack takes no more. */
const LONGEST_ALT = 2000;

function often(rhythm: Rhythm, status: PairStatus): string {
  return status === 'proposed' ? 'suggested, waits for a yes' : describeRhythm(rhythm);
}

/** The map of an alliance: level by organisation, what there is and what is missing. */
export function pairsText(map: PairMap): string {
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  const levels = map.levels.flatMap(({ level, links }) => {
    if (links.length === 0) return [];
    const lines = links.flatMap(({ organisations: [one, other], pairs, suggestion }) => {
      const between = `${escapeText(one)} – ${escapeText(other)}`;
      if (suggestion) {
        const [a, b] = suggestion;
        return [`◦ ${between}: no link yet; perhaps ${named(a)} and ${named(b)}`];
      }
      return pairs.map(
        ({ a, b, rhythm, status }) => `• ${between}: ${named(a)} and ${named(b)}, ${often(rhythm, status)}`,
      );
    });
    return [[`*${capital(levelWords(level))}*`, ...lines].join('\n')];
  });
  const across = map.across.map(
    (pair) => `• ${full(pair.a)} and ${full(pair.b)}, ${often(pair.rhythm, pair.status)}`,
  );
  const all = across.length > 0 ? [...levels, ['*Across levels*', ...across].join('\n')] : levels;
  return all.length > 0
    ? all.join('\n\n')
    : 'There are no two organisations with people at one level yet, so there is nobody to pair. `@Entente members` shows who is here.';
}

/** What hangs on one person of the reader's own organisation. */
export function threadsText(threads: readonly Thread[]): string {
  return threads
    .map(
      ({ carrier, to }) =>
        `Between you and ${escapeText(to)} everything goes through ${named(carrier)}. A second link would carry on when ${named(carrier)} is away. Only your organisation reads this.`,
    )
    .join('\n');
}

/** To whoever may pair people: links that are missing, each with a button. */
export function suggestionsText(open: readonly (readonly [Side, Side])[]): string {
  if (open.length === 0) return 'Every level has its links. Thank you for looking.';
  const lines = open.map(([a, b]) => `• ${full(a)} and ${full(b)}`);
  return [
    'Links that are missing, and who could make them. They are at one level; their organisations are asked first:',
    ...lines,
  ].join('\n');
}

export function suggestionLabel([a, b]: readonly [Side, Side]): string {
  return `${a.name} and ${b.name}`;
}

/** What the picture shows, in words. */
export function pictureAlt({ levels, across }: PairMap): string {
  const words = levels.flatMap(({ level, links }) =>
    links.map(({ organisations: [a, b], pairs }) => {
      const live = pairs.filter(({ status }) => status !== 'proposed').length;
      const state =
        live > 0 ? (live > 1 ? `${live} links` : 'a link') : pairs.length > 0 ? 'suggested' : 'no link yet';
      return `${levelWords(level)}, ${a} and ${b}: ${state}`;
    }),
  );
  const more = across.length > 0 ? [`across levels: ${across.length}`] : [];
  return cut([...words, ...more].join('; '), LONGEST_ALT);
}

export const pictureWords = 'The same as a picture.';
export const pictureTitle = 'Who keeps in touch with whom';
