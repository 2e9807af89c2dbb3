import { DAY_NAME } from '../../kernel/number-words.ts';
import type { Rhythm } from '../../kernel/rhythm.ts';
import { parseRhythm } from '../../kernel/rhythm-words.ts';

const NTH = '(?:first|second|third|fourth|last|1st|2nd|3rd|4th)';
const UNIT = '(?:day|week|fortnight|month)';
const DAY = `(?:${DAY_NAME})s?`;

// The longest first. "The monthly report" is none: the bare word counts at the end of a sentence only. "The 15th of
// each month" is none either, as rhythms go by weekdays; it stays in what is promised.
const PHRASES: readonly RegExp[] = [
  `(?:on\\s+)?(?:the\\s+)?${NTH}\\s+${DAY}\\s+(?:of|in)\\s+(?:each|every)\\s+month`,
  `(?:each|every)\\s+(?:\\d{1,2}|two|three|four|six|eight|twelve)\\s+weeks(?:\\s+on\\s+${DAY})?`,
  `(?:on\\s+)?(?:each|every)\\s+(?:(?:second|other|third|fourth)\\s+)?(?:${DAY}|${UNIT})(?:\\s+on\\s+(?:a\\s+)?${DAY})?`,
  `(?:daily|weekly|fortnightly|monthly)\\s+on\\s+(?:a\\s+|the\\s+${NTH}\\s+)?${DAY}`,
  '(?:daily|weekly|fortnightly|monthly)(?=[\\s.!]*$)',
].map(
  (source) =>
    new RegExp(
      `(?<![\\p{L}\\p{N}-])(?<!\\d(?:st|nd|rd|th)\\s+of\\s+)(?:by\\s+)?(?:${source})(?![\\p{L}\\p{N}-])`,
      'iu',
    ),
);

/** How often something is to come round, by a sentence's words for it, and where they stand; null where it is once. */
export function findRhythm(
  sentence: string,
): { readonly rhythm: Rhythm; readonly span: readonly [number, number] } | null {
  for (const pattern of PHRASES) {
    const match = pattern.exec(sentence);
    const rhythm =
      match && parseRhythm(match[0].replace(/^by\s+/iu, '').replace(/\bin\s+(?=each|every)/iu, 'of '));
    if (rhythm) return { rhythm, span: [match.index, match.index + match[0].length] };
  }
  return null;
}
