/** The words that minutes put around what was agreed: "Action:", "Apologies:", "Next meeting". */
import { MENTION } from './slack-text.ts';

/** Said of a line, not in it. */
export const LABEL =
  '(?:(?:follow-?up\\s+)?actions?(?:\\s+(?:items?|points?))?|AP|to[\\s-]?do|tasks?|owner)\\s*#?\\d*';
const LABELLED = new RegExp(`^${LABEL}(?:\\s*:|\\s+[–—-](?=\\s)|\\.?(?=\\s+${MENTION}))\\s*`, 'iu');
const LABELLED_PART = new RegExp(`(?<before>[.|;,]\\s*|>\\s+)${LABEL}\\s*:\\s*`, 'giu');
const DONE =
  /^(?:done|completed|closed|cancelled|dropped)(?:\s*[:–—-]|\s+<@|\s*$)|\s[–—-]\s*(?:done|completed|closed)[\s.!]*$|\((?:done|completed|closed)\)[\s.!]*$/iu;
/** About the meeting itself, unless somebody is to do it. */
const HEADINGS: readonly RegExp[] = [
  /^next\s+(?:meeting|call|session)\b(?!.*<@)/isu,
  /^(?:present|absent|attend(?:ees|ing|ed)|in\s+attendance|participants|chair(?:ed\s+by)?|apologies)(?:\s*:|\s+[–—-]\s|\s*$)/iu,
  /^(?:attendees|in\s+attendance|participants|apologies|chaired\s+by)\s+(?:from\s+)?<@/iu,
  /^(?:(?:agenda|venue|location|decisions?)\s*:|apologies\s+from\b)(?!.*<@)/isu,
  /^no\s+(?:(?:further|new|open|other|outstanding)\s+)?actions?\b/iu,
  /^(?:agenda|minutes|notes|action\s+(?:items|points)|actions|next\s+steps|to-?dos?)[\s:]*$/iu,
];
const TO_DO = new RegExp(`${MENTION}\\s+to\\s`, 'u');

/** What a line of minutes says somebody does; null where it is a heading, or tells what is done. */
export function agreedIn(line: string): string | null {
  const isHeading = HEADINGS.some((words) => words.test(line)) && !TO_DO.test(line);
  if (isHeading || DONE.test(line)) return null;
  // "Action: book the hall" does not say that it is for whoever pasted it.
  if (!line.includes('<@')) return line;
  const agreed = line.replace(LABELLED, '').replaceAll(LABELLED_PART, '$<before>').trim();
  return agreed === '' ? null : agreed;
}

const IRREGULAR =
  'sent|done|did|made|given|gave|written|wrote|brought|taken|took|found|met|read|spoken|spoke|bought|built|paid|seen';
const AGREED = 'agreed|promised|committed|pledged|offered|volunteered|asked';
const HAS_DONE = new RegExp(
  `^${MENTION}\\s+(?:(?:has|have)\\s+(?:already\\s+|now\\s+|just\\s+)?(?!${AGREED})(?:\\p{L}+ed|${IRREGULAR})|` +
    '(?:already\\s+)?(?:sent|did|made|gave|wrote|brought|took|met|finished|completed|reported|confirmed|shared|updated|presented|raised|thanked))(?!\\p{L})',
  'iu',
);

/** "<@B> has sent the map": told, not promised. */
export function isTold(line: string): boolean {
  return HAS_DONE.test(line.trim()) && !/(?:'ll|\bwill|\bto\s+do)(?!\p{L})/iu.test(line);
}
